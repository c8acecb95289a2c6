"""The first list page weighs 60 kB at most, everything included: many read it over a poor network."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.factories.offers import OfferFactory

BUDGET = 60_000  # bytes
ALREADY_COMPRESSED = (".woff2",)


def weight(path: str) -> int:
    """What a browser downloads for a static file."""
    content = Path(finders.find(path)).read_bytes()
    return len(content) if path.endswith(ALREADY_COMPRESSED) else len(gzip.compress(content, 9))


@pytest.mark.django_db
def test_the_first_list_page_fits_its_budget(client):
    OfferFactory.create_batch(21)

    page = client.get(reverse("offers:search"), {"metier": "boulanger"}, headers={"Accept-Encoding": "gzip"})

    text = gzip.decompress(page.content).decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"]+)"', text))
    assert len(set(re.findall(r"Boulangerie \d+", text))) == 20  # the page is full
    weights = {"page": len(page.content)} | {path: weight(path) for path in files}
    assert any(path.endswith(".css") for path in files)
    assert sum(weights.values()) <= BUDGET, weights


@pytest.mark.django_db
def test_nothing_is_asked_of_a_third_party(client):
    text = client.get(reverse("offers:search")).content.decode()

    assert re.findall(r'<(?:script|img|iframe|source)[^>]+(?:src|srcset)="(?:https?:)?//[^"]+', text) == []
    assert re.findall(r'<link[^>]+rel="(?:stylesheet|preload|icon|manifest)"[^>]+href="(?:https?:)?//[^"]+', text) == []
