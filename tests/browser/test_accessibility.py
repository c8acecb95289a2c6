"""Every page of the roof: nothing for axe to say, nothing to scroll sideways, in the light and in the dark."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["home", "contracts", "legal", "privacy", "accessibility", "sources"]
ADDRESSES = [reverse(f"pages:{name}") for name in NAMES] + ["/composants/", "/rien-a-cette-adresse"]
ZOOMED = {"width": 640, "height": 400}  # a screen of 1280 at 200 %

every_address = pytest.mark.parametrize("address", ADDRESSES)

UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
SPACED = """document.styleSheets[0].insertRule(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }',
    document.styleSheets[0].cssRules.length)"""


@every_address
def test_axe_finds_nothing_to_say(any_page, address, assert_accessible):
    any_page.goto(address)
    any_page.evaluate(UNFOLD)

    assert_accessible(any_page)


@every_address
def test_a_page_fits_a_narrow_screen_and_a_zoom(open_context, address, assert_fits):
    page = open_context(size=ZOOMED).new_page()
    page.goto(address)
    page.evaluate(UNFOLD)
    assert_fits(page)

    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page)

    page.evaluate(SPACED)  # WCAG 1.4.12: the reader spaces the text
    assert_fits(page)


@every_address
def test_a_page_fits_with_its_text_twice_as_large(page, address, assert_fits):
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert_fits(page)


def test_the_first_tab_leads_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_refused_form_takes_the_focus(page):
    page.goto("/composants/")

    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_targets_are_tall_enough_for_a_finger(phone):
    phone.goto("/composants/")

    small = phone.evaluate("""[...document.querySelectorAll('.btn, .chip, .in, .nav a, .pick, .seg label, summary')]
        .filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.outerHTML.slice(0, 80))""")
    assert small == []


def test_what_needs_javascript_is_not_shown_without_it(plain_page):
    plain_page.goto("/composants/")

    for words in ("Autour de moi", "Partager", "Imprimer"):
        assert not plain_page.get_by_role("button", name=words).is_visible()
