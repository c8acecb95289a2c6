"""What is proposed to somebody who types a trade."""

import pytest
from django.urls import reverse

from apprentissage.trades.suggestions import suggest_trades

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("boul", "boulanger"),
        ("Boulangère", "boulanger"),
        ("mecano", "mecanicien-automobile"),
        ("coif", "coiffeur"),
        ("vigile", "agent-de-securite"),
        ("femme de mén", "agent-de-proprete"),
        ("cap pâtissier", "patissier"),
        ("alternance compta", "comptable"),
        ("prothesiste ong", "prothesiste-ongulaire"),
        ("patisier", "patissier"),  # a slip
        ("electricen", "electricien"),
    ],
)
def test_the_trade_meant_is_proposed(typed, slug):
    assert slug in [suggestion.trade.slug for suggestion in suggest_trades(typed, limit=5)]


def test_the_very_name_comes_before_those_that_only_begin_so():
    assert suggest_trades("cuisinier")[0].trade.slug == "cuisinier"


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "bac pro", "H/F", "zzzzzz", "\x00", "%", "'; DROP TABLE", "é" * 10_000]
)
def test_nothing_is_proposed_for_what_names_nothing(typed):
    assert suggest_trades(typed) == []


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("boulang", "CAP Boulanger"),
        ("boulangé", "CAP Boulanger"),
        ("cap patissier", "CAP Pâtissier"),
        ("patisier", "CAP Pâtissier"),  # a slip
        ("vigile", "vigile · CAP Agent de sécurité"),
        ("mecano", "mécano · CAP Maintenance des véhicules option A Voitures particulières"),
        ("nounou", "nounou · CAP Accompagnant éducatif petite enfance"),
    ],
)
def test_a_hint_tells_the_name_that_was_meant_and_the_usual_diploma(typed, hint):
    assert suggest_trades(typed)[0].hint == hint


@pytest.mark.parametrize(("typed", "queries"), [("boul", 1), ("patisier", 2), ("x", 0)])
def test_suggestions_cost_two_queries_at_most(typed, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        suggest_trades(typed)


def test_the_page_receives_a_list_of_options(client):
    response = client.get(reverse("trades:suggest"), {"metier": "boul"})

    assert response.status_code == 200
    assert response.text.count('role="option"') == len(suggest_trades("boul"))
    assert 'data-value="Boulangère ou boulanger"' in response.text
    assert "<small>CAP Boulanger</small>" in response.text
    assert "<html" not in response.text
    assert "Accept" in response.headers["Vary"]


def test_what_is_typed_comes_back_as_text(client):
    response = client.get(reverse("trades:suggest"), {"metier": "vigile <script>"})

    assert "<script>" not in response.text


def test_other_software_receives_json(client):
    response = client.get(reverse("trades:suggest"), {"metier": "boulanger"}, headers={"Accept": "application/json"})

    assert response.json()["trades"][0] == {
        "slug": "boulanger",
        "label": "Boulangère ou boulanger",
        "rome_code": "D1102",
        "levels": [3, 4, 5],
    }


def test_an_epicene_trade_is_said_once(client):
    assert str(suggest_trades("fleuriste")[0].trade) == "Fleuriste"
