"""What the database does by itself for applications."""

import pgtrigger

# The number that candidates read on an offer: each application that reached the employer, once, whoever wrote it.
COUNT_ON_THE_OFFER = pgtrigger.Trigger(
    name="count_on_the_offer",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("sent_at"),
    func="""
        IF NEW.offer_id IS NOT NULL AND NEW.sent_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.sent_at IS NULL) THEN
            UPDATE offers_offer SET applications_count = applications_count + 1 WHERE id = NEW.offer_id;
        END IF;
        RETURN NULL;
    """,
)
