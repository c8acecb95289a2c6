from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from apprentissage.templatetags import french, labels
from apprentissage.trades.levels import SHORT_LABELS, Level

N, T = french.NBSP, french.THIN


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (492, f"492{N}€"),
        ("1234.56", f"1{T}234,56{N}€"),
        (Decimal("1234567.00"), f"1{T}234{T}567{N}€"),
        (Decimal("0.005"), f"0,01{N}€"),  # half up, as money is rounded
        (Decimal("-333.33"), f"-333,33{N}€"),
        (Decimal("416.7"), f"416,70{N}€"),
        (0, f"0{N}€"),
        (None, ""),
    ],
)
def test_an_amount_is_written_as_the_french_do(amount, text):
    assert french.euros(amount) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_can_be_read_back_to_the_cent(amount):
    text = french.euros(amount)

    assert Decimal(text.removesuffix(f"{N}€").replace(T, "").replace(",", ".")) == amount


@pytest.mark.parametrize(
    ("kilometres", "text"),
    [
        (0, "sur place"),
        (0.02, "sur place"),
        (0.85, f"850{N}m"),
        (0.9749, f"950{N}m"),
        (0.976, f"1{N}km"),
        (2.9, f"3{N}km"),
        (29.5, f"30{N}km"),
        (6840.2, f"6{T}840{N}km"),
        (None, ""),
    ],
)
def test_a_distance_pretends_no_more_than_it_knows(kilometres, text):
    assert french.km(kilometres) == text


@given(st.floats(min_value=0, max_value=20_000))
def test_a_distance_is_never_off_by_more_than_half_a_kilometre(kilometres):
    text = french.km(kilometres).replace(T, "")

    if text == "sur place":
        shown = 0.0
    else:
        figure, unit = text.split(N)
        shown = float(figure) / (1000 if unit == "m" else 1)

    assert abs(shown - kilometres) <= 0.5


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 9, 1), f"1er{N}septembre 2026"),
        (date(2027, 3, 3), f"3{N}mars 2027"),
        (date(2026, 8, 11), f"11{N}août 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), f"1er{N}janvier 2027"),  # already tomorrow in Paris
        (None, ""),
    ],
)
def test_a_day_is_written_in_full(day, text):
    assert french.french_date(day) == text


@pytest.mark.parametrize(
    ("months", "text"), [(24, f"2{N}ans"), (12, f"1{N}an"), (18, f"18{N}mois"), (6, f"6{N}mois"), (None, "")]
)
def test_a_duration_is_said_as_people_say_it(months, text):
    assert french.duration_months(months) == text


@pytest.mark.parametrize(
    ("plain", "set_in_french"),
    [
        ("Et maintenant ?", f"Et maintenant{T}?"),
        ("Attention : l'offre ferme !", f"Attention{N}: l’offre ferme{T}!"),
        ("« Pourquoi ? »", f"«{N}Pourquoi{T}?{N}»"),
        ("27 % de 1 823,03 €", f"27{N}% de 1{T}823,03{N}€"),
        ("à 12:30 sur https://exemple.fr/a?b=1;c", "à 12:30 sur https://exemple.fr/a?b=1;c"),
        ("l'an 2026 300 places", f"l’an 2026{T}300 places"),
        (None, ""),
    ],
)
def test_a_sentence_keeps_its_signs_with_their_words(plain, set_in_french):
    assert french.typo(plain) == set_in_french


@given(st.text())
def test_typography_changes_nothing_but_spaces_and_apostrophes(text):
    def letters(sentence):
        return "".join(sentence.split()).replace(N, "").replace(T, "").replace("’", "'")

    assert letters(french.typo(SafeString(text))) == letters(text)


@given(st.text())
def test_typography_is_stable(text):
    once = french.typo(SafeString(text))

    assert french.typo(once) == once


def test_typography_escapes_what_nobody_declared_safe():
    assert french.typo("<b>l'eau</b>") == "&lt;b&gt;l’eau&lt;/b&gt;"
    assert french.typo(SafeString("<b>l'eau</b>")) == "<b>l’eau</b>"


def test_every_level_has_a_short_word():
    assert {labels.level_short(level) for level in Level} == set(SHORT_LABELS.values())
    assert labels.level_short(None) == ""
