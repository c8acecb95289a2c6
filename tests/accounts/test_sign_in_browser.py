"""Sign-in in a real browser: by keyboard, with a passkey of the device, and readable by everybody."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse

from apprentissage.accounts.demo import CMA, settle
from apprentissage.accounts.models import User
from tests.accounts.signing_in import code_of
from tests.browsers import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOOR = reverse("account_login")
ACCOUNT = reverse("accounts:account")
DEMONSTRATION = reverse("account_demonstration")


@pytest.fixture(autouse=True)
def _plain_http(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def enter_by_keyboard(page, email: str) -> None:
    """Ask for a code and type it, without ever using the mouse."""
    page.goto(DOOR)
    page.get_by_label("Votre adresse e-mail").focus()
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('account_confirm_login_code')}*")
    page.get_by_label("Votre code").focus()
    page.keyboard.type(code_of(mail.outbox[-1]))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ACCOUNT}")


def a_device(page):
    """A device that recognises its holder, as a telephone does."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return tools


@pytest.mark.parametrize("javascript", [True, False])
def test_a_code_is_enough_by_keyboard_on_a_phone(open_context, javascript):
    page = open_context(size=PHONE, javascript=javascript).new_page()

    enter_by_keyboard(page, "lina@exemple.fr")

    assert page.get_by_role("heading", level=1).inner_text() == "Mon compte"


def test_a_passkey_is_added_then_opens_the_account_alone(open_context, assert_accessible):
    page = open_context().new_page()
    a_device(page)
    enter_by_keyboard(page, "lina@exemple.fr")
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Ajouter").press("Enter")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    assert_accessible(page)
    page.goto(reverse("mfa_list_webauthn"))
    assert page.get_by_role("heading", name="Clé d’accès 1").is_visible()
    assert_accessible(page)
    page.goto(ACCOUNT)
    page.get_by_role("button", name="Se déconnecter").last.press("Enter")
    page.get_by_text("cet appareil n’est plus connecté").wait_for()

    page.goto(f"{DOOR}?next={reverse('mfa_index')}")
    page.get_by_role("button", name="Utiliser une clé d’accès").press("Enter")

    page.wait_for_url(f"**{reverse('mfa_index')}")
    assert len(mail.outbox) == 2  # the first code, and the notice of the key: none to enter


def test_a_device_without_a_key_costs_a_sentence(open_context):
    page = open_context().new_page()
    a_device(page)
    page.goto(DOOR)

    page.get_by_role("button", name="Utiliser une clé d’accès").press("Enter")

    page.get_by_text("Votre appareil n’a pas donné de clé").wait_for()


def test_axe_finds_nothing_to_say_on_the_way_in(open_context, assert_accessible, assert_fits):
    page = open_context(size=PHONE).new_page()
    for address in (DOOR, reverse("account_login_by_password"), DEMONSTRATION):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)

    page.goto(DOOR)
    page.get_by_label("Votre adresse e-mail").press("Enter")
    page.get_by_role("alert").wait_for()
    assert_accessible(page)  # with an error shown
    page.get_by_label("Votre adresse e-mail").fill("lina@exemple.fr")
    page.keyboard.press("Enter")
    page.get_by_label("Votre code").wait_for()
    assert_accessible(page)


def test_axe_finds_nothing_to_say_in_one_s_account(open_context, assert_accessible, assert_fits):
    settle()
    page = open_context(size=PHONE).new_page()
    page.goto(DEMONSTRATION)
    person = page.get_by_role("listitem").filter(has_text=CMA.label)
    person.get_by_role("button").press("Enter")
    page.wait_for_url(f"**{ACCOUNT}")
    TOTP.activate(User.objects.get(email=CMA.email), generate_totp_secret())

    names = ("mfa_index", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_email")
    names += ("usersessions_list", "socialaccount_connections", "account_set_password", "mfa_reauthenticate")
    for address in (ACCOUNT, *map(reverse, names)):
        page.goto(address)
        page.locator("details.corner summary").press("Enter")
        assert_accessible(page)
        assert_fits(page)
