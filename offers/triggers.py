"""What the database does by itself, so that no way of writing escapes it.

- The state only moves along ``lifecycle.STEPS``.
- ``places``, ``area_codes`` and ``document`` of an offer are always those of its sites and of its text. A value
  written by hand is replaced by the true one; ``update(document=None)`` therefore means "compute it again".

Sites may be inserted before their offer, in the same transaction: the foreign key is checked at its end. Imports do
so, and the offer's row is then written once, complete. Otherwise an offer begins as a draft, receives its sites, and
is published.
"""

import pgtrigger

from offers.lifecycle import TRANSITIONS

KEEP_TO_THE_STEPS = pgtrigger.FSM(name="keep_to_the_steps", field="state", transitions=TRANSITIONS)

# The only exception, said aloud in its transaction by ``intake.writer``, which knows how to compute the words ten times
# faster (``intake.documents``; a test compares both).
WORDS_ARE_GIVEN = "offers.words_are_given"

# The columns that ``document`` is made of (see ``search.document``).
READ = "title rome_codes employer_name description diploma desired_skills taught_skills area_codes".split()  # noqa: SIM905
NEW_WORDS = ", ".join(f"NEW.{column}" for column in READ)
OLD_WORDS = ", ".join(f"OLD.{column}" for column in READ)

KEEP_IN_STEP = pgtrigger.Trigger(
    name="keep_in_step",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF TG_OP = 'INSERT' OR (NEW.id, NEW.places::text, NEW.area_codes)
            IS DISTINCT FROM (OLD.id, OLD.places::text, OLD.area_codes)
        THEN
            SELECT * INTO NEW.places, NEW.area_codes FROM offer_whereabouts(NEW.id);
        END IF;
        IF TG_OP = 'INSERT' OR (NEW.document, NEW.places::text, {NEW_WORDS})
            IS DISTINCT FROM (OLD.document, OLD.places::text, {OLD_WORDS})
        THEN
            IF current_setting('{WORDS_ARE_GIVEN}', true) = 'yes' AND NEW.document IS NOT NULL THEN
                NEW.document := NEW.document || offer_places_document(NEW);
            ELSE
                NEW.document := offer_document(NEW);
            END IF;
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)


def _tell_the_offers(name: str, operation, **tables: str) -> pgtrigger.Trigger:
    """After sites changed, have the offers concerned look at their sites again, once per statement."""
    changed = " UNION ".join(f"SELECT offer_id FROM {table}" for table in tables.values())  # noqa: S608
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"""
            UPDATE offers_offer SET places = NULL, area_codes = NULL WHERE id = ANY (ARRAY({changed}));
            RETURN NULL;
        """,  # noqa: S608
    )


OFFER_TRIGGERS = [KEEP_TO_THE_STEPS, KEEP_IN_STEP]
SITE_TRIGGERS = [
    _tell_the_offers("tell_of_new_sites", pgtrigger.Insert, new="new_sites"),
    _tell_the_offers("tell_of_moved_sites", pgtrigger.Update, old="old_sites", new="new_sites"),
    _tell_the_offers("tell_of_removed_sites", pgtrigger.Delete, old="old_sites"),
]

# Where an offer is: the points of its sites, and the codes of their communes, departments and regions. An
# arrondissement of Paris, Lyon or Marseille also counts as its city.
# In PL/pgSQL, whose plans are kept: an SQL function would be planned again for each offer. A plan is also kept when the
# table was nearly empty as it was made; MATERIALIZED leaves it no other index than that of the offer.
WHEREABOUTS = """
CREATE FUNCTION offer_whereabouts(asked bigint, OUT places geography, OUT area_codes text[])
LANGUAGE plpgsql STABLE AS $$
BEGIN
    WITH here AS MATERIALIZED (
        SELECT commune_id, position, point::geometry AS point FROM offers_site WHERE offer_id = asked
    )
    SELECT
        (SELECT ST_Multi(ST_Collect(here.point ORDER BY here.position))::geography FROM here),
        ARRAY(
            SELECT DISTINCT area.code
            FROM here
            JOIN territories_commune AS commune ON commune.code = here.commune_id
            JOIN territories_department AS department ON department.code = commune.department_id
            CROSS JOIN LATERAL (VALUES
                ('C' || commune.code), ('C' || commune.parent_id),
                ('D' || department.code), ('R' || department.region_id)
            ) AS area (code)
            WHERE area.code IS NOT NULL
            ORDER BY area.code
        )
    INTO places, area_codes;
END $$
"""
