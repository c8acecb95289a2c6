"""The register of the law: exact, dated, sourced, and loud where it does not know."""

from datetime import date
from decimal import Decimal

import pytest

from apprentissage.law import LawUnknown, aid_windows, in_force, parameters, value_on
from simulators.core.hire import Moment
from simulators.core.pay import monthly_smic

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("parameter", parameters().values(), ids=list(parameters()))
def test_every_value_says_where_it_comes_from_and_in_which_order(parameter):
    for value in parameter.values:
        assert value.source.strip()
        assert value.source[0].isupper()
        assert value.amount is None or isinstance(value.amount, Decimal)
    assert parameter.reviewed <= TODAY


@pytest.mark.parametrize(
    ("day", "hourly", "monthly"),
    [
        (date(2025, 12, 31), "11.88", "1801.80"),
        (date(2026, 1, 1), "12.02", "1823.03"),
        (date(2026, 5, 31), "12.02", "1823.03"),
        (date(2026, 6, 1), "12.31", "1867.02"),
    ],
)
def test_the_smic_changes_on_the_very_day_of_its_text(day, hourly, monthly):
    smic = value_on("smic_hourly", day)

    assert smic.number == Decimal(hourly)
    assert monthly_smic(smic.number, value_on("weekly_hours", day).number) == Decimal(monthly)


@pytest.mark.parametrize(
    ("since", "monthly"),
    [
        (date(2019, 1, 1), "1521.22"),
        (date(2020, 1, 1), "1539.42"),
        (date(2021, 1, 1), "1554.58"),
        (date(2021, 10, 1), "1589.47"),
        (date(2022, 1, 1), "1603.12"),
        (date(2022, 5, 1), "1645.58"),
        (date(2022, 8, 1), "1678.95"),
        (date(2023, 1, 1), "1709.28"),
        (date(2023, 5, 1), "1747.20"),
        (date(2024, 1, 1), "1766.92"),
        (date(2024, 11, 1), "1801.80"),
    ],
)
def test_the_monthly_smic_is_the_official_one(since, monthly):
    assert monthly_smic(value_on("smic_hourly", since).number, Decimal(35)) == Decimal(monthly)


def test_each_value_is_chosen_by_the_date_that_its_text_designates():
    before_the_reform = Moment(date(2025, 2, 28), date(2025, 9, 1), date(2025, 9, 1))
    after_the_reform = Moment(date(2025, 3, 1), date(2025, 9, 1), date(2025, 9, 1))

    assert in_force("employee_exemption_threshold", before_the_reform).number == Decimal("0.79")
    assert in_force("employee_exemption_threshold", after_the_reform).number == Decimal("0.5")
    assert in_force("smic_hourly", before_the_reform) == in_force("smic_hourly", after_the_reform)


def test_a_month_beyond_what_is_known_holds_the_last_value_and_says_so():
    assert not value_on("smic_hourly", date(2026, 12, 31)).projected
    held = value_on("smic_hourly", date(2027, 1, 1))
    assert held.projected
    assert held.number == value_on("smic_hourly", date(2026, 12, 1)).number


def test_a_day_before_the_first_value_is_an_error_that_names_the_parameter_and_the_day():
    with pytest.raises(LawUnknown, match=r"atmp_average.*31/12/2021"):
        value_on("atmp_average", date(2021, 12, 31))


def test_an_ended_measure_has_no_number():
    ended = value_on("health_reduced", date(2026, 1, 1))

    assert ended.ended
    with pytest.raises(LawUnknown, match="health_reduced"):
        _ = ended.number


def test_the_register_cannot_be_changed():
    grid = value_on("pay_grid", TODAY)

    with pytest.raises(TypeError):
        grid.table["under_18"] = ()
    with pytest.raises(TypeError):
        parameters()["smic_hourly"] = None


@pytest.mark.parametrize(
    ("signed_on", "devices"),
    [
        (date(2024, 12, 31), {"aide_unique", "aide_exceptionnelle"}),
        (date(2025, 1, 1), {"aide_unique"}),  # first gap
        (date(2025, 2, 23), {"aide_unique"}),
        (date(2025, 2, 24), {"aide_unique", "aide_exceptionnelle"}),
        (date(2025, 12, 31), {"aide_unique", "aide_exceptionnelle"}),
        (date(2026, 1, 1), {"aide_unique"}),  # second gap
        (date(2026, 3, 7), {"aide_unique"}),
        (date(2026, 3, 8), {"aide_unique", "aide_exceptionnelle"}),
    ],
)
def test_the_decrees_on_aid_leave_two_gaps(signed_on, devices):
    live = {w.device for w in aid_windows() if w.signed_from <= signed_on <= (w.signed_until or signed_on)}

    assert live == devices
