"""The life of an employer's offer: paused, full, filled, taken up again; and the mails that ask about it."""

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
from offers.models import Offer, OfferStateEvent
from offers.publishing import life, reminders
from offers.publishing.audience import audience_of
from offers.publishing.links import link_to, token_of
from offers.publishing.models import DayOfViews, Draft, Ending, Posting
from offers.publishing.privacy import purge
from tests.factories.accounts import MembershipFactory, OrganisationFactory, employer
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory
from tests.offers.publishing import send

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


def take(client, offer, step):
    return client.post(reverse("employers:step", args=[offer.pk]), {"etape": step}, follow=True).content.decode()


# -- steps -------------------------------------------------------------------------------------------------------------
def test_a_paused_offer_leaves_the_search_and_comes_back(client, offer):
    take(client, offer, "pause")
    assert not Offer.objects.open().exists()
    page = client.get(reverse("offers:offer", args=[offer.pk]))
    assert page.status_code == 410
    assert "en pause" in page.content.decode()

    take(client, offer, "resume")
    assert Offer.objects.open().get() == offer


def test_a_step_that_is_not_possible_says_why(client, offer):
    assert "ne permet pas l’action" in take(client, offer, "resume")
    assert take(client, offer, "withdraw")  # not an employer's step: nothing happens
    offer.refresh_from_db()
    assert offer.state == State.OPEN


def test_prolonging_twice_gives_two_months_not_four(client, offer):
    for _ in range(2):
        take(client, offer, "prolong")

    offer.refresh_from_db()
    assert offer.closes_on == timezone.localdate() + timedelta(days=61)


def test_a_filled_offer_keeps_who_was_found_and_through_what(client, offer):
    application = ApplicationFactory(offer=offer, organisation=offer.organisation, first_name="Lina")
    address = reverse("employers:end", args=[offer.pk])
    assert "Lina" in client.get(address).content.decode()

    client.post(address, {"fin": "fill", "candidature": str(application.key)})

    offer.refresh_from_db()
    ending = Ending.objects.get()
    assert offer.state == State.FILLED
    assert (ending.reason, ending.channel, ending.application) == ("filled", "here", application)


def test_an_application_of_another_offer_cannot_be_chosen(client, offer):
    ApplicationFactory(offer=offer, organisation=offer.organisation)
    elsewhere = ApplicationFactory()

    response = client.post(
        reverse("employers:end", args=[offer.pk]), {"fin": "fill", "candidature": str(elsewhere.key)}
    )

    assert response.status_code == 422
    assert not Ending.objects.exists()


def test_closing_asks_why(client, offer):
    address = reverse("employers:end", args=[offer.pk])
    assert client.post(address, {"fin": "close"}).status_code == 422

    client.post(address, {"fin": "close", "raison": "nobody"})
    assert Ending.objects.get().reason == "nobody"
    assert Offer.objects.get().state == State.CLOSED


def test_an_ended_offer_reopens_only_for_a_valid_company(client, offer):
    life.end(offer, "close", reason="other")
    Organisation.objects.filter(pk=offer.organisation_id).update(state="pending")
    assert "pas validée" in take(client, offer, "reopen").replace("’", "'")

    Organisation.objects.filter(pk=offer.organisation_id).update(state="valid")
    take(client, offer, "reopen")
    offer.refresh_from_db()
    assert offer.state == State.OPEN


def test_a_copy_says_the_same_and_leaves_the_date_to_say(client, boss):
    starts_on = timezone.localdate() + timedelta(days=90)
    send(client, debut_type="date", debut=starts_on.isoformat(), question=["pourquoi"], salaire="900")
    offer = Offer.objects.get()

    client.post(reverse("employers:copy", args=[offer.pk]))

    copy = Draft.objects.exclude(offer=offer).get()
    assert copy.answers["titre"] == [offer.title]
    assert copy.answers["description"] == ["Pétrir, façonner et cuire avec une équipe de quatre personnes."]
    assert copy.answers["code-1"] == ["c24520"]
    assert (copy.answers["debut_type"], copy.answers["debut"]) == (["flexible"], [""])
    assert (copy.answers["question"], copy.answers["salaire"]) == (["pourquoi"], ["900,00"])
    assert copy.offer is None


def test_an_offer_without_draft_is_changed_through_one(client, offer):
    page = client.get(reverse("employers:edit", args=[offer.pk]), follow=True).content.decode()

    assert 'value="Boulanger ou boulangère"' in page
    send(client, key=offer.draft.pk, titre="Boulanger, deux fours", version=offer.draft.version)
    offer.refresh_from_db()
    assert offer.title == "Boulanger, deux fours"
    assert Offer.objects.count() == 1


def test_a_stranger_changes_nothing(client, offer):
    client.force_login(employer())

    for name in ("step", "copy"):
        assert client.post(reverse(f"employers:{name}", args=[offer.pk]), {"etape": "pause"}).status_code == 404
    for name in ("offer", "edit", "end"):
        assert client.get(reverse(f"employers:{name}", args=[offer.pk])).status_code == 404


# -- enough applications -----------------------------------------------------------------------------------------------
def test_an_offer_stops_at_the_ceiling_of_waiting_applications_and_says_why(client, offer, settings):
    settings.WAITING_APPLICATIONS_CEILING = 2
    ApplicationFactory(offer=offer, organisation=offer.organisation)
    assert life.close_when_full(offer) is False

    ApplicationFactory(offer=offer, organisation=offer.organisation)
    assert life.close_when_full(offer) is True
    assert life.close_when_full(offer) is False  # already

    page = client.get(reverse("offers:offer", args=[offer.pk]))
    assert "attendent déjà une réponse" in page.content.decode()
    assert "toute seule" in client.get(reverse("employers:offer", args=[offer.pk])).content.decode()


def test_answering_is_what_opens_a_full_offer_again(client, offer, settings):
    settings.WAITING_APPLICATIONS_CEILING = 1
    application = ApplicationFactory(offer=offer, organisation=offer.organisation)
    life.close_when_full(offer)
    assert "attendent votre réponse" in take(client, offer, "resume")

    application.take("refuse", "employer", refusal_reason="other")
    take(client, offer, "resume")
    offer.refresh_from_db()
    assert offer.state == State.OPEN


# -- the company -------------------------------------------------------------------------------------------------------
def test_a_suspended_company_s_offers_stop_and_come_back_with_it(offer):
    company = offer.organisation
    company.take("suspend", "officer", reason="Vérification en cours")
    offer.refresh_from_db()
    assert (offer.state, offer.posting.pause) == (State.PAUSED, "organisation")

    company.take("restore", "officer")
    offer.refresh_from_db()
    assert offer.state == State.OPEN


def test_an_offer_paused_by_hand_stays_so_when_its_company_comes_back(offer):
    life.pause(offer)
    company = offer.organisation
    company.take("suspend", "officer", reason="Vérification en cours")
    company.take("restore", "officer")

    offer.refresh_from_db()
    assert offer.state == State.PAUSED


def test_a_validation_that_told_nobody_is_seen_by_the_nightly_round():
    company = OrganisationFactory(state="pending")
    waiting = OfferFactory(organisation=company, source="bourse", state=State.WAITING)
    Organisation.objects.filter(pk=company.pk).update(state="valid")

    assert life.release_waiting() == 1
    assert life.release_waiting() == 0
    waiting.refresh_from_db()
    assert waiting.state == State.OPEN


# -- history -----------------------------------------------------------------------------------------------------------
def test_each_state_of_an_employer_s_offer_is_kept_for_good(offer):
    life.pause(offer)
    life.resume(offer)

    states = OfferStateEvent.objects.filter(pgh_obj=offer).order_by("pgh_id").values_list("state", flat=True)
    assert list(states) == ["open", "paused", "open"]
    with pytest.raises(Exception, match="Cannot update or delete"):
        OfferStateEvent.objects.all().delete()


def test_an_imported_offer_writes_no_history():
    OfferFactory()

    assert not OfferStateEvent.objects.exists()


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


# -- what is kept ------------------------------------------------------------------------------------------------------
def test_drafts_that_nobody_touches_go_after_six_months(client, boss):
    send(client, action="save")
    published = send(client, titre="Boulanger publié")

    assert purge(timezone.now() + timedelta(days=179)) == 0
    assert purge(timezone.now() + timedelta(days=181)) == 1
    assert Draft.objects.get().pk == published.key


# -- two presses at once -----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_publish_one_offer(client):
    person = employer()
    client.force_login(person)
    key = send(client, action="save").key
    answers = []

    def press():
        try:
            again = type(client)()
            again.force_login(person)
            answers.append(send(again, key=key).status_code)
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert answers == [302, 302, 302]
    assert Offer.objects.count() == 1


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
