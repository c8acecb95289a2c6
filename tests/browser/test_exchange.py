"""The whole exchange, in real browsers, with a real worker and a real mail server.

An alert waits; an employer publishes; the alert leaves; a young person applies from a phone without an account; the
employer answers yes; both agree. Once with JavaScript, once without.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from offers.alerts import matching, telling
from offers.alerts.models import Match
from offers.applications.models import Agreement, Application
from offers.models import Offer
from tests.browsers import DESKTOP, PHONE
from tests.factories.accounts import EstablishmentFactory, OrganisationFactory, employer
from tests.factories.territories import CommuneFactory
from tests.workers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINA, BAKER = "lina.diaz@exemple.fr", "patron@fournil.exemple.fr"
WORK = "Vous apprenez à pétrir, à façonner et à cuire le pain avec une équipe de quatre personnes."


@pytest.fixture
def letters(smtp, start_worker, live_server, settings):
    """A function that waits for the newest letter to an address that has these words, and gives its links."""
    settings.SITE_URL = live_server.url
    start_worker(SITE_URL=live_server.url)

    def link_of(recipient: str, words: str) -> str:
        def found():
            texts = [letter.get_body(("plain",)).get_content() for to, letter in smtp.letters if to == recipient]
            return [text for text in texts if words in text]

        wait_until(found)
        after_words = found()[-1].partition(words)[2]
        return re.search(r"http\S+", after_words).group()

    return link_of


@pytest.fixture
def baker(transactional_db):
    """An employer of Sarlat, with an account and a valid company."""
    town = CommuneFactory(code="24520")
    place = EstablishmentFactory(name="FOURNIL DES CONSULS", commune=town)
    return employer(OrganisationFactory(name="Fournil des Consuls", establishment=place))


def ask_for_an_alert(page, letters):
    page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda (24)&code=c24520&rayon=30")
    page.get_by_role("link", name="Me prévenir").last.click()
    page.get_by_label("Votre adresse e-mail").fill(LINA)
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.get_by_text("Ouvrez")).to_be_visible()
    page.goto(letters(LINA, "ouvrez cette page et confirmez"))
    page.get_by_role("button", name="Oui, me prévenir").click()


def publish(page, title):
    page.goto("/employeur/offres/nouvelle/")
    page.get_by_label("Quel métier").fill("boulanger")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Titre de l’offre").fill(title)
    page.get_by_label("Le travail, en quelques phrases").fill(WORK)
    page.get_by_role("button", name="Publier l’offre").click()
    expect(page.get_by_text("en ligne").first).to_be_visible()


def tell_the_morning_after():
    """What the worker does every other minute, then at seven: the test does not wait until tomorrow."""
    matching.match_new_offers()
    Match.objects.update(found_at=timezone.now() - timedelta(days=1))
    telling.tell_of_offers()


def apply(page, offer_url):
    page.goto(offer_url)
    page.get_by_role("link", name="Postuler").first.click()
    page.get_by_label("Prénom").fill("Lina")
    page.get_by_label("Nom", exact=True).fill("Diaz")
    page.get_by_label("Adresse e-mail", exact=True).fill(LINA)
    page.get_by_label("Votre âge").fill("17")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Pourquoi ce métier").fill("J'aime le pain depuis mon stage de troisième.")
    page.get_by_label("Qu’avez-vous déjà fait").fill("Un stage d'une semaine au fournil.")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Je cherche").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.get_by_role("heading", name="Plus qu’une étape")).to_be_visible()


def answer_yes(page):
    page.goto("/employeur/candidatures/")
    page.get_by_role("link", name="Lina").first.click()
    page.get_by_role("link", name="D’accord").click()
    page.get_by_role("button", name="Envoyer mon accord").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_employer_and_a_young_person_meet_and_agree(
    open_context, sign_in_as, letters, baker, javascript, assert_accessible, assert_fits
):
    phone = open_context(size=PHONE, has_touch=True, javascript=javascript).new_page()
    desk_context = open_context(size=DESKTOP, javascript=javascript)
    sign_in_as(desk_context, baker)
    desk = desk_context.new_page()

    ask_for_an_alert(phone, letters)
    publish(desk, "Boulanger ou boulangère au Fournil des Consuls")
    offer = Offer.objects.get()
    tell_the_morning_after()
    apply(phone, letters(LINA, "Boulanger ou boulangère au Fournil des Consuls"))
    assert not Application.objects.filter(state="sent").exists()  # the address is not proven yet

    phone.goto(letters(LINA, "Confirmer et envoyer"))
    phone.get_by_role("button", name="Envoyer à").click()
    expect(phone.get_by_text("vous répondre avant le").first).to_be_visible()
    if javascript:
        assert_accessible(phone)
        assert_fits(phone)

    answer_yes(desk)
    phone.goto(letters(LINA, "Lire la réponse"))
    phone.get_by_role("button", name="D’accord").click()
    phone.get_by_role("link", name="Voir notre accord").click()

    agreement = Agreement.objects.get()
    assert agreement.application.offer == offer
    assert agreement.simulation
    if javascript:
        assert_accessible(phone)
        assert_fits(phone)
    desk.goto("/employeur/candidatures/?etat=toutes")
    expect(desk.get_by_text("Lina").first).to_be_visible()
