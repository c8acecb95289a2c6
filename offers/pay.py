"""The least that an offer pays, by age: the legal minimum of the first month, since offers tell no pay."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from offers.models import Offer
from simulators.core.minimum import ANYWHERE, FULL_TIME, Minimum, minimum_by_age, usual_start


@dataclass(frozen=True)
class LegalPay:
    """The minimum by age bracket for a contract that starts on a day, said or supposed."""

    starts_on: date
    minimums: tuple[Minimum, ...]


def legal_pay(offer: Offer, today: date) -> LegalPay:
    """What the law guarantees for this offer. A start that is past or not said is counted from next month."""
    place = next((site.commune for site in offer.sites.all()), None)
    return pay_on(offer.starts_on, today, offer.weekly_hours, place.department_id if place else None)


def pay_on(said: date | None, today: date, weekly_hours: Decimal | None, department: str | None) -> LegalPay:
    """The same for an offer that is still being written: start, hours and department, each when it is known."""
    starts_on = said if said and said >= today else usual_start(today)
    minimums = minimum_by_age(
        starts_on, signed_on=today, weekly_hours=weekly_hours or FULL_TIME, department=department or ANYWHERE
    )
    return LegalPay(starts_on, tuple(minimums))
