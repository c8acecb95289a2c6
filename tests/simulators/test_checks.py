"""What the simulators ask to check: each sentence appears on its very day, at its very number, and not before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from simulators.core.checks import warnings
from simulators.core.hire import Hire
from simulators.core.pay import pay_for

START = date(2026, 9, 1)


def hire(**facts):
    usual = {
        "signed_on": date(2026, 8, 20),
        "starts_on": START,
        "ends_on": date(2028, 8, 31),
        "birth_date": date(2008, 9, 1),
        "diploma_level": 4,
        "headcount": Decimal(10),
    }
    return Hire(**usual | facts)


def aged(years, days=0, **facts):
    """A hire of somebody who has that age on the first day, or so many days before it."""
    return hire(birth_date=date(START.year - years, 9, 1) + timedelta(days=days), **facts)


def said(hire):
    return " ".join(warnings(hire)).replace("\u202f", " ").replace("\xa0", " ")


def test_an_ordinary_hire_raises_nothing():
    assert warnings(hire()) == []


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (aged(15, days=1), "L'apprenti aurait 14 ans au début du contrat : il faut 16 ans, ou 15 ans avec la 3e"),
        (aged(15), "À 15 ans, il faut avoir terminé la 3e."),
        (aged(16, days=1), "À 15 ans, il faut avoir terminé la 3e."),
        (aged(30), "L'âge limite est de 29 ans au plus. À 30 ans, il faut un cas prévu par la loi"),
        (aged(34), "À 34 ans, il faut un cas prévu par la loi"),
        (aged(35), "À 35 ans, il faut être reconnu travailleur handicapé"),
    ],
)
def test_an_age_outside_the_limits_is_told(person, sentence):
    assert sentence in said(person)


@pytest.mark.parametrize("person", [aged(16), aged(30, days=1), aged(45, disabled=True)])
def test_an_age_within_the_limits_is_not(person):
    assert warnings(person) == []


@pytest.mark.parametrize(
    ("ends_on", "facts", "sentence"),
    [
        (date(2027, 2, 27), {}, "Le contrat dure moins de 6 mois"),
        (date(2029, 9, 1), {}, "Le contrat dure plus de 36 mois"),
        (date(2030, 9, 1), {"disabled": True}, "Le contrat dure plus de 48 mois"),
    ],
)
def test_a_contract_too_short_or_too_long_is_told(ends_on, facts, sentence):
    assert sentence in said(hire(ends_on=ends_on, **facts))


@pytest.mark.parametrize(
    ("ends_on", "facts"),
    [(date(2027, 2, 28), {}), (date(2029, 8, 31), {}), (date(2030, 8, 31), {"disabled": True})],
)
def test_the_shortest_and_the_longest_contracts_are_not(ends_on, facts):
    assert "Le contrat dure" not in said(hire(ends_on=ends_on, **facts))


def test_months_are_counted_from_day_to_day():
    middle = {"signed_on": date(2026, 9, 1), "starts_on": date(2026, 9, 15)}

    assert "moins de 6 mois" in said(hire(ends_on=date(2027, 3, 13), **middle))
    assert "moins de 6 mois" not in said(hire(ends_on=date(2027, 3, 14), **middle))


def test_a_pay_under_the_minimum_is_told_on_its_day_once():
    low = said(hire(gross_monthly=Decimal(700)))

    assert "Le 01/09/2026, le salaire de 700,00 € est sous le minimum légal de" in low
    assert low.count("minimum légal") == 1


def test_a_pay_that_becomes_too_low_in_the_last_year_is_told_for_that_day():
    least = pay_for(hire(), START, 1).minimum

    enough_today = said(hire(gross_monthly=least))

    assert "Le 31/08/2028, le salaire" in enough_today
    assert "Le 01/09/2026" not in enough_today


def test_a_year_already_done_raises_the_minimum():
    first = said(hire(gross_monthly=Decimal(0)))
    second = said(hire(gross_monthly=Decimal(0), years_already_done=1))

    assert first != second


def test_a_contract_is_signed_before_its_first_day():
    assert "signé après son premier jour" in said(hire(signed_on=date(2026, 9, 2)))
    assert "signé après" not in said(hire(signed_on=START))


def test_a_start_beyond_the_last_decree_is_told():
    known = hire(starts_on=date(2026, 12, 31), ends_on=date(2028, 8, 31))
    unknown = hire(starts_on=date(2027, 1, 1), ends_on=date(2028, 8, 31))

    assert "jusqu'au 31/12/2026" in said(unknown)
    assert "n'est connue que" not in said(known)
    assert "n'est connue que" not in said(
        hire(starts_on=date(2027, 1, 1), ends_on=date(2028, 8, 31), sector="public", public_points=0)
    )


@pytest.mark.parametrize(
    ("facts", "is_said"),
    [
        ({"headcount": Decimal(250), "quota_commitment": True}, True),
        ({"headcount": Decimal(249), "quota_commitment": True}, False),
        ({"headcount": Decimal(250), "quota_commitment": False}, False),
        ({"headcount": Decimal(250), "quota_commitment": True, "sector": "public"}, False),
    ],
)
def test_a_large_company_that_commits_is_told_that_it_may_have_to_pay_back(facts, is_said):
    assert ("est à rembourser" in said(hire(**facts))) is is_said


def test_what_is_not_counted_is_told():
    assert "Le logement fourni n'est pas chiffré" in said(hire(housing=True))
    assert "Mayotte" in said(hire(department="976"))
    assert "Lodeom" in said(hire(department="974"))
    assert "Lodeom" not in said(hire(department="976"))
