"""The code by e-mail: one door for old and new accounts, and nothing to learn for who tries the addresses of others."""

import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import User
from tests.accounts.signing_in import CODE_PAGE, DOOR, ask_code, code_of, is_in, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ACCOUNT = reverse("accounts:account")
WRONG = "0000-0000"


def test_the_first_code_makes_the_account(client):
    code = ask_code(client, "lina@exemple.fr")
    assert not User.objects.exists()  # an address that somebody typed is not yet an account

    answer = client.post(CODE_PAGE, {"code": code})

    assert answer["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert not User.objects.get().has_usable_password()


def test_the_next_code_opens_the_same_account(client):
    sign_in(client, "lina@exemple.fr")
    client.post(reverse("account_logout"))

    sign_in(client, "LINA@exemple.fr")

    assert is_in(client)
    assert User.objects.count() == 1


def test_an_account_made_by_somebody_else_asks_one_code_only(client):
    UserFactory(email="lina@exemple.fr")  # by an invitation, or by the operator

    sign_in(client, "lina@exemple.fr")

    assert is_in(client)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("typed", ["{}", " {} ", "{} ", "{}."])
def test_a_code_is_read_as_people_type_it(client, typed):
    code = ask_code(client, "lina@exemple.fr").replace("-", " ")

    client.post(CODE_PAGE, {"code": typed.format(code)})

    assert is_in(client)


def test_the_session_changes_its_number_at_sign_in(client):
    code = ask_code(client, "lina@exemple.fr")
    before = client.session.session_key

    client.post(CODE_PAGE, {"code": code})

    assert client.session.session_key != before


def test_a_code_serves_once(client):
    code = ask_code(client, "lina@exemple.fr")
    client.post(CODE_PAGE, {"code": code})
    client.post(reverse("account_logout"))

    client.post(CODE_PAGE, {"code": code})

    assert not is_in(client)


def test_a_code_opens_the_browser_that_asked_for_it_and_no_other(client):
    code = ask_code(client, "lina@exemple.fr")
    other = type(client)()
    ask_code(other, "lina@exemple.fr")

    other.post(CODE_PAGE, {"code": code})

    assert not is_in(other)


def test_a_code_is_worth_a_quarter_of_an_hour(client):
    code = ask_code(client, "lina@exemple.fr")

    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16), tick=False):
        answer = client.post(CODE_PAGE, {"code": code}, follow=True)

    assert answer.redirect_chain[-1][0] == DOOR
    assert not is_in(client)


@pytest.mark.parametrize(
    ("after", "lands"),
    [
        ("/offres/?metier=boulanger", "/offres/?metier=boulanger"),
        ("https://ailleurs.example/", ACCOUNT),
        ("//ailleurs.example/", ACCOUNT),
        ("javascript:alert(1)", ACCOUNT),
        ("/\\ailleurs.example", ACCOUNT),
    ],
)
def test_one_goes_on_where_one_wanted_to_go_and_never_elsewhere(client, after, lands):
    code = ask_code(client, "lina@exemple.fr", after)

    answer = client.post(CODE_PAGE, {"code": code, "next": after})

    assert answer["Location"] == lands


def test_a_wrong_address_is_said_next_to_the_field_and_kept(client):
    page = client.post(DOOR, {"email": "lina.exemple.fr"}).content.decode()

    assert "Cette adresse n’est pas complète" in page
    assert 'value="lina.exemple.fr"' in page


def test_who_is_already_in_goes_to_their_account(client):
    sign_in(client, "lina@exemple.fr")

    assert client.get(DOOR)["Location"] == ACCOUNT


def test_a_closed_account_says_so_to_its_holder_only(client):
    UserFactory(email="lina@exemple.fr", is_active=False)
    code = ask_code(client, "lina@exemple.fr")  # to anybody else, an address like another

    answer = client.post(CODE_PAGE, {"code": code})

    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_when_mail_is_down_the_page_says_so(client, monkeypatch):
    def fail(self, messages):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", fail)

    answer = client.post(DOOR, {"email": "lina@exemple.fr"})

    assert answer.status_code == 503
    assert "Notre courriel est en panne" in answer.content.decode()


# -- who tries the addresses of others ---------------------------------------------------------------------------------
def siege(client, email: str, tries: int = 200) -> list:
    """What somebody gets who tries wrong codes on one address, asking for another code whenever they may."""
    seen = []
    for _ in range(tries):
        if client.get(CODE_PAGE).status_code == 302:
            answer = client.post(DOOR, {"email": email})
            seen.append(("ask", answer.status_code, answer.get("Location")))
        answer = client.post(CODE_PAGE, {"code": WRONG})
        seen.append(("try", answer.status_code, answer.get("Location")))
    assert not is_in(client)
    return seen


def test_two_hundred_wrong_codes_are_stopped_alike_for_known_and_unknown_addresses():
    UserFactory(email="connue@exemple.fr")

    known = siege(Client(REMOTE_ADDR="192.0.2.1"), "connue@exemple.fr")
    letters = len(mail.outbox)
    unknown = siege(Client(REMOTE_ADDR="192.0.2.2"), "nouvel@exemple.fr")

    assert known == unknown
    assert letters == len(mail.outbox) - letters == 3  # a minute, whatever is tried
    assert sum(step[:2] == ("try", 200) for step in known) == 6  # the third wrong try ends each code


def test_the_page_after_a_code_was_asked_is_the_same_for_known_and_unknown_addresses(client):
    UserFactory(email="connue@exemple.fr")
    pages = []
    for email in ("connue@exemple.fr", "nouvel@exemple.fr"):
        browser = type(client)()
        ask_code(browser, email)
        page = browser.get(CODE_PAGE).content.decode()
        pages.append(page.replace(email, "").split("<main")[1].split("csrf")[0])

    assert pages[0] == pages[1]
    letters = [message.body.replace(code_of(message), "") for message in mail.outbox]
    assert letters[0] == letters[1]


def test_many_browsers_do_not_try_more_than_one(client):
    """The count is kept by address in the shared cache: another session, another process, change nothing."""
    held = ask_code(client, "lina@exemple.fr")
    for _ in range(10):
        other = type(client)()
        session = other.session
        session.update(dict(client.session.items()))  # as many doors on the same code
        session.save()
        for _ in range(3):
            other.post(CODE_PAGE, {"code": WRONG})

    client.post(CODE_PAGE, {"code": held})

    assert not is_in(client)


def test_a_try_is_counted_in_the_database(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


# -- passwords, for the few who want one -------------------------------------------------------------------------------
def test_a_person_may_choose_a_password_and_enter_with_it(client):
    sign_in(client, "lina@exemple.fr")
    words = "quatre mots bien à moi"
    client.post(reverse("account_set_password"), {"password1": words, "password2": words})
    client.post(reverse("account_logout"))

    client.post(reverse("account_login_by_password"), {"login": "lina@exemple.fr", "password": words})

    assert is_in(client)


def test_wrong_passwords_are_stopped_alike_for_known_and_unknown_addresses():
    UserFactory(email="connue@exemple.fr", password="quatre mots bien à elle")
    door = reverse("account_login_by_password")

    def said(email, browser):
        answers = [browser.post(door, {"login": email, "password": "essai"}).content.decode() for _ in range(8)]
        return ["Trop d’essais" in page for page in answers]

    known = said("connue@exemple.fr", Client(REMOTE_ADDR="192.0.2.1"))
    unknown = said("nouvel@exemple.fr", Client(REMOTE_ADDR="192.0.2.2"))
    assert known == unknown == [False] * 5 + [True] * 3
