"""The days on which a month stops costing what the month before did, each with its sentence."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from simulators.core.hire import Hire, add_years, next_month
from simulators.core.money import euros, percent
from simulators.core.simulation import Period, Simulation
from simulators.words import french_day, ordinal

ADULT_AGES = {"from_18": 18, "from_21": 21, "from_26": 26}


@dataclass(frozen=True)
class Event:
    """A change, on its day; ``rank`` is its place among the months, a fraction inside a month."""

    day: date
    rank: float
    sentences: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return " ".join(self.sentences)


def events(simulation: Simulation) -> list[Event]:
    """What marks the chart, in order: birthdays, anniversaries, rises of the Smic, the end of the aid."""
    said: dict[date, list[str]] = {}
    for before, after in pairwise(simulation.periods):
        if sentence := _change_of_pay(before, after, simulation.hire):
            said.setdefault(after.first, []).append(sentence)
    if (end := aid_end(simulation)) is not None:
        said.setdefault(end, []).append(
            "L'aide s'arrête la veille."
            if end in said
            else "L'aide s'arrête : elle ne dure que la première année."
            if len(simulation.years) > 1
            else "L'aide s'arrête."
        )
    first = simulation.months[0].first_day
    return [
        Event(day, _rank(day, first), tuple(sentences))
        for day, sentences in sorted(said.items())
        if day <= simulation.hire.last_day
    ]


def aid_end(simulation: Simulation) -> date | None:
    """The first day without aid, when the contract goes on after it."""
    paid = [month.first_day for month in simulation.months if month.aid]
    if not paid:
        return None
    end = next_month(paid[-1])
    hire = simulation.hire
    anniversary = add_years(hire.starts_on, 1)
    if paid[-1] < anniversary < end:
        end = anniversary
    return end if end <= hire.last_day else None


def _change_of_pay(before: Period, after: Period, hire: Hire) -> str:
    """Why the pay changes between two periods, in the words of the apprentice's life."""
    old, new = before.pay, after.pay
    if hire.gross_monthly is not None:
        return f"{ordinal(new.year).capitalize()} année." if new.year != old.year else ""
    rate = f"{percent(new.rate)} {_of(new.reference)}"
    if new.bracket != old.bracket:
        age = ADULT_AGES[new.bracket]
        birthday = add_years(hire.birth_date, age)
        when = "la veille" if birthday == after.first - timedelta(days=1) else f"le {french_day(birthday)}"
        from_to = f"passe de {percent(old.rate)} à {rate}"
        if new.year != old.year:
            return f"L'apprenti a eu {age} ans {when} et sa {ordinal(new.year)} année commence : le salaire {from_to}."
        return f"L'apprenti a eu {age} ans {when} : le salaire {from_to} le mois suivant."
    if new.year != old.year:
        if new.rate == old.rate:
            return f"{ordinal(new.year).capitalize()} année, toujours à {rate}."
        return f"{ordinal(new.year).capitalize()} année : {rate}."
    if new.reference_amount != old.reference_amount and new.reference == old.reference == "SMIC":
        return f"Le Smic passe de {euros(old.reference_amount)} à {euros(new.reference_amount)} par mois."
    return ""


def _of(reference: str) -> str:
    return "du Smic" if reference == "SMIC" else "du minimum de la convention"


def _rank(day: date, first: date) -> float:
    months = (day.year - first.year) * 12 + day.month - first.month
    return months + (day.day - 1) / 31
