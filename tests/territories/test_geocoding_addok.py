"""Addresses asked from a real addok, the engine of the national address base, on loopback.

Needs Debian's ``redis-server``, and addok in an environment of its own (it compiles an extension):

    uv venv .local/addok
    uv pip install --python .local/addok addok==1.3.2 addok-fr==1.1.0 addok-france==1.2.0 gunicorn

The public service differs in places (quotas, scores, refusal of very short questions): this proves the protocol.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches

from apprentissage.territories.geocoding import locate_address
from apprentissage.territories.models import Commune
from apprentissage.territories.places import Kind, look_up

ADDOK = Path(settings.BASE_DIR, ".local", "addok", "bin")

pytestmark = [
    pytest.mark.addok,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
    pytest.mark.skipif(not (ADDOK / "addok").exists(), reason="addok is not installed in .local/addok (see the file)"),
]

CONFIG = """
REDIS = {{"host": "127.0.0.1", "port": {port}, "indexes": {{"db": 0}}, "documents": {{"db": 1}}}}
LOG_DIR = "{folder}"
EXTRA_FIELDS = [{{"key": "citycode"}}]
FILTERS = ["type", "citycode", "postcode"]
BATCH_WORKERS = 1
QUERY_PROCESSORS_PYPATHS = [
    "addok.helpers.text.check_query_length", "addok_france.extract_address", "addok_france.clean_query",
    "addok_france.remove_leading_zeros",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber", "addok_france.make_labels", "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance", "addok.helpers.results.score_by_ngram_distance",
    "addok.helpers.results.score_by_geo_distance",
]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize", "addok.helpers.text.normalize", "addok_france.glue_ordinal",
    "addok_france.fold_ordinal", "addok_france.flag_housenumber", "addok.helpers.text.synonymize",
    "addok_fr.phonemicize",
]
"""

STREETS = [  # commune, street, number, longitude, latitude (the last two made up, inside the commune)
    ("24520", "Rue de la République", "12", 1.2151, 44.8899),
    ("24520", "Avenue Gambetta", "3", 1.2170, 44.8945),
    ("24322", "Rue de la République", "12", 0.7190, 45.1850),
    ("69382", "Place Bellecour", "10", 4.8322, 45.7578),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def documents() -> list[dict]:
    """The 500 communes of Dordogne and a few streets, in the format of the address base."""
    communes = {c.pk: c for c in Commune.objects.filter(department="24") | Commune.objects.filter(pk="69382")}
    found = [
        {
            "id": code, "type": "municipality", "name": c.name, "city": c.name, "citycode": code, "importance": 0.3,
            "postcode": c.postal_codes[0], "lon": c.point.x, "lat": c.point.y,
        }
        for code, c in communes.items()
    ]  # fmt: skip
    for code, street, number, longitude, latitude in STREETS:
        commune = communes[code]
        found.append(
            {
                "id": f"{code}_{street}", "type": "street", "name": street, "city": commune.name, "citycode": code,
                "postcode": commune.postal_codes[0], "importance": 0.3, "lon": longitude, "lat": latitude,
                "housenumbers": {number: {"lat": latitude, "lon": longitude, "id": f"{code}_{street}_{number}"}},
            }
        )  # fmt: skip
    return found


def wait_until(is_ready, process, what: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"{what} stopped with {process.returncode}")
        if is_ready():
            return
        time.sleep(0.1)
    pytest.fail(f"{what} did not start")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=1).status == 200  # noqa: S310  loopback
    except (OSError, urllib.error.URLError):
        return False


@pytest.fixture(scope="module")
def addok(tmp_path_factory, django_db_setup, django_db_blocker):
    """The domain of an addok that knows Dordogne; redis and addok end with the module."""
    folder = tmp_path_factory.mktemp("addok")
    redis_port, port = free_port(), free_port()
    config, batch = folder / "addok.conf", folder / "places.ndjson"
    config.write_text(CONFIG.format(port=redis_port, folder=folder), encoding="utf-8")
    with django_db_blocker.unblock():
        batch.write_text("".join(json.dumps(document) + "\n" for document in documents()), encoding="utf-8")
    environment = {**os.environ, "ADDOK_CONFIG_MODULE": str(config)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    redis = subprocess.Popen(
        ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)], **quiet
    )
    server = None
    try:
        wait_until(lambda: listens(redis_port), redis, "redis-server")
        for command in (["batch", str(batch)], ["ngrams"]):
            subprocess.run([ADDOK / "addok", "--config", config, *command], env=environment, check=True, **quiet)
        server = subprocess.Popen(
            [ADDOK / "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "1", "addok.http.wsgi"], env=environment, **quiet
        )
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/search?q=sarlat"), server, "addok")
        yield f"127.0.0.1:{port}"
    finally:
        for process in filter(None, (server, redis)):
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture(autouse=True)
def _by_addok(settings, addok):
    settings.GEOCODER_DOMAIN, settings.GEOCODER_SCHEME, settings.GEOCODER_TIMEOUT = addok, "http", 5.0
    caches["near"].clear()


@pytest.fixture
def sarlat():
    return Commune.objects.get(pk="24520")


@pytest.mark.parametrize("address", ["12 rue de la République", "12, rue de la republique", "12 RUE DE LA REPUBLIC"])
def test_an_address_is_found_at_its_door(sarlat, address):
    located = locate_address(address, sarlat)

    assert located.is_exact
    assert (round(located.point.x, 4), round(located.point.y, 4)) == (1.2151, 44.8899)


def test_the_same_street_of_another_town_is_not_taken(sarlat):
    vitrac = Commune.objects.get(pk="24587")  # no street is known there

    located = locate_address("12 rue de la République", vitrac)

    assert not located.is_exact
    assert located.point == vitrac.point


@pytest.mark.parametrize("address", ["zzzz qqqq", "99 impasse de nulle part", "Sarlat"])
def test_an_unknown_street_falls_back_to_the_commune(sarlat, address):
    located = locate_address(address, sarlat)

    assert located.point.distance(sarlat.point) < 0.01  # degrees: the commune, or its own entry in the base
    assert not located.is_exact


def test_an_address_in_a_city_is_found_in_its_arrondissement():
    located = locate_address("10 place Bellecour", Commune.objects.get(pk="69123"))

    assert located.is_exact


def test_a_whole_address_typed_as_a_place_is_its_centre():
    found = look_up("12 rue de la République, 24200 Sarlat")

    assert found.place.kind is Kind.ADDRESS
    assert found.place.key == "a44.88990,1.21510"
    assert found.place.label == "12 rue de la République, 24200 Sarlat"
