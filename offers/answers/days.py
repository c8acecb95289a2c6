"""Working days, as the mails of this room keep to them: those of metropolitan France, without its public holidays."""

from datetime import date, timedelta

import holidays

REST = holidays.France(observed=False)


def is_working(day: date) -> bool:
    """Whether people work on this day: Monday to Friday, no public holiday."""
    return day.weekday() < 5 and day not in REST


def next_working(day: date) -> date:
    """The first working day after this one."""
    day += timedelta(days=1)
    while not is_working(day):
        day += timedelta(days=1)
    return day
