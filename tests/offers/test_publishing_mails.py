"""Mails that ask an employer what becomes of an offer, the links that they bear, and who reads the offer."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.mail.models import Message
from offers.lifecycle import State
from offers.models import Offer
from offers.publishing import life, reminders
from offers.publishing.audience import audience_of
from offers.publishing.links import link_to, token_of
from offers.publishing.models import DayOfViews, Draft, Ending, Posting
from tests.factories.accounts import MembershipFactory, OrganisationFactory, employer
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
READER = {"User-Agent": "Mozilla/5.0 Firefox/140"}


def company_of(person) -> Organisation:
    return person.memberships.get().organisation


@pytest.fixture
def boss(client):
    person = employer()
    client.force_login(person)
    return person


@pytest.fixture
def offer(boss):
    return OfferFactory(organisation=company_of(boss), source="bourse")


# -- mails -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "is_written"), [(8, False), (7, True), (6, False), (1, True), (0, False)])
def test_the_employer_is_warned_a_week_and_a_day_before(boss, offer, days, is_written):
    Offer.objects.filter(pk=offer.pk).update(closes_on=timezone.localdate() + timedelta(days=days))

    reminders.warn_of_closing()
    reminders.warn_of_closing()  # the same morning again: nothing more

    assert Message.objects.filter(template="employers/closing", recipient=boss.email).count() == int(is_written)


def test_imported_offers_write_to_nobody():
    OfferFactory(closes_on=timezone.localdate() + timedelta(days=7))

    assert reminders.warn_of_closing() == 0


def test_the_one_who_published_is_written_to_while_they_act_for_the_company(boss, offer):
    author = MembershipFactory(organisation=offer.organisation, role="member").user
    Posting.objects.create(offer=offer, author=author)
    Offer.objects.filter(pk=offer.pk).update(closes_on=timezone.localdate() + timedelta(days=7))

    reminders.warn_of_closing()
    assert Message.objects.get().recipient == author.email

    author.memberships.all().delete()
    Offer.objects.filter(pk=offer.pk).update(closes_on=timezone.localdate() + timedelta(days=1))
    reminders.warn_of_closing()
    assert Message.objects.latest("pk").recipient == boss.email


def test_a_link_that_a_scanner_follows_changes_nothing(client, offer):
    client.logout()

    for _ in range(3):
        page = client.get(link_to(offer))
        assert page.status_code == 200

    offer.refresh_from_db()
    assert offer.state == State.OPEN
    assert offer.title in page.content.decode()


@pytest.mark.parametrize(("button", "state"), [("prolong", "open"), ("fill", "filled"), ("close", "closed")])
def test_a_button_behind_the_link_acts_without_signing_in(client, offer, button, state):
    client.logout()

    for _ in range(2):  # pressed twice: no error page
        page = client.post(link_to(offer), {"etape": button}, follow=True)
        assert page.status_code == 200

    offer.refresh_from_db()
    assert offer.state == state


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "1" + token, lambda token: "x"])
def test_a_forged_link_leads_nowhere(client, offer, spoil):
    assert client.get(reverse("employers:link", args=[spoil(token_of(offer))])).status_code == 404


def test_an_old_link_leads_nowhere(client, offer):
    link = link_to(offer)

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("filled", "today", "is_written"),
    [
        (date(2026, 3, 10), date(2027, 2, 6), False),
        (date(2026, 3, 10), date(2027, 2, 8), True),  # eleven months later
        (date(2026, 9, 15), date(2027, 8, 20), False),  # never in August
        (date(2026, 9, 15), date(2027, 9, 1), True),
        (date(2026, 3, 10), date(2027, 6, 1), False),  # too late to mean anything
    ],
)
def test_a_place_filled_is_proposed_again_eleven_months_later(offer, filled, today, is_written):
    ending = life.end(offer, "fill", reason="filled")
    Ending.objects.filter(pk=ending.pk).update(ended_at=datetime(*filled.timetuple()[:3], 12, tzinfo=PARIS))

    for hour in (6, 7):
        reminders.propose_again(datetime(*today.timetuple()[:3], hour, tzinfo=PARIS))

    assert Message.objects.filter(template="employers/again").count() == int(is_written)


def test_taking_up_last_year_s_offer_begins_a_draft(client, offer):
    life.end(offer, "fill", reason="filled")
    client.logout()

    page = client.post(link_to(offer), {"etape": "copy"}, follow=True)

    assert 'value="Boulanger ou boulangère"' in page.content.decode()
    assert Draft.objects.get().offer is None


# -- readers -----------------------------------------------------------------------------------------------------------
def read(client, offer, **headers):
    return client.get(reverse("offers:offer", args=[offer.pk]), headers=READER | headers)


def test_readings_are_counted_without_robots_nor_the_employer(client, offer):
    read(client, offer)  # the employer's own
    client.logout()
    for _ in range(3):
        read(client, offer)
    read(client, offer, **{"User-Agent": "Googlebot/2.1"})

    assert DayOfViews.objects.get().views == 3
    assert audience_of(offer).views == 3


def test_the_page_of_an_imported_offer_counts_nothing(client):
    read(client, OfferFactory())

    assert not DayOfViews.objects.exists()


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (10, "Elle est lue 2 fois moins que les offres semblables."),
        (20, "Elle est lue autant que les offres semblables."),
        (60, "Elle est lue 3 fois plus que les offres semblables."),
        (0, "Elle n'est pas encore lue, les offres semblables le sont."),
    ],
)
def test_readings_are_compared_with_similar_offers(offer, own, sentence):
    online = {"published_at": timezone.now() - timedelta(days=9)}
    Offer.objects.filter(pk=offer.pk).update(**online)
    offer.refresh_from_db()
    others = OfferFactory.create_batch(5, organisation=OrganisationFactory(), **online)
    for other in others:
        DayOfViews.objects.create(offer=other, day=timezone.localdate(), views=20)
    DayOfViews.objects.create(offer=offer, day=timezone.localdate(), views=own)

    assert audience_of(offer).comparison == sentence


def test_too_few_similar_offers_prove_nothing(offer):
    assert audience_of(offer).comparison == ""


@pytest.mark.django_db(transaction=True)
def test_readings_at_the_same_moment_are_all_counted(client):
    offer = OfferFactory(organisation=OrganisationFactory(), source="bourse")

    def reader():
        try:
            read(type(client)(), offer)
        finally:
            connections.close_all()

    readers = [threading.Thread(target=reader) for _ in range(4)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()

    assert DayOfViews.objects.get().views == 4
