"""A title names a trade."""

import pytest

from apprentissage.trades.models import Rome, Trade, TradeName
from apprentissage.trades.naming import deduce_rome, deduce_romes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Boulanger", "D1102"),
        ("Apprentie boulangère H/F - Sarlat", "D1102"),
        ("CAP Boulanger en alternance", "D1102"),
        ("VENDEUR EN BOULANGERIE-PÂTISSERIE (H/F)", "D1106"),  # the longest name decides
        ("Coiffeuse à domicile", "D1202"),
        ("Vigile de nuit", "K2503"),
        ("Assistant RH F/H", "M1501"),
        ("Développeur·se web", "M1805"),
        ("Couvreur-zingueur", "F1610"),
        ("Alternance : CAP Maintenance des véhicules", "I1604"),  # by its diploma
    ],
)
def test_a_title_gives_its_rome_code(title, code):
    assert deduce_rome(title).code == code


@pytest.mark.parametrize("title", ["", "H/F", "zzz nonsense", "Contrat de 12 mois", "Agent polyvalent", "x" * 5000])
def test_a_title_that_names_no_trade_gives_none(title):
    assert deduce_rome(title) is None


def test_a_name_that_suits_two_codes_as_well_gives_none():
    for code in ("D1102", "K2503"):
        TradeName.objects.create(key="zorglub", rome_id=code, weight=TradeName.Weight.EVERYDAY)

    assert deduce_rome("Zorglub") is None


def test_an_appellation_breaks_the_tie():
    for code in ("D1102", "K2503"):
        TradeName.objects.create(key="zorglub", rome_id=code, weight=TradeName.Weight.EVERYDAY)
    TradeName.objects.create(key="zorglub", rome_id="K2503", weight=TradeName.Weight.APPELLATION)

    assert deduce_rome("Zorglub").code == "K2503"


@pytest.mark.parametrize("how_many", [1, 300])
def test_any_number_of_titles_costs_one_query(how_many, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert deduce_romes(["Boulanger", "Vigile"] * how_many) == ["D1102", "K2503"] * how_many


@pytest.mark.parametrize("gender", ["feminine", "masculine"])
def test_the_label_of_a_trade_gives_its_own_code(gender):
    trades = list(Trade.objects.order_by("slug"))

    found = deduce_romes([getattr(trade, gender) for trade in trades])

    assert [trade.slug for trade, code in zip(trades, found, strict=True) if code != trade.rome_id] == []


def test_the_family_of_a_code_is_its_head_and_what_refines_it():
    head = Rome.objects.get(code="D1102")
    child = Rome.objects.create(code="D1108", label="Chef boulanger", subdomain_id="D11", parent=head)

    assert set(Rome.objects.family_of("D1108")) == set(Rome.objects.family_of("D1102")) == {head, child}
    assert head in Rome.objects.heads()
    assert child not in Rome.objects.heads()
