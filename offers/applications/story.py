"""An agreement told in sentences: what was agreed, what it costs, which aids come, what was supposed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apprentissage.templatetags.french import duration_months, french_date, phone
from apprentissage.trades.levels import Level
from offers.applications.models import Agreement


@dataclass(frozen=True)
class Story:
    """What the page and the paper show."""

    apprentice: list[tuple[str, str]]
    employer: list[tuple[str, str]]
    training: list[tuple[str, str]]
    year: "Year | None"  # the first year, as the employer pays it
    months: list[dict]  # of the exchange format
    aids: list[dict]  # those that come
    supposed: list[str]
    problems: list[str]
    computed_on: date


@dataclass(frozen=True)
class Year:
    """Means of a month over the first year of the contract, in euros."""

    net: Decimal
    before_aid: Decimal
    aid: Decimal
    after_aid: Decimal


def story_of(agreement: Agreement) -> Story:
    """The story of an agreement, from what was frozen and nothing else."""
    facts, simulation = agreement.facts, agreement.simulation
    answer = simulation["answer"]
    return Story(
        apprentice=_apprentice(facts["apprentice"]),
        employer=_employer(facts),
        training=_training(facts),
        year=_year(answer["months"]) if answer else None,
        months=answer["months"] if answer else [],
        aids=[aid for aid in answer["aids"] if Decimal(aid["amount"])] if answer else [],
        supposed=simulation["supposed"],
        problems=simulation["problems"],
        computed_on=date.fromisoformat(simulation["computed_on"]),
    )


def _apprentice(person: dict) -> list[tuple[str, str]]:
    return [
        ("Nom", f"{person['first_name']} {person['last_name']}".strip()),
        ("Âge", f"{person['age']} ans" if person["age"] else ""),
        ("Commune", _commune(person["commune"])),
        ("Téléphone", phone(person["phone"])),
        ("E-mail", person["email"]),
    ]


def _employer(facts: dict) -> list[tuple[str, str]]:
    employer, place = facts["employer"], facts["site"]
    address = ", ".join(filter(None, [place["address"], _commune(place["commune"])]))
    return [
        ("Entreprise", employer["name"]),
        ("SIRET", _siret(employer.get("siret", ""))),
        ("Lieu de travail", address),
    ]


def _training(facts: dict) -> list[tuple[str, str]]:
    training, dates, offer = facts["training"], facts["dates"], facts["offer"] or {}
    return [
        ("Place", offer.get("title", "Candidature spontanée")),
        ("Formation", training["course"]),
        ("Niveau", str(Level(training["level"]).label) if training["level"] else ""),
        ("Centre de formation", training["school"]),
        ("Début", french_date(date.fromisoformat(dates["starts_on"]))),
        ("Durée", duration_months(dates["months"])),
        ("Fin", french_date(date.fromisoformat(dates["ends_on"]))),
    ]


def _year(months: list[dict]) -> Year:
    first = months[:12]

    def mean(name: str) -> Decimal:
        return sum((Decimal(month[name]) for month in first), Decimal(0)) / len(first)

    return Year(mean("net"), mean("cost_before_aid"), mean("aid"), mean("cost_after_aid"))


def _siret(siret: str) -> str:
    """The fourteen figures as people read them out: 900 005 000 00014."""
    return "\u00a0".join(filter(None, [siret[:3], siret[3:6], siret[6:9], siret[9:]]))


def _commune(commune: dict | None) -> str:
    return f"{commune['name']} ({commune['department']})" if commune else ""
