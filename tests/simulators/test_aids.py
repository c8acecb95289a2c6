"""Each window of State aid, on its last and first days, by level and headcount."""

from datetime import date
from decimal import Decimal

import pytest

from simulators.core.aids import state_aids
from simulators.core.hire import Hire


def aid(signed_on, level, headcount, **facts):
    starts_on = facts.pop("starts_on", signed_on.replace(day=1) if signed_on.day == 1 else signed_on)
    usual = {
        "signed_on": signed_on,
        "starts_on": starts_on,
        "ends_on": date(starts_on.year + 2, 12, 31),
        "birth_date": date(starts_on.year - 20, 1, 1),
        "diploma_level": level,
        "headcount": Decimal(headcount),
    }
    return {one.code: one for one in state_aids(Hire(**usual | facts))}


def first_year(aids):
    return sum((one.annual[0] for one in aids.values() if one.annual), Decimal(0))


@pytest.mark.parametrize(
    ("signed_on", "small_bac", "small_bts", "small_master", "large_bac"),
    [
        (date(2020, 6, 30), 4125, 0, 0, 0),
        (date(2020, 7, 1), 8000, 8000, 8000, 8000),
        (date(2022, 12, 31), 8000, 8000, 8000, 8000),
        (date(2023, 1, 1), 6000, 6000, 6000, 6000),
        (date(2024, 12, 31), 6000, 6000, 6000, 6000),
        (date(2025, 1, 1), 6000, 0, 0, 0),
        (date(2025, 2, 23), 6000, 0, 0, 0),
        (date(2025, 2, 24), 5000, 5000, 5000, 2000),
        (date(2025, 12, 31), 5000, 5000, 5000, 2000),
        (date(2026, 1, 1), 5000, 0, 0, 0),
        (date(2026, 3, 7), 5000, 0, 0, 0),
        (date(2026, 3, 8), 5000, 4500, 2000, 2000),
    ],
)
def test_the_first_year_follows_the_day_of_signature(signed_on, small_bac, small_bts, small_master, large_bac):
    assert first_year(aid(signed_on, 4, 249)) == small_bac
    assert first_year(aid(signed_on, 5, 249)) == small_bts
    assert first_year(aid(signed_on, 7, 249)) == small_master
    assert first_year(aid(signed_on, 4, 250, quota_commitment=True)) == large_bac


@pytest.mark.parametrize(("level", "amount"), [(3, 2000), (4, 2000), (5, 1500), (6, 750), (7, 750), (8, 0)])
def test_a_large_company_has_less_as_the_level_grows(level, amount):
    assert first_year(aid(date(2026, 9, 1), level, 300, quota_commitment=True)) == amount


def test_a_large_company_that_does_not_commit_is_told_why():
    aids = aid(date(2026, 9, 1), 3, 300, quota_commitment=False)

    assert first_year(aids) == 0
    assert "quota" in aids["aide_exceptionnelle"].because
    assert "250" in aids["aide_unique"].because


def test_overseas_the_single_aid_goes_up_to_two_years_after_the_bac():
    aids = aid(date(2026, 9, 1), 5, 10, department="974")

    assert aids["aide_unique"].amount == 5000
    assert aids["aide_exceptionnelle"].amount == 0


def test_a_disabled_apprentice_opens_six_thousand_euros_at_any_level():
    assert first_year(aid(date(2026, 9, 1), 7, 10, disabled=True)) == 6000
    assert first_year(aid(date(2026, 9, 1), 3, 10, disabled=True)) == 6000
    assert first_year(aid(date(2026, 2, 1), 7, 10, disabled=True)) == 0  # the gap stays a gap


def test_a_doctorate_opens_no_aid_and_says_so():
    assert "doctorat" in aid(date(2026, 9, 1), 8, 10)["aide_exceptionnelle"].because


def test_from_2020_to_2022_the_adult_rate_starts_the_month_after_the_18th_birthday():
    aids = aid(
        date(2021, 9, 1), 3, 5, starts_on=date(2021, 9, 1), birth_date=date(2004, 1, 15), ends_on=date(2023, 8, 31)
    )

    payments = aids["aide_unique"].payments | aids["aide_exceptionnelle"].payments
    assert payments[date(2022, 1, 1)] == Decimal("416.67")
    assert payments[date(2022, 2, 1)] == Decimal("666.67")
    assert payments[date(2022, 9, 1)] == Decimal("166.67")  # second year of the single aid


def test_twelve_payments_add_up_to_the_annual_amount_exactly():
    payments = aid(date(2026, 9, 1), 3, 5)["aide_unique"].payments

    assert len(payments) == 12
    assert sum(payments.values()) == 5000


@pytest.mark.parametrize(
    ("broken_on", "last_payment"),
    [(date(2025, 10, 15), "416.67"), (date(2025, 11, 15), "208.34")],
)
def test_since_november_2025_the_month_of_a_break_is_paid_by_days(broken_on, last_payment):
    aids = aid(date(2025, 9, 1), 3, 5, ends_on=date(2027, 8, 31), broken_on=broken_on)

    payments = aids["aide_unique"].payments
    assert max(payments) == broken_on.replace(day=1)
    assert payments[max(payments)] == Decimal(last_payment)
