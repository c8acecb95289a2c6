"""The State's public API, ``JobOfferWrite``: from one item to one record."""

import hashlib
import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from apprentissage.accounts.siret import clean_siret
from offers.descriptions import safe_html
from offers.intake import values
from offers.intake.gazetteer import Gazetteer
from offers.intake.records import Code, OfferRecord, RefusedError, SiteRecord
from offers.intake.values import at, wrong
from offers.lifecycle import State

TOLERANCE = timedelta(minutes=5)  # between the clocks of a partner and ours, as the public API grants
SHORTEST_DESCRIPTION = 30
LEVELS = re.compile(r"\s*([3-8])\b")  # "6 (Licence, BUT…)" is 6: only the first figure counts
STATES = {"active": State.OPEN, "filled": State.FILLED, "cancelled": State.CLOSED}
KINDS = {"apprentissage", "professionnalisation"}
POSTAL_CODE = re.compile(r"\b\d{5}\b")


def is_job_offer_write(item: dict) -> bool:
    return "workplace" in item or "offer" in item


def record_of(item: dict, source: str, gazetteer: Gazetteer) -> OfferRecord:
    """The record of a ``JobOfferWrite``. Raises ``RefusedError``."""
    title = values.text(item, "offer.title", 200)
    if len(title) < 3:
        raise wrong("L'intitulé de l'offre manque ou compte moins de 3 caractères.")
    siret = _siret(item)
    address = values.text(item, "workplace.location.address", 400)
    published_at = _published_at(item)
    name = values.text(item, "workplace.name", 160)
    starts_on = values.day(item, "contract.start")
    return OfferRecord(
        source=source,
        source_id=values.text(item, "identifier.partner_job_id", 120) or _made_up_identifier(siret, title, address),
        siret=siret,
        employer_name=name or "Employeur non nommé",
        employer_description=values.long_text(item, "workplace.description"),
        employer_website=values.web_address(item, "workplace.website", 400),
        title=title,
        description=_description(item),
        sites=[_site(address, gazetteer)],
        rome_codes=values.rome_codes(item, "offer.rome_codes"),
        level=_level(item),
        desired_skills=values.texts(item, "offer.desired_skills"),
        taught_skills=values.texts(item, "offer.to_be_acquired_skills"),
        access_conditions=values.texts(item, "offer.access_conditions"),
        contract_kinds=_kinds(item),
        start_kind="date" if starts_on else "flexible",
        starts_on=starts_on,
        months=_months(item),
        remote=_remote(item),
        openings=values.whole_number(item, "offer.opening_count", 1, 1000) or 1,
        published_at=published_at,
        closes_on=_closes_on(item, published_at),
        state=_state(item),
        **_ways_to_apply(item, address),
    )


def _siret(item: dict) -> str:
    digits = values.text(item, "workplace.siret", 40)
    if not digits:
        raise wrong("Le SIRET du lieu de travail manque.")
    try:
        return clean_siret(digits)
    except ValueError as error:
        raise wrong(str(error)) from None


def _made_up_identifier(siret: str, title: str, address: str) -> str:
    """The identifier of an offer whose partner gives none: the same employer, title and address are one offer."""
    digest = hashlib.blake2b("\n".join((siret, title, address)).encode(), digest_size=10).hexdigest()
    return f"sans-identifiant-{digest}"


def _description(item: dict) -> str:
    description = values.long_text(item, "offer.description")
    if len(description) < SHORTEST_DESCRIPTION:
        raise wrong(f"La description manque ou compte moins de {SHORTEST_DESCRIPTION} caractères.")
    return safe_html(description)


def _site(address: str, gazetteer: Gazetteer) -> SiteRecord:
    if not address:
        raise RefusedError(Code.GEOLOCATION_NOT_FOUND, "L'adresse du lieu de travail manque.")
    return gazetteer.site_of_address(address)


def _level(item: dict) -> int | None:
    level = at(item, "offer.target_diploma.european")
    if level is None or level == "":
        return None
    found = LEVELS.match(str(level))
    if not found:
        raise wrong("« offer.target_diploma.european » : un niveau de 3 à 8 est attendu.")
    return int(found[1])


def _kinds(item: dict) -> list[str]:
    given = at(item, "contract.type")
    kinds = sorted({kind.lower() for kind in values.texts(item, "contract.type")}) if given else sorted(KINDS)
    if not kinds or not set(kinds) <= KINDS:
        raise wrong("« contract.type » : Apprentissage ou Professionnalisation est attendu.")
    return kinds


def _months(item: dict) -> int | None:
    return values.whole_number(item, "contract.duration", 0, 48) or None  # zero is the API's "not known"


def _remote(item: dict) -> str:
    remote = values.text(item, "contract.remote", 20)
    if remote not in ("", "onsite", "hybrid", "remote"):
        raise wrong("« contract.remote » : onsite, hybrid ou remote est attendu.")
    return remote


def _state(item: dict) -> State:
    status = values.text(item, "offer.status", 20) or "Active"
    if status.lower() not in STATES:
        raise wrong("« offer.status » : Active, Filled ou Cancelled est attendu.")
    return STATES[status.lower()]


def _published_at(item: dict) -> datetime | None:
    now = timezone.now()
    created = values.moment(item, "offer.publication.creation")
    if created is None:
        return None
    if created > now + TOLERANCE:
        raise wrong("La date de publication est dans l'avenir.")
    return min(created, now)


def _closes_on(item: dict, published_at: datetime | None) -> date:
    expiration = values.moment(item, "offer.publication.expiration")
    if expiration is None:
        return values.closing_by_default(published_at)
    if expiration < timezone.now() - TOLERANCE:
        raise RefusedError(Code.EXPIRED, f"L'offre a pris fin le {timezone.localdate(expiration):%d/%m/%Y}.")
    if published_at and expiration < published_at:
        raise wrong("La fin de publication précède son début.")
    return max(timezone.localdate(expiration), timezone.localdate())


def _ways_to_apply(item: dict, address: str) -> dict[str, Any]:
    postal_codes = POSTAL_CODE.findall(address)
    ways = {
        "apply_url": values.web_address(item, "apply.url", 800),
        "apply_email": values.mail_address(item, "apply.email"),
        "apply_phone": values.phone(item, "apply.phone", postal_codes[-1] if postal_codes else ""),
    }
    if not any(ways.values()):
        raise wrong("Aucun moyen de postuler : donnez un lien, une adresse e-mail ou un téléphone.")
    return ways
