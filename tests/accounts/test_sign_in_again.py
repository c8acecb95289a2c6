"""Proving again who one is, before what a borrowed telephone must not do; and changing one's address."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse

from apprentissage.accounts.models import User
from tests.accounts.signing_in import ask_code, code_of, let_time_pass, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = reverse("account_email")
AGAIN = reverse("account_reauthenticate")
SENSITIVE = [
    reverse(name)
    for name in (
        "account_email",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
    )
]


@pytest.fixture
def lina(client):
    """Somebody who signed in an hour ago, with a code and nothing else."""
    sign_in(client, "lina@exemple.fr")
    let_time_pass(client)
    return User.objects.get()


def prove_by_code(client, after: str):
    client.post(f"{AGAIN}?next={after}", {"action": "send"})
    return client.post(f"{AGAIN}?next={after}", {"code": code_of(mail.outbox[-1])})


def test_nobody_is_asked_right_after_they_signed_in(client):
    sign_in(client, "lina@exemple.fr")

    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("page", SENSITIVE)
def test_an_hour_later_each_sensitive_page_asks_again(client, lina, page):
    assert client.get(page)["Location"].startswith(AGAIN)


def test_a_code_by_mail_is_the_way_of_an_account_that_has_nothing_else(client, lina):
    answer = prove_by_code(client, ADDRESS)

    assert answer["Location"] == ADDRESS
    assert client.get(ADDRESS).status_code == 200


def test_three_wrong_codes_end_the_code(client, lina):
    client.post(AGAIN, {"action": "send"})
    for _ in range(3):
        client.post(AGAIN, {"code": "0000-0000"})

    client.post(AGAIN, {"code": code_of(mail.outbox[-1])})

    assert client.get(ADDRESS).status_code == 302


def test_a_code_for_entering_does_not_prove_again(client, lina):
    code = ask_code(type(client)(), "lina@exemple.fr")

    client.post(AGAIN, {"code": code})

    assert client.get(ADDRESS).status_code == 302


def test_a_form_sent_meanwhile_is_kept_and_done(client, lina):
    words = "quatre mots bien à moi"
    page = reverse("account_set_password")
    asked = client.post(page, {"password1": words, "password2": words})
    assert asked["Location"].startswith(AGAIN)

    prove_by_code(client, page)

    lina.refresh_from_db()
    assert lina.check_password(words)


def test_with_a_second_factor_a_code_by_mail_is_not_enough(client):
    user = UserFactory(email="lina@exemple.fr")
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    answer = client.get(ADDRESS, follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    assert "Recevoir un code" not in answer.content.decode()
    assert client.get(AGAIN)["Location"] == reverse("mfa_reauthenticate")


def test_an_account_with_a_password_may_use_it(client):
    client.force_login(UserFactory(password="quatre mots bien à elle"))
    page = f"{reverse('account_reauthenticate_by_password')}?next={ADDRESS}"

    answer = client.post(page, {"password": "quatre mots bien à elle"})

    assert answer["Location"] == ADDRESS


# -- changing one's address --------------------------------------------------------------------------------------------
def change_to(client, email: str):
    return client.post(ADDRESS, {"action_add": "1", "email": email})


def test_a_new_address_counts_once_it_is_proven(client):
    sign_in(client, "lina@exemple.fr")

    answer = change_to(client, "lina.diaz@exemple.fr")
    assert User.objects.get().email == "lina@exemple.fr"
    client.post(answer["Location"], {"code": code_of(mail.outbox[-1])})

    assert User.objects.get().email == "lina.diaz@exemple.fr"
    assert mail.outbox[-1].to == ["lina@exemple.fr"]  # the old address is told
    assert "a été changée" in mail.outbox[-1].body


def test_an_address_not_yet_proven_opens_nothing(client):
    sign_in(client, "lina@exemple.fr")
    change_to(client, "inconnue@exemple.fr")

    other = type(client)()
    sign_in(other, "inconnue@exemple.fr")

    assert other.session["_auth_user_id"] != client.session["_auth_user_id"]


def test_the_address_of_somebody_else_looks_free_and_is_not_taken(client):
    UserFactory(email="paul@exemple.fr")
    sign_in(client, "lina@exemple.fr")

    taken = change_to(client, "paul@exemple.fr")
    assert taken["Location"] == reverse("account_email_verification_sent")  # as for a free one
    page = client.post(taken["Location"], {"code": code_of(mail.outbox[-1])})

    assert "Cette adresse ouvre déjà un autre compte" in page.content.decode()
    assert set(User.objects.values_list("email", flat=True)) == {"lina@exemple.fr", "paul@exemple.fr"}
