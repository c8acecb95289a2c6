"""The question: a hire as the computations read it, and the days on which it changes."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

MAYOTTE = "976"
ALSACE_MOSELLE = frozenset({"57", "67", "68"})


class Moment(NamedTuple):
    """The three dates among which each text of the law designates its own."""

    signed_on: date
    starts_on: date
    month: date  # first day of the month paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Hire:
    """A contract of apprenticeship to simulate. Amounts in euros, rates as shares of one, days inclusive."""

    signed_on: date
    starts_on: date
    ends_on: date
    birth_date: date
    diploma_level: int
    headcount: Decimal
    department: str = "75"
    sector: str = "private"
    weekly_hours: Decimal = Decimal(35)
    gross_monthly: Decimal | None = None
    conventional_minimum: Decimal | None = None
    atmp_rate: Decimal | None = None
    mobility_rate: Decimal = Decimal(0)
    work_study_share: Decimal = Decimal("0.05")
    quota_commitment: bool | None = None
    disabled: bool = False
    years_already_done: int = 0
    vocational_licence: bool = False
    related_diploma_supplement: bool = False
    public_points: int = 0
    meals: int = 0
    housing: bool = False
    health_cover: Decimal = Decimal(0)
    previous_pay: Decimal | None = None  # floor left by a former contract (art. D. 6222-29)
    extended_from: date | None = None  # extension after a failed exam: the year of pay no longer grows
    broken_on: date | None = None  # last day, when the contract ends before its term
    after_break: bool = False  # a former contract for the same diploma was broken

    @property
    def is_public(self) -> bool:
        return self.sector == "public"

    @property
    def is_overseas(self) -> bool:
        return self.department.startswith(("97", "98"))

    @property
    def is_mayotte(self) -> bool:
        return self.department == MAYOTTE

    @property
    def is_alsace_moselle(self) -> bool:
        return self.department in ALSACE_MOSELLE

    @property
    def last_day(self) -> date:
        """The last day of work: the break when there is one, else the term."""
        return min(self.broken_on or self.ends_on, self.ends_on)

    def moment(self, month: date) -> Moment:
        return Moment(self.signed_on, self.starts_on, month)


class Span(NamedTuple):
    """Days of one month under one year of execution."""

    first: date
    last: date
    year: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def add_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def add_months(first: date, months: int) -> date:
    """The last day of a contract of so many months: 1 September and 24 months end on 31 August."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = date(min(year, 9998), month + 1, 1)
    return last + timedelta(days=min(first.day, days_in(last)) - 2)


def age_on(day: date, birth_date: date) -> int:
    """Age in completed years on a day."""
    return day.year - birth_date.year - (day < add_years(birth_date, day.year - birth_date.year))


def birth_date_of(age: int, starts_on: date) -> date:
    """A birth date for someone who only told an age: the birthday just before the month of the first day.

    Pay then changes with the years of the contract and at no other time, which is the plainest reading of an age.
    """
    return date(starts_on.year - age, starts_on.month, 1) - timedelta(days=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@lru_cache(maxsize=4096)
def days_in(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def months_of(hire: Hire) -> Iterator[date]:
    """The first day of each calendar month that the contract touches."""
    month = hire.starts_on.replace(day=1)
    while month <= hire.last_day:
        yield month
        month = next_month(month)


def execution_year(hire: Hire, day: date) -> int:
    """Year of execution of the contract that day, years counted as done included (art. D. 6222-26, D. 6222-28-1)."""
    if hire.extended_from and day >= hire.extended_from:
        before = hire.extended_from - timedelta(days=1)
        if before < hire.starts_on:  # the whole contract is the extension: last year of the former one
            return max(1, hire.years_already_done)
        day = before
    return age_on(day, hire.starts_on) + 1 + hire.years_already_done


def spans_of(hire: Hire, month: date) -> list[Span]:
    """The days of the contract in a month, cut where the year of execution changes."""
    first = max(month, hire.starts_on)
    last = min(month.replace(day=days_in(month)), hire.last_day)
    if not hire.extended_from and abs(month.month - hire.starts_on.month) > 1:  # far from any anniversary
        return [Span(first, last, execution_year(hire, first))]
    anniversary = add_years(hire.starts_on, month.year - hire.starts_on.year)
    changes = {day for day in (anniversary, hire.extended_from) if day and first < day <= last}
    cuts = [first, *sorted(changes)]
    ends = [cut - timedelta(days=1) for cut in cuts[1:]] + [last]
    return [Span(start, end, execution_year(hire, start)) for start, end in zip(cuts, ends, strict=True)]
