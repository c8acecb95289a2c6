import gzip
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories.offers import OfferFactory

PAGES = ["home", "contracts", "legal", "privacy", "accessibility", "sources"]
VOID = {"meta", "link", "input", "br", "hr", "img", "source", "wbr"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    caches["near"].clear()


class Outline(HTMLParser):
    """What a browser would stumble on: elements left open, identifiers given twice, labels that lead nowhere."""

    def __init__(self, markup):
        super().__init__()
        self.open, self.faults, self.identifiers, self.references, self.headings = [], [], [], [], []
        self.feed(markup)
        self.faults += [f"{tag} is not closed" for tag in self.open]
        self.faults += [f"id {one} is given twice" for one in set(self.identifiers) if self.identifiers.count(one) > 1]
        self.faults += [f"{one} leads nowhere" for one in self.references if one not in self.identifiers]

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in known:
            self.identifiers.append(known["id"])
        if len(known) != len(attrs):
            self.faults.append(f"{tag} has an attribute twice")
        if tag == "label" and "for" in known:
            self.references.append(known["for"])
        for name in ("aria-describedby", "aria-labelledby"):
            self.references += known.get(name, "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes nothing")


def assert_sound(response):
    outline = Outline(response.content.decode())
    assert outline.faults == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(outline.headings))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_all_and_well_formed(client, name):
    response = client.get(reverse(f"pages:{name}"))

    assert response.status_code == 200
    assert_sound(response)


def test_the_gallery_shows_every_component(client):
    response = client.get(reverse("gallery"))

    shown = {template.name for template in response.templates}
    components = {f"components/{path.name}" for path in (settings.BASE_DIR / "templates/components").glob("*.html")}
    assert components - shown <= {"components/_seam.html", "components/_ways_home.html"}  # home page, error pages
    assert_sound(response)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_answers_to_reading_only(client, name):
    assert client.post(reverse(f"pages:{name}")).status_code == 405


def test_the_first_door_is_a_form_that_works_without_javascript(client):
    page = client.get(reverse("pages:home")).content.decode()

    form = re.search(r"<form[^>]*>", page)[0]
    assert f'action="{reverse("offers:search")}"' in form
    assert "method" not in form  # a search is a link
    assert 'name="metier"' in page
    assert 'name="lieu"' in page


@pytest.mark.parametrize(
    ("how_many", "sentence"),
    [(0, "Aucune offre n’est ouverte"), (1, "1 offre ouverte aujourd’hui"), (2, "2 offres ouvertes aujourd’hui")],
)
def test_the_home_page_counts_the_offers_that_are_really_open(client, how_many, sentence):
    OfferFactory.create_batch(how_many)

    assert sentence in client.get(reverse("pages:home")).content.decode()


def test_the_home_page_counts_once_for_all_its_visitors(client, django_assert_num_queries):
    client.get(reverse("pages:home"))

    with django_assert_num_queries(0):
        client.get(reverse("pages:home"))


def test_the_demonstration_says_so_on_every_page(client, settings):
    settings.DEMONSTRATION = True
    assert "Démonstration" in client.get(reverse("pages:legal")).content.decode()

    settings.DEMONSTRATION = False
    assert "Démonstration" not in client.get(reverse("pages:legal")).content.decode()


def test_the_word_of_the_current_page_is_marked(client):
    page = client.get(reverse("simulators:cost")).content.decode()

    assert re.findall(r'<a [^>]*aria-current="page"[^>]*>([^<]+)</a>', page) == ["Coûts"]


def test_the_legal_notice_names_the_operator_or_says_that_it_is_missing(client, settings):
    assert "Non renseigné" in client.get(reverse("pages:legal")).content.decode()

    settings.OPERATOR = {"name": "Chambre de métiers", "email": "contact@exemple.fr"}
    page = client.get(reverse("pages:legal")).content.decode()
    assert "Chambre de métiers" in page
    assert "mailto:contact@exemple.fr" in page


def test_an_address_that_leads_nowhere_offers_two_ways_out(client):
    response = client.get("/rien-du-tout")

    assert response.status_code == 404
    assert reverse("offers:search") in response.content.decode()
    assert_sound(response)


@pytest.mark.parametrize("code", [400, 403, 404])
def test_an_error_page_stands_without_a_request(code):
    assert "<h1>" in render_to_string(f"{code}.html")


def test_a_breakdown_answers_even_when_nothing_else_does(client, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("apprentissage.pages.views.open_offers_count", broken)
    client.raise_request_exception = False

    response = client.get(reverse("pages:home"))

    assert response.status_code == 500
    assert "Le service est en panne" in response.content.decode()


def test_a_form_sent_without_its_token_is_explained(settings):
    settings.DEBUG = False
    response = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x"})

    assert response.status_code == 403
    assert "renvoyez le formulaire" in response.content.decode()


def test_robots_are_told_where_to_go_and_where_not(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /administration/" in text
    assert text.rstrip().endswith("/sitemap.xml")


def test_the_manifest_names_icons_that_exist():
    manifest = json.loads(Path(finders.find("bourse.webmanifest")).read_text(encoding="utf-8"))

    assert manifest["lang"] == "fr"
    assert all(finders.find(icon["src"]) for icon in manifest["icons"])


def test_the_home_page_and_all_it_loads_weigh_little(client):
    page = client.get(reverse("pages:home")).content
    files = set(re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js|woff2|svg))"', page.decode()))

    weight = len(gzip.compress(page)) + sum(len(gzip.compress(Path(finders.find(one)).read_bytes())) for one in files)

    assert len(files) >= 5
    assert weight <= 60 * 1024
