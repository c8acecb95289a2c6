"""Any search is an Atom feed: valid, stable, and cheap when nothing has changed."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = {"metier": "boulanger", "code": "c24520"}


def feed(client, **headers):
    return client.get(reverse("alerts:feed"), SEARCH, headers=headers)


def text(element, name):
    return element.find(f"{ATOM}{name}").text


def test_the_feed_holds_what_rfc_4287_wants(client):
    OfferFactory.create_batch(3, title="Boulanger & pâtissier <à Sarlat>")

    answer = feed(client)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314  (our own)
    assert root.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith(
        "/offres/flux.atom?code=c24520&lieu=Sarlat-la-Can%C3%A9da+%2824%29&metier=boulanger&rayon=30"
    )
    assert "/offres/?" in links["alternate"]
    assert text(root, "title") == "Boulanger près de Sarlat-la-Canéda (24), à moins de 30 km : places d'apprentissage"
    entries = root.findall(f"{ATOM}entry")
    assert len({text(entry, "id") for entry in entries} | {text(root, "id")}) == 4
    for element in (root, *entries):
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
        assert element.find(f"{ATOM}author/{ATOM}name").text
    assert text(entries[0], "title") == "Boulanger & pâtissier <à Sarlat>, Sarlat-la-Canéda"


def test_the_newest_offer_comes_first_and_dates_the_feed(client):
    now = timezone.now().replace(microsecond=0)
    for hours in (5, 1, 9):
        OfferFactory(published_at=now - timedelta(hours=hours))

    root = ET.fromstring(feed(client).content)  # noqa: S314

    moments = [datetime.fromisoformat(text(entry, "updated")) for entry in root.findall(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert datetime.fromisoformat(text(root, "updated")) == moments[0]


@pytest.mark.parametrize("by", ["ETag", "Last-Modified"])
def test_a_reader_that_has_everything_is_told_so_before_any_offer_is_read(client, by, django_assert_max_num_queries):
    OfferFactory.create_batch(3)
    first = feed(client)
    ask = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[by]

    with django_assert_max_num_queries(8):
        answer = feed(client, **{ask: first[by]})

    assert answer.status_code == 304
    assert answer.content == b""
    assert "max-age=900" in answer["Cache-Control"]


def test_a_new_offer_changes_the_feed(client):
    OfferFactory()
    etag = feed(client)["ETag"]
    OfferFactory()

    assert feed(client, **{"If-None-Match": etag}).status_code == 200


def test_an_empty_feed_is_a_feed_too(client):
    root = ET.fromstring(feed(client).content)  # noqa: S314

    assert root.findall(f"{ATOM}entry") == []
    assert text(root, "updated").startswith("2026-01-01")


@pytest.mark.parametrize("params", [{}, {"code": "fr"}, {"lieu": "xqzk"}, {"rayon": "x", "niveau": "99", "page": "-1"}])
def test_any_search_is_a_feed(client, params):
    OfferFactory()

    answer = client.get(reverse("alerts:feed"), params)

    assert answer.status_code == 200
    ET.fromstring(answer.content)  # noqa: S314


def test_the_page_of_results_announces_its_feed(client):
    OfferFactory()

    page = client.get(reverse("offers:search"), SEARCH | {"tri": "distance"}).content.decode()

    address = "/offres/flux.atom?metier=boulanger&amp;code=c24520"
    assert '<link rel="alternate" type="application/atom+xml" title="1 place de boulanger' in page
    assert page.count(f'href="{address}"') == 2


def test_a_fictional_offer_says_so_in_the_feed(client):
    OfferFactory(is_fictional=True)

    root = ET.fromstring(feed(client).content)  # noqa: S314

    assert text(root.find(f"{ATOM}entry"), "title").startswith("[Fictive] ")
