"""The life of an offer: the table decides, in Python and in PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from offers.lifecycle import STEPS, TRANSITIONS, ImpossibleStepError, State, steps_from
from offers.models import Offer
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
@pytest.mark.parametrize("state", State)
def test_a_step_is_taken_only_from_where_the_table_says(state, step):
    offer = OfferFactory(state=state)

    if state in step.sources:
        offer.take(step.name)
        assert offer.state == step.target
    else:
        with pytest.raises(ImpossibleStepError, match="ne permet pas"):
            offer.take(step.name)
        assert offer.state == state

    assert Offer.objects.get(pk=offer.pk).state == offer.state


@pytest.mark.parametrize("target", State)
@pytest.mark.parametrize("state", State)
def test_update_cannot_escape_the_table(state, target):
    offer = OfferFactory(state=state)
    rows = Offer.objects.filter(pk=offer.pk)

    if state == target or (state, target) in TRANSITIONS:
        rows.update(state=target)
        assert rows.get().state == target
    else:
        with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
            rows.update(state=target)
        assert rows.get().state == state


def test_the_state_in_the_database_counts_not_the_one_in_memory():
    offer = OfferFactory(state=State.OPEN)
    Offer.objects.filter(pk=offer.pk).update(state=State.WITHDRAWN)

    with pytest.raises(ImpossibleStepError):
        offer.take("fill")

    assert Offer.objects.get(pk=offer.pk).state == State.WITHDRAWN


def test_publishing_dates_the_offer_for_two_months():
    offer = OfferFactory(state=State.DRAFT, published_at=None, closes_on=None)

    offer.take("publish")

    assert timezone.now() - offer.published_at < timedelta(minutes=1)
    assert offer.closes_on == timezone.localdate() + timedelta(days=61)
    assert offer.is_open


def test_publishing_keeps_a_closing_date_still_ahead():
    last_day = timezone.localdate()
    offer = OfferFactory(state=State.DRAFT, closes_on=last_day)

    offer.take("publish")

    assert offer.closes_on == last_day


def test_reopening_puts_off_a_closing_date_behind_us():
    today = timezone.localdate()
    past = {"published_at": timezone.now() - timedelta(days=9), "closes_on": today - timedelta(days=1)}
    offer = OfferFactory(state=State.EXPIRED, **past)

    offer.take("reopen")

    assert offer.closes_on == today + timedelta(days=61)


def test_a_failed_step_leaves_everything_as_it_was():
    offer = OfferFactory(state=State.DRAFT, sites=[])  # nowhere: cannot open

    with pytest.raises(Exception, match="open_offers_have_a_place"), transaction.atomic():
        offer.take("publish")

    assert Offer.objects.get(pk=offer.pk).state == offer.state == State.DRAFT


def test_the_buttons_of_a_state_come_from_the_table():
    assert [step.name for step in steps_from(State.OPEN)] == ["hold", "pause", "fill", "close", "expire", "withdraw"]
    assert [step.name for step in steps_from(State.WITHDRAWN)] == ["restore"]
