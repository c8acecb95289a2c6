"""A young person applies: with or without an account, within limits that are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.models import Message
from offers.applications.lifecycle import State
from offers.applications.links import follow_token
from offers.applications.models import Application
from offers.applications.terms import ANSWER_WITHIN, PER_DAY, UNCONFIRMED_PER_DAY
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory
from tests.offers.applying import ANSWERS, address, confirm, fill, press_send, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return OfferFactory(organisation=OrganisationFactory())


# -- without an account ------------------------------------------------------------------------------------------------
def test_without_account_the_application_leaves_once_its_address_is_confirmed(client, offer):
    fill(client, offer)
    answer = press_send(client, offer)

    application = Application.objects.get()
    assert application.state == State.DRAFT
    assert "Plus qu’une étape" in client.get(answer["Location"]).content.decode()
    mail = Message.objects.get()
    assert (mail.template, mail.recipient) == ("applications/confirm", "lina@exemple.fr")

    confirm(application)

    application.refresh_from_db()
    assert application.state == State.SENT
    assert application.answer_due_on == timezone.localdate() + ANSWER_WITHIN
    receipts = Message.objects.filter(template="applications/sent")
    assert [mail.recipient for mail in receipts] == ["lina@exemple.fr"]


def test_opening_the_link_of_the_mail_sends_nothing(client, offer):
    fill(client, offer)
    press_send(client, offer)
    application = Application.objects.get()

    page = Client().get(reverse("applications:follow", args=[follow_token(application)]))

    assert "Envoyer à" in page.content.decode()
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_an_address_confirmed_once_is_not_asked_again_in_the_same_browser(client, offer):
    fill(client, offer)
    press_send(client, offer)
    confirm(Application.objects.get())
    other = OfferFactory(organisation=offer.organisation)

    fill(client, other)
    press_send(client, other)

    assert Application.objects.get(offer=other).state == State.SENT


def test_another_browser_must_prove_the_same_address(client, offer):
    ApplicationFactory(email="lina@exemple.fr")

    fill(client, offer)
    press_send(client, offer)

    assert Application.objects.get(offer=offer).state == State.DRAFT


def test_an_address_corrected_after_the_mail_voids_the_link_sent_elsewhere(client, offer):
    fill(client, offer)
    press_send(client, offer)
    old = follow_token(Application.objects.get())

    fill(client, offer, "vous", email="lina.diaz@exemple.fr")

    assert client.get(reverse("applications:follow", args=[old])).status_code == 404
    press_send(client, offer)
    assert Message.objects.filter(recipient="lina.diaz@exemple.fr").count() == 1


def test_nobody_is_flooded_by_mails_that_somebody_else_asked_for(client, offer):
    for _ in range(UNCONFIRMED_PER_DAY):
        ApplicationFactory(state=State.DRAFT, email="lina@exemple.fr", submitted_at=timezone.now())

    fill(client, offer)
    answer = press_send(client, offer)

    assert answer.status_code == 422
    assert "Ouvrez-en un" in answer.content.decode()
    assert not Message.objects.exists()


# -- with an account ---------------------------------------------------------------------------------------------------
def test_with_an_account_the_application_leaves_at_once(client, offer):
    user = UserFactory(email="lina@exemple.fr")
    client.force_login(user)

    fill(client, offer, email="somebody@exemple.fr")
    answer = press_send(client, offer)

    application = Application.objects.get()
    assert (application.state, application.candidate, application.email) == (State.SENT, user, "lina@exemple.fr")
    assert "Votre candidature est partie" in client.get(answer["Location"]).content.decode()


def test_a_draft_begun_without_account_goes_on_after_signing_in(client, offer):
    fill(client, offer, "vous", "reponses")
    client.force_login(UserFactory(email="lina.diaz@exemple.fr"))

    fill(client, offer, "formation")
    press_send(client, offer)

    application = Application.objects.get()
    assert (application.state, application.email) == (State.SENT, "lina.diaz@exemple.fr")


def test_what_was_typed_is_kept_when_the_session_ended_in_the_middle(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer, "vous")
    sealed = seal(client, offer, "reponses")
    client.logout()

    answer = client.post(address(offer), {"brouillon": sealed, "etape": "reponses", **ANSWERS})

    assert answer["Location"].startswith(reverse("account_login"))
    assert Application.objects.get().answers["why"] == "J'aime le pain."
    client.force_login(user)
    assert "J&#x27;aime le pain." in client.get(address(offer), {"etape": "reponses"}).content.decode()


def test_the_draft_of_somebody_else_is_not_shown(client, offer):
    fill(client, offer, "vous")

    for stranger in (Client(), Client()):
        assert "Diaz" not in stranger.get(address(offer)).content.decode()


def test_a_draft_of_an_account_is_found_from_another_device(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer, "vous", "reponses")
    telephone = Client()
    telephone.force_login(user)

    page = telephone.get(address(offer)).content.decode()

    assert "La formation" in page  # the first step that is not done


# -- limits ------------------------------------------------------------------------------------------------------------
def test_one_application_lives_per_offer(client, offer):
    user = UserFactory()
    ApplicationFactory(offer=offer, organisation=offer.organisation, candidate=user, email=user.email)
    client.force_login(user)

    fill(client, offer)
    answer = press_send(client, offer)

    assert answer.status_code == 422
    assert "déjà une candidature en cours" in answer.content.decode()


def test_the_day_has_a_limit_that_is_told_before(client, offer):
    user = UserFactory()
    company = OrganisationFactory()
    for _ in range(PER_DAY - 1):
        ApplicationFactory(organisation=company, candidate=user, email=user.email)
    client.force_login(user)

    fill(client, offer)
    assert "encore envoyer 1 candidature " in client.get(address(offer), {"etape": "relire"}).content.decode()
    press_send(client, offer)
    other = OfferFactory(organisation=company)
    fill(client, other)
    answer = press_send(client, other)

    assert answer.status_code == 422
    assert f"{PER_DAY} candidatures en 24 heures" in answer.content.decode()
    Application.objects.of(user).sent().update(sent_at=timezone.now() - timedelta(hours=25))
    press_send(client, other)
    assert Application.objects.get(offer=other).state == State.SENT


def test_a_stranger_learns_nothing_of_what_an_address_sent(client, offer):
    ApplicationFactory(email="lina@exemple.fr", offer=offer, organisation=offer.organisation)

    fill(client, offer)
    page = client.get(address(offer), {"etape": "relire"}).content.decode()
    answer = press_send(client, offer)

    assert "encore envoyer" not in page
    assert answer.status_code == 302


# -- the offer ---------------------------------------------------------------------------------------------------------
def test_an_offer_of_another_source_is_answered_where_it_says(client):
    offer = OfferFactory()

    assert client.get(address(offer))["Location"] == reverse("offers:offer", args=[offer.pk])


def test_a_closed_offer_keeps_the_text_and_shows_others(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer)
    offer.take("close")

    answer = client.get(address(offer))

    assert answer.status_code == 410
    assert "est gardé" in answer.content.decode()


def test_an_offer_that_closes_before_the_click_gets_nothing(client, offer):
    fill(client, offer)
    press_send(client, offer)
    offer.take("close")

    answer = confirm(Application.objects.get())

    assert answer.status_code == 422
    assert Application.objects.get().state == State.DRAFT


def test_a_suspended_company_receives_nothing(client):
    offer = OfferFactory(organisation=OrganisationFactory(state="suspended"))

    assert client.get(address(offer)).status_code == 410


def test_the_page_of_the_offer_leads_to_the_form(client, offer):
    page = client.get(reverse("offers:offer", args=[offer.pk])).content.decode()

    assert address(offer) in page


# -- minors ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("age", "letters"), [(17, 1), (18, 0)])
def test_a_parent_is_told_only_if_a_minor_wishes(client, offer, age, letters):
    client.force_login(UserFactory())
    fill(client, offer, age=str(age), guardian_email="sonia@exemple.fr")
    press_send(client, offer)

    assert Message.objects.filter(template="applications/guardian", recipient="sonia@exemple.fr").count() == letters


def test_a_minor_who_wishes_nothing_writes_to_nobody(client, offer):
    client.force_login(UserFactory())
    fill(client, offer, age="16")
    press_send(client, offer)

    assert list(Message.objects.values_list("template", flat=True)) == ["applications/sent"]
