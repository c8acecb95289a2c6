import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.urls import reverse

TOKEN = "a-token-of-more-than-thirty-two-letters"


def test_the_process_says_it_is_alive_without_asking_the_database(client, django_assert_num_queries):
    answer = client.get(reverse("pages:alive"))

    assert (answer.status_code, answer.content) == (200, b"vivant\n")


@pytest.mark.django_db
def test_the_service_is_ready_when_the_database_answers(client):
    assert client.get(reverse("pages:ready")).status_code == 200


def test_the_service_is_not_ready_when_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(connection, "cursor", away)

    answer = client.get(reverse("pages:ready"))

    assert (answer.status_code, answer.content.decode()) == (503, "base injoignable\n")


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer wrong"])
@pytest.mark.parametrize("token", ["", TOKEN])
def test_the_figures_are_hidden_from_who_has_no_token(client, settings, token, authorization):
    settings.METRICS_TOKEN = token

    assert client.get(reverse("pages:metrics"), headers={"Authorization": authorization}).status_code == 404


def test_the_figures_are_given_to_the_bearer_of_the_token(client, settings):
    settings.METRICS_TOKEN = TOKEN

    answer = client.get(reverse("pages:metrics"), headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 200
    assert b"python_info" in answer.content
