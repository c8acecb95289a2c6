"""Nine hires worked out by hand with the values of June to September 2026 (private, mean accident rate, no mutuelle).

A month is compared to the cent; a sum over a contract is allowed one cent a month, since hands round in other places.
"""

from datetime import date
from decimal import Decimal

import pytest

from simulators.core.hire import Hire
from simulators.core.simulation import simulate

A_CENT_A_MONTH = Decimal("0.24")


def hire(**facts):
    usual = {
        "signed_on": date(2026, 7, 1),
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2028, 8, 31),
        "birth_date": date(2008, 10, 12),
        "diploma_level": 3,
        "headcount": Decimal(5),
    }
    return Hire(**usual | facts)


def first_month(**facts):
    return simulate(hire(**facts)).months[0]


def money(text):
    return Decimal(text.replace(" ", "").replace(",", "."))


def test_a_baker_turning_18_in_october_is_paid_more_from_november():
    simulation = simulate(hire())

    gross = {month.first_day: month.account.gross for month in simulation.months}
    assert gross[date(2026, 10, 1)] == money("504,10")
    assert gross[date(2026, 11, 1)] == money("802,82")
    assert gross[date(2027, 9, 1)] == money("952,18")


def test_two_years_of_cap_at_a_baker_of_five_cost_what_was_worked_out():
    total = simulate(hire()).total

    assert total.gross == money("20 462,56")
    assert total.employer_contributions == pytest.approx(money("379,98"), abs=A_CENT_A_MONTH)
    assert total.aids == money("5 000,00")
    assert total.cost_after_aid == pytest.approx(money("15 842,54"), abs=A_CENT_A_MONTH)


@pytest.mark.parametrize(
    ("headcount", "left", "cost"),
    [(5, "18,36", "1 007,88"), (30, "34,99", "1 024,51"), (300, "39,44", "1 028,96")],
)
def test_contributions_left_on_a_first_year_of_bts_grow_with_the_headcount(headcount, left, cost):
    month = first_month(birth_date=date(2004, 2, 1), diploma_level=5, headcount=Decimal(headcount))

    assert month.account.gross == money("989,52")
    assert month.account.employer_contributions == money(left)
    assert month.cost_before_aid == money(cost)
    assert month.account.net == money("977,85")


@pytest.mark.parametrize(
    ("headcount", "first_payment", "annual"), [(30, "375,00", "4 500,00"), (300, "125,00", "1 500,00")]
)
def test_aid_for_a_bts_depends_on_the_headcount(headcount, first_payment, annual):
    simulation = simulate(
        hire(birth_date=date(2004, 2, 1), diploma_level=5, headcount=Decimal(headcount), quota_commitment=True)
    )

    assert simulation.months[0].aid == money(first_payment)
    assert simulation.total.aids == money(annual)


def test_a_master_2_alone_is_paid_as_a_second_year_and_its_aid_pays_the_training_share():
    simulation = simulate(
        hire(
            birth_date=date(2002, 2, 1),
            ends_on=date(2027, 8, 31),
            diploma_level=7,
            headcount=Decimal(400),
            quota_commitment=True,
            years_already_done=1,
        )
    )

    month = simulation.months[0]
    assert month.account.gross == money("1 138,88")
    assert month.account.net == money("1 096,08")
    assert month.account.employer_contributions == pytest.approx(money("45,39"), abs=Decimal("0.03"))
    assert simulation.training.amount == simulation.total.aids == money("750,00")


def test_the_reduction_keeps_the_smic_of_january_after_the_rise_of_june_2026():
    simulation = simulate(
        hire(
            signed_on=date(2026, 4, 1),
            starts_on=date(2026, 5, 1),
            ends_on=date(2027, 4, 30),
            birth_date=date(2000, 2, 1),
        )
    )

    may, june = simulation.months[:2]
    assert (may.account.gross, june.account.gross) == (money("1 823,03"), money("1 867,02"))
    assert may.account.employer_contributions == pytest.approx(money("33,82"), abs=Decimal("0.01"))
    assert june.account.general_reduction == money("700,13")
    assert june.account.employer_contributions == money("77,78")


def test_aid_of_a_ten_month_contract_counts_the_days_of_its_first_and_last_months():
    simulation = simulate(hire(starts_on=date(2026, 9, 10), ends_on=date(2027, 7, 9)))

    assert simulation.months[0].aid == money("291,67")
    assert simulation.months[1].aid == money("416,67")
    assert simulation.months[-1].aid == money("120,97")
    assert simulation.total.aids == money("4 162,67")


@pytest.mark.parametrize(
    ("signed_on", "starts_on", "aid"),
    [
        (date(2026, 2, 20), date(2026, 9, 1), "0"),
        (date(2026, 3, 7), date(2026, 9, 1), "0"),  # last day without decree
        (date(2026, 3, 8), date(2026, 9, 1), "4 500"),  # first day of decree 2026-168
        (date(2026, 12, 15), date(2026, 12, 31), "4 500"),  # last start that the decree covers
        (date(2026, 12, 15), date(2027, 1, 1), "0"),
        (date(2026, 12, 15), date(2027, 1, 5), "0"),
    ],
)
def test_the_exceptional_aid_follows_the_signature_and_ends_with_its_decree(signed_on, starts_on, aid):
    simulation = simulate(
        hire(
            signed_on=signed_on,
            starts_on=starts_on,
            ends_on=date(2028, 12, 31),
            diploma_level=5,
            headcount=Decimal(40),
        )
    )

    assert simulation.total.aids == money(aid)


@pytest.mark.parametrize(
    ("signed_on", "net"),
    [(date(2025, 2, 20), "1 200,00"), (date(2025, 2, 28), "1 200,00"), (date(2025, 3, 1), "1 137,67")],
)
def test_the_exempt_part_follows_the_signature_not_the_start(signed_on, net):
    month = simulate(
        hire(
            signed_on=signed_on,
            starts_on=date(2025, 9, 1),
            ends_on=date(2026, 8, 31),
            birth_date=date(2004, 2, 1),
            gross_monthly=Decimal(1200),
        )
    ).months[0]

    assert month.account.net == money(net)


def test_a_town_hall_adds_the_accident_contribution_only_and_gets_no_aid():
    simulation = simulate(
        hire(
            sector="public",
            birth_date=date(2007, 2, 1),
            diploma_level=5,
            headcount=Decimal(60),
            atmp_rate=Decimal("0.016"),
        )
    )

    month = simulation.months[0]
    assert month.account.gross == money("802,82")
    assert month.account.employer_contributions == money("12,85")
    assert simulation.total.aids == 0
    assert {aid.because for aid in simulation.aids} == {
        "les employeurs publics n'ont pas d'aide de l'État à l'embauche"
    }


def test_a_disabled_apprentice_in_a_fourth_year_has_fifteen_points_more():
    simulation = simulate(hire(birth_date=date(2002, 2, 1), disabled=True, years_already_done=3))

    assert simulation.periods[0].pay.rate == Decimal("0.93")
    assert simulation.months[0].account.gross == money("1 736,33")


def test_mayotte_has_its_own_smic():
    assert first_month(department="976", birth_date=date(2007, 2, 1)).account.gross == money("623,47")
