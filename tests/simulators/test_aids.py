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


def plain(text):
    """A sentence with ordinary spaces, as one types it."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


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


def test_two_hundred_and_fifty_employees_are_already_a_large_company():
    aids = aid(date(2026, 9, 1), 3, 250, work_study_share=Decimal("0.04"))

    assert first_year(aids) == 0
    assert (
        aids["aide_exceptionnelle"].because == "à partir de 250 salariés, il faut s'engager sur un quota d'alternants"
    )


def test_without_a_word_on_its_commitment_a_large_company_is_judged_by_its_share():
    assert first_year(aid(date(2026, 9, 1), 3, 250, work_study_share=Decimal("0.05"))) == 2000
    assert first_year(aid(date(2026, 9, 1), 3, 250, work_study_share=Decimal("0.0499"))) == 0


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({}, "contrat signé le 01/09/2026, niveau 4, moins de 250 salariés : 5 000,00 € par an"),
        (
            {"disabled": True},
            "contrat signé le 01/09/2026, niveau 4, moins de 250 salariés, apprenti reconnu travailleur handicapé : "
            "6 000,00 € par an",
        ),
    ],
)
def test_the_reason_tells_signature_level_size_and_amount(facts, because):
    granted = aid(date(2026, 9, 1), 4, 10, **facts)["aide_unique"]

    assert plain(granted.because) == because


def test_the_reason_of_a_large_company_tells_of_its_commitment():
    granted = aid(date(2026, 9, 1), 3, 250, quota_commitment=True)["aide_exceptionnelle"]

    assert "250 salariés et plus, engagement sur le quota d'alternants : 2 000,00 €" in plain(granted.because)
    assert "handicapé" not in granted.because


def test_years_that_are_not_reached_are_not_told():
    several = aid(date(2019, 9, 1), 4, 10)["aide_unique"]
    one = aid(date(2019, 9, 1), 4, 10, ends_on=date(2020, 8, 31))["aide_unique"]

    assert plain(several.because).endswith("4 125,00 € puis 2 000,00 € puis 1 200,00 € par an")
    assert plain(one.because).endswith("salariés : 4 125,00 € par an")


def test_an_aid_knows_its_first_and_its_last_month():
    granted, refused = aid(date(2026, 9, 1), 4, 10).values()

    assert (granted.first_month, granted.last_month) == (date(2026, 9, 1), date(2027, 8, 1))
    assert (refused.first_month, refused.last_month) == (None, None)


def test_the_single_aid_comes_first():
    assert list(aid(date(2026, 9, 1), 4, 10)) == ["aide_unique", "aide_exceptionnelle"]


def test_a_second_year_begins_when_the_contract_reaches_its_anniversary():
    before = aid(date(2019, 9, 1), 4, 10, ends_on=date(2020, 8, 31))["aide_unique"]
    reached = aid(date(2019, 9, 1), 4, 10, ends_on=date(2020, 9, 1))["aide_unique"]

    assert before.amount == 4125
    assert reached.amount == Decimal("4291.67")  # one twelfth of the 2,000 euros of the second year


@pytest.mark.parametrize(
    ("birth_date", "first_payment", "amount"),
    [
        (date(2003, 9, 1), "666.67", 8000),  # eighteen on the first day
        (date(2003, 9, 2), "416.67", "7750.04"),  # eighteen on the next: a month at the minor's rate
        (date(2003, 11, 1), "416.67", "7250.04"),  # on the first of November: from December
    ],
)
def test_from_2020_to_2022_an_adult_is_one_on_the_first_day_or_from_the_next_month(birth_date, first_payment, amount):
    payments = aid(date(2021, 9, 1), 4, 10, birth_date=birth_date, ends_on=date(2022, 8, 31))["aide_unique"].payments

    assert payments[date(2021, 9, 1)] == Decimal(first_payment)
    assert sum(payments.values()) == Decimal(amount)


def test_a_contract_of_a_year_to_the_day_is_not_a_short_one():
    september = date(2026, 9, 14)
    whole = aid(date(2026, 9, 1), 4, 10, starts_on=september, ends_on=date(2027, 9, 13))["aide_unique"]
    short = aid(date(2026, 9, 1), 4, 10, starts_on=september, ends_on=date(2027, 9, 12))["aide_unique"]

    assert whole.amount == 5000
    assert short.payments[date(2026, 9, 1)] == Decimal("236.11")  # 17 days of 30


def test_bac_plus_five_is_refused_for_want_of_a_decree_not_as_a_doctorate():
    aids = aid(date(2026, 3, 1), 7, 10)

    assert "aucun décret" in aids["aide_exceptionnelle"].because
    assert "réservée" in aids["aide_unique"].because


def test_a_public_employer_is_told_at_once():
    assert {one.because for one in aid(date(2026, 9, 1), 4, 10, sector="public").values()} == {
        "les employeurs publics n'ont pas d'aide de l'État à l'embauche"
    }
