"""France Travail's "Offres d'emploi" version 2: from one result to one record.

A result has no closing date: it is open as long as it is listed (see ``values.closing_by_default``).
"""

import re
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apprentissage.accounts.siret import clean_siret
from offers.descriptions import safe_html
from offers.intake import values
from offers.intake.gazetteer import Gazetteer
from offers.intake.records import Code, OfferRecord, RefusedError, Remark
from offers.intake.values import at, wrong

MONTHS = re.compile(r"(\d{1,2})\s*mois", re.IGNORECASE)
WEEKLY_HOURS = re.compile(r"(\d{1,2})\s*H\s*(\d{2})?", re.IGNORECASE)
APPRENTICESHIP = re.compile(r"apprenti|^E2$", re.IGNORECASE)
PROFESSIONALISATION = re.compile(r"professionnali|^FS$", re.IGNORECASE)
INTERNSHIP = re.compile(r"^\s*(?:offre de )?stag(?:e|iaire)\b", re.IGNORECASE)
TRAINING_SECTOR = re.compile(r"85")  # NAF: enseignement


def is_france_travail(item: dict) -> bool:
    return "intitule" in item or "lieuTravail" in item


def record_of(item: dict, source: str, gazetteer: Gazetteer) -> OfferRecord:
    """The record of a result. Raises ``RefusedError``."""
    title = values.text(item, "intitule", 200)
    if len(title) < 3:
        raise wrong("L'intitulé de l'offre manque ou compte moins de 3 caractères.")
    siret, remarks = _siret(item)
    published_at = values.moment(item, "dateCreation")
    if published_at and published_at > timezone.now():
        raise wrong("La date de création est dans l'avenir.")
    return OfferRecord(
        source=source,
        source_id=_identifier(item),
        source_label="France Travail",
        siret=siret,
        employer_name=values.text(item, "entreprise.nom", 160) or "Employeur non nommé",
        employer_description=values.long_text(item, "entreprise.description"),
        employer_website=_lenient_web_address(item, "entreprise.url", 400),
        title=title,
        description=_description(item),
        sites=[_site(item, gazetteer)],
        rome_codes=[code] if (code := values.text(item, "romeCode", 5)) else [],
        desired_skills=_labels(item, "competences") + _labels(item, "qualitesProfessionnelles"),
        access_conditions=_conditions(item),
        contract_kinds=_kinds(item, title),
        months=_months(item),
        openings=values.whole_number(item, "nombrePostes", 1, 1000) or 1,
        weekly_hours=_weekly_hours(item),
        welcomes_disabled=at(item, "accessibleTH") or None,  # an unticked box is not a refusal
        needs_licence=_needs_licence(item),
        published_at=published_at,
        closes_on=values.closing_by_default(published_at),
        remarks=remarks + _about_training_centres(item),
        **_ways_to_apply(item),
    )


def _identifier(item: dict) -> str:
    if not (identifier := values.text(item, "id", 120)):
        raise wrong("L'identifiant de l'offre manque.")
    return identifier


def _siret(item: dict) -> tuple[str, list[Remark]]:
    """The SIRET when it can exist. France Travail does not always give one: a wrong one refuses nothing."""
    digits = values.text(item, "entreprise.siret", 40)
    try:
        return (clean_siret(digits) if digits else ""), []
    except ValueError:
        return "", [Remark(Code.SIRET_IGNORED, "Ce SIRET n'existe pas : l'offre est prise sans lui.")]


def _description(item: dict) -> str:
    if not (description := values.long_text(item, "description")):
        raise wrong("La description manque.")
    return safe_html(description)


def _site(item: dict, gazetteer: Gazetteer):
    code = values.text(item, "lieuTravail.commune", 5)
    if code:
        return gazetteer.site_of_commune(code, _degrees(item, "longitude"), _degrees(item, "latitude"))
    label = values.text(item, "lieuTravail.libelle", 200).partition(" - ")[2]
    return gazetteer.site_of_address(f"{values.text(item, 'lieuTravail.codePostal', 5)} {label}")


def _degrees(item: dict, name: str) -> float | None:
    value = at(item, f"lieuTravail.{name}")
    return float(value) if isinstance(value, int | float) else None


def _kinds(item: dict, title: str) -> list[str]:
    if INTERNSHIP.search(title):
        raise RefusedError(Code.STAGE, "Cette offre est un stage, non un contrat en alternance.")
    nature = values.text(item, "natureContrat", 80)
    if APPRENTICESHIP.search(nature):
        return ["apprentissage"]
    if PROFESSIONALISATION.search(nature):
        return ["professionnalisation"]
    if at(item, "alternance") is True:
        return ["apprentissage", "professionnalisation"]
    raise RefusedError(Code.FULL_TIME, "Cette offre n'est pas en alternance.")


def _months(item: dict) -> int | None:
    found = MONTHS.search(values.text(item, "typeContratLibelle", 200))
    return int(found[1]) if found and 1 <= int(found[1]) <= 48 else None


def _weekly_hours(item: dict) -> Decimal | None:
    found = WEEKLY_HOURS.match(values.text(item, "dureeTravailLibelle", 200))
    if not found:
        return None
    hours = round(Decimal(found[1]) + Decimal(found[2] or 0) / 60, 1)
    return hours if 1 <= hours <= 48 else None


def _labels(item: dict, name: str) -> list[str]:
    rows = at(item, name) or []
    if not isinstance(rows, list):
        raise wrong(f"« {name} » : une liste est attendue.")
    return values.texts({"labels": [at(row, "libelle") for row in rows if at(row, "libelle")]}, "labels")


def _conditions(item: dict) -> list[str]:
    """What is asked of the candidate: diplomas held, experience."""
    rows = at(item, "formations") or []
    held = [
        ", ".join(filter(None, [values.text(row, "niveauLibelle", 300), values.text(row, "domaineLibelle", 300)]))
        + (" (exigé)" if at(row, "exigence") == "E" else " (souhaité)")
        for row in (rows if isinstance(rows, list) else [])
        if at(row, "niveauLibelle")
    ]
    return values.texts({"all": [*held, values.text(item, "experienceLibelle", 300)]}, "all")


def _needs_licence(item: dict) -> bool | None:
    """True when a licence is demanded. One that is only wished, or not spoken of, tells nothing."""
    rows = at(item, "permis")
    is_demanded = isinstance(rows, list) and any(at(row, "exigence") == "E" for row in rows)
    return True if is_demanded else None


def _ways_to_apply(item: dict) -> dict[str, Any]:
    link = _lenient_web_address(item, "contact.urlPostulation", 800)
    link = link or _lenient_web_address(item, "origineOffre.urlOrigine", 800)
    mail = values.text(item, "contact.courriel", 254)
    ways = {"apply_url": link, "apply_email": mail if values.MAIL_ADDRESS.fullmatch(mail) else ""}
    if not any(ways.values()):
        raise wrong("Aucun moyen de postuler n'est donné.")
    return ways


def _lenient_web_address(item: dict, path: str, longest: int) -> str:
    """A link, or nothing when it cannot be followed: France Travail puts sentences in these fields."""
    value = values.text(item, path, 2000)
    return value if len(value) <= longest and values.WEB_ADDRESS.fullmatch(value) else ""


def _about_training_centres(item: dict) -> list[Remark]:
    sector = values.text(item, "codeNAF", 20) or values.text(item, "secteurActivite", 20)
    if not TRAINING_SECTOR.match(sector):
        return []
    return [Remark(Code.CFA, "L'annonce vient d'un organisme de formation, pour une entreprise qu'elle ne nomme pas.")]
