"""The answer: a contract month by month, its aids, its totals, each figure with the lines it comes from.

Start with ``simulate(hire)``. Months that repeat (same pay, same law) share one computation: a contract of three years
has some eight different months.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from apprentissage.law import parameters, value_on
from simulators.core.aids import Aid, state_aids
from simulators.core.checks import warnings
from simulators.core.employee import deductions, exempt_part
from simulators.core.employer import contributions, reducible
from simulators.core.hire import Hire, Span, days_in, months_of, spans_of
from simulators.core.money import ZERO, Line, cents, euros, percent
from simulators.core.pay import Pay, bracket_days, pay_for
from simulators.core.reduction import reduction, scale_on
from simulators.core.training import employer_share

MONTHS_IN_A_YEAR = 12
ANYWHERE = "75"  # where no rule of a territory applies to the account of a month


@dataclass(frozen=True, slots=True)
class Period:
    """Days paid at the same monthly gross."""

    first: date
    last: date
    pay: Pay


@dataclass(frozen=True, slots=True)
class Account:
    """A month's pay seen from both sides, with every line and their sums, in euros."""

    gross: Decimal
    employee_contributions: Decimal
    csg_crds: Decimal
    net: Decimal
    contributions_gross: Decimal
    general_reduction: Decimal
    employer_contributions: Decimal
    exempt: Line
    employee_lines: tuple[Line, ...]
    employer_lines: tuple[Line, ...]
    reduction_lines: tuple[Line, ...]

    @property
    def deductions(self) -> Decimal:
        """What is taken from the pay of the apprentice."""
        return self.employee_contributions + self.csg_crds

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, in the order of a pay slip."""
        return (*self.employee_lines, *self.employer_lines, *self.reduction_lines)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the contract. ``year`` is the year of execution of its first day."""

    first_day: date
    year: int
    account: Account
    gross_line: Line
    aid: Decimal
    projected: bool

    @property
    def cost_before_aid(self) -> Decimal:
        return self.account.gross + self.account.employer_contributions

    @property
    def cost_after_aid(self) -> Decimal:
        return self.cost_before_aid - self.aid

    def lines(self) -> list[Line]:
        """Every line of the month: pay, deductions, contributions, reduction, in the order of a pay slip."""
        return [self.gross_line, *self.account.lines]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a contract or one of its years, in euros."""

    gross: Decimal = ZERO
    net: Decimal = ZERO
    employer_contributions: Decimal = ZERO
    cost_before_aid: Decimal = ZERO
    aids: Decimal = ZERO
    cost_after_aid: Decimal = ZERO
    months: int = 0


@dataclass(frozen=True, slots=True)
class Simulation:
    """Everything about one hire. ``training`` is counted once in the totals of the first year."""

    hire: Hire
    periods: tuple[Period, ...]
    months: tuple[Month, ...]
    aids: tuple[Aid, ...]
    training: Line
    warnings: tuple[str, ...]
    total: Totals
    years: dict[int, Totals] = field(default_factory=dict)

    def month(self, day: date) -> Month | None:
        """The calendar month of a day, or None outside the contract."""
        return next((month for month in self.months if month.first_day == day.replace(day=1)), None)


def simulate(hire: Hire) -> Simulation:
    """The whole simulation. Raises ``LawUnknown`` when a value of the law is missing for one of its days."""
    aids = state_aids(hire)
    paid = _aid_by_month(aids)
    training = employer_share(hire)
    bench = _Bench(hire)
    months = tuple(bench.month(month, paid.get(month, ZERO)) for month in months_of(hire))
    return Simulation(
        hire=hire,
        periods=tuple(_merged(bench.periods)),
        months=months,
        aids=tuple(aids),
        training=training,
        warnings=tuple(warnings(hire)),
        total=_totals(months, training.amount),
        years=_by_year(months, training.amount),
    )


@lru_cache(maxsize=8192)
def law_since(day: date, dated_by: str) -> date:
    """Since when the law that such a date chooses has not changed: two days with the same answer have the same law."""
    return max(
        value.since
        for parameter in parameters().values()
        if parameter.dated_by == dated_by
        for value in parameter.values
        if value.since <= day
    )


@lru_cache(maxsize=4096)
def is_projected(month: date) -> bool:
    """Whether the law of a month is not known yet: the last known values are held."""
    scale = scale_on(month)
    return (
        value_on("smic_hourly", month).projected
        or value_on("social_security_ceiling", month).projected
        or scale.projected
    )


class _Bench:
    """The work in progress of one simulation: what was already computed is not computed again."""

    def __init__(self, hire: Hire):
        self.hire = hire
        self.periods: list[Period] = []
        self._terms = terms_of(hire)
        self._brackets = [day for day, _ in bracket_days(hire)]
        self._pays: dict[tuple, Pay] = {}

    def month(self, month: date, aid: Decimal) -> Month:
        spans = spans_of(self.hire, month)
        pays = [self._pay(span, month) for span in spans]
        self.periods += [Period(span.first, span.last, pay) for span, pay in zip(spans, pays, strict=True)]
        gross_line = _gross(spans, pays, month)
        presence = Decimal(sum(span.days for span in spans)) / days_in(month)
        account = account_of(self._terms, law_since(month, "month"), gross_line.amount, presence)
        return Month(month, spans[0].year, account, gross_line, aid, is_projected(month))

    def _pay(self, span: Span, month: date) -> Pay:
        key = (span.year, law_since(month, "month"), bisect_right(self._brackets, span.first))
        if key not in self._pays:
            self._pays[key] = pay_for(self.hire, span.first, span.year)
        return self._pays[key]


def terms_of(hire: Hire) -> Hire:
    """The hire reduced to what a month's account depends on, so that hires alike share their accounts."""
    signed_on = law_since(hire.signed_on, "signed_on")
    department = hire.department if hire.is_mayotte or hire.is_alsace_moselle else ANYWHERE
    return Hire(
        signed_on=signed_on,
        starts_on=signed_on,
        ends_on=signed_on,
        birth_date=signed_on,
        diploma_level=0,
        headcount=hire.headcount,
        department=department,
        sector=hire.sector,
        weekly_hours=hire.weekly_hours,
        atmp_rate=hire.atmp_rate,
        mobility_rate=hire.mobility_rate,
        work_study_share=hire.work_study_share,
        meals=hire.meals,
        health_cover=hire.health_cover,
    )


@lru_cache(maxsize=20_000)
def account_of(hire: Hire, month: date, gross: Decimal, presence: Decimal) -> Account:
    """The account of one month for a gross and a share of the month under contract."""
    exempt = exempt_part(hire, month, presence)
    own, levies = deductions(hire, month, gross, exempt.amount)
    owed = contributions(hire, month, gross)
    cut = []
    if not hire.is_public:
        accident_part = scale_on(month).table["accident"]
        cut.append(reduction(hire, month, gross, presence, reducible(owed, accident_part)))
    taken, levied, due, off = _sum(own), _sum(levies), _sum(owed.values()), -_sum(cut)
    return Account(
        gross=gross,
        employee_contributions=taken,
        csg_crds=levied,
        net=gross - taken - levied,
        contributions_gross=due,
        general_reduction=off,
        employer_contributions=due - off,
        exempt=exempt,
        employee_lines=(*own, *levies, *_benefits(hire, month, gross)),
        employer_lines=tuple(owed.values()),
        reduction_lines=tuple(cut),
    )


def _benefits(hire: Hire, month: date, gross: Decimal) -> list[Line]:
    """Meals provided and written in the contract, taken off the net pay (art. D. 6222-33)."""
    if not hire.meals:
        return []
    share = value_on("benefits_deductible_share", month)
    meal = value_on("meal_benefit", month)
    ceiling = cents(gross * value_on("benefits_ceiling_share", month).number)
    amount = min(cents(meal.number * share.number * hire.meals), ceiling)
    because = f"{hire.meals} repas, au plus {percent(share.number)} de {euros(meal.number)}"
    return [
        Line(
            "Repas fournis, retenus sur le net",
            meal.number * hire.meals,
            share.number,
            amount,
            because,
            share.source,
            (share, meal),
        )
    ]


def _gross(spans: list[Span], pays: list[Pay], month: date) -> Line:
    """The pay of a month: full, or by calendar days on entry, exit and anniversary."""
    total = days_in(month)
    first = pays[0]
    if len(spans) == 1 and spans[0].days == total:
        return Line(
            "Salaire brut", first.reference_amount, first.rate, first.gross, first.because, first.source, first.law
        )
    exact = sum((pay.gross * span.days for span, pay in zip(spans, pays, strict=True)), Decimal(0)) / total
    because = " ; ".join(
        f"{span.days} jours sur {total} à {euros(pay.gross)} ({pay.because})"
        for span, pay in zip(spans, pays, strict=True)
    )
    return Line("Salaire brut", None, None, cents(exact), because, first.source, first.law)


def _merged(periods: list[Period]) -> Iterable[Period]:
    """Periods that follow each other at the same pay, as one."""
    current: Period | None = None
    for period in periods:
        if current and period.pay == current.pay and period.first == current.last + timedelta(days=1):
            current = Period(current.first, period.last, current.pay)
            continue
        if current:
            yield current
        current = period
    if current:
        yield current


def _aid_by_month(aids: list[Aid]) -> dict[date, Decimal]:
    paid: dict[date, Decimal] = {}
    for aid in aids:
        for month, amount in aid.payments.items():
            paid[month] = paid.get(month, ZERO) + amount
    return paid


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def _totals(months: Iterable[Month], once: Decimal) -> Totals:
    months = list(months)
    accounts = [month.account for month in months]
    gross = sum((account.gross for account in accounts), ZERO)
    contributions = sum((account.employer_contributions for account in accounts), ZERO)
    before = gross + contributions + once
    aid = sum((month.aid for month in months), ZERO)
    return Totals(
        gross=gross,
        net=sum((account.net for account in accounts), ZERO),
        employer_contributions=contributions,
        cost_before_aid=before,
        aids=aid,
        cost_after_aid=before - aid,
        months=len(months),
    )


def _by_year(months: tuple[Month, ...], once: Decimal) -> dict[int, Totals]:
    """Totals of each year of the contract, 1 being its first twelve months; a month belongs to one year only."""
    years: dict[int, list[Month]] = {}
    for number, month in enumerate(months):
        years.setdefault(number // MONTHS_IN_A_YEAR + 1, []).append(month)
    return {year: _totals(found, once if year == 1 else ZERO) for year, found in years.items()}
