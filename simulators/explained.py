"""One month line by line, each line with its « Pourquoi ? »: reason, calculation, source, how sure, when read again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simulators.core.aids import Aid
from simulators.core.law import DATED_BY, Value, parameters
from simulators.core.money import ZERO, Line, euros, percent
from simulators.core.simulation import Month, Simulation
from simulators.words import french_day

DOUBTS = {
    "B": "Nous n'avons lu qu'une seule source sûre : à confirmer.",
    "C": "Chiffre non vérifié : il est calculé, ou les sources ne sont pas d'accord.",
}


@dataclass(frozen=True)
class Ground:
    """A row of the law behind a figure: where to read it on the page of the scales."""

    name: str
    label: str
    since: str
    dated_by: str
    reviewed: date


@dataclass(frozen=True)
class Why:
    """A figure and its reasons. ``details`` are the lines it sums."""

    label: str
    amount: Decimal
    because: str
    calculation: str = ""
    source: str = ""
    doubt: str = ""
    grounds: tuple[Ground, ...] = ()
    details: tuple["Why", ...] = ()


def explained(simulation: Simulation, month: Month) -> list[Why]:
    """What an employer pays in a month, from the pay to what is left."""
    owed = month.account.employer_lines
    due = [line for line in owed if line.amount]
    lines = [
        why(month.gross_line),
        Why(
            "Cotisations avant réduction",
            sum((line.amount for line in due), ZERO),
            f"{len(due)} lignes sont dues pour ce salaire. Voici chacune, et celles qui ne le sont pas.",
            details=tuple(why(line) for line in owed),
        ),
        *(why(line) for line in month.account.reduction_lines),
        *(_aid_line(aid, month) for aid in simulation.aids if month.first_day in aid.payments),
    ]
    return [*lines, Why("Reste à payer", month.cost_after_aid, "")]


def received(month: Month) -> list[Why]:
    """What is taken from the pay of the same month, and what the apprentice receives."""
    taken = [why(line) for line in month.account.employee_lines]
    return [why(month.account.exempt), *taken, Why("Salaire net", month.account.net, "")]


def why(line: Line) -> Why:
    """A line of the computation, said in full."""
    return Why(
        label=line.label,
        amount=line.amount,
        because=_sentence(line.because),
        calculation=_calculation(line),
        source=line.source,
        doubt=_doubt(line.law),
        grounds=tuple(ground(value) for value in line.law),
    )


def ground(value: Value) -> Ground:
    """The row of the law, as a reader may look it up."""
    parameter = parameters()[value.parameter]
    return Ground(
        value.parameter, parameter.label, french_day(value.since), DATED_BY[parameter.dated_by], parameter.reviewed
    )


def _sentence(because: str) -> str:
    """A reason as a sentence: a capital, a full stop."""
    return because[:1].upper() + because[1:] + ("" if because.endswith((".", "!")) else ".") if because else ""


def _calculation(line: Line) -> str:
    if line.base is None or line.rate is None or not line.amount:
        return ""
    return f"{percent(line.rate)} × {euros(line.base)} = {euros(abs(line.amount))}"


def _doubt(law: tuple[Value, ...]) -> str:
    """The sentence for the least sure of the rows a figure rests on; nothing when all are sure."""
    return DOUBTS.get(max((value.confidence for value in law), default="A"), "")


def _aid_line(aid: Aid, month: Month) -> Why:
    return Why(
        label=aid.label,
        amount=-aid.payments[month.first_day],
        because=_sentence(aid.because),
        source=aid.source,
        doubt=DOUBTS.get(aid.confidence, ""),
    )
