"""Alerts, favourites and companies in a real browser: with and without JavaScript, on a phone, and for axe."""

import re

import pytest
from playwright.sync_api import expect

from apprentissage.mail.models import Message
from offers.alerts import links
from offers.alerts.models import Alert
from offers.spontaneous import listing
from tests.browsers import DESKTOP, PHONE
from tests.factories.accounts import OrganisationFactory, UserFactory, employer
from tests.factories.alerts import an_alert
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEARCH = "metier=boulanger&code=c24520&lieu=Sarlat-la-Canéda (24)&rayon=30"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_young_person_asks_for_an_alert_confirms_it_and_ends_it(open_context, javascript):
    OfferFactory()
    page = open_context(size=PHONE, javascript=javascript).new_page()
    page.goto(f"/offres/?{SEARCH}")
    page.get_by_role("link", name="Me prévenir").last.click()
    page.get_by_label("Votre adresse e-mail").fill("lina")
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.get_by_text("Cette adresse est incomplète").first).to_be_visible()
    page.get_by_label("Votre adresse e-mail").fill("lina.diaz@exemple.fr")
    page.get_by_label("Chaque lundi matin").check()
    page.get_by_role("button", name="Me prévenir").click()
    expect(page.get_by_role("heading", name="Regardez votre boîte aux lettres")).to_be_visible()

    page.goto(_path(Message.objects.get().facts["confirm_url"]))
    page.get_by_role("button", name="Oui, me prévenir").click()
    expect(page.get_by_role("heading", name="Mes alertes")).to_be_visible()
    assert Alert.objects.get().frequency == "weekly"

    page.get_by_role("link", name="Tout arrêter").click()
    page.get_by_role("button", name="Tout arrêter").click()
    expect(page.get_by_role("heading", name="C’est fait")).to_be_visible()
    assert not Alert.objects.exists()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_heart_keeps_an_offer_and_the_page_of_favourites_shows_it(open_context, javascript):
    offer = OfferFactory(title="Boulangère du Périgord")
    page = open_context(size=PHONE, javascript=javascript).new_page()
    page.goto(f"/offres/?{SEARCH}")

    page.get_by_role("button", name="Favori").click()

    expect(page.get_by_role("button", name="Favori")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("/offres/"))
    if javascript:
        expect(page.get_by_role("button", name="Favori")).to_be_focused()
    page.goto("/favoris/")
    expect(page.get_by_role("link", name=offer.title)).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_have_nothing_for_axe_to_say(open_context, sign_in_as, assert_accessible, assert_fits, size):
    alert = an_alert()
    unconfirmed = an_alert(alert.subscriber, confirmed=False, code="c75056")
    company = listing.list_itself(OrganisationFactory(commune=CommuneFactory()), ["D1102"], "Venez.").organisation
    offers = [OfferFactory(), OfferFactory(state="filled")]
    signed = [links.confirm_url(unconfirmed), links.manage_url(alert.subscriber), links.stop_url(alert.subscriber)]
    page = open_context(size=size).new_page()
    for address in [
        f"/offres/?{SEARCH}",
        "/offres/?metier=luthier&code=c24520",
        f"/alertes/nouvelle/?{SEARCH}",
        "/alertes/nouvelle/",
        "/alertes/demande/",
        *map(_path, [*signed, listing.opt_out_url(company)]),
        f"/favoris/liste/?offres={offers[0].pk}-{offers[1].pk}",
        "/entreprises/?metier=boulanger&code=c24520",
        "/entreprises/?metier=luthier",
    ]:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize(
    ("person", "address"),
    [
        (UserFactory, "/alertes/"),
        (UserFactory, "/favoris/"),
        (employer, "/employeur/candidatures-spontanees/"),
    ],
)
def test_the_pages_of_ones_own_have_nothing_for_axe_to_say(
    open_context, sign_in_as, assert_accessible, person, address
):
    context = open_context(size=PHONE)
    sign_in_as(context, person())
    page = context.new_page()
    page.goto(address)

    assert_accessible(page)


def _path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)
