"""Nothing that an employer typed is lost: wrong answers, a session that ended, two presses, two colleagues."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.lifecycle import State
from offers.models import Offer
from offers.publishing.models import Draft
from tests.factories.accounts import MembershipFactory, employer
from tests.offers.publishing import COMPLETE, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    person = employer(name="Le Fournil")
    client.force_login(person)
    return person


def shown(response):
    return response.content.decode()


def company_of(person) -> Organisation:
    return person.memberships.get().organisation


def test_an_offer_sent_twice_is_one_offer(client, boss):
    first = send(client)
    second = send(client, key=first.key)

    assert Offer.objects.count() == 1
    assert second.url == first.url


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("titre", "", "Il manque cette réponse"),
        ("description", "Court.", "Dites-en un peu plus"),
        ("duree", "deux ans", "C’est un nombre de 1 à 48"),
        ("duree", "999999999999999999999", "C’est un nombre de 1 à 48"),
        ("heures", "beaucoup", "C’est un nombre de 1 à 48"),
        ("heures", "NaN", "C’est un nombre de 1 à 48"),
        ("places", "-1", "C’est un nombre de 1 à 50"),
        ("debut_type", "demain", "Choisissez une des réponses"),
        ("lieu-1", "", "Dites où l’on travaille"),
        ("lieu-1", "Dordogne", "C’est trop large"),
        ("lieu-1", "Zzyzx", "Nous ne connaissons pas"),
        ("age", "99", "C’est un nombre de 15 à 30"),
        ("titre", "x" * 151, "Restez sous 150 signes"),
    ],
)
def test_a_wrong_answer_is_kept_with_a_sentence(client, boss, field, value, sentence):
    answers = {field.replace("-", "__"): value} | ({"code__1": ""} if field == "lieu-1" else {})

    response = send(client, **answers)

    assert response.status_code == 422
    assert sentence in shown(response)
    assert Draft.objects.get().answers[field] == [value]


def test_a_date_is_asked_when_the_start_is_at_a_date(client, boss):
    response = send(client, debut_type="date")
    assert "Donnez la date" in shown(response)

    tomorrow = timezone.localdate() + timedelta(days=30)
    send(client, key=response.key, debut_type="date", debut=tomorrow.isoformat())
    assert Offer.objects.get().starts_on == tomorrow


def test_what_a_visitor_types_before_signing_in_is_theirs_afterwards(client):
    response = send(client)
    assert response.status_code == 302
    assert reverse("account_login") in response.url
    assert not Offer.objects.exists()

    client.force_login(employer())
    page = client.get(reverse("employers:draft", args=[response.key]))
    assert COMPLETE["description"] in shown(page)
    send(client, key=response.key)
    assert Offer.objects.get().state == State.OPEN


def test_a_draft_of_another_browser_is_not_found(client):
    response = send(client)
    client.cookies.clear()

    assert client.get(reverse("employers:draft", args=[response.key])).status_code == 404


def test_a_session_that_ended_while_one_wrote_loses_nothing(client, boss):
    key = send(client, action="save").key
    client.logout()

    late = send(client, key=key, description="Tout ce que j'ai écrit depuis une heure, sans m'arrêter.")
    assert late.status_code == 302
    assert reverse("account_login") in late.url
    rescued = re.search(r"brouillons/([0-9a-f-]{36})", late.url)[1]

    client.force_login(boss)
    back = client.get(reverse("employers:draft", args=[rescued]))
    assert back.url == reverse("employers:draft", args=[key])
    assert "Tout ce que j&#x27;ai écrit" in shown(client.get(back.url))
    assert Draft.objects.count() == 1


def test_two_colleagues_do_not_write_over_each_other(client, boss):
    key = send(client, action="save").key
    draft = Draft.objects.get()
    colleague = MembershipFactory(organisation=company_of(boss)).user
    client.force_login(colleague)
    send(client, key=key, action="save", titre="Boulanger, écrit par elle", version=draft.version, fenetre="hers")

    client.force_login(boss)
    late = send(client, key=key, action="save", titre="Boulanger, écrit par lui", version=draft.version, fenetre="his")
    assert late.status_code == 409
    assert "écrit par elle" in shown(late)
    assert 'value="Boulanger, écrit par lui"' in shown(late)
    assert Draft.objects.get().answers["titre"] == ["Boulanger, écrit par elle"]

    send(client, key=key, action="save", titre="Boulanger, écrit par lui",
         version=Draft.objects.get().version, fenetre="his")  # fmt: skip
    assert Draft.objects.get().answers["titre"] == ["Boulanger, écrit par lui"]


def test_one_s_own_saves_are_no_conflict(client, boss):
    key = send(client, action="save").key

    for title in ("Premier titre", "Deuxième titre"):
        assert send(client, key=key, action="save", titre=title, version="1").status_code == 302


def test_htmx_keeps_the_draft_and_says_what_the_rules_see(client, boss):
    key = uuid.uuid4()
    data = COMPLETE | {"description": "Appelez le 06 12 34 56 78 pour essayer.", "version": "0", "fenetre": "w"}

    page = client.post(reverse("employers:draft", args=[key]), data, headers={"HX-Request": "true"})

    assert shown(page).lstrip().startswith("<div")
    assert "06 12 34 56 78" in shown(page)
    assert Draft.objects.get(pk=key).answers["titre"] == [COMPLETE["titre"]]
    assert not Offer.objects.exists()


def test_the_preview_is_the_public_page_and_writes_nothing(client, boss):
    key = send(client, action="save").key

    page = client.get(reverse("employers:preview", args=[key]))

    assert "Ce que vous gagnez" in shown(page)
    assert "Aperçu" in shown(page)
    assert "On ne peut plus répondre" not in shown(page)
    assert not Offer.objects.exists()


def test_a_draft_can_be_erased(client, boss):
    key = send(client, action="save").key

    client.post(reverse("employers:delete_draft", args=[key]))

    assert not Draft.objects.exists()
