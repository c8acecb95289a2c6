"""Typing help for the place: quiet below two letters, and a chosen suggestion keeps its code."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(page):
    """The suggestions the page asked for."""
    addresses = []
    page.on("request", lambda request: "/suggestions?" in request.url and addresses.append(request.url))
    page.goto("/")
    return addresses


def test_places_are_suggested_while_typing(page, asked):
    page.get_by_label("Où").press_sequentially("sarla")
    page.locator("#lieux option").first.wait_for(state="attached")

    assert page.locator("#lieux option[value^='Sarlat-la-Canéda']").count() == 1
    assert len(asked) < len("sarla")  # the letters typed in a row make one question


def test_a_chosen_place_travels_with_its_code(page, asked):
    field = page.get_by_label("Où")
    field.press_sequentially("sarlat")
    option = page.locator("#lieux option[value^='Sarlat-la-Canéda']")
    option.wait_for(state="attached")

    field.fill(option.get_attribute("value"))
    assert page.locator("[name=code]").input_value() == option.get_attribute("data-code")

    field.press_sequentially("x")
    assert page.locator("[name=code]").input_value() == ""


def test_one_letter_asks_nothing(page, asked):
    page.get_by_label("Où").press_sequentially("s")
    page.wait_for_timeout(400)

    assert asked == []
