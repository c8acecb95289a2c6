"""The end of offers whose last day is past: by command and every night."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from offers import closing, jobs
from offers.lifecycle import State
from offers.models import Offer
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    """Three offers whose last day was yesterday."""
    today = timezone.localdate()
    dates = {"published_at": timezone.now() - timedelta(days=30), "closes_on": today - timedelta(days=1)}
    return OfferFactory.create_batch(3, **dates)


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_only_what_is_past_expires_whatever_the_batch(past, batch, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", batch)
    today = OfferFactory(closes_on=timezone.localdate())
    draft = OfferFactory(state=State.DRAFT, closes_on=timezone.localdate() - timedelta(days=1), published_at=None)

    assert closing.close_past_offers() == 3

    assert set(Offer.objects.filter(state=State.EXPIRED)) == set(past)
    assert Offer.objects.get(pk=today.pk).state == State.OPEN  # the last day is still a day
    assert Offer.objects.get(pk=draft.pk).state == State.DRAFT
    assert closing.close_past_offers() == 0


def test_the_command_tells_how_many(past):
    said = io.StringIO()

    call_command("close_offers", stdout=said)

    assert said.getvalue() == "Offres échues : 3.\n"


def test_the_worker_does_it_every_night_just_after_midnight_in_paris(past):
    jobs.close_past_offers(timestamp=0)

    assert Offer.objects.filter(state=State.EXPIRED).count() == 3
