"""From items of any format to ``OfferRecord``s: the format is told by the item's own fields."""

from apprentissage.trades.naming import deduce_romes
from offers.intake import api_apprentissage, france_travail
from offers.intake.gazetteer import Gazetteer
from offers.intake.records import Code, OfferRecord, Remark
from offers.intake.values import wrong

DEFAULT_SOURCES = {api_apprentissage.record_of: "api-apprentissage", france_travail.record_of: "france-travail"}
ROME_NOT_FOUND = Remark(
    Code.ROME_NOT_FOUND, "Aucun métier n'a été reconnu dans l'intitulé : l'offre se trouve par ses mots seulement."
)


def record_of(item: dict, source: str, gazetteer: Gazetteer) -> OfferRecord:
    """The record of an item; an empty source means the usual one of its format. Raises ``RefusedError``."""
    if api_apprentissage.is_job_offer_write(item):
        mapping = api_apprentissage.record_of
    elif france_travail.is_france_travail(item):
        mapping = france_travail.record_of
    else:
        raise wrong("Ni « offer » ni « intitule » : ce n'est pas une offre d'un format connu.")
    return mapping(item, source or DEFAULT_SOURCES[mapping], gazetteer)


def complete(records: list[OfferRecord]) -> None:
    """Give the records without ROME code the one that their title names, in one query for all."""
    lacking = [record for record in records if not record.rome_codes]
    for record, code in zip(lacking, deduce_romes([record.title for record in lacking]), strict=True):
        record.rome_codes = [code] if code else []
        if not code:
            record.remarks.append(ROME_NOT_FOUND)


def identifier_of(item: dict) -> str:
    """The identifier that an item claims, for the report of one that is refused; empty when it has none."""
    claimed = item.get("id")
    if isinstance(inner := item.get("identifier"), dict):
        claimed = inner.get("partner_job_id")
    return claimed.replace("\x00", "")[:120] if isinstance(claimed, str) else ""
