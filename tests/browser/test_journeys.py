"""Journeys in a real browser: what a young person does, on a phone and at a desk, with and without JavaScript.

The page fixtures fail a journey that breaks the security policy, a script, or asks anything of a third party.
"""

import gzip
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from offers.models import Offer
from tests.browser.conftest import SARLAT
from tests.browsers import DESKTOP, PHONE
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.browser

FIRST_PAGE_BYTES = 60 * 1024


def cards(page):
    return page.locator("ol.offers > li")


def search(page, trade, place):
    """Fill the form of the home page or of the results, whichever is open, and send it."""
    page.get_by_label("Métier", exact=True).fill(trade)
    page.get_by_label("Où", exact=True).fill(place)
    page.keyboard.press("Tab")  # leaves the field, whose open list may cover the button
    page.locator("#chercher").click()


def has_answered(page):
    expect(page.locator("#resultats")).to_be_visible()


# -- a sixteen-year-old on a phone -------------------------------------------------------------------------------------


def test_a_sixteen_year_old_finds_the_nearest_bakery_on_a_phone(phone, bakers, assert_fits):
    phone.goto("/")
    phone.get_by_label("Métier", exact=True).fill("boulanger")
    phone.get_by_label("Où", exact=True).press_sequentially("Sarlat", delay=30)
    phone.get_by_role("option", name="Sarlat-la-Canéda (24)").tap()
    expect(phone.locator("[name=code]")).to_have_value("c24520")
    phone.locator("#chercher").click()

    expect(cards(phone).first).to_contain_text("Le Fournil de la Bouquerie")
    expect(cards(phone).first.locator(".km")).to_contain_text("2 km")
    distances = [int(text.split()[0]) for text in phone.locator("ol.offers .km b").all_inner_texts()]
    assert distances == sorted(distances)
    assert_fits(phone)

    phone.get_by_role("link", name="Boulangère ou boulanger").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Boulangère ou boulanger")
    expect(phone.get_by_text("depuis Sarlat-la-Canéda")).to_be_visible()
    assert_fits(phone)

    phone.go_back()
    expect(phone.locator(".recap")).to_contain_text("boulanger")
    expect(cards(phone).first).to_contain_text("Le Fournil de la Bouquerie")

    before = cards(phone).count()
    phone.get_by_role("link", name=re.compile("Sans permis")).click()
    expect(phone.get_by_role("link", name=re.compile(r"Sans permis ?, retirer"))).to_be_visible()
    assert cards(phone).count() < before
    expect(phone.get_by_text("Maison Delpech")).to_have_count(0)
    phone.go_back()
    expect(cards(phone)).to_have_count(before)

    phone.get_by_role("link", name="Voir la carte").first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert_fits(phone)


def test_the_same_without_javascript(plain_page, bakers, assert_fits):
    plain_page.goto("/")
    search(plain_page, "boulanger", "Sarlat-la-Canéda")
    expect(cards(plain_page).first).to_contain_text("Le Fournil de la Bouquerie")
    assert_fits(plain_page)

    plain_page.get_by_role("link", name=re.compile("Sans permis")).click()
    expect(plain_page.get_by_text("Maison Delpech")).to_have_count(0)

    plain_page.get_by_text("Tous les filtres").click()
    expect(plain_page.get_by_role("button", name="Voir les offres")).to_be_visible()
    assert_fits(plain_page)

    plain_page.get_by_role("link", name="Boulangère ou boulanger").first.click()
    expect(plain_page.get_by_role("heading", name="Postuler")).to_be_visible()
    plain_page.get_by_role("link", name="Retour aux résultats").click()
    expect(plain_page.locator(".chip.on")).to_contain_text("Sans permis")

    plain_page.locator(".recap").click()
    expect(plain_page.get_by_label("Métier", exact=True)).to_have_value("boulanger")
    search(plain_page, "luthier", "Sarlat-la-Canéda")
    expect(plain_page.locator(".ways li").first).to_be_visible()


# -- at a desk ---------------------------------------------------------------------------------------------------------


def test_at_a_desk_the_results_change_in_place_and_every_state_has_an_address(page, bakers):
    page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda")
    page.evaluate("window.sameDocument = true")

    page.get_by_role("link", name=re.compile("Sans permis")).click()
    expect(page.locator(".chip.on")).to_contain_text("Sans permis")
    expect(page).to_have_url(re.compile("permis=non"))
    expect(page.locator("#annonce")).not_to_be_empty()
    assert page.evaluate("document.activeElement.textContent").startswith("Sans permis")

    search(page, "boulanger", "Souillac")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Souillac")
    expect(page).to_have_title(re.compile("Souillac"))
    assert page.evaluate("window.sameDocument") is True

    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sarlat")
    expect(page.locator(".chip.on")).to_have_count(0)
    expect(page.locator("header.top")).to_be_visible()


def test_a_filter_of_the_long_list_is_sent_with_the_search(page, bakers):
    page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda")

    page.get_by_text("Tous les filtres").click()
    page.get_by_role("checkbox", name=re.compile("Bac")).check()
    page.get_by_role("button", name="Voir les offres").click()

    expect(page).to_have_url(re.compile("niveau=4"))
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("Les Blés du Lot")


def test_the_keyboard_is_enough(page, bakers):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#metier")
    page.keyboard.type("boulanger")
    tab_to(page, "#lieu")
    page.keyboard.type("Sarlat-la-Canéda")
    page.keyboard.press("Enter")
    has_answered(page)

    tab_to(page, "ol.offers a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Boulangère ou boulanger")
    tab_to(page, 'a[href^="mailto:recrutement"]')
    tab_to(page, 'a[href$="/signaler/"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qu’est-ce qui ne va pas")
    tab_to(page, "input[name=reason]")
    page.keyboard.press("Space")
    tab_to(page, "main button.btn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")


def tab_to(page, selector, most=80):
    """Press the tab key until the focus is on what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the keyboard")


# -- where -------------------------------------------------------------------------------------------------------------


def test_around_me_when_the_browser_tells_where(open_context, bakers):
    latitude, longitude = SARLAT
    context = open_context(
        size=PHONE, geolocation={"latitude": latitude, "longitude": longitude}, permissions=["geolocation"]
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Métier", exact=True).fill("boulanger")

    page.keyboard.press("Escape")  # puts away the trades proposed, which cover what is below
    page.get_by_role("button", name="Autour de moi").click()

    expect(cards(page).first).to_contain_text("Le Fournil de la Bouquerie")
    assert "44.889" in page.url
    assert "44.8890" not in page.url  # about a hundred metres, no more


def test_around_me_when_the_browser_refuses(open_context, bakers):
    page = open_context(size=PHONE, permissions=[]).new_page()
    page.goto("/offres/#recherche")

    page.get_by_role("button", name="Autour de moi").click()

    expect(page.get_by_text("Écrivez votre commune")).to_be_visible()
    expect(page.get_by_label("Où", exact=True)).to_be_focused()


def test_a_name_borne_by_several_communes_is_never_picked_in_silence(any_page, bakers, assert_accessible):
    any_page.goto("/")
    search(any_page, "boulanger", "Saint-Denis")

    expect(any_page.get_by_role("heading", name=re.compile("Saint-Denis.*Lequel"))).to_be_visible()
    assert_accessible(any_page)
    any_page.get_by_role("link", name=re.compile(r"Saint-Denis \(974\)|Saint-Denis.*La Réunion")).first.click()
    expect(any_page.locator("#lieu")).to_have_value("Saint-Denis (974)")
    expect(any_page.get_by_role("heading", name=re.compile("Lequel"))).to_have_count(0)


def test_an_unknown_place_is_said_beside_its_field_and_kept(any_page, bakers, assert_accessible, assert_fits):
    any_page.goto("/offres/?metier=boulanger&lieu=Wwxzqkvwx&rayon=abc")

    field = any_page.locator("#lieu")
    expect(field).to_have_value("Wwxzqkvwx")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(any_page.locator("#lieu_error")).to_be_visible()
    assert_accessible(any_page)
    assert_fits(any_page)


def test_nothing_found_is_not_a_dead_end(any_page, bakers, assert_accessible, assert_fits):
    any_page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda&niveau=7")

    expect(any_page.locator(".ways li").first).to_be_visible()
    assert_accessible(any_page)
    assert_fits(any_page)
    any_page.locator(".ways a").first.click()
    expect(cards(any_page).first).to_be_visible()


# -- for everybody -----------------------------------------------------------------------------------------------------

PAGES = [
    "/offres/",
    "/offres/?metier=boulanger&lieu=Sarlat-la-Canéda",
    "/offres/?lieu=Dordogne&permis=non&niveau=3",
    "{offer}?depuis=c24520&recherche=metier%3Dboulanger",
    "{over}",
    "{offer}signaler/",
    "{offer}signale/",
]


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_fit(any_page, bakers, address, assert_accessible, assert_fits):
    Offer.objects.filter(pk=bakers[4].pk).update(state="filled")
    offer, over = (reverse("offers:offer", args=[bakers[rank].pk]) for rank in (0, 4))
    any_page.goto(address.format(offer=offer, over=over))
    for fold in any_page.locator("details > summary").all():
        fold.click()

    assert_accessible(any_page)
    assert_fits(any_page)


def test_a_refused_report_is_accessible(any_page, bakers, assert_accessible, assert_fits):
    any_page.goto(reverse("offers:report", args=[bakers[0].pk]))
    any_page.get_by_role("button", name="Signaler l’offre").click()

    expect(any_page.get_by_role("alert")).to_be_visible()
    assert_accessible(any_page)
    assert_fits(any_page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_page_of_results_survives_a_zoom_of_200_percent(open_context, bakers, size, assert_fits):
    half = {"width": max(size["width"] // 2, 320), "height": size["height"] // 2}
    page = open_context(size=half, device_scale_factor=2).new_page()

    page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda")

    assert_fits(page)


def test_the_first_page_of_results_is_light(open_context, bakers):
    """All that a first visit loads, compressed as the server compresses it; fonts are compressed already."""
    OfferFactory.create_batch(20, point=SARLAT)
    page = open_context(size=PHONE).new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto("/offres/?metier=boulanger&lieu=Sarlat-la-Canéda", wait_until="networkidle")

    expect(cards(page)).to_have_count(20)
    weights = {answer.url: weight(answer) for answer in answers}
    assert sum(weights.values()) <= FIRST_PAGE_BYTES, weights


def weight(answer) -> int:
    """The bytes of an answer once compressed."""
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body))
