"""Aids that are not in the figures: who pays them, on what condition; and those that ended."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apprentissage.law import in_force, value_on
from simulators.core.hire import Hire
from simulators.core.money import cents, euros, percent
from simulators.core.pay import smic_of
from simulators.explained import DOUBTS
from simulators.words import french_day


@dataclass(frozen=True)
class Notice:
    """An aid as information: its name, what it is worth, its condition, where it is written."""

    name: str
    worth: str
    condition: str
    source: str
    doubt: str = ""
    parameter: str = ""  # its anchor on the page of the scales


def for_employer(hire: Hire) -> list[Notice]:
    """What may come on top for this employer, without entering the cost."""
    moment = hire.moment(hire.starts_on.replace(day=1))
    notices = []
    if hire.disabled and not hire.is_public:
        value = in_force("agefiph", moment)
        notices.append(
            Notice(
                "Aide de l'Agefiph",
                f"Jusqu'à {euros(value.number)}",
                "Pour un apprenti reconnu travailleur handicapé. À demander à l'Agefiph ; "
                f"elle s'ajoute à l'aide de l'État. {value.note}",
                value.source,
                DOUBTS.get(value.confidence, ""),
                "agefiph",
            )
        )
    if hire.disabled and hire.is_public:
        value = in_force("fiphfp", moment)
        notices.append(
            Notice(
                "Aide du FIPHFP",
                f"{percent(value.number)} de ce qui reste à payer",
                f"Pour un apprenti reconnu travailleur handicapé. {value.note}",
                value.source,
                DOUBTS.get(value.confidence, ""),
                "fiphfp",
            )
        )
    return notices


def ended_for_employer() -> list[str]:
    """What existed once, and is still read about."""
    return [
        "Depuis le 1er janvier 2019 : plus de prime régionale, d'aide TPE jeunes apprentis ni de crédit d'impôt "
        "apprentissage. L'aide de l'État les a remplacés.",
    ]


def for_apprentice(hire: Hire, month: date) -> list[Notice]:
    """What the apprentice may ask for, with its conditions."""
    moment = hire.moment(month)
    meal, night, equipment = (in_force(name, moment) for name in ("meal_aid", "night_aid", "first_equipment"))
    transport = value_on("public_transport_share", month)
    rent = value_on("mobili_jeune", month)
    smic, _ = smic_of(hire, month)
    floor = value_on("activity_bonus_floor", month)
    hourly = value_on("smic_hourly", month)
    least = cents(floor.table["share"] * floor.table["hours"] * hourly.number)
    return [
        Notice(
            "Transport",
            f"{percent(transport.number)} de l'abonnement",
            "Remboursés par l'employeur si vous prenez le bus, le train ou un vélo en libre-service.",
            transport.source,
            DOUBTS.get(transport.confidence, ""),
            "public_transport_share",
        ),
        Notice(
            "Repas et nuits au centre de formation",
            f"{euros(meal.number)} par repas, {euros(night.number)} par nuit",
            "Payés au centre de formation, quand il a une cantine ou un internat. Demandez-lui.",
            meal.source,
            DOUBTS.get(meal.confidence, ""),
            "meal_aid",
        ),
        Notice(
            "Premier équipement",
            f"Jusqu'à {euros(equipment.number)}",
            "Outils, vêtements ou ordinateur, fournis par le centre de formation selon le métier.",
            equipment.source,
            DOUBTS.get(equipment.confidence, ""),
            "first_equipment",
        ),
        Notice(
            "Loyer : Mobili-Jeune",
            f"De {euros(rent.table['min'])} à {euros(rent.table['max'])} par mois",
            f"Avant 30 ans, chez un employeur privé non agricole, pour un salaire de {_smics(rent.table['pay_limit'])} "
            f"au plus ({euros(cents(rent.table['pay_limit'] * smic))}).",
            rent.source,
            DOUBTS.get(rent.confidence, ""),
            "mobili_jeune",
        ),
        Notice(
            "Logement : aides de la CAF",
            "Selon le loyer et la ville",
            "APL ou ALS, si vous avez votre propre logement. À demander sur caf.fr.",
            "Code de la construction et de l'habitation, art. L. 821-1",
        ),
        Notice(
            "Prime d'activité",
            "Selon le salaire",
            f"Si vous gagnez au moins {euros(least)} par mois pendant trois mois. À demander sur caf.fr.",
            floor.source,
            DOUBTS.get(floor.confidence, ""),
            "activity_bonus_floor",
        ),
    ]


def ended_for_apprentice(month: date) -> list[str]:
    """What was stopped and is still read about, as known for that month."""
    licence = value_on("driving_licence", month)
    if not licence.ended:
        return []
    return [
        f"L'aide de 500 € au permis de conduire n'existe plus depuis le {french_day(licence.since)} ({licence.source})."
    ]


def tax_free(month: date) -> tuple[Decimal, bool]:
    """How much of a year's pay is free of income tax, and whether the figure of that year is known."""
    value = value_on("income_tax_exemption", month)
    return value.number, not value.projected


def _smics(share: Decimal) -> str:
    return f"{percent(share)} du Smic"
