"""The page of results over HTTP: what it costs, and its calm in front of any input."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.filters import OfferFilter
from tests.offers.corpus import SARLAT, around, ask, record, titles, write

pytestmark = pytest.mark.django_db


# -- cost --------------------------------------------------------------------------------------------------------------


SEARCHES = [
    {},
    {"metier": "boulanger"},
    {"metier": "boulanger", "code": "c24520"},
    {"metier": "boulanger", "lieu": "Sarlat"},
    {"metier": "maintenace", "code": "c75056", "niveau": "3"},
    {"metier": "luthier", "lieu": "Sarlat", "rayon": "10", "permis": "non"},
    {"code": "c24520", "niveau": ["3", "4"], "tri": "recentes"},
    {"code": "d24", "metier": "vente"},
    {"metier": "zzz nonsense", "lieu": "Brive-la-Gaillarde"},
    {"metier": "maintenace", "lieu": "Sarlat", "niveau": "3"},
]


@pytest.mark.parametrize("asked", SEARCHES, ids=[urlencode(asked, doseq=True) or "nothing" for asked in SEARCHES])
def test_a_page_costs_eight_queries_at_most_and_no_more_with_more_offers(client, asked):
    url = f"{reverse('offers:search')}?{urlencode(asked, doseq=True)}"
    costs = []
    for batch in ("a", "b"):
        write(*(record(f"{batch}{n}", "Boulanger", level=3, site=around(SARLAT, n)) for n in range(8)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
        costs.append(len(queries))

    assert max(costs) <= 8
    assert costs[1] <= max(costs[0], 7)  # the first offers add their own rows, once


# -- bad input ---------------------------------------------------------------------------------------------------------

LONG = "a" * 10_000
HOSTILE = [
    "\x00",
    "boulanger\x00",
    LONG,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "'\"&|!():*<->",
    "🥖",
    "%",
    "\\",
    "$1",
    "{{ 7 }}",
]
FIELDS = [*OfferFilter.base_filters, "page", "inconnu"]


@pytest.mark.parametrize("value", HOSTILE, ids=[ascii(value[:12]) for value in HOSTILE])
@pytest.mark.parametrize("field", FIELDS)
def test_no_input_breaks_the_page(client, field, value):
    response = client.get(reverse("offers:search"), {"metier": "boulanger", "rayon": "20"} | {field: value})

    assert response.status_code in (200, 400, 404)
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"rayon": "abc"}, "Le rayon est un nombre de kilomètres."),
        ({"rayon": "-1"}, "Le rayon est d'au moins 1 km."),
        ({"rayon": "1000000000"}, "Le rayon va jusqu'à 100 km."),
        ({"rayon": "9" * 5000}, "Le rayon"),
        ({"debut": "32/13/2027"}, "Ce jour n'existe pas."),
        ({"duree": "long"}, "La durée est un nombre de mois."),
        ({"niveau": "12"}, "Ce choix n'existe pas"),
        ({"metier": LONG}, "Ce texte est trop long"),
        ({"page": "999999"}, "Cette page n'existe pas"),
        ({"page": "-3"}, "Cette page n'existe pas"),
        ({"page": "25"}, "Il n'y a pas autant de pages"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(asked, sentence):
    write(record("any", "Boulanger"))

    search = ask(**({"text": "boulanger"} if "metier" not in asked else {}), **asked)

    assert any(sentence in problem for problem in search.problems), search.problems
    assert titles(search) == ["Boulanger"]


def test_unknown_parameters_are_neither_asked_nor_carried():
    write(record("any", "Boulanger"))

    search = ask("boulanger", utm_source="x", colour="red")

    assert search.problems == []
    assert "utm_source" not in search.share_url


def test_htmx_gets_the_region_and_a_browser_the_page(client):
    url = reverse("offers:search")

    fragment, page = client.get(url, headers={"HX-Request": "true"}), client.get(url)

    assert b"<html" not in fragment.content
    assert b"<html" in page.content
    assert "HX-Request" in page.headers["Vary"]
