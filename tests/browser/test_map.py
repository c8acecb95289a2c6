"""The map in a real browser: drawn under the strict policy, reachable by keyboard, and never needed."""

import zlib

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.browser.conftest import SARLAT, baker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AROUND_SARLAT = "?lieu=Sarlat-la-Can%C3%A9da&code=c24520&rayon=30"
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"


@pytest.fixture(autouse=True)
def _no_tile_is_kept():
    caches["near"].clear()


@pytest.fixture
def offer(bakers):
    return baker("Tourière ou tourier", "À la Croûte", *SARLAT, is_fictional=True)


def open_map(page, query=AROUND_SARLAT):
    page.goto(reverse("offers:map") + query)
    page.wait_for_selector("[data-map-ready]", timeout=40_000)
    return page.locator("#carte-vive canvas")


def pixels(png: bytes) -> bytes:
    """The filtered rows of a PNG: nearly all zeros when the picture is of one colour."""
    data, at = b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(data)


def test_the_map_draws_departments_towns_and_groups(any_page, offer):
    canvas = open_map(any_page)

    assert canvas.is_visible()
    drawn = pixels(canvas.screenshot())
    assert sum(byte != 0 for byte in drawn) > len(drawn) / 50
    assert any_page.locator("#carte-vive [aria-label='Sarlat-la-Canéda (24)']").is_visible()


def test_the_keyboard_opens_the_offer_at_the_centre(page, offer):
    canvas = open_map(page, "?code=c24520&rayon=2")
    canvas.focus()
    page.keyboard.press("Enter")

    bubble = page.locator(".maplibregl-popup")
    bubble.wait_for()
    assert "À la Croûte, Sarlat-la-Canéda" in bubble.inner_text()
    assert "Offre fictive de démonstration" in bubble.inner_text()
    assert bubble.get_by_role("link", name="Tourière ou tourier").is_visible()

    bubble.get_by_role("button", name="Fermer").press("Enter")
    assert page.locator(".maplibregl-popup").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"


def test_moving_the_map_offers_to_search_there(page, offer):
    canvas = open_map(page)
    link = page.locator("#zone")
    assert not link.is_visible()

    canvas.focus()
    page.keyboard.press("ArrowLeft")
    link.wait_for()
    link.click()

    assert "code=%40" in page.url
    assert page.locator("#proches-titre").is_visible()


def test_the_map_follows_the_eyes_from_light_to_dark(page, offer):
    canvas = open_map(page)
    light = canvas.screenshot()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(2500)

    assert canvas.screenshot() != light


def test_without_javascript_the_server_draws_the_map(plain_page, offer):
    plain_page.goto(reverse("offers:map") + AROUND_SARLAT)

    assert plain_page.get_by_role("img", name="Carte des offres près de Sarlat").is_visible()
    assert plain_page.get_by_role("link", name="Tourière ou tourier").is_visible()
    assert not plain_page.locator("#carte-vive").is_visible()


def test_without_webgl_the_drawing_of_the_server_stays(page, offer):
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(reverse("offers:map") + AROUND_SARLAT)
    page.wait_for_timeout(2000)

    assert page.locator(".stage > .drawn").is_visible()
    assert not page.locator("#carte-vive").is_visible()


def test_the_small_map_joins_the_list(page, bakers):
    page.goto(reverse("offers:search") + AROUND_SARLAT)

    assert page.locator("#carte svg.drawn").wait_for() is None


def test_a_base_map_of_the_state_stands_under_the_offers(browser, live_server, offer, settings, monkeypatch):
    plan = "https://plan.example"
    settings.BASE_MAP_STYLE = f"{plan}/style.json"
    monkeypatch.setitem(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src", ["'self'", plan])
    context = browser.new_context(base_url=live_server.url)
    ground = {"id": "leur-fond", "type": "background", "paint": {"background-color": "#00ff00"}}
    style = {"version": 8, "glyphs": f"{plan}/{{fontstack}}/{{range}}.pbf", "sources": {}, "layers": [ground]}
    asked = []
    context.route(
        f"{plan}/**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(json=style, headers={"Access-Control-Allow-Origin": "*"}),
        ),
    )

    page = context.new_page()
    canvas = open_map(page)
    context_says = page.locator("#carte").inner_text()
    drawn = pixels(canvas.screenshot())
    context.close()

    assert asked == [f"{plan}/style.json"]  # neither fonts nor anything else
    assert "Fond de carte de l’État" in context_says
    assert b"\x00\xff\x00" in drawn  # their ground


@pytest.mark.parametrize("address", ["offers:density", "offers:map"])
def test_axe_finds_nothing_to_say(any_page, offer, address, assert_accessible, assert_fits):
    any_page.goto(reverse(address) + AROUND_SARLAT)
    if address == "offers:map":
        any_page.wait_for_selector("[data-map-ready]", timeout=40_000)
    any_page.evaluate(UNFOLD)

    assert_accessible(any_page)
    assert_fits(any_page)


def test_axe_finds_nothing_to_say_of_communes(any_page, offer, assert_accessible, assert_fits):
    any_page.goto(reverse("offers:commune_density", args=["24"]))

    assert_accessible(any_page)
    assert_fits(any_page)
