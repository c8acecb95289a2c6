"""The address that answers while one types in the place field."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    return lambda text, **headers: client.get(reverse("territories:suggest"), {"lieu": text}, headers=headers)


def options(answer):
    """The first line, the code and the second line of each option of a list."""
    rows = re.findall(
        r'<li role="option" aria-selected="false" data-value="([^"]*)" data-code="([^"]*)">(.*?)</li>', answer.text
    )
    return {value: (code, "".join(re.findall("<small>(.*)</small>", content))) for value, code, content in rows}


def test_options_carry_the_label_the_key_and_the_department(ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        answer = ask("sarlat")

    assert options(answer)["Sarlat-la-Canéda (24)"] == ("c24520", "Dordogne")
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("typed", "label", "hint"),
    [
        ("cherbourg-o", "Cherbourg-en-Cotentin (50)", "anciennement Cherbourg-Octeville · Manche"),
        ("24200", "Sarlat-la-Canéda (24)", "24200 · Dordogne"),
        ("st etienne", "Saint-Étienne (42)", "Loire"),
        ("ajaccio", "Ajaccio (2A)", "Corse-du-Sud"),
        ("saint-denis", "Saint-Denis (974)", "La Réunion"),
        ("noumea", "Nouméa (988)", "Nouvelle-Calédonie"),
        ("dordogne", "Dordogne", "département"),
        ("nouvelle-cal", "Nouvelle-Calédonie", "collectivité d’outre-mer"),
        ("nouvelle-aq", "Nouvelle-Aquitaine", "région"),
        ("toute la fr", "France entière", "Toute la France"),
    ],
)
def test_an_option_tells_why_and_where(ask, typed, label, hint):
    assert options(ask(typed))[label][1] == hint


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("sarlat la caneda", "1 proposition"), ("saint", "8 propositions"), ("", "Aucune proposition")],
)
def test_the_list_says_how_many_it_proposes(ask, typed, sentence):
    assert f'data-said="{sentence}"' in ask(typed).text


def test_a_program_gets_json(ask):
    answer = ask("sarlat", accept="application/json")

    assert answer.json()["places"][0] == {
        "key": "c24520",
        "label": "Sarlat-la-Canéda (24)",
        "kind": "commune",
        "hint": "",
        "centre": {"longitude": 1.21658, "latitude": 44.88901} | answer.json()["places"][0]["centre"],
    }


def test_the_answer_may_be_kept_a_day_and_depends_on_what_is_accepted(ask):
    answer = ask("sarlat")

    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("text", ["", "x" * 10_000, "<b>", "' OR 1=1 --", "%%%"])
def test_any_text_gets_an_answer(ask, text):
    assert ask(text).status_code == 200


def test_what_is_typed_is_never_written_back(ask):
    assert "<script>" not in ask("<script>alert(1)</script>").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post(reverse("territories:suggest")).status_code == 405
