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

    page.locator("#lieux option[value^='Sarlat-la-Canéda']").wait_for(state="attached")
    assert all(len(address.partition("lieu=")[2]) >= 2 for address in asked)


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


def test_trades_are_suggested_too(page, asked):
    page.get_by_label("Métier").press_sequentially("boul")

    page.locator("#metiers option[value*='oulang' i]").first.wait_for(state="attached")
