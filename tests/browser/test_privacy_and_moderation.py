"""A reader reports from a phone, an operator decides, a person erases what is theirs: in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from apprentissage.accounts.models import User
from apprentissage.mail.models import Message
from offers.lifecycle import State
from offers.moderation import queue
from tests.access import enter
from tests.browsers import DESKTOP, PHONE
from tests.factories.accounts import UserFactory, staff
from tests.factories.moderation import CaseFactory, FiledReportFactory, own_offer
from tests.factories.offers import OfferFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"


@pytest.fixture
def open_as(open_context, live_server):
    """A function that opens a page of this person, who has just proven who they are."""

    def open_page(person, **options):
        client = Client()
        enter(client, person)
        context = open_context(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
        context.add_cookies([cookie])
        return context.new_page()

    return open_page


def test_a_report_is_sent_decided_and_answered_without_javascript(plain_page, open_as):
    offer, _ = own_offer(title="Boulanger")
    plain_page.goto(reverse("offers:report", args=[offer.pk]))
    plain_page.get_by_label("Cela ressemble à une arnaque").check()
    plain_page.get_by_label("Une adresse e-mail").fill("awa@exemple.fr")
    plain_page.get_by_role("button", name="Signaler l’offre").click()
    expect(plain_page.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()

    desk = open_as(staff(), size=PHONE, javascript=False)
    desk.goto(reverse("moderation:queue"))
    desk.get_by_role("link", name="Boulanger").click()
    desk.get_by_label("Rendre pour correction").check()
    desk.get_by_role("button", name="Décider").click()
    expect(desk.get_by_role("alert")).to_contain_text("2 réponses sont à revoir")
    desk.get_by_label("La raison").select_option("wrong")
    desk.get_by_label("Ce que l’employeur doit savoir").fill("Le diplôme ne correspond pas au métier.")
    desk.get_by_role("button", name="Décider").click()
    expect(desk.get_by_role("status")).to_contain_text("Décision prise")

    offer.refresh_from_db()
    assert offer.state == State.DRAFT
    assert set(Message.objects.values_list("template", flat=True)) == {
        "moderation/received",
        "moderation/answered",
        "moderation/decided",
    }


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_to_say_of_the_desk(open_as, size, assert_accessible, assert_fits):
    offer, _ = own_offer()
    held = queue.hold(offer, [{"code": "x", "sentence": "« jeune homme » écarte les femmes.", "source": "L. 1132-1"}])
    FiledReportFactory(case=held, detail="300 € demandés.", email="awa@exemple.fr")
    decided = CaseFactory(offer=OfferFactory(organisation=offer.organisation))
    queue.decide(decided, "withdraw", by=staff(), ground="fraud", words="Argent demandé.")
    page = open_as(staff(), size=size)

    addresses = [reverse("moderation:queue"), reverse("moderation:queue") + "?etat=decides"]
    for address in [*addresses, *(reverse("moderation:case", args=[case.pk]) for case in (held, decided))]:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
    page.goto(reverse("moderation:case", args=[held.pk]))
    page.get_by_role("button", name="Décider").click()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_to_say_of_what_is_kept(open_as, size, assert_accessible, assert_fits):
    person = UserFactory()
    FiledReportFactory(email=person.email)
    queue.decide(FiledReportFactory(email="awa@exemple.fr").case, "dismiss", by=staff())
    page = open_as(person, size=size)

    addresses = [reverse(name) for name in ("privacy:mine", "privacy:erased", "mail:letters")]
    letter = Message.objects.first()
    for address in [*addresses, reverse("mail:laid_out", args=[letter.reference])]:
        page.goto(address)
        page.evaluate(UNFOLD)
        assert_accessible(page)
        assert_fits(page)


def test_a_person_erases_everything_from_a_phone_without_javascript(open_as):
    person = UserFactory()
    page = open_as(person, size=PHONE, javascript=False)

    page.goto(reverse("privacy:mine"))
    page.get_by_text("Effacer mes données").click()
    page.get_by_role("button", name="Tout effacer maintenant").click()

    expect(page.get_by_role("heading", name="C’est effacé")).to_be_visible()
    assert not User.objects.filter(pk=person.pk).exists()
