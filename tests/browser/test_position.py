""" "Autour de moi", with the browser's leave and without it."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SARLAT = {"latitude": 44.88904, "longitude": 1.21663}


def test_a_position_is_rounded_then_searched(open_context):
    page = open_context(permissions=["geolocation"], geolocation=SARLAT).new_page()
    page.goto("/")

    with page.expect_navigation():
        page.get_by_role("button", name="Autour de moi").click()

    assert "/offres/" in page.url
    assert "code=%4044.889%2C1.217" in page.url


def test_a_refusal_is_explained_and_the_field_waits(open_context):
    page = open_context(permissions=[]).new_page()
    page.goto("/")

    page.get_by_role("button", name="Autour de moi").click()

    page.get_by_text("Votre navigateur ne donne pas votre position.").wait_for()
    assert page.evaluate("document.activeElement.name") == "lieu"
    assert page.url.endswith("/")


def test_typing_another_place_forgets_the_position(page):
    page.goto("/")
    page.locator("[name=code]").evaluate("field => field.value = '@44.889,1.217'")

    page.get_by_label("Où").fill("Brive")

    assert page.locator("[name=code]").input_value() == ""
