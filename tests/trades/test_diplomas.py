"""The diplomas of the contract form. Expected codes are those of notice 51649#09."""

import pytest

from apprentissage.trades.diplomas import diploma, diploma_of_training, diplomas, dropped_diplomas
from apprentissage.trades.levels import SHORT_LABELS, Level


def test_the_form_knows_24_diplomas():
    assert len(diplomas()) == 24


@pytest.mark.parametrize(
    ("code", "level"), [("80", 8), ("73", 7), ("64", 6), ("54", 5), ("41", 4), ("33", 3), ("25", 0), ("13", 0)]
)
def test_a_diploma_has_the_level_of_the_national_framework(code, level):
    assert diploma(code).level == level


def test_the_first_figure_of_a_code_tells_its_level():
    assert all(int(code[0]) == found.level for code, found in diplomas().items() if found.level)


def test_codes_of_earlier_forms_stay_readable_but_are_no_longer_proposed():
    assert diploma("74").level == 7
    assert dropped_diplomas().keys().isdisjoint(diplomas())


def test_the_mention_complementaire_is_now_a_certificate_of_specialisation():
    assert diploma("35").label == "Certificat de spécialisation"
    assert diploma("35").formerly == "Mention complémentaire"


@pytest.mark.parametrize(
    ("training", "code"),
    [("50022137", "33"), ("40025510", "41"), ("32032409", "54"), ("25132013", "64"), ("17010101", "75")],
)
def test_the_code_of_a_training_tells_the_kind_of_diploma(training, code):
    assert diploma_of_training(training).code == code


def test_an_unknown_code_has_no_diploma():
    assert diploma("00") is None
    assert diploma_of_training("999") is None
    assert diploma_of_training("") is None


def test_every_level_of_the_framework_has_a_short_label():
    assert [*SHORT_LABELS] == [*Level] == [3, 4, 5, 6, 7, 8]
