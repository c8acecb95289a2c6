"""The legal minimum of a first month, gross and net: what can be said of an offer before anybody applies."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from simulators.core.hire import Hire, add_months, birth_date_of, next_month
from simulators.core.money import Line
from simulators.core.pay import BRACKET_NAMES, BRACKETS, bracket_on, pay_for
from simulators.core.simulation import ANYWHERE, account_of, is_projected, law_since, terms_of

WHOLE_MONTH = Decimal(1)
FULL_TIME = Decimal(35)
USUAL_MONTHS = 24
EXAMPLE_AGES = {"under_18": 17, "from_18": 18, "from_21": 21, "from_26": 26}


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least for a whole first month, in euros; ``month`` is the month whose Smic is counted."""

    bracket: str  # one of pay.BRACKETS
    gross: Decimal
    net: Decimal
    month: date
    projected: bool
    line: Line

    @property
    def who(self) -> str:
        """The ages concerned: "de 18 à 20 ans"."""
        return BRACKET_NAMES[self.bracket]


def first_month(hire: Hire) -> Minimum:
    """The minimum of the first whole month of a hire, whatever pay it was given."""
    month = hire.starts_on.replace(day=1)
    pay = pay_for(hire, hire.starts_on, 1 + hire.years_already_done)
    account = account_of(terms_of(hire), law_since(month, "month"), pay.minimum, WHOLE_MONTH)
    line = Line("Salaire minimum", pay.reference_amount, pay.rate, pay.minimum, pay.because, pay.source, pay.law)
    bracket = bracket_on(hire, hire.starts_on)
    return Minimum(bracket, pay.minimum, account.net, month, is_projected(month), line)


def minimum_by_age(
    starts_on: date, *, signed_on: date, weekly_hours: Decimal = FULL_TIME, department: str = ANYWHERE
) -> list[Minimum]:
    """The minimum of a first year in the private sector for each age bracket, the youngest first."""
    return [
        first_month(
            Hire(
                signed_on=min(signed_on, starts_on),
                starts_on=starts_on,
                ends_on=add_months(starts_on, USUAL_MONTHS),
                birth_date=birth_date_of(EXAMPLE_AGES[bracket], starts_on),
                diploma_level=3,  # neither the level nor the headcount changes the minimum of a private employer
                headcount=Decimal(1),
                weekly_hours=weekly_hours,
                department=department,
            )
        )
        for bracket in BRACKETS
    ]


def usual_start(today: date) -> date:
    """When a contract starts if nobody says: the first of next month."""
    return next_month(today.replace(day=1))
