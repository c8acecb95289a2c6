"""New offers look for the searches that wait for them: one statement for a batch, whatever the number of alerts.

The lexemes of the offers meet those of ``Anchor``: only such pairs are compared whole. Both sides are a join that
PostgreSQL sizes by itself: an index for an offer that has just been published, a hash for an import of thousands.

An offer answers an alert if, and only if, the search would list it: the words, places and territories are those that
``search`` asks, word for word; the criteria are written again below, and a test of random searches holds them equal.
"""

from django.db import connection, transaction
from django.utils import timezone

BATCH = 1000  # offers at once: what a statement keeps in memory, and what a crash has to do again

# A criterion of the search (``filters.CRITERIA``), between the columns of an alert and those of an offer.
CONDITIONS = {
    "niveau": "alert.levels = '{}' OR offer.level IS NULL OR offer.level = ANY (alert.levels)",
    "debut": """(alert.starts_by IS NULL OR offer.starts_on IS NULL OR offer.starts_on <= alert.starts_by)
        AND (NOT alert.starts_soon OR offer.start_kind IN ('soon', 'flexible'))""",
    "duree": "alert.most_months IS NULL OR offer.months IS NULL OR offer.months <= alert.most_months",
    "domaine": "alert.domains = '{}' OR left(offer.rome_id, 1) = ANY (alert.domains)",
    "permis": "NOT alert.without_licence OR offer.needs_licence = FALSE",
    "handicap": "NOT alert.disabled_friendly OR offer.welcomes_disabled",
    "mineur": "NOT alert.open_to_minors OR offer.minimum_age IS NULL OR offer.minimum_age < 18",
}

TAKE = """
    DELETE FROM alerts_newoffer WHERE offer_id IN (
        SELECT offer_id FROM alerts_newoffer ORDER BY offer_id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING offer_id
"""
MATCH = f"""
    WITH offer AS MATERIALIZED (
        SELECT id, document, places, level, start_kind, starts_on, months, rome_id, needs_licence, welcomes_disabled,
            minimum_age
        FROM offers_offer
        WHERE id = ANY (%(offers)s) AND state = 'open' AND closes_on >= %(today)s
    ), met AS (
        SELECT DISTINCT anchor.alert_id, offer.id AS offer_id
        FROM offer
        CROSS JOIN LATERAL unnest(tsvector_to_array(offer.document)) AS borne (lexeme)
        JOIN alerts_anchor AS anchor ON anchor.lexeme = borne.lexeme
    )
    INSERT INTO alerts_match (alert_id, offer_id, found_at)
    SELECT alert.id, offer.id, %(now)s
    FROM met
    JOIN alerts_alert AS alert ON alert.id = met.alert_id
    JOIN offer ON offer.id = met.offer_id
    WHERE alert.confirmed_at IS NOT NULL AND NOT alert.is_paused AND alert.frequency <> 'never'
        AND (alert.point IS NULL OR ST_Distance(offer.places, alert.point, false) <= alert.radius_km * 1000)
        AND {" AND ".join(f"({condition})" for condition in CONDITIONS.values())}
        AND (alert.query IS NULL OR offer.document @@ alert.query)
    ON CONFLICT DO NOTHING
"""  # noqa: S608


def match_new_offers() -> int:
    """How many offers were found for alerts. Each batch is taken and matched in one transaction: stopped in the middle,
    it is done again, and an offer is never found twice for an alert. Safe to run twice at once."""
    found = 0
    while (batch := _match_a_batch()) is not None:
        found += batch
    return found


@transaction.atomic
def _match_a_batch() -> int | None:
    """How many were found; None when no offer waits."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [BATCH])
        offers = [offer for (offer,) in cursor.fetchall()]
        if not offers:
            return None
        return match(offers)


def match(offers: list[int]) -> int:
    """How many alerts these offers, given by number, were newly found for."""
    with connection.cursor() as cursor:
        cursor.execute(MATCH, {"offers": offers, "today": timezone.localdate(), "now": timezone.now()})
        return cursor.rowcount
