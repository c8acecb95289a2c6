"""How the database tells that an offer has opened, whoever opened it: an import, an employer, the administration.

By statement: an import of five hundred offers writes its line once. An offer is told as new when it opens for the first
time or again; ``Match`` remembers which alerts were already told of it.
"""

OPENED = """
CREATE OR REPLACE FUNCTION tell_of_new_offers() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO alerts_newoffer (offer_id)
    SELECT id FROM after WHERE state = 'open'
    ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO alerts_newoffer (offer_id)
    SELECT after.id FROM after JOIN before ON before.id = after.id
    WHERE after.state = 'open' AND before.state <> 'open'
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$
"""
TRIGGERS = [
    """
CREATE TRIGGER new_offers_follow_insert AFTER INSERT ON offers_offer
REFERENCING NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION tell_of_new_offers()
""",
    """
CREATE TRIGGER new_offers_follow_update AFTER UPDATE ON offers_offer
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION tell_of_new_offers()
""",
]

INSTALL = [OPENED, *TRIGGERS]
REMOVE = ["DROP FUNCTION tell_of_new_offers() CASCADE"]
