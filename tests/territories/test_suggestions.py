"""The address that answers while one types in the place field."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    return lambda text, **headers: client.get(reverse("territories:suggest"), {"lieu": text}, headers=headers)


def test_options_carry_the_label_and_the_key(ask, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        answer = ask("sarlat")

    assert '<option value="Sarlat-la-Canéda (24)" data-code="c24520"></option>' in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/html")


def test_an_option_tells_why_when_its_name_does_not(ask):
    assert 'label="Cherbourg-en-Cotentin (50), anciennement Cherbourg-Octeville"' in ask("cherbourg-o").content.decode()
    assert 'label="Sarlat-la-Canéda (24), 24200"' in ask("24200").content.decode()


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
