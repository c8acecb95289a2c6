"""The fields that propose: with the keyboard alone, with a finger, with slips, without network, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUGGESTIONS = re.compile("/suggestions")


@pytest.fixture
def asked(page):
    """The suggestions the page asked for."""
    addresses = []
    page.on("request", lambda request: "/suggestions?" in request.url and addresses.append(request.url))
    page.goto("/")
    return addresses


def where(page):
    return page.get_by_role("combobox", name="Où")


def trade(page):
    return page.get_by_role("combobox", name="Métier")


def active(page):
    """The words of the option that a screen reader hears."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText"
    )


def said(page):
    """What a screen reader is told about the places."""
    return page.locator("#lieu ~ [role=status]")


def code(page):
    return page.locator("[name=code]").input_value()


def propose(page, text, field=where):
    """Type, and wait for the list."""
    field(page).press_sequentially(text)
    expect(field(page)).to_have_attribute("aria-expanded", "true")


# -- the keyboard alone ------------------------------------------------------------------------------------------------


def test_a_place_is_chosen_with_the_keyboard_and_sent_with_its_code(page, asked):
    where(page).focus()
    page.keyboard.type("st etienne")
    expect(page.get_by_role("option").first).to_be_visible()
    assert active(page) is None  # the first option is not picked for the visitor
    expect(said(page)).to_have_text("8 propositions")

    page.keyboard.press("ArrowDown")
    assert active(page).startswith("Saint-Étienne (42)")
    page.keyboard.press("ArrowUp")
    assert not active(page).startswith("Saint-Étienne (42)")  # the last one
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(where(page)).to_have_value("Saint-Étienne (42)")
    assert code(page) == "c42218"
    expect(where(page)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(where(page)).to_be_focused()
    assert page.url.endswith("/")  # Enter has chosen, not sent

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("code=c42218"))


def test_enter_sends_what_was_typed_when_no_option_is_active(page, asked):
    propose(page, "sarlat")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("lieu=sarlat&code=$"))


def test_escape_closes_then_clears(page, asked):
    propose(page, "sarlat")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Escape")
    expect(where(page)).to_have_attribute("aria-expanded", "false")
    expect(where(page)).to_have_value("sarlat")
    assert active(page) is None

    page.keyboard.press("Escape")
    expect(where(page)).to_have_value("")
    assert code(page) == ""


def test_an_arrow_opens_the_list_again(page, asked):
    propose(page, "sarlat")
    page.keyboard.press("Escape")

    page.keyboard.press("ArrowDown")

    expect(where(page)).to_have_attribute("aria-expanded", "true")


def test_tab_leaves_and_keeps_the_words_typed(page, asked):
    propose(page, "sarlat")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Tab")

    expect(where(page)).to_have_value("sarlat")
    expect(where(page)).to_have_attribute("aria-expanded", "false")
    assert code(page) == ""


def test_the_words_changed_forget_the_choice(page, asked):
    propose(page, "sarlat")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert code(page) == "c24520"

    page.keyboard.press("Backspace")

    assert code(page) == ""


# -- accents and slips -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "proposed"),
    [
        (where, "st etienne", "Saint-Étienne (42) Loire"),
        (where, "sarlat la caneda", "Sarlat-la-Canéda (24) Dordogne"),
        (where, "marsielle", "Marseille (13) Bouches-du-Rhône"),
        (where, "24200", "Sarlat-la-Canéda (24) 24200 · Dordogne"),
        (trade, "boulangé", "Boulangère ou boulanger CAP Boulanger"),
        (trade, "patisier", "Pâtissière ou pâtissier CAP Pâtissier"),
        (trade, "vigile", "Agente de sécurité ou agent de sécurité vigile · CAP Agent de sécurité"),
    ],
)
def test_what_does_not_hold_the_letters_typed_is_still_proposed(page, asked, field, typed, proposed):
    propose(page, typed, field)

    expect(page.get_by_role("option", name=proposed, exact=True)).to_be_visible()


# -- a finger ----------------------------------------------------------------------------------------------------------


def test_a_finger_chooses_on_a_narrow_screen(phone, assert_fits):
    phone.goto("/")
    height = phone.evaluate("document.documentElement.scrollHeight")
    button = phone.locator("#chercher").evaluate("one => one.offsetTop")
    propose(phone, "vend", trade)

    assert phone.evaluate("document.documentElement.scrollHeight") == height
    assert phone.locator("#chercher").evaluate("one => one.offsetTop") == button  # nothing below moves
    assert all(option.bounding_box()["height"] >= 44 for option in phone.get_by_role("option").all())
    assert_fits(phone)

    option = phone.get_by_role("option").nth(1)
    words = option.get_attribute("data-value")
    option.tap()
    expect(trade(phone)).to_have_value(words)
    expect(trade(phone)).to_be_focused()
    expect(phone.get_by_role("option")).to_have_count(0)


# -- asking little, and in order ---------------------------------------------------------------------------------------


def test_one_letter_asks_nothing(page, asked):
    where(page).press_sequentially("s")
    page.wait_for_timeout(400)

    assert asked == []


def test_words_typed_at_once_ask_once(page, asked):
    propose(page, "sarlat")

    assert [address.partition("lieu=")[2] for address in asked] == ["sarlat"]


def test_nothing_to_propose_is_said(page, asked):
    where(page).press_sequentially("wwxzqkvwx")

    expect(said(page)).to_have_text("Aucune proposition")
    expect(where(page)).to_have_attribute("aria-expanded", "false")


def test_an_answer_that_comes_too_late_is_dropped(page, asked):
    held = []
    page.route(SUGGESTIONS, lambda route: held.append(route))
    with page.expect_request(SUGGESTIONS):
        where(page).press_sequentially("sarlat")
    page.keyboard.press("Tab")

    with page.expect_response(SUGGESTIONS):
        held[0].continue_()
    page.wait_for_timeout(200)

    assert page.locator("#lieux [role=option]").count() == 0
    expect(where(page)).to_have_attribute("aria-expanded", "false")


def test_without_network_the_field_is_silent_and_still_sends(page, asked):
    page.route(SUGGESTIONS, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        where(page).press_sequentially("Sarlat-la-Canéda")

    expect(where(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("lieu=Sarlat"))


# -- coming back, and without JavaScript -------------------------------------------------------------------------------


def test_back_from_the_results_no_code_is_left_without_its_words(page, asked):
    propose(page, "sarlat")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("code=c24520"))

    page.go_back()

    expect(where(page)).to_have_attribute("aria-expanded", "false")
    assert (where(page).input_value(), code(page)) in {("", ""), ("Sarlat-la-Canéda (24)", "c24520")}


def test_back_to_results_that_htmx_kept_the_field_still_proposes(page, asked):
    page.goto("/offres/?lieu=Sarlat-la-Canéda")
    where(page).fill("")
    propose(page, "souil")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("code=c46309"))

    page.go_back()
    expect(page).not_to_have_url(re.compile("code=c46309"))

    expect(page.get_by_role("option")).to_have_count(0)
    where(page).fill("")
    propose(page, "brive")


def test_without_javascript_the_field_is_a_plain_text_field(plain_page):
    plain_page.goto("/")

    expect(plain_page.get_by_role("combobox")).to_have_count(0)
    expect(plain_page.locator("#lieux")).to_be_hidden()
    plain_page.get_by_role("textbox", name="Où").fill("sarlat la caneda")
    plain_page.locator("#chercher").click()
    expect(plain_page.locator(".recap")).to_contain_text("Sarlat-la-Canéda")


# -- for everybody -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", [where, trade])
def test_axe_finds_nothing_to_say_of_an_open_list(any_page, field, assert_accessible, assert_fits):
    any_page.goto("/")
    propose(any_page, "ma", field)
    any_page.keyboard.press("ArrowDown")

    assert_accessible(any_page)
    assert_fits(any_page)


def test_the_gallery_shows_a_list_and_a_field_that_works(page):
    page.goto("/composants/")
    expect(page.get_by_role("listbox", name="Liste de propositions")).to_be_visible()

    where(page).fill("")
    propose(page, "brive")
