"""An employer publishes in a real browser: on a phone without JavaScript, and at a desk with it."""

import re

import pytest
from playwright.sync_api import expect

from offers.lifecycle import State
from offers.models import Offer
from tests.browsers import DESKTOP, PHONE
from tests.factories.accounts import employer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Deux boulangers, un four à bois. Langue maternelle française exigée. Appelez le 06 12 34 56 78."


def begin(page):
    """From the home page to the whole form."""
    page.goto("/")
    page.get_by_role("link", name="Publier une offre").click()
    page.get_by_label("Quel métier").fill("boulanger")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_label("Titre de l’offre")).to_have_value("Boulangère ou boulanger")
    expect(page.get_by_label("Commune ou code postal")).to_have_value("Sarlat-la-Canéda (24)")
    expect(page.get_by_text("900 ")).to_be_visible()  # the SIRET, from the register


def publish(page):
    page.get_by_role("button", name="Publier l’offre").click()


def correct_everything(page):
    """One press for each thing that the rules saw."""
    expect(page.get_by_role("alert")).to_contain_text("pas encore prête")
    for button in ("Écrire « français courant »", "Retirer la phrase"):
        page.get_by_role("button", name=re.compile(re.sub(r"\W+", r"\\W+", button))).click()
    expect(page.get_by_label("Le travail, en quelques phrases")).to_have_value(
        "Deux boulangers, un four à bois. Français courant exigée."
    )


def test_a_craftsman_publishes_on_a_phone_without_javascript(open_context, sign_in_as, assert_fits):
    context = open_context(size=PHONE, javascript=False)
    sign_in_as(context, employer(name="Le Fournil de la Bouquerie"))
    page = context.new_page()

    begin(page)
    page.get_by_label("Le travail, en quelques phrases").fill(WORDS)
    page.get_by_role("button", name="Ajouter un lieu").click()
    page.get_by_label("Commune ou code postal").nth(1).fill("Bergerac")
    publish(page)
    correct_everything(page)

    page.get_by_role("button", name="Voir la page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boulangère ou boulanger")
    expect(page.get_by_text("Sarlat-la-Canéda et Bergerac").first).to_be_visible()
    assert not Offer.objects.exists()
    publish(page)

    expect(page.get_by_text("Votre offre est en ligne")).to_be_visible()
    offer = Offer.objects.get()
    assert offer.state == State.OPEN
    assert offer.sites.count() == 2

    page.get_by_role("link", name="La place est prise").click()
    page.get_by_label("La place est prise").check(force=True)
    page.get_by_label("Par une connaissance").check()
    page.get_by_role("button", name="Arrêter l’offre").click()
    expect(page.get_by_text("Pourvue").first).to_be_visible()


def test_at_a_desk_the_rules_speak_while_one_writes(open_context, sign_in_as, assert_accessible, assert_fits):
    context = open_context(size=DESKTOP)
    sign_in_as(context, employer(name="Le Fournil de la Bouquerie"))
    page = context.new_page()

    begin(page)
    page.get_by_label("Le travail, en quelques phrases").fill(WORDS)
    page.get_by_label("Titre de l’offre").focus()
    expect(page.locator("#suivi")).to_contain_text("06 12 34 56 78")
    page.get_by_label("Heures par semaine").fill("17,5")
    page.keyboard.press("Tab")
    expect(page.locator("#suivi")).to_contain_text("252,05")  # half of the minimum before 18 years

    publish(page)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert_accessible(page)
    assert_fits(page)
    correct_everything(page)
    publish(page)
    expect(page.get_by_text("Votre offre est en ligne")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="La place est prise").click()
    assert_accessible(page)
    page.goto("/employeur/")
    expect(page.get_by_role("link", name="Boulangère ou boulanger")).to_be_visible()
    assert_accessible(page)


def test_a_reloaded_page_finds_its_text_again(open_context, sign_in_as):
    context = open_context(size=PHONE)
    sign_in_as(context, employer())
    page = context.new_page()

    begin(page)
    page.get_by_label("Le travail, en quelques phrases").fill("Pétrir et cuire avec une équipe de quatre personnes.")
    page.get_by_label("Titre de l’offre").focus()
    expect(page.locator("#suivi")).to_contain_text("Brouillon enregistré")
    page.wait_for_timeout(1500)
    page.goto("/employeur/")
    page.get_by_role("link", name="Boulangère ou boulanger").click()

    expect(page.get_by_label("Le travail, en quelques phrases")).to_have_value(
        "Pétrir et cuire avec une équipe de quatre personnes."
    )
