"""The simulators in a real browser: as one types, by keyboard, at 320 px, without JavaScript, for every reader."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAKER = "naissance=12+mars+2009&debut=1er+septembre+2026&duree=24&signature=2026-07-01"
WRONG = "naissance=abc&debut=31/09/2026&heures=99&lieu=Saint-Denis"
ADDRESSES = [
    "/simulateurs/",
    f"/simulateurs/cout/?{BAKER}",
    f"/simulateurs/cout/?{WRONG}",
    f"/simulateurs/comparer/?{BAKER}",
    f"/simulateurs/comparer/?{BAKER}&b_naissance=demain",
    f"/simulateurs/salaire/?{BAKER}&duree=36",
    "/simulateurs/bareme/",
    "/simulateurs/minimum/?age=17",
    "/simulateurs/cout/integrer/",
    "/simulateurs/cout/integrer/mode-d-emploi/",
]
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"


def answer(page):
    return page.locator("#resultat .big")


def tab_to(page, selector, most=60):
    """Press the tab key until the focus is on what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached with the keyboard")


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_to_say_with_every_fold_open(any_page, address, assert_accessible, assert_fits):
    any_page.goto(address)
    any_page.evaluate(UNFOLD)

    assert_accessible(any_page)
    assert_fits(any_page)


def test_the_answer_follows_the_fingers_and_the_address_follows_the_answer(page):
    page.goto(f"/simulateurs/cout/?{BAKER}")
    page.evaluate("window.sameDocument = true")
    expect(answer(page)).to_contain_text("224 € par mois")

    page.locator("#naissance").fill("12 mars 2008")

    expect(answer(page)).to_contain_text("401 € par mois")
    expect(page).to_have_url(re.compile("naissance=12\\+mars\\+2008"))
    expect(page.locator("#annonce")).to_contain_text("401 € par mois")
    expect(page.locator("#naissance")).to_be_focused()
    assert page.evaluate("window.sameDocument") is True


def test_a_wrong_answer_is_said_while_one_types_and_goes_away_once_right(page):
    page.goto(f"/simulateurs/cout/?{BAKER}")

    page.locator("#naissance").fill("31 février 2009")
    expect(page.locator("#naissance_error")).to_contain_text("n’existe pas")
    expect(answer(page)).to_contain_text("à revoir")
    expect(page.locator("#naissance")).to_have_value("31 février 2009")

    page.locator("#naissance").fill("28 février 2009")
    expect(page.locator("#naissance_error")).to_be_empty()
    expect(answer(page)).to_contain_text("par mois")


def test_the_keyboard_is_enough_to_get_an_answer_and_its_reason(page):
    page.goto("/simulateurs/cout/")
    tab_to(page, "#naissance")
    page.keyboard.press("Control+a")
    page.keyboard.type("19")
    expect(answer(page)).to_contain_text("401 € par mois")
    tab_to(page, "[name=effectif]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=effectif]:checked")).to_have_value("11")
    expect(page).to_have_url(re.compile("effectif=11"))
    tab_to(page, ".lines .why > summary")
    page.keyboard.press("Enter")

    expect(page.locator(".lines .why[open]").first).to_contain_text("D. 6222-26")


def test_another_month_is_explained_in_place(page):
    page.goto(f"/simulateurs/cout/?{BAKER}")

    page.get_by_text("Voir un autre mois").click()
    page.locator("#resultat").get_by_role("link", name="mai 2027").first.click()

    expect(page.get_by_role("heading", name="Mai 2027, ligne par ligne")).to_be_visible()
    expect(page).to_have_url(re.compile("mois=2027-05"))


def test_a_craftsman_on_a_phone_sees_the_figure_without_scrolling(phone, assert_fits):
    phone.goto("/simulateurs/cout/")

    bar = phone.locator("#resume")
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("97 € par mois")
    bar.click()
    expect(answer(phone)).to_be_in_viewport()
    assert_fits(phone)


def test_the_same_without_javascript(plain_page, assert_fits):
    plain_page.goto("/")
    plain_page.get_by_text("21 ans et plus").click()
    plain_page.get_by_role("button", name="Calculer le coût").click()

    expect(answer(plain_page)).to_contain_text("par mois")
    plain_page.locator("#naissance").fill("17")
    plain_page.get_by_role("button", name="Recalculer").click()
    expect(answer(plain_page)).to_contain_text("97 € par mois")
    plain_page.get_by_text("Les mêmes chiffres en tableau").click()
    plain_page.locator("#resultat table a").nth(3).click()
    expect(plain_page.get_by_role("heading", name=re.compile("ligne par ligne"))).to_be_visible()
    assert_fits(plain_page)

    plain_page.get_by_role("link", name="Comparer deux cas").click()
    plain_page.get_by_text("Changer le cas B").click()
    plain_page.locator("#b_naissance").fill("21")
    plain_page.get_by_role("button", name="Comparer").click()
    expect(plain_page.locator(".big")).to_contain_text("de plus")


def test_an_apprentice_goes_from_the_pay_to_offers_nearby(phone):
    phone.goto(f"/simulateurs/salaire/?{BAKER}")
    expect(answer(phone)).to_contain_text("504 € net par mois")

    phone.get_by_role("link", name="Voir les offres près de vous").click()

    expect(phone.locator("#resultats")).to_be_visible()


def test_the_age_typed_on_an_offer_is_kept_by_the_browser_for_the_next_one(page, bakers):
    first, second = (f"/offres/{baker.pk}/" for baker in bakers[:2])
    page.goto(first)
    expect(page.get_by_role("region", name="Salaire minimum par âge")).to_contain_text("504,10 €")

    page.get_by_label("Votre âge").fill("17")
    page.get_by_role("button", name="Voir mon salaire").click()
    expect(page.locator("#minimum")).to_contain_text("504 € net")

    page.goto(second)
    expect(page.get_by_label("Votre âge")).to_have_value("17")
    expect(page.locator("#minimum")).to_contain_text("504 € net")


def test_the_integrated_version_answers_inside_another_page(open_context, live_server):
    page = open_context(size=PHONE).new_page()
    page.goto("/simulateurs/cout/integrer/")
    page.locator("#naissance").fill("19")
    page.get_by_role("button", name="Calculer").click()

    expect(page.locator(".big")).to_contain_text("401 € par mois")
    assert page.context.cookies() == []


def test_what_is_printed_is_the_answer_without_its_buttons(page):
    page.goto(f"/simulateurs/cout/?{BAKER}")
    page.emulate_media(media="print")

    expect(answer(page)).to_be_visible()
    expect(page.get_by_role("link", name="Comparer deux cas")).not_to_be_visible()
    expect(page.locator("#resume")).not_to_be_visible()
