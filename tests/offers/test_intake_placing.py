"""Addresses are placed after the import, by the worker, and never put an offer elsewhere than in its commune."""

import json
from io import BytesIO

import pytest
from django.contrib.gis.geos import Point
from procrastinate.contrib.django.models import ProcrastinateJob

from apprentissage.territories.geocoding import Located
from offers.intake import placing
from offers.intake.running import Import
from offers.models import Offer, Site
from tests.offers.intake import job

pytestmark = pytest.mark.django_db
DOOR = Point(1.2166, 44.8901, srid=4326)


def imported(*jobs):
    """The run of an import of these offers."""
    return Import(BytesIO(json.dumps(jobs).encode()), file_name="offres.json").run()


def test_a_site_is_moved_from_its_commune_to_its_address(monkeypatch):
    monkeypatch.setattr(placing, "locate_address", lambda address, commune: Located(DOOR, is_exact=True))
    run = imported(job())

    assert placing.place_addresses(run.pk) is None

    site = Site.objects.get()
    assert site.is_exact
    assert site.point.coords == pytest.approx(DOOR.coords)
    assert Offer.objects.get().places[0].coords == pytest.approx(DOOR.coords)  # what the search and the map read


def test_an_address_nobody_knows_leaves_the_site_at_its_commune(monkeypatch):
    monkeypatch.setattr(placing, "locate_address", lambda address, commune: Located(commune.point, is_exact=False))
    run = imported(job())
    before = Site.objects.get().point

    placing.place_addresses(run.pk)

    assert Site.objects.get().point == before
    assert not Site.objects.get().is_exact


def test_an_address_changed_meanwhile_is_not_given_the_old_point(monkeypatch):
    def slow(address, commune):
        Site.objects.update(address="1 place de la Mairie")
        return Located(DOOR, is_exact=True)

    monkeypatch.setattr(placing, "locate_address", slow)

    placing.place_addresses(imported(job()).pk)

    assert not Site.objects.get().is_exact


def test_many_addresses_are_placed_a_handful_at_a_time(monkeypatch):
    monkeypatch.setattr(placing, "AT_ONCE", 2)
    monkeypatch.setattr(placing, "locate_address", lambda address, commune: Located(DOOR, is_exact=True))
    run = imported(*(job(f"P-{number}") for number in range(3)))

    last = placing.place_addresses(run.pk)

    assert placing.place_addresses(run.pk, after=last) is None
    assert Site.objects.filter(is_exact=True).count() == 3


@pytest.mark.parametrize(("domain", "jobs"), [("data.geopf.fr/geocodage", 1), ("", 0)])
def test_the_worker_is_asked_only_when_there_is_a_geocoder(settings, domain, jobs):
    settings.GEOCODER_DOMAIN = domain

    imported(job())

    assert ProcrastinateJob.objects.filter(task_name="offers.jobs.place_addresses").count() == jobs
