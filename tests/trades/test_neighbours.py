"""Where else to look."""

import pytest

from apprentissage.trades.models import Mobility, Rome
from apprentissage.trades.neighbours import neighbours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "near"),
    [("D1102", "D1104"), ("F1603", "I1308"), ("I1604", "I1607"), ("K1303", "J1304"), ("M1607", "M1602")],
)
def test_trades_that_share_diplomas_names_or_a_domain_are_near(code, near):
    assert near in [rome.code for rome in neighbours(code)]


def test_a_mobility_of_rome_brings_a_code_nearer():
    assert "G1602" not in [rome.code for rome in neighbours("M1805")]
    Mobility.objects.create(origin_id="M1805", target_id="G1602", rank=1)

    assert "G1602" in [rome.code for rome in neighbours("M1805")]


def test_a_code_is_never_its_own_neighbour_nor_its_family():
    child = Rome.objects.create(code="D1108", label="Chef boulanger", subdomain_id="D11", parent_id="D1102")
    Mobility.objects.create(origin_id="D1102", target=child, rank=1)
    Mobility.objects.create(origin=child, target_id="D1104", rank=2)

    assert {"D1102", "D1108"}.isdisjoint(rome.code for rome in neighbours("D1102", limit=50))
    assert neighbours("D1108") == neighbours("D1102")


def test_a_target_that_refines_a_code_counts_for_its_head():
    child = Rome.objects.create(code="G1606", label="Cuisinier", subdomain_id="G16", parent_id="G1602")
    Mobility.objects.create(origin_id="M1805", target=child, rank=1)

    codes = [rome.code for rome in neighbours("M1805")]

    assert "G1602" in codes
    assert "G1606" not in codes


def test_a_retired_code_is_proposed_no_more():
    Rome.objects.filter(code="D1104").update(is_retired=True)

    assert "D1104" not in [rome.code for rome in neighbours("D1102", limit=50)]


def test_an_unknown_code_has_no_neighbour():
    assert neighbours("Z9999") == []


@pytest.mark.parametrize("code", ["D1102", "M1805"])
def test_neighbours_cost_five_queries(code, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(neighbours(code, limit=3)) == 3
