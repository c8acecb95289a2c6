"""What becomes of an address when the address base answers, lies, sleeps or is not there."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import caches

from apprentissage.territories.geocoding import Located, locate_address
from apprentissage.territories.models import Commune

pytestmark = pytest.mark.django_db


class Base(BaseHTTPRequestHandler):
    """An address base that answers ``server.answer`` and remembers what it was asked."""

    def do_GET(self):
        self.server.asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
        body = self.server.answer if isinstance(self.server.answer, bytes) else json.dumps(self.server.answer).encode()
        self.server.release.wait(5)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # the visitor did not wait

    def log_message(self, *args):
        return


@pytest.fixture
def base(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Base)
    server.answer, server.status, server.asked, server.release = {"features": []}, 200, [], threading.Event()
    server.release.set()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.GEOCODER_DOMAIN, settings.GEOCODER_SCHEME = f"127.0.0.1:{server.server_port}", "http"
    settings.GEOCODER_TIMEOUT = 2.0
    caches["near"].clear()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def sarlat():
    return Commune.objects.get(pk="24520")


def feature(citycode="24520", kind="housenumber", score=0.9):
    facts = {"citycode": citycode, "type": kind, "score": score, "label": "12 Rue de la République 24200 Sarlat"}
    return {"geometry": {"coordinates": [1.21, 44.88]}, "properties": facts}


def test_the_address_is_asked_with_its_postal_code_and_commune(base, sarlat):
    base.answer = {"features": [feature()]}

    located = locate_address(" 12  rue de la République ", sarlat)

    assert located.is_exact
    assert (located.point.x, located.point.y) == (1.21, 44.88)
    assert base.asked == ["12 rue de la République 24200 Sarlat-la-Canéda"]


def test_an_answer_is_remembered_and_so_is_its_absence(base, sarlat):
    locate_address("12 rue de la République", sarlat)
    locate_address("12 RUE de la République", sarlat)

    assert len(base.asked) == 1


def test_the_first_answer_in_the_right_commune_is_taken(base, sarlat):
    base.answer = {"features": [feature(citycode="89162", score=0.99), feature(score=0.7)]}

    assert locate_address("12 rue de la République", sarlat).is_exact


@pytest.mark.parametrize(
    "doubtful",
    [feature(citycode="89162", score=0.99), feature(kind="municipality"), feature(score=0.2)],
    ids=["another commune", "only the commune", "a low score"],
)
def test_a_doubtful_answer_is_not_believed(base, sarlat, doubtful):
    base.answer = {"features": [doubtful]}

    assert locate_address("12 rue de la République", sarlat) == Located(sarlat.point, is_exact=False)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, {}),
        (500, b"oops"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, {"features": [{}]}),
        (200, {"features": [{"geometry": {"coordinates": []}, "properties": {}}]}),
        (200, {"features": 3}),
        (200, {"features": [{"geometry": {"coordinates": ["x", None]}, "properties": {}}]}),
    ],
)
def test_a_base_that_fails_gives_the_commune(base, sarlat, status, answer):
    base.status, base.answer = status, answer

    assert locate_address("12 rue de la République", sarlat) == Located(sarlat.point, is_exact=False)


def test_a_base_that_sleeps_gives_the_commune_in_time(base, sarlat, settings):
    settings.GEOCODER_TIMEOUT = 0.1
    base.release.clear()

    assert not locate_address("12 rue de la République", sarlat).is_exact


def test_a_base_that_is_not_there_gives_the_commune(sarlat, settings):
    settings.GEOCODER_DOMAIN, settings.GEOCODER_SCHEME = "127.0.0.1:9", "http"
    caches["near"].clear()

    assert not locate_address("12 rue de la République", sarlat).is_exact


def test_nothing_is_asked_without_a_domain_or_an_address(base, sarlat, settings):
    assert not locate_address("  ", sarlat).is_exact
    settings.GEOCODER_DOMAIN = ""
    assert not locate_address("12 rue de la République", sarlat).is_exact
    assert base.asked == []


def test_a_monstrous_address_is_cut_and_a_nul_byte_goes(base, sarlat):
    locate_address("\x00" + "12 rue " * 1_000, sarlat)

    assert len(base.asked[0]) == 200


def test_the_log_of_a_failure_does_not_tell_the_address(base, sarlat, caplog):
    base.status = 500

    locate_address("12 rue de la République", sarlat)

    assert "geocoder without answer" in caplog.text
    assert "République" not in caplog.text


def test_a_commune_without_point_has_no_fall_back():
    assert locate_address("1 rue du Port", Commune.objects.get(pk="98711")) == Located(None, is_exact=False)
