"""Aids that are not in the figures: who pays them, on what condition; and those that ended."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simulators.core.hire import Hire
from simulators.core.law import Value, in_force, value_on
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
    if not hire.disabled:
        return []
    who = "Pour un apprenti reconnu travailleur handicapé."
    if hire.is_public:
        value = in_force("fiphfp", moment)
        worth = f"{percent(value.number)} de ce qui reste à payer"
        return [_notice("Aide du FIPHFP", worth, f"{who} {value.note}", value)]
    value = in_force("agefiph", moment)
    how = "À demander à l'Agefiph ; elle s'ajoute à l'aide de l'État."
    return [_notice("Aide de l'Agefiph", f"Jusqu'à {euros(value.number)}", f"{who} {how} {value.note}", value)]


def ended_for_employer() -> list[str]:
    """What existed once, and is still read about."""
    return [
        "Depuis le 1er janvier 2019 : plus de prime régionale, d'aide TPE jeunes apprentis ni de crédit d'impôt "
        "apprentissage. L'aide de l'État les a remplacés.",
    ]


def for_apprentice(hire: Hire, month: date) -> list[Notice]:
    """What the apprentice may ask for, with its conditions."""
    return [*_daily_life(hire, month), *_housing(hire, month), _activity_bonus(month)]


def _daily_life(hire: Hire, month: date) -> list[Notice]:
    moment = hire.moment(month)
    meal, night, equipment = (in_force(name, moment) for name in ("meal_aid", "night_aid", "first_equipment"))
    transport = value_on("public_transport_share", month)
    return [
        _notice(
            "Transport",
            f"{percent(transport.number)} de l'abonnement",
            "Remboursés par l'employeur si vous prenez le bus, le train ou un vélo en libre-service.",
            transport,
        ),
        _notice(
            "Repas et nuits au centre de formation",
            f"{euros(meal.number)} par repas, {euros(night.number)} par nuit",
            "Payés au centre de formation, quand il a une cantine ou un internat. Demandez-lui.",
            meal,
        ),
        _notice(
            "Premier équipement",
            f"Jusqu'à {euros(equipment.number)}",
            "Outils, vêtements ou ordinateur, fournis par le centre de formation selon le métier.",
            equipment,
        ),
    ]


def _housing(hire: Hire, month: date) -> list[Notice]:
    rent = value_on("mobili_jeune", month)
    smic, _ = smic_of(hire, month)
    limit = rent.table["pay_limit"]
    return [
        _notice(
            "Loyer : Mobili-Jeune",
            f"De {euros(rent.table['min'])} à {euros(rent.table['max'])} par mois",
            "Avant 30 ans, chez un employeur privé non agricole, pour un salaire de "
            f"{percent(limit)} du Smic au plus ({euros(cents(limit * smic))}).",
            rent,
        ),
        Notice(
            "Logement : aides de la CAF",
            "Selon le loyer et la ville",
            "APL ou ALS, si vous avez votre propre logement. À demander sur caf.fr.",
            "Code de la construction et de l'habitation, art. L. 821-1",
        ),
    ]


def _activity_bonus(month: date) -> Notice:
    floor, hourly = value_on("activity_bonus_floor", month), value_on("smic_hourly", month)
    least = cents(floor.table["share"] * floor.table["hours"] * hourly.number)
    condition = f"Si vous gagnez au moins {euros(least)} par mois pendant trois mois. À demander sur caf.fr."
    return _notice("Prime d'activité", "Selon le salaire", condition, floor)


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


def _notice(name: str, worth: str, condition: str, value: Value) -> Notice:
    """An aid that rests on a row of the law, with its source and how sure it is."""
    return Notice(name, worth, condition, value.source, DOUBTS.get(value.confidence, ""), value.parameter)
