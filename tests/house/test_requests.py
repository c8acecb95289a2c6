"""What holds for every request and every answer, whatever the room."""

import gzip
import io
import json
import logging.config

import pytest
from django.conf import settings
from django.urls import reverse

from apprentissage.logs import logging_config

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    """A function that reads the events written since the test began, in production's form."""
    stream, config = io.StringIO(), logging_config("INFO", as_json=True)
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.parametrize("address", ["/?metier=boulanger%00", "/offres/?lieu=%00", "/vivant%00", "/?%00=1"])
def test_a_nul_byte_in_the_address_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_an_unknown_address_is_a_404(client):
    assert client.get("/nulle-part/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_method_that_means_nothing_is_a_405(client, method):
    assert getattr(client, method)(reverse("pages:alive")).status_code == 405


def test_head_answers_like_get_without_a_body(client):
    answer = client.head(reverse("pages:alive"))

    assert (answer.status_code, answer.content) == (200, b"")


def test_every_answer_carries_the_identifier_of_its_event(client, events):
    answer = client.get(reverse("pages:alive"))

    (event,) = [event for event in events() if event["event"] == "request_finished"]
    assert answer.headers["X-Request-ID"] == event["request_id"]
    assert event["request"] == "GET /vivant"
    assert event["code"] == 200


def test_the_logs_hold_neither_the_search_nor_the_position_nor_the_browser(client, events):
    client.get(
        "/vivant?lieu=Sarlat&code=@44.889,1.217", headers={"User-Agent": "Firefox-of-Anna"}, REMOTE_ADDR="1.2.3.4"
    )

    written = json.dumps(events())
    for secret in ("Sarlat", "44.889", "Firefox-of-Anna", "1.2.3.4"):
        assert secret not in written


def test_pages_are_compressed(client):
    answer = client.get(reverse("pages:home"), headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)


def test_the_security_policy_allows_nothing_by_default_and_nothing_inline(client):
    policy = client.get(reverse("pages:home")).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_may_ask_for_the_position_and_nothing_else_of_the_device(client):
    assert client.get(reverse("pages:home")).headers["Permissions-Policy"].startswith("geolocation=(self), camera=()")


def test_a_page_that_does_not_say_it_is_public_asks_for_an_account(client):
    answer = client.get(reverse("admin:index"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("admin:login"))
