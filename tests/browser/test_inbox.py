"""An employer answers in a real browser: with and without JavaScript, on a phone, for every reader."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from offers.applications.agreement import agree
from offers.applications.lifecycle import State
from tests.browsers import PHONE
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.applications import ApplicationFactory, ExchangeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
INBOX = "/employeur/candidatures/"


@pytest.fixture
def bakery():
    return OrganisationFactory()


@pytest.fixture
def received(bakery):
    """Three applications, the oldest first."""
    return [
        ApplicationFactory(
            organisation=bakery,
            first_name=name,
            sent_at=timezone.now() - timedelta(days=days),
            available_from=timezone.localdate() + timedelta(days=30),
        )
        for name, days in (("Aya", 14), ("Tom", 11), ("Lina", 2))
    ]


@pytest.fixture
def open_as_employer(open_context, bakery, live_server):
    """A function that opens a page of the bakery's manager."""
    manager = MembershipFactory(organisation=bakery).user

    def open_page(**options):
        client = Client()
        client.force_login(manager)
        context = open_context(**options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    return open_page


@pytest.mark.parametrize("javascript", [True, False])
def test_an_employer_refuses_with_a_reason_and_sees_it_first(open_as_employer, received, javascript, assert_fits):
    page = open_as_employer(size=PHONE, javascript=javascript)
    page.goto(INBOX)
    assert_fits(page)

    page.get_by_role("link", name="Refus à Aya").click()
    page.get_by_label("Les dates ne vont pas ensemble").check()
    if not javascript:
        page.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(page.locator("#apercu")).to_contain_text("Vos dates et les nôtres ne vont pas ensemble.")
    assert_fits(page)
    page.get_by_role("button", name="Envoyer le refus").click()

    expect(page.get_by_role("status")).to_contain_text("Votre réponse est partie")
    page.goto(INBOX)
    expect(page.get_by_role("heading", level=3)).to_have_count(2)


@pytest.mark.parametrize("javascript", [True, False])
def test_several_get_the_same_answer_each_by_name(open_as_employer, received, javascript):
    page = open_as_employer(javascript=javascript)
    page.goto(INBOX)

    page.get_by_label("Cocher Aya").check()
    page.get_by_label("Cocher Tom").check()
    page.get_by_role("button", name="Question", exact=True).click()
    page.get_by_role("button", name="Envoyer la question").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2 réponses sont parties")
    received[1].refresh_from_db()
    assert received[1].state == State.ASKED
    assert received[1].exchanges.get().text.startswith("Bonjour Tom")


def test_the_preview_follows_the_fingers(open_as_employer, received):
    page = open_as_employer()
    page.goto(reverse("inbox:answer", kwargs={"key": received[0].key, "step": "ask"}))

    page.get_by_label("Votre message").fill("Bonjour {prenom}, avez-vous un vélo ?")

    expect(page.locator("#apercu")).to_contain_text("Bonjour Aya, avez-vous un vélo")


def test_the_keyboard_is_enough_to_answer(open_as_employer, received):
    page = open_as_employer()
    page.goto(reverse("inbox:answer", kwargs={"key": received[0].key, "step": "choose"}))

    page.get_by_label("Votre message").focus()
    page.keyboard.press("Tab")  # the words replaced
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Votre réponse est partie")


def test_a_refused_answer_takes_the_focus_to_what_is_wrong(open_as_employer, received):
    page = open_as_employer()
    page.goto(reverse("inbox:answer", kwargs={"key": received[0].key, "step": "invite"}))

    page.get_by_role("button", name="Envoyer l’invitation").click()

    expect(page.get_by_role("alert")).to_contain_text("Proposez au moins un moment.")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_to_say(open_as_employer, bakery, received, size, assert_accessible, assert_fits):
    asked = ApplicationFactory(organisation=bakery, state=State.ASKED)
    ExchangeFactory(application=asked)
    chosen = ApplicationFactory(organisation=bakery, state=State.CHOSEN)
    agree(chosen)
    page = open_as_employer(**({"size": PHONE} if size == "phone" else {}))
    one = received[0].key

    for address in [
        INBOX,
        f"{INBOX}?etat=toutes",
        f"{INBOX}?etat=terminees&offre=0",
        f"{INBOX}{asked.key}/",
        *(f"{INBOX}{one}/repondre/{step}/" for step in ("invite", "refuse")),
        f"{INBOX}note/",
        f"{INBOX}chiffres/",
        f"{INBOX}modeles/{bakery.pk}/",
        reverse("agreements:agreement", kwargs={"key": chosen.key}),
    ]:
        page.goto(address)
        page.evaluate(UNFOLD)
        assert_accessible(page)
        assert_fits(page)
