"""The second factor: compulsory for officers and operators, the administration included; free for the others."""

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.urls import reverse

from apprentissage.accounts.organisations import Organisation
from tests.accounts.signing_in import DOOR, ask_code, is_in, sign_in
from tests.factories.accounts import UserFactory, employer, officer, staff, training_centre

pytestmark = pytest.mark.django_db

ACCOUNT = reverse("accounts:account")
SECURITY = reverse("mfa_index")
ADMINISTRATION = reverse("admin:index")


def with_code(client, user):
    """Enter with a code by e-mail, and nothing else."""
    return sign_in(client, user.email)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("kind", Organisation.BODIES)
def test_an_officer_sets_a_second_factor_up_before_anything_else(client, kind):
    with_code(client, officer(kind=kind))

    answer = client.get(ACCOUNT)

    assert answer["Location"] == SECURITY
    assert "ajoutez un second facteur" in client.get(SECURITY).content.decode()


def test_an_operator_does_not_reach_the_administration_without_one(client):
    with_code(client, staff(is_superuser=True))

    assert client.get(ADMINISTRATION)["Location"] == SECURITY


def test_the_administration_has_no_door_of_its_own(client):
    user = staff(password="quatre mots bien à elle")

    answer = client.post(reverse("admin:login"), {"username": user.email, "password": "quatre mots bien à elle"})

    assert answer["Location"].startswith(DOOR)
    assert not is_in(client)


def test_public_pages_stay_open_meanwhile(client):
    with_code(client, officer())

    assert client.get(reverse("offers:search")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("person", [UserFactory, employer, training_centre])
def test_the_others_are_free_not_to(client, person):
    with_code(client, person())

    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.django_db(transaction=True)  # what the factor changes in the session happens on commit
def test_setting_an_application_up_opens_the_role_at_once_and_gives_codes_for_a_lost_telephone(client):
    with_code(client, officer())
    page = reverse("mfa_activate_totp")
    client.get(page)

    answer = client.post(page, {"code": code_now(client.session["mfa.totp.secret"])})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(ACCOUNT).status_code == 200
    assert "Une application de codes protège" in mail.outbox[-1].body


def test_the_next_time_the_factor_is_asked(client):
    user = officer()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)

    answer = with_code(client, user)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(answer["Location"], {"code": code_now(secret)})

    assert client.get(ACCOUNT).status_code == 200


def test_a_code_of_the_application_serves_once(client):
    user = officer()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    code = code_now(secret)
    client.post(with_code(client, user)["Location"], {"code": code})
    other = type(client)()

    other.post(with_code(other, user)["Location"], {"code": code})

    assert is_in(client)
    assert not is_in(other)


def test_wrong_codes_of_the_application_are_stopped(client):
    user = officer()
    TOTP.activate(user, generate_totp_secret())
    page = with_code(client, user)["Location"]

    answers = [client.post(page, {"code": "000000"}).content.decode() for _ in range(7)]

    assert "Ce n’est pas ce code" in answers[0]
    assert "Trop d’essais" in answers[-1]


def test_a_session_older_than_the_factor_must_use_it(client):
    user = officer()
    with_code(client, user)
    TOTP.activate(user, generate_totp_secret())  # from another device

    answer = client.get(ACCOUNT, follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))


def test_the_last_factor_of_an_officer_cannot_be_taken_away(client):
    user = officer()
    with_code(client, user)
    TOTP.activate(user, generate_totp_secret())
    _prove(client)

    page = client.post(reverse("mfa_deactivate_totp"))

    assert "Votre rôle demande un second facteur" in page.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_the_last_passkey_of_an_officer_cannot_be_taken_away_either(client):
    user = officer()
    with_code(client, user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Clé", "credential": {}})
    _prove(client)

    page = client.post(reverse("mfa_remove_webauthn", kwargs={"pk": key.pk}), follow=True)

    assert "Votre rôle demande un second facteur" in page.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def _prove(client):
    """Use a second factor a moment ago."""
    session = client.session
    session["account_authentication_methods"].append({"method": "mfa", "at": time.time()})
    session.save()


def test_the_secret_of_an_application_is_unreadable_in_the_database(settings):
    secret = generate_totp_secret()

    kept = TOTP.activate(UserFactory(), secret).instance.data["secret"]

    assert secret not in kept
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "une autre clé" * 6, [settings.SECRET_KEY]
    assert get_adapter().decrypt(kept) == secret  # after the key of the service was changed


def test_a_form_does_not_get_around_it(client):
    with_code(client, staff(is_superuser=True))

    assert client.post(reverse("admin:auth_group_add"), {"name": "x"})["Location"] == SECURITY


def test_a_code_asked_for_an_officer_says_nothing_of_their_role(client):
    ask_code(client, officer().email)

    assert "second facteur" not in client.get(reverse("account_confirm_login_code")).content.decode()


def test_the_other_devices_can_be_closed(client):
    user = UserFactory()
    other = type(client)()
    with_code(client, user)
    with_code(other, user)

    page = client.get(reverse("usersessions_list")).content.decode()
    assert page.count("Depuis le") == 2
    client.post(reverse("usersessions_list"))

    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302
