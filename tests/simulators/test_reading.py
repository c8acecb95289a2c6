"""What people type in the fields: days in French, ages, lengths, percentages."""

from datetime import date
from decimal import Decimal

import pytest

from simulators.core.hire import Hire, add_months, age_on
from simulators.reading import is_age, read_birth, read_day, read_months, read_percent

START = date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    ["12 mars 2009", "12 Mars 2009", "12/03/2009", "12-3-2009", "12.03.2009", "2009-03-12", "12\u00a0mars\u202f2009"],
)
def test_a_day_is_read_however_it_is_written(typed):
    assert read_day(typed) == date(2009, 3, 12)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er septembre 2026", date(2026, 9, 1)),
        ("1er sept. 2026", date(2026, 9, 1)),
        ("septembre 2026", date(2026, 9, 1)),
        ("15 août 2027", date(2027, 8, 15)),
        ("15 aout 2027", date(2027, 8, 15)),
        ("29 février 2028", date(2028, 2, 29)),
        ("01/09/26", date(2026, 9, 1)),
    ],
)
def test_french_shortcuts_are_days_too(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["29 février 2027", "31/04/2027", "2026-13-01", "0/0/2027", "32 mars 2027"])
def test_a_day_that_does_not_exist_is_said_so_with_the_words_typed(typed):
    with pytest.raises(ValueError, match=f"Le {typed} n'existe pas"):
        read_day(typed)


@pytest.mark.parametrize("typed", ["", "demain", "12", "jui 2026", "12 marsz 2009", "²/3/2009", "1" * 200])
def test_what_is_not_a_day_gets_an_example(typed):
    with pytest.raises(ValueError, match="par exemple 12 mars 2009"):
        read_day(typed)


@pytest.mark.parametrize(("typed", "age"), [("17", 17), ("17 ans", 17), (" 15 an ", 15), ("29ans", 29)])
def test_an_age_is_a_birthday_just_before_the_first_month(typed, age):
    birth = read_birth(typed, START)

    assert is_age(typed)
    assert age_on(START, birth) == age
    assert age_on(date(START.year, START.month, 1), birth) == age
    assert (birth.month, birth.day) == (8, 31)


@pytest.mark.parametrize("start", [date(2028, 3, 1), date(2028, 2, 29), date(2027, 1, 15), date(2026, 12, 31)])
def test_an_age_stays_the_one_given_whatever_the_start(start):
    assert age_on(start, read_birth("17", start)) == 17


def test_a_birth_that_is_neither_an_age_nor_a_day_gets_both_examples():
    with pytest.raises(ValueError, match="un âge, par exemple 17, ou une date"):
        read_birth("majeur", START)


def test_a_birth_on_a_day_that_does_not_exist_is_said_so():
    with pytest.raises(ValueError, match="29 février 2009 n'existe pas"):
        read_birth("29 février 2009", START)


@pytest.mark.parametrize(("typed", "months"), [("24", 24), ("24 mois", 24), ("2 ans", 24), ("1 an", 12), ("9 mois", 9)])
def test_a_length_is_read_in_months(typed, months):
    assert read_months(typed) == months


@pytest.mark.parametrize("typed", ["", "deux ans", "-3", "1,5 an", "24.0"])
def test_a_length_that_is_not_a_number_of_months_is_refused(typed):
    with pytest.raises(ValueError, match="nombre de mois"):
        read_months(typed)


@pytest.mark.parametrize(
    ("typed", "share"), [("2,08", "0.0208"), ("2.08 %", "0.0208"), ("0", "0"), ("100", "1"), (" 1 0 ", "0.1")]
)
def test_a_percentage_is_read_with_comma_or_point(typed, share):
    assert read_percent(typed) == Decimal(share)


@pytest.mark.parametrize("typed", ["", "-1", "101", "abc", "NaN", "Infinity", "1e400"])
def test_what_is_not_a_percentage_is_refused(typed):
    with pytest.raises(ValueError, match="entre 0 et 100"):
        read_percent(typed)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 9, 1), 24, date(2028, 8, 31)),
        (date(2026, 9, 15), 12, date(2027, 9, 14)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 27)),
        (date(2026, 9, 1), 36, date(2029, 8, 31)),
    ],
)
def test_a_contract_of_so_many_months_ends_the_day_before_the_anniversary(first, months, last):
    assert add_months(first, months) == last


def test_an_apprentice_whose_age_was_said_changes_pay_with_the_years_of_the_contract():
    hire = Hire(
        signed_on=START,
        starts_on=START,
        ends_on=add_months(START, 24),
        birth_date=read_birth("17", START),
        diploma_level=3,
        headcount=Decimal(1),
    )
    from simulators.core.simulation import simulate

    assert [period.first for period in simulate(hire).periods] == [START, date(2027, 9, 1)]
