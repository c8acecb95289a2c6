"""Favourites: in the browser without account, on the server with one, joined at sign-in; told before they close."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.models import Message
from offers.alerts.favourites import COOKIE, MOST_IN_COOKIE
from offers.alerts.models import Favourite
from offers.alerts.reminders import SOON, remind
from offers.lifecycle import State
from offers.models import Offer
from tests.factories.accounts import UserFactory
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


def press(client, offer, keep=True, **headers):
    data = {"garder": "oui" if keep else "non"}
    return client.post(reverse("alerts:favourite", args=[offer.pk]), data, headers=headers)


def titles(client) -> str:
    return client.get(reverse("alerts:favourites")).content.decode()


# -- without account ---------------------------------------------------------------------------------------------------


def test_a_heart_works_without_account_and_without_script(client):
    offer = OfferFactory(title="Boulangère du Périgord")
    page = reverse("offers:search")

    answer = press(client, offer, referer=f"http://testserver{page}?code=c24520")

    assert answer["Location"] == f"http://testserver{page}?code=c24520"
    assert "Boulangère du Périgord" in titles(client)
    assert 'aria-pressed="true"' in client.get(page).content.decode()

    press(client, offer, keep=False)

    assert "Aucune offre gardée" in titles(client)
    assert client.cookies[COOKIE].value == ""


def test_to_htmx_only_the_heart_comes_back(client):
    answer = press(client, OfferFactory(), **{"HX-Request": "true"})

    page = answer.content.decode()
    assert page.strip().startswith("<form")
    assert 'aria-pressed="true"' in page


def test_pressing_twice_the_same_way_is_pressing_once(client):
    offer = OfferFactory()
    press(client, offer)
    press(client, offer)

    assert titles(client).count("data-share") >= 1
    assert client.get(reverse("alerts:favourites")).context["results"][0].offer == offer
    press(client, offer, keep=False)
    press(client, offer, keep=False)
    assert "Aucune offre gardée" in titles(client)


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(client):
    offer = OfferFactory()
    press(client, offer)

    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    client.cookies[COOKIE] = cookie.value[:-2] + "xx"
    assert "Aucune offre gardée" in titles(client)


def test_a_full_cookie_says_so(client):
    offers = OfferFactory.create_batch(MOST_IN_COOKIE + 1, commune=None)
    for offer in offers[:-1]:
        press(client, offer)

    answer = press(client, offers[-1], **{"HX-Request": "true"})

    assert f"déjà {MOST_IN_COOKIE} favoris" in answer.content.decode().replace("\xa0", " ")
    assert 'aria-pressed="false"' in answer.content.decode()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.exemple"}])
def test_another_site_cannot_press_for_somebody(client, headers):
    assert press(client, OfferFactory(), **headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}])
def test_our_own_pages_can(client, headers):
    client.handler.enforce_csrf_checks = True

    assert press(client, OfferFactory(), **headers).status_code == 302


def test_the_heart_never_sends_one_elsewhere(client):
    answer = press(client, OfferFactory(), referer="https://ailleurs.exemple/offres/")

    assert answer["Location"] == reverse("alerts:favourites")


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_an_offer_that_is_not_public_has_no_heart(client, state):
    assert press(client, OfferFactory(state=state)).status_code == 404


def test_an_offer_that_closed_says_so(client):
    offer = OfferFactory()
    press(client, offer)
    Offer.objects.filter(pk=offer.pk).update(state=State.FILLED)
    assert "Cette place est prise" in titles(client)

    offer.refresh_from_db()
    offer.take("withdraw")
    assert "Une offre gardée n’est plus publiée" in titles(client)


def test_the_search_costs_no_query_more_with_hearts(client, django_assert_num_queries):
    OfferFactory.create_batch(3)
    url = reverse("offers:search")
    client.get(url)
    with django_assert_num_queries(3):  # what is found, the offers, their places
        client.get(url, headers={"HX-Request": "true"})


# -- with an account ---------------------------------------------------------------------------------------------------


def test_with_an_account_favourites_are_on_the_server(client):
    user, offer = UserFactory(), OfferFactory()
    client.force_login(user)
    press(client, offer)

    assert Favourite.objects.get().user == user
    assert COOKIE not in client.cookies
    press(client, offer, keep=False)
    assert not Favourite.objects.exists()


def test_at_sign_in_the_favourites_of_the_browser_join_the_account(client):
    from django.contrib.auth import login
    from django.http import HttpResponse
    from django.test import RequestFactory

    from offers.alerts.favourites import forget_joined_favourites

    user, offer, other = UserFactory(), OfferFactory(), OfferFactory()
    Favourite.objects.create(user=user, offer=other)
    press(client, offer)
    request = RequestFactory().get("/")
    request.session, request.COOKIES = client.session, {COOKIE: client.cookies[COOKIE].value}

    def sign_in(request):
        login(request, user, "django.contrib.auth.backends.ModelBackend")
        return HttpResponse()

    answer = forget_joined_favourites(sign_in)(request)

    assert set(Favourite.objects.of(user).values_list("offer", flat=True)) == {offer.pk, other.pk}
    assert answer.cookies[COOKIE].value == ""


# -- a list to show ----------------------------------------------------------------------------------------------------


def test_a_list_is_shown_by_its_link_and_kept_in_one_click(client):
    offers = OfferFactory.create_batch(2)
    for offer in offers:
        press(client, offer)
    link = client.get(reverse("alerts:favourites")).context["share_url"]
    client.cookies.clear()

    page = client.get(link).content.decode()
    assert all(offer.employer_name in page for offer in offers)
    client.post(reverse("alerts:keep_shared"), {"offres": link.partition("=")[2]})

    assert len(client.get(reverse("alerts:favourites")).context["results"]) == 2


@pytest.mark.parametrize("text", ["", "abc", "0", "9" * 30, "1-2-'; DROP", "-".join(["1"] * 5000), "é"])
def test_a_broken_link_of_a_list_leads_to_a_calm_page(client, text):
    assert client.get(reverse("alerts:shared"), {"offres": text}).status_code == 404


# -- the reminder ------------------------------------------------------------------------------------------------------


@pytest.fixture
def favourite():
    closes_on = timezone.localdate() + SOON
    return Favourite.objects.create(user=UserFactory(), offer=OfferFactory(closes_on=closes_on))


def test_a_favourite_is_told_once_before_it_closes(favourite):
    assert remind() == 1
    assert remind() == 0

    letter = Message.objects.get()
    assert (letter.template, letter.recipient) == ("alerts/favourites", favourite.user.email)


def test_one_mail_tells_all_the_favourites_that_close(favourite):
    Favourite.objects.create(user=favourite.user, offer=OfferFactory(closes_on=timezone.localdate()))

    assert remind() == 1
    assert len(Message.objects.get().facts["offers"]) == 2


def test_a_favourite_that_closes_later_waits(favourite):
    Offer.objects.update(closes_on=timezone.localdate() + SOON + timedelta(days=1))

    assert remind() == 0


def test_a_favourite_that_was_answered_is_not_told(favourite):
    from tests.factories.applications import ApplicationFactory

    ApplicationFactory(candidate=favourite.user, offer=favourite.offer)

    assert remind() == 0


def test_reminders_end_in_one_click(client, favourite):
    remind()
    link = Message.objects.get().facts["unsubscribe_url"]
    assert client.post(link.replace("http://localhost:8000", "")).status_code == 200
    Favourite.objects.update(reminded_at=None)

    assert remind() == 0
