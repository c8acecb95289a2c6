"""FranceConnect and ProConnect: what a provider says is believed only once it is proven, and takes no account over."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.urls import reverse

from apprentissage.accounts.models import User
from apprentissage.accounts.sign_in.demonstration import prove_address
from tests.accounts.identity_provider import CLIENT, Provider, a_key
from tests.accounts.signing_in import CODE_PAGE, DOOR, code_of, is_in, let_time_pass, sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

START = reverse("openid_connect_login", kwargs={"provider_id": "franceconnect"})
RETURN = reverse("openid_connect_callback", kwargs={"provider_id": "franceconnect"})
ACCOUNT = reverse("accounts:account")


@pytest.fixture
def provider(settings):
    with Provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        yield provider


def leave(client, provider, query: str = "", **asked) -> dict:
    """Go to the provider and identify oneself; what one brings back."""
    return provider.visit(client.post(START + query, asked)["Location"])


def linked(provider, **fields) -> User:
    """Somebody whom the provider knows as number 42."""
    user = UserFactory(**fields)
    prove_address(user)
    SocialAccount.objects.create(user=user, provider="franceconnect", uid="42")
    return user


def test_a_known_person_enters(client, provider):
    user = linked(provider)

    answer = client.get(RETURN, leave(client, provider, next=reverse("mfa_index")))

    assert answer["Location"] == reverse("mfa_index")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_session_changes_its_number_at_sign_in(client, provider):
    linked(provider)
    brought = leave(client, provider)
    before = client.session.session_key

    client.get(RETURN, brought)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("identity", "person"),
    [
        pytest.param({"nonce": "celui d'hier"}, {}, id="another nonce"),
        pytest.param({"nonce": None}, {}, id="no nonce"),
        pytest.param({"aud": "un-autre-service"}, {}, id="for another service"),
        pytest.param({"iss": "https://ailleurs.example"}, {}, id="from somebody else"),
        pytest.param({"exp": int(time.time()) - 3600}, {}, id="expired"),
        pytest.param({"exp": None}, {}, id="without an end"),
        pytest.param({"acr": None}, {}, id="without a level"),
        pytest.param({}, {"sub": "43"}, id="about another person"),
        pytest.param({}, {"aud": "un-autre-service"}, id="userinfo for another service"),
        pytest.param({}, {"iss": "https://ailleurs.example"}, id="userinfo from somebody else"),
    ],
)
def test_what_is_not_proven_opens_nothing(client, provider, identity, person):
    linked(provider)
    provider.identity, provider.person = identity, person

    answer = client.get(RETURN, leave(client, provider))

    assert answer.status_code == 403
    assert "n’a pas pu être vérifiée" in answer.content.decode()
    assert not is_in(client)


def test_another_key_under_the_same_name_opens_nothing(client, provider):
    linked(provider)
    provider.signs_with(a_key())

    answer = client.get(RETURN, leave(client, provider))

    assert "n’a pas pu être vérifiée" in answer.content.decode()
    assert not is_in(client)


def test_a_key_that_was_never_published_opens_nothing(client, provider):
    linked(provider)
    brought = leave(client, provider)
    provider.sign = lambda claims, changes, sign=provider.sign: _renamed(provider, sign, claims, changes)

    answer = client.get(RETURN, brought)

    assert answer.status_code == 403
    assert not is_in(client)


def _renamed(provider, sign, claims, changes):
    provider.key_id, name = "inconnue", provider.key_id
    signed = sign(claims, changes)
    provider.key_id = name
    return signed


def test_a_key_that_the_provider_changed_is_read_again(client, provider):
    linked(provider)
    client.get(RETURN, leave(client, provider))
    client.post(reverse("account_logout"))
    provider.published = provider.signing = a_key()
    provider.key_id = "2027"

    client.get(RETURN, leave(client, provider))

    assert is_in(client)


def test_userinfo_that_is_not_signed_opens_nothing(client, provider):
    linked(provider)
    provider.userinfo = lambda: '{"sub": "42"}'

    assert client.get(RETURN, leave(client, provider)).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("acr", ["eidas1", "", "eidas2 eidas3"])
def test_a_weak_proof_is_refused_and_says_so(client, provider, acr):
    linked(provider)
    provider.identity = {"acr": acr}

    answer = client.get(RETURN, leave(client, provider))

    assert answer.status_code == 403
    assert "trop faible" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["?auth_params=acr_values%3Deidas1", "?acr_values=eidas1", "?scope=profile,birthdate"]
)
def test_no_address_lowers_the_level_that_is_asked_nor_widens_what_is_told(client, provider, query):
    leave(client, provider, query)

    assert provider.asked["acr_values"] == "eidas2"
    assert set(provider.asked["scope"].split()) == {"openid", "email"}


def test_each_visit_has_its_own_state_nonce_and_proof_of_code(client, provider):
    leave(client, provider)
    first = provider.asked
    leave(client, provider)

    assert all(first[name] != provider.asked[name] for name in ("state", "nonce", "code_challenge"))
    assert provider.asked["client_id"] == CLIENT
    assert provider.asked["code_challenge_method"] == "S256"


def test_an_answer_serves_once(client, provider):
    linked(provider)
    brought = leave(client, provider)
    client.get(RETURN, brought)
    client.logout()

    answer = client.get(RETURN, brought)

    assert answer.status_code == 403
    assert not is_in(client)


def test_an_answer_for_another_browser_opens_nothing(client, provider):
    linked(provider)
    brought = leave(client, provider)

    other = type(client)()
    answer = other.get(RETURN, brought)

    assert answer.status_code == 403
    assert not is_in(other)


def test_who_gives_up_over_there_may_choose_again(client, provider):
    state = leave(client, provider)["state"]

    answer = client.get(RETURN, {"error": "access_denied", "state": state})

    assert "Vous avez quitté FranceConnect avant la fin" in answer.content.decode()


def test_a_provider_that_is_down_costs_a_sentence(client, settings):
    with Provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()

    answer = client.post(START)

    assert "FranceConnect ne répond pas" in answer.content.decode()


def test_the_door_is_opened_by_post_only(client, provider):
    answer = client.get(START)

    assert answer.status_code == 200
    assert "Continuer avec FranceConnect" in answer.content.decode()


# -- whose account -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("has_account", [True, False])
def test_an_unknown_identity_proves_its_address_before_it_is_linked(client, provider, has_account):
    user = UserFactory(email="lina@exemple.fr") if has_account else None

    answer = client.get(RETURN, leave(client, provider))

    assert answer["Location"] == CODE_PAGE
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert "FranceConnect vous a reconnu" in client.get(CODE_PAGE).content.decode()

    client.post(CODE_PAGE, {"code": code_of(mail.outbox[-1])})

    link = SocialAccount.objects.get()
    assert link.user == User.objects.get(email="lina@exemple.fr")
    assert user is None or link.user == user
    assert link.extra_data == {}  # neither name nor birth date


def test_an_identity_left_half_way_is_not_linked_to_the_next_person(client, provider):
    client.get(RETURN, leave(client, provider))  # Lina leaves the screen on this page
    client.post(reverse("account_logout"), {"next": DOOR})

    sign_in(client, "paul@exemple.fr")

    assert is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_provider_without_an_address_sends_to_the_ordinary_door(client, provider):
    provider.person = {"email": None}

    answer = client.get(RETURN, leave(client, provider), follow=True)

    assert answer.redirect_chain[-1][0] == DOOR
    assert "FranceConnect ne donne pas d’adresse" in answer.content.decode()


def test_a_signed_in_person_links_an_identity_and_takes_it_away(client, provider):
    sign_in(client, "lina@exemple.fr")

    client.get(RETURN, leave(client, provider, process="connect"))

    link = SocialAccount.objects.get()
    assert link.user.email == "lina@exemple.fr"
    client.post(reverse("socialaccount_unlink", kwargs={"pk": link.pk}))
    assert not SocialAccount.objects.exists()


def test_an_identity_of_another_account_is_not_moved(client, provider):
    owner = linked(provider)
    sign_in(client, "paul@exemple.fr")

    client.get(RETURN, leave(client, provider, process="connect"))

    assert SocialAccount.objects.get().user == owner


def test_linking_an_identity_asks_to_prove_again_who_one_is(client, provider):
    sign_in(client, "lina@exemple.fr")
    let_time_pass(client)

    answer = client.post(START, {"process": "connect"})

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


# -- proving again, and leaving ----------------------------------------------------------------------------------------
def test_a_person_proves_again_who_they_are_at_the_provider(client, provider):
    linked(provider)
    client.get(RETURN, leave(client, provider))
    let_time_pass(client)
    asked = client.get(reverse("account_email"))
    assert "FranceConnect" in client.get(asked["Location"]).content.decode()

    answer = client.get(RETURN, leave(client, provider, process="redirect", next=reverse("account_email")))

    assert provider.asked["prompt"] == "login"
    assert answer["Location"] == reverse("account_email")
    assert client.get(reverse("account_email")).status_code == 200


def test_the_identity_of_another_person_proves_nothing(client, provider):
    linked(provider)
    client.get(RETURN, leave(client, provider))
    let_time_pass(client)
    provider.identity = provider.person = {"sub": "43"}

    answer = client.get(RETURN, leave(client, provider, process="redirect"))

    assert "une autre personne" in answer.content.decode()
    assert client.get(reverse("account_email")).status_code == 302


def test_leaving_says_goodbye_to_the_provider_too(client, provider):
    linked(provider)
    client.get(RETURN, leave(client, provider))

    answer = client.post(reverse("account_logout"))

    assert answer["Location"].startswith(f"{provider.issuer}/farewell?id_token_hint=")
    assert not is_in(client)


def test_the_button_is_shown_only_for_a_provider_of_the_settings(client, settings, provider):
    assert "S’identifier avec FranceConnect" in client.get(DOOR).content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}

    assert "S’identifier avec" not in client.get(DOOR).content.decode()
