"""A sixteen-year-old applies from a phone, without an account, with and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apprentissage.mail.models import Message
from offers.applications.lifecycle import State
from offers.applications.links import follow_token
from offers.applications.models import Application
from tests.browser.conftest import SARLAT, baker
from tests.factories.accounts import OrganisationFactory
from tests.factories.applications import ApplicationFactory, ExchangeFactory
from tests.offers.test_uploads import a_pdf

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}


@pytest.fixture
def offer(transactional_db):
    company = OrganisationFactory(name="Le Fournil de la Bouquerie")
    return baker("Boulangère ou boulanger", company.name, *SARLAT, organisation=company)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def telephone(open_context, request):
    return open_context(size=PHONE, has_touch=True, javascript=request.param).new_page()


def go_on(page):
    page.get_by_role("button", name="Continuer").click()


def open_mail(page, template):
    """Follow the link of the last mail of a kind, as its reader would."""
    link = Message.objects.filter(template=template).latest("pk").facts["follow_url"]
    page.goto("/candidatures/" + link.split("/candidatures/")[1])


def test_she_applies_is_answered_and_says_yes(telephone, offer, assert_fits):
    telephone.goto(reverse("offers:offer", args=[offer.pk]))
    telephone.get_by_role("link", name="Postuler ici").click()
    assert_fits(telephone)

    go_on(telephone)
    expect(telephone.get_by_role("alert")).to_contain_text("réponses sont à revoir")
    telephone.get_by_label("Prénom").fill("Lina")
    telephone.get_by_label("Nom", exact=True).fill("Diaz")
    telephone.get_by_label("Adresse e-mail", exact=True).fill("lina@exemple.fr")
    telephone.get_by_label("Votre âge").fill("16")
    telephone.get_by_label("Votre commune").fill("Sarlat-la-Canéda")
    telephone.keyboard.press("Tab")
    go_on(telephone)
    telephone.get_by_label("Pourquoi ce métier").fill("J'aime le pain, et me lever tôt.")
    telephone.get_by_label("Qu’avez-vous déjà fait").fill("Un stage de 3e au Fournil.")
    telephone.get_by_label("Comment viendrez-vous").select_option("À vélo")
    go_on(telephone)
    telephone.get_by_label("J’ai fait une demande").check()
    go_on(telephone)
    expect(telephone.get_by_text("J'aime le pain, et me lever tôt.")).to_be_visible()
    assert_fits(telephone)
    telephone.get_by_role("button", name="Envoyer ma candidature").click()
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Plus qu’une étape")

    open_mail(telephone, "applications/confirm")
    telephone.get_by_role("button", name="Envoyer à").click()
    expect(telephone.get_by_text("Votre candidature est partie")).to_be_visible()
    assert_fits(telephone)

    application = Application.objects.get()
    application.take("choose", "employer")
    telephone.goto(reverse("applications:mine"))
    telephone.get_by_role("link", name="Boulangère ou boulanger").click()
    telephone.get_by_role("button", name="D’accord").click()
    expect(telephone.get_by_text("Bravo")).to_be_visible()
    application.refresh_from_db()
    assert application.state == State.AGREED


def test_a_photo_of_a_cv_stands_for_the_answers_and_a_wrong_file_is_told(telephone, offer):
    telephone.goto(reverse("applications:apply", args=[offer.pk]))
    telephone.get_by_label("Prénom").fill("Lina")
    telephone.get_by_label("Nom", exact=True).fill("Diaz")
    telephone.get_by_label("Adresse e-mail", exact=True).fill("lina@exemple.fr")
    telephone.get_by_label("Votre âge").fill("16")
    go_on(telephone)

    cv = telephone.get_by_label("Votre CV")
    cv.set_input_files({"name": "cv.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    go_on(telephone)
    expect(telephone.get_by_text("Nous lisons les PDF").first).to_be_visible()
    cv.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": a_pdf()})
    go_on(telephone)

    expect(telephone.get_by_role("heading", level=1)).to_have_text("La formation")
    assert Application.objects.get().has_cv


def test_a_cut_network_keeps_what_was_typed(open_context, offer):
    context = open_context(size=PHONE)
    page = context.new_page()
    page.goto(reverse("applications:apply", args=[offer.pk]))
    page.get_by_label("Prénom").fill("Lina")
    page.get_by_label("Nom", exact=True).fill("Diaz")

    context.set_offline(True)
    go_on(page)

    expect(page.get_by_text("Le réseau est coupé")).to_be_visible()
    expect(page.get_by_label("Prénom")).to_have_value("Lina")
    context.set_offline(False)


@pytest.mark.parametrize("state", [State.SENT, State.ASKED, State.CHOSEN, State.SILENT])
def test_axe_finds_nothing_to_say_of_the_follow_up(any_page, offer, state, assert_accessible, assert_fits):
    application = ApplicationFactory(organisation=offer.organisation, offer=offer, state=state)
    ExchangeFactory(application=application)
    any_page.goto(reverse("applications:follow", args=[follow_token(application)]))
    any_page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")

    assert_accessible(any_page)
    assert_fits(any_page)


def test_axe_finds_nothing_to_say_of_the_steps_even_with_errors(any_page, offer, assert_accessible, assert_fits):
    any_page.goto(reverse("applications:apply", args=[offer.pk]))
    assert_accessible(any_page)
    go_on(any_page)
    assert_accessible(any_page)
    for step in ("reponses", "formation"):
        any_page.goto(f"{reverse('applications:apply', args=[offer.pk])}?etape={step}")
        go_on(any_page)
        assert_accessible(any_page)
        assert_fits(any_page)
    any_page.goto(f"{reverse('applications:apply', args=[offer.pk])}?etape=relire")
    assert_accessible(any_page)
    assert_fits(any_page)
