"""The API: the exchange format over HTTP, its refusals, and its description tried with made-up questions."""

import json

import pytest
import schemathesis
from django.urls import reverse
from hypothesis import HealthCheck, settings

from apprentissage.wsgi import application

ADDRESS = "/api/simulations/hiring"
BAKER = {
    "id": "boulanger",
    "signed_on": "2026-07-01",
    "starts_on": "2026-09-01",
    "ends_on": "2028-08-31",
    "birth_date": "2009-03-12",
    "diploma_level": 3,
    "headcount": 5,
}
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def ask(client, question, **options):
    body = question if isinstance(question, str | bytes) else json.dumps(question)
    return client.post(ADDRESS, body, content_type="application/json", **options)


def test_a_question_is_answered_in_the_exchange_format(client):
    answer = ask(client, BAKER)

    assert answer.status_code == 200
    found = answer.json()
    assert found["id"] == "boulanger"
    assert found["months"][0]["gross"] == "504.10"
    assert found["totals"]["contract"]["aids"] == "5000.00"
    assert "lines" not in found


@pytest.mark.parametrize("how", ["address", "body"])
def test_the_lines_of_a_month_are_told_when_asked(client, how):
    if how == "address":
        answer = client.post(f"{ADDRESS}?explain=2027-04", json.dumps(BAKER), content_type="application/json")
    else:
        answer = ask(client, BAKER | {"explain": "2027-04"})

    lines = answer.json()["lines"]
    assert lines[0] | {"because": "", "source": ""} == {
        "label": "Salaire brut",
        "base": "1867.02",
        "rate": "0.43",
        "amount": "802.82",
        "because": "",
        "source": "",
    }


def test_a_question_that_cannot_be_computed_says_which_field_and_why(client):
    answer = ask(client, BAKER | {"diploma_level": 9, "headcount": "-1", "colour": "blue"})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    errors = {error["field"]: error["message"] for error in answer.json()["errors"]}
    assert set(errors) == {"diploma_level", "headcount", "colour"}
    assert errors["diploma_level"] == "Le niveau du diplôme va de 3 (CAP) à 8 (doctorat)."


def test_a_month_that_is_wrong_in_the_address_is_wrong_for_a_whole_batch(client):
    refused = client.post(f"{ADDRESS}?explain=septembre", json.dumps([BAKER]), content_type="application/json")

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "explain", "message": "Un mois s'écrit AAAA-MM, par exemple 2026-09."}
    ]


def test_a_broken_question_does_not_stop_the_others(client):
    answers = ask(client, [BAKER, {"id": "vide"}, 12, BAKER | {"id": "autre"}]).json()

    assert [found.get("id") for found in answers] == ["boulanger", "vide", None, "autre"]
    assert ["errors" in found for found in answers] == [False, True, True, False]


def test_a_thousand_questions_are_a_batch_and_one_more_is_too_many(client):
    assert len(ask(client, [BAKER] * 1000).json()) == 1000

    refused = ask(client, [BAKER] * 1001)
    assert refused.status_code == 413
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("body", ["", "{", "[1,", b"\xff\xfe", '{"a":' * 5000])
def test_what_is_not_json_is_refused_in_one_sentence(client, body):
    refused = ask(client, body)

    assert refused.status_code == 400
    assert "JSON" in refused.json()["title"]


def test_a_body_without_end_is_refused(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert ask(client, " " * 2000).status_code == 413


@pytest.mark.parametrize("odd", [None, True, 3, "texte", [[]], [None], {}, {"id": {"a": [1]}}, "\u0000"])
def test_odd_bodies_are_refused_not_broken(client, odd):
    assert ask(client, json.dumps(odd)).status_code in (200, 422)


def test_no_token_no_cookie_no_account(client):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post(ADDRESS, json.dumps(BAKER), content_type="application/json")

    assert answer.status_code == 200
    assert answer.cookies == {}


def test_the_computation_asks_nothing_of_the_database(client):
    assert ask(client, BAKER).status_code == 200  # no mark: pytest-django refuses any query


def test_the_description_names_every_field_that_the_exchange_reads(client):
    from simulators.core.exchange import READERS, REQUIRED

    described = client.get(reverse("api-1:openapi-json")).json()
    question = described["paths"][ADDRESS]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"][0]

    assert set(question["properties"]) == {*READERS, "id", "explain"}
    assert set(question["required"]) == set(REQUIRED)


@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case):
    case.call_and_validate(
        headers={"Accept-Encoding": "identity"}, excluded_checks=[schemathesis.checks.positive_data_acceptance]
    )
