"""The door to the national register of companies: the establishments imported here, else the State's public API.

The API is "recherche d'entreprises" (recherche-entreprises.api.gouv.fr), asked when ``SIRENE_API_URL`` says where it
is. It is never asked twice in a month for one establishment, and no failure of it is ever an error here.
"""

import json
import logging
import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.organisations import Establishment
from apprentissage.accounts.siret import clean_siret
from apprentissage.territories.models import Commune

logger = logging.getLogger(__name__)

FRESH_FOR = timedelta(days=30)
LEFT_ALONE = 60  # seconds, after a failure
LARGEST_ANSWER = 1_000_000  # bytes
MASKED = "[ND]"  # what the register writes instead of the name of a non-diffusible establishment
NAF = re.compile(r"[0-9]{2}\.[0-9]{2}[A-Z]")
DOWN = "sirene:down"


@dataclass(frozen=True)
class Answer:
    """What the register knows of a SIRET; ``was_heard`` is false when it could not be asked."""

    establishment: Establishment | None
    was_heard: bool


def establishment(siret: str) -> Establishment | None:
    """The establishment of a SIRET, None when nobody knows it. Never raises but ``ValueError``, as ``clean_siret``."""
    return look_up(siret).establishment


def look_up(siret: str) -> Answer:
    """As ``establishment``, and whether the register was heard: "unknown" and "no answer" are two different things."""
    siret = clean_siret(siret)
    kept = Establishment.objects.at(siret)
    if kept and kept.read_on and timezone.localdate() - kept.read_on < FRESH_FOR:
        return Answer(kept, was_heard=True)
    if not settings.SIRENE_API_URL or caches["near"].get(DOWN):
        return Answer(kept, was_heard=bool(kept and kept.read_on))
    try:
        facts = _facts(_ask(siret), siret)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Down, slow, over its quota, or an answer of another shape; whose SIRET it was is nobody's business.
        logger.warning("register without answer: %s", type(error).__name__)
        caches["near"].set(DOWN, True, LEFT_ALONE)
        return Answer(kept, was_heard=bool(kept and kept.read_on))
    return Answer(_keep(siret, facts) if facts else kept, was_heard=True)


def _ask(siret: str) -> dict:
    query = urlencode({"q": siret, "page": 1, "per_page": 1})
    request = Request(  # noqa: S310 -- the setting is checked to be a web address
        f"{settings.SIRENE_API_URL}?{query}",
        headers={"Accept": "application/json", "User-Agent": "bourse-apprentissage"},
    )
    with urlopen(request, timeout=settings.SIRENE_API_TIMEOUT) as answer:  # noqa: S310
        text = answer.read(LARGEST_ANSWER + 1)
    if len(text) > LARGEST_ANSWER:
        raise ValueError("answer too large")
    return json.loads(text)


def _facts(answer: dict, siret: str) -> dict | None:
    """The fields of ``Establishment`` that an answer gives; None when it does not speak of this SIRET."""
    for company in answer["results"]:
        for place in [*(company.get("matching_etablissements") or []), company.get("siege") or {}]:
            if place.get("siret") == siret:
                return _facts_of(company, place)
    return None


def _facts_of(company: dict, place: dict) -> dict:
    status = place.get("statut_diffusion_etablissement") or company.get("statut_diffusion") or "O"
    is_public = status == "O"
    signs = [*(place.get("liste_enseignes") or []), place.get("nom_commercial") or ""]
    naf = place.get("activite_principale") or company.get("activite_principale") or ""
    craft = place.get("activite_principale_registre_metier")
    return {
        "name": _text(company.get("nom_raison_sociale") or company.get("nom_complet")) if is_public else "",
        "sign": _text(signs[0]) if is_public else "",
        "address": _street(place) if is_public else "",
        "naf": naf if NAF.fullmatch(naf) else "",
        "headcount_band": place.get("tranche_effectif_salarie") or "",
        "is_employer": {"O": True, "N": False}.get(place.get("caractere_employeur") or ""),
        "legal_form": company.get("nature_juridique") or "",
        "idccs": [code for code in place.get("liste_idcc") or [] if len(code) == 4 and code.isdecimal()],
        "postal_code": _text(place.get("code_postal"))[:5],
        "commune": Commune.objects.filter(pk=place.get("commune") or "").first(),
        "opened_on": _date(place.get("date_creation")),
        "is_open": place.get("etat_administratif") == "A",
        "is_public": is_public,
        "is_craft": True if craft else None,
    }


def _street(place: dict) -> str:
    """The number and the street: the postal code and the town have fields of their own."""
    parts = [place.get(name) for name in ("numero_voie", "indice_repetition", "type_voie", "libelle_voie")]
    if any(parts):
        return _text(" ".join(part for part in parts if part))
    whole, _, _ = _text(place.get("adresse")).partition(f" {place.get('code_postal') or MASKED} ")
    return whole


def _text(value: str | None) -> str:
    """A text of the register: nothing instead of its mark for what it hides."""
    text = " ".join((value or "").replace("\x00", " ").split())[:200]
    return "" if MASKED in text or "NON-DIFFUSIBLE" in text else text


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None


@transaction.atomic
def _keep(siret: str, facts: dict) -> Establishment:
    """The row of an establishment, brought up to date. What the register did not say again is kept."""
    said = {name: value for name, value in facts.items() if value not in ("", None, [])}
    shown = {"name", "sign", "address"}  # these are emptied with the register
    kept, _ = Establishment.objects.update_or_create(
        siret=siret,
        defaults={**{name: facts[name] for name in shown}, **said, "read_on": timezone.localdate()},
    )
    return kept
