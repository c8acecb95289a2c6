"""Records into the database, by batches: the only door by which many offers are written."""

import json
from dataclasses import fields

from django.db import DataError, Error, IntegrityError, ProgrammingError, connection, transaction

from offers.intake.documents import words_of
from offers.intake.records import OfferRecord, Outcome, WriteResult
from offers.lifecycle import TRANSITIONS, State
from offers.models import Offer
from offers.triggers import WORDS_ARE_GIVEN

COLUMNS = [field.name for field in fields(OfferRecord) if field.name not in ("sites", "remarks", "published_at")]
WRITTEN = ["fingerprint", "document", *COLUMNS]
TARGETS, VALUES = ", ".join(WRITTEN), ", ".join(f"r.{column}" for column in WRITTEN)
# The first code of an offer is its trade, when our register knows it.
ROME = "(SELECT code FROM trades_rome WHERE code = r.rome_codes[1])"
ROWS = "json_populate_recordset(NULL::offers_offer, %s) AS r"

LOCK = "SELECT pg_advisory_xact_lock(hashtext('offers.intake.writer'), hashtext(%s))"
SAY = "SELECT set_config(%s, %s, true)"
NUMBERS = "SELECT nextval(pg_get_serial_sequence('offers_offer', 'id')) FROM generate_series(1, %s)"
INSERT = f"""
    INSERT INTO offers_offer
        (id, {TARGETS}, published_at, rome_id, applications_count, area_codes, created_at, updated_at)
    SELECT r.id, {VALUES}, COALESCE(r.published_at, now()), {ROME}, 0, '{{}}', now(), now() FROM {ROWS}
"""  # noqa: S608
UPDATE = f"""
    UPDATE offers_offer AS o
    SET ({TARGETS}, published_at, rome_id, updated_at)
        = ({VALUES}, COALESCE(r.published_at, o.published_at), {ROME}, now())
    FROM {ROWS} WHERE o.id = r.id
"""  # noqa: S608
# Sites are written over, then those too many removed: an open offer is never without any.
SITES = """
    INSERT INTO offers_site AS site (offer_id, position, commune_id, address, point, is_exact)
    SELECT offer_id, position, commune_code, address, ST_MakePoint(longitude, latitude)::geography, is_exact
    FROM json_to_recordset(%s) AS r (
        offer_id bigint, position int, commune_code text, address text,
        longitude float, latitude float, is_exact boolean
    )
    ON CONFLICT (offer_id, position) DO UPDATE
    SET (commune_id, address, point, is_exact)
        = (excluded.commune_id, excluded.address, excluded.point, excluded.is_exact)
    WHERE (site.commune_id, site.address, site.point::text, site.is_exact)
        IS DISTINCT FROM (excluded.commune_id, excluded.address, excluded.point::text, excluded.is_exact)
"""
SITES_TOO_MANY = """
    DELETE FROM offers_site AS site USING json_to_recordset(%s) AS r (offer_id bigint, sites int)
    WHERE site.offer_id = r.offer_id AND site.position >= r.sites
"""
COUNTED = "SELECT reltuples FROM pg_class WHERE oid = 'offers_offer'::regclass"
SENTENCES = {constraint.name: constraint.violation_error_message for constraint in Offer._meta.constraints}

YOUNG = 5_000  # offers: beyond, PostgreSQL's own counting keeps up


@transaction.atomic
def write_offers(batch: list[OfferRecord]) -> list[WriteResult]:
    """Create or update the offers of a batch, in one transaction; what became of each, in the order of the batch.

    An offer whose source says the same as last time is not rewritten; one that this platform withdrew is withheld.
    A record that the database refuses does not hinder the others. Of two records with the same source and identifier,
    the last one counts.
    """
    known = _known_offers(batch)
    results: list[WriteResult | None] = [_nothing_to_do(record, known.get(_key(record))) for record in batch]
    last = {_key(record): record for record in batch}
    due = [
        record for record, result in zip(batch, results, strict=True) if result is None and last[_key(record)] is record
    ]
    written = _written(due, known)
    return [result or written[_key(record)] for record, result in zip(batch, results, strict=True)]


def keep_plans_honest() -> None:
    """Count young tables again, between two batches: plans made for empty tables stay, far too slow for full ones."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        if cursor.fetchone()[0] < YOUNG:
            cursor.execute("ANALYZE offers_offer, offers_site")


def _key(record: OfferRecord) -> tuple[str, str]:
    return record.source, record.source_id


def _known_offers(batch: list[OfferRecord]) -> dict[tuple[str, str], Offer]:
    """The offers of the batch already there, locked, while no other batch of the same source is being written."""
    known: dict[tuple[str, str], Offer] = {}
    by_source: dict[str, list[str]] = {}
    for record in batch:
        by_source.setdefault(record.source, []).append(record.source_id)
    for source, identifiers in sorted(by_source.items()):
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [source])
        rows = Offer.objects.given_by(source, identifiers).select_for_update()
        known |= {(source, offer.source_id): offer for offer in rows.only("id", "source_id", "fingerprint", "state")}
    return known


def _nothing_to_do(record: OfferRecord, offer: Offer | None) -> WriteResult | None:
    if offer is None:
        return None
    if offer.state == State.WITHDRAWN:
        return WriteResult(Outcome.WITHHELD, offer.pk)
    is_renewed = offer.state == State.EXPIRED and record.state == State.OPEN
    if offer.fingerprint == record.fingerprint and not is_renewed:
        return WriteResult(Outcome.UNCHANGED, offer.pk)
    return None


def _written(records: list[OfferRecord], known: dict) -> dict[tuple[str, str], WriteResult]:
    if not records:
        return {}
    try:
        with transaction.atomic():
            return _write(records, known)
    except (IntegrityError, DataError, ProgrammingError) as error:
        if len(records) == 1:
            return {_key(records[0]): WriteResult(Outcome.REFUSED, sentence=_sentence(error))}
    middle = len(records) // 2  # halve until the offender stands alone
    return _written(records[:middle], known) | _written(records[middle:], known)


def _write(records: list[OfferRecord], known: dict) -> dict[tuple[str, str], WriteResult]:
    new = [record for record in records if _key(record) not in known]
    changed = [record for record in records if _key(record) in known]
    with connection.cursor() as cursor:
        fresh = _numbers(cursor, len(new))
        numbers = {_key(record): number for record, number in zip(new, fresh, strict=True)}
        numbers |= {_key(record): known[_key(record)].pk for record in changed}
        cursor.execute(SITES, [_sites(records, numbers)])
        cursor.execute(SAY, [WORDS_ARE_GIVEN, "yes"])
        if new:
            cursor.execute(INSERT, [_rows(new, numbers, known)])
        if changed:
            cursor.execute(UPDATE, [_rows(changed, numbers, known)])
        cursor.execute(SAY, [WORDS_ARE_GIVEN, "no"])
        if changed:
            counts = [{"offer_id": numbers[_key(record)], "sites": len(record.sites)} for record in changed]
            cursor.execute(SITES_TOO_MANY, [json.dumps(counts)])
    outcomes = {_key(record): Outcome.CREATED for record in new} | {_key(record): Outcome.UPDATED for record in changed}
    return {key: WriteResult(outcome, numbers[key]) for key, outcome in outcomes.items()}


def _numbers(cursor, count: int) -> list[int]:
    cursor.execute(NUMBERS, [count])
    return [number for (number,) in cursor.fetchall()]


def _rows(records: list[OfferRecord], numbers: dict, known: dict) -> str:
    rows = []
    for record, document in zip(records, words_of(records), strict=True):
        row = {column: getattr(record, column) for column in COLUMNS}
        row |= {
            "id": numbers[_key(record)],
            "fingerprint": record.fingerprint,
            "document": document,
            "published_at": record.published_at,
            "state": _next_state(record, known.get(_key(record))),
        }
        rows.append(row)
    return json.dumps(rows, default=str, ensure_ascii=False)


def _next_state(record: OfferRecord, offer: Offer | None) -> str:
    """The state that the source tells, when the life of offers leads there; otherwise the present one."""
    if offer is None or (offer.state, record.state) in TRANSITIONS:
        return record.state
    return offer.state


def _sites(records: list[OfferRecord], numbers: dict) -> str:
    return json.dumps(
        [
            {
                "offer_id": numbers[_key(record)],
                "position": position,
                "commune_code": site.commune_code,
                "address": site.address,
                "longitude": site.longitude,
                "latitude": site.latitude,
                "is_exact": site.is_exact,
            }
            for record in records
            for position, site in enumerate(record.sites)
        ],
        ensure_ascii=False,
    )


def _sentence(error: Error) -> str:
    """What the sender of a refused record reads: the constraint's own sentence, never the values."""
    cause = getattr(error.__cause__, "diag", None)
    name = cause.constraint_name if cause else None
    return (
        str(SENTENCES.get(name or "", ""))
        or "La base de données refuse cette offre : une valeur est hors de ses bornes."
    )
