"""The life of an employer's offer: paused, full, filled, taken up again."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.lifecycle import State
from offers.models import Offer, OfferStateEvent
from offers.publishing import life
from offers.publishing.models import Draft, Ending
from offers.publishing.privacy import purge
from tests.factories.accounts import OrganisationFactory, employer
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory
from tests.offers.publishing import send

pytestmark = pytest.mark.django_db


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


# -- what is kept ------------------------------------------------------------------------------------------------------
def test_drafts_that_nobody_touches_go_after_six_months(client, boss):
    send(client, action="save")
    published = send(client, titre="Boulanger publié")

    assert purge(timezone.now() + timedelta(days=179)) == 0
    assert purge(timezone.now() + timedelta(days=181)) == 1
    assert Draft.objects.get().pk == published.key


def test_drafts_begun_without_an_account_go_after_a_month(client):
    send(client, action="save")

    assert purge(timezone.now() + timedelta(days=29)) == 0
    assert purge(timezone.now() + timedelta(days=31)) == 1


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
