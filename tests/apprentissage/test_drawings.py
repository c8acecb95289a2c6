import re
from itertools import pairwise

import pytest
from django.template import engines
from django.utils import translation

from apprentissage.templatetags.drawings import ruler


def drawn(rings, asked):
    return engines["django"].from_string("{% ruler rings asked %}").render({"rings": rings, "asked": asked})


def test_the_ruler_says_in_words_what_it_draws():
    assert 'aria-label="3 offres à moins de 10 km, 14 offres à moins de 30 km"' in drawn([(10, 3), (30, 14)], 10)
    assert 'aria-label="1 offre à moins de 5 km"' in drawn([(5, 1)], 5)


@pytest.mark.parametrize("rings", [[(10, 3), (30, 14)], [(7, 0)], [(10, 1), (30, 2), (60, 9), (100, "plus de 500")]])
def test_the_ruler_has_no_decimal_comma(rings):
    with translation.override("fr"):
        coordinates = re.findall(r'\s(?:x|y|d|width|height|rx)="([^"]+)"', drawn(rings, 10))

    assert coordinates
    assert not any("," in coordinate for coordinate in coordinates)


def test_the_part_asked_never_exceeds_the_rule():
    assert ruler([(10, 3)], 50)["asked"] == "384.0"
    assert ruler([(10, 3), (30, 14)], 10)["asked"] == "128.0"


def test_labels_of_the_ruler_keep_apart():
    rings = [(10, 1), (11, 2), (12, 3), (60, 9)]

    places = sorted(float(label["x"]) for label in ruler(rings, 10)["labels"] if label["small"])

    assert all(right - left >= 24 for left, right in pairwise(places))
