"""The hiring simulation as machines read and write it: plain dictionaries of strings in, the same out.

The three doors (the page, ``POST /api/simulations/hiring`` and ``simulate_hiring``) speak through this module.
Amounts and rates are decimal strings, days are ISO dates, months are ``YYYY-MM``. Numbers may be typed the French way
(decimal comma, spaces).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from apprentissage.law import LawUnknown
from simulators.core.hire import Hire, add_years, age_on
from simulators.core.money import Line, cents
from simulators.core.simulation import Month, Period, Simulation, Totals, simulate

FIRST_DAY = date(2019, 1, 1)  # the reform of 2018: before it, another grid and other aids
LAST_YEAR = 2100
LONGEST_YEARS = 5  # a bound on the work, wider than the law's
AGES = (14, 99)  # beyond, a mistyped year
DEPARTMENT = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[46789]")
SPACES = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a question: the field, and the French sentence to show beside it."""

    field: str
    message: str


class Refused(ValueError):
    """The question cannot be answered; ``problems`` says why, field by field."""

    def __init__(self, problems: list[Problem]):
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """The complete answer to one question. Raises ``Refused``."""
    if not isinstance(question, Mapping):
        raise Refused([Problem("", "Une simulation est un objet avec ses champs.")])
    explained = month_asked(question)
    hire = read_hire({key: value for key, value in question.items() if key not in ("id", "explain")})
    try:
        simulation = simulate(hire)
    except LawUnknown as unknown:
        raise Refused([Problem("signed_on", str(unknown))]) from None
    written = write_simulation(simulation, explained)
    return {"id": question["id"], **written} if "id" in question else written


def refusal(question: Any, refused: Refused) -> dict[str, Any]:
    """The line that takes an answer's place in a batch."""
    identity = question.get("id") if isinstance(question, Mapping) else None
    errors = [{"field": problem.field, "message": problem.message} for problem in refused.problems]
    return {"id": identity, "errors": errors}


def read_hire(question: Mapping[str, Any]) -> Hire:
    """The hire that a question describes. Raises ``Refused`` with every problem found, not only the first."""
    problems = [Problem(str(name), "Ce champ n'existe pas.") for name in question if name not in READERS]
    values: dict[str, Any] = {}
    for name, read in READERS.items():
        given = question.get(name)
        if given is None or given == "":
            if name in REQUIRED:
                problems.append(Problem(name, "Il manque cette réponse."))
            continue
        try:
            values[name] = read(given)
        except ValueError as error:
            problems.append(Problem(name, str(error)))
    benefits = values.pop("benefits_in_kind", {})
    if not problems:
        problems = _incoherent(values)
    if problems:
        raise Refused(problems)
    return Hire(**values, **benefits)


def write_simulation(simulation: Simulation, explained: date | None = None) -> dict[str, Any]:
    """The answer of the exchange format; ``explained`` is the month whose lines are wanted."""
    training = simulation.training
    written = {
        "periods": [_period(period) for period in simulation.periods],
        "months": list(_months(simulation.months)),
        "aids": [
            {
                "code": aid.code,
                "label": aid.label,
                "amount": f"{aid.amount:.2f}",
                "first_month": f"{aid.first_month:%Y-%m}" if aid.first_month else None,
                "last_month": f"{aid.last_month:%Y-%m}" if aid.last_month else None,
                "because": aid.because,
                "source": aid.source,
            }
            for aid in simulation.aids
        ],
        "employer_share_of_training": {
            "amount": f"{training.amount:.2f}",
            "because": training.because,
            "source": training.source,
        },
        "totals": {
            "contract": _totals(simulation.total),
            "years": {str(year): _totals(totals) for year, totals in simulation.years.items()},
        },
        "warnings": list(simulation.warnings),
    }
    if explained and (month := simulation.month(explained)):
        written["lines"] = [_line(line) for line in month.lines()]
    return written


def month_asked(question: Mapping[str, Any]) -> date | None:
    """The month whose lines a question wants, by its first day. Raises ``Refused``."""
    asked = question.get("explain")
    if asked in (None, ""):
        return None
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Refused([Problem("explain", "Un mois s'écrit AAAA-MM, par exemple 2026-09.")]) from None


def _incoherent(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong between two answers that are right alone."""
    starts, ends, birth = values["starts_on"], values["ends_on"], values["birth_date"]
    problems = []
    if ends < starts:
        problems.append(Problem("ends_on", "Le contrat finirait avant de commencer. Vérifiez les deux dates."))
    elif ends >= add_years(starts, LONGEST_YEARS):
        problems.append(Problem("ends_on", f"Le contrat durerait plus de {LONGEST_YEARS} ans. Vérifiez l'année."))
    age = age_on(starts, birth)
    if not AGES[0] <= age <= AGES[1]:
        problems.append(Problem("birth_date", f"L'apprenti aurait {age} ans au début du contrat. Vérifiez l'année."))
    if (broken := values.get("broken_on")) and not starts <= broken:
        problems.append(Problem("broken_on", "La rupture serait avant le début du contrat."))
    return problems


def _day(given: Any) -> date:
    try:
        day = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise ValueError("Une date s'écrit AAAA-MM-JJ, par exemple 2026-09-01.") from None
    if day.year > LAST_YEAR:
        raise ValueError("Cette année est trop lointaine.")
    return day


def _recent_day(given: Any) -> date:
    day = _day(given)
    if day < FIRST_DAY:
        raise ValueError(f"Les règles d'avant le {FIRST_DAY:%d/%m/%Y} ne sont pas calculées ici.")
    return day


def _number(lowest: Decimal | int, highest: Decimal | int, sentence: str) -> Callable[[Any], Decimal]:
    def read(given: Any) -> Decimal:
        try:
            number = Decimal(SPACES.sub("", str(given)).replace(",", "."))
        except InvalidOperation:
            raise ValueError(sentence) from None
        if not (number.is_finite() and lowest <= number <= highest):
            raise ValueError(sentence)
        return number

    return read


def _whole(lowest: int, highest: int, sentence: str) -> Callable[[Any], int]:
    read_number = _number(lowest, highest, sentence)

    def read(given: Any) -> int:
        number = read_number(given)
        if number != int(number):
            raise ValueError(sentence)
        return int(number)

    return read


def _yes_or_no(given: Any) -> bool:
    if not isinstance(given, bool):
        raise ValueError("Répondez par true ou false.")
    return given


def _one_of(choices: Mapping[Any, Any], sentence: str) -> Callable[[Any], Any]:
    def read(given: Any) -> Any:
        try:
            return choices[str(given)]
        except KeyError:
            raise ValueError(sentence) from None

    return read


def _department(given: Any) -> str:
    code = str(given).strip().upper()
    if not DEPARTMENT.fullmatch(code):
        raise ValueError("Ce département n'existe pas. Exemples : 24, 2A, 974.")
    return code


def _benefits(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping) or set(given) - {"meals", "housing"}:
        raise ValueError("Les avantages en nature sont des repas (meals) et un logement (housing).")
    meals = _whole(0, 93, "Le nombre de repas par mois va de 0 à 93.")(given.get("meals", 0))
    return {"meals": meals, "housing": _yes_or_no(given.get("housing", False))}


_rate = _number(0, 1, "Un taux va de 0 à 1 : 0,0208 pour 2,08 %.")
_amount = _number(0, 100_000, "Ce montant est en euros par mois, entre 0 et 100 000.")

REQUIRED = ("signed_on", "starts_on", "ends_on", "birth_date", "diploma_level", "headcount")
READERS: dict[str, Callable[[Any], Any]] = {
    "signed_on": _recent_day,
    "starts_on": _recent_day,
    "ends_on": _day,
    "birth_date": _day,
    "diploma_level": _whole(3, 8, "Le niveau du diplôme va de 3 (CAP) à 8 (doctorat)."),
    "headcount": _number(0, 10_000_000, "L'effectif est un nombre de salariés, par exemple 5."),
    "department": _department,
    "sector": _one_of({"private": "private", "public": "public"}, "Le secteur est private ou public."),
    "weekly_hours": _number(1, 48, "La durée du travail va de 1 à 48 heures par semaine."),
    "gross_monthly": _amount,
    "conventional_minimum": _amount,
    "atmp_rate": _rate,
    "mobility_rate": _rate,
    "work_study_share": _rate,
    "quota_commitment": _yes_or_no,
    "disabled": _yes_or_no,
    "years_already_done": _whole(0, 4, "Le nombre d'années déjà faites va de 0 à 4."),
    "vocational_licence": _yes_or_no,
    "related_diploma_supplement": _yes_or_no,
    "public_points": _one_of({"0": 0, "10": 10, "20": 20}, "Les points ajoutés sont 0, 10 ou 20."),
    "benefits_in_kind": _benefits,
    "health_cover": _amount,
    # Beyond the exchange format, for cases it does not describe:
    "previous_pay": _amount,
    "extended_from": _recent_day,
    "broken_on": _recent_day,
    "after_break": _yes_or_no,
}


def _period(period: Period) -> dict[str, Any]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "contract_year": period.pay.year,
        "age_bracket": period.pay.bracket,
        "rate": f"{period.pay.rate:f}",
        "reference": period.pay.reference,
        "gross": f"{cents(period.pay.gross):.2f}",
    }


def _months(months: Iterable[Month]) -> Iterator[dict[str, Any]]:
    """The months in order; those that share an account and an aid are written once, but for their name."""
    written: dict[tuple, dict[str, Any]] = {}
    for month in months:
        key = (id(month.account), month.aid, month.projected)
        if key not in written:
            written[key] = _amounts(month)
        yield {"month": month.first_day.isoformat()[:7], **written[key]}


def _amounts(month: Month) -> dict[str, Any]:
    account = month.account
    return {
        "gross": f"{account.gross:.2f}",
        "employee_contributions": f"{account.employee_contributions:.2f}",
        "csg_crds": f"{account.csg_crds:.2f}",
        "net": f"{account.net:.2f}",
        "employer_contributions_gross": f"{account.contributions_gross:.2f}",
        "general_reduction": f"{account.general_reduction:.2f}",
        "employer_contributions": f"{account.employer_contributions:.2f}",
        "cost_before_aid": f"{month.cost_before_aid:.2f}",
        "aid": f"{month.aid:.2f}",
        "cost_after_aid": f"{month.cost_after_aid:.2f}",
        "projected": month.projected,
    }


def _totals(totals: Totals) -> dict[str, str]:
    return {
        "gross": f"{totals.gross:.2f}",
        "net": f"{totals.net:.2f}",
        "employer_contributions": f"{totals.employer_contributions:.2f}",
        "cost_before_aid": f"{totals.cost_before_aid:.2f}",
        "aids": f"{totals.aids:.2f}",
        "cost_after_aid": f"{totals.cost_after_aid:.2f}",
    }


def _line(line: Line) -> dict[str, str | None]:
    return {
        "label": line.label,
        "base": None if line.base is None else f"{line.base:.2f}",
        "rate": None if line.rate is None else f"{line.rate:f}",
        "amount": f"{line.amount:.2f}",
        "because": line.because,
        "source": line.source,
    }
