"""What django-allauth asks this house: its sentences, its letters, its secrets, its ways of proving again."""

import base64
from pathlib import PurePath
from smtplib import SMTPException
from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.shortcuts import render
from django.urls import reverse

from apprentissage.accounts.access import Role, roles_of
from apprentissage.accounts.sign_in.factors import FACTORS
from apprentissage.mail.letters import compose

WAIT = "Trop d'essais à la suite. Attendez quelques minutes, puis demandez un nouveau code."
WRONG_CODE = "Ce n'est pas ce code. Vérifiez les chiffres un à un."
NOTICES = {  # what a letter says happened, by the name that django-allauth gives it
    "email_changed": "L'adresse e-mail de votre compte a été changée. Celle-ci n'ouvre plus votre compte.",
    "password_changed": "Le mot de passe de votre compte a été changé.",
    "password_set": "Un mot de passe a été ajouté à votre compte.",
    "totp_activated": "Une application de codes protège maintenant votre compte.",
    "totp_deactivated": "L'application de codes ne protège plus votre compte.",
    "webauthn_added": "Une clé d'accès a été ajoutée à votre compte.",
    "webauthn_removed": "Une clé d'accès a été retirée de votre compte.",
    "recovery_codes_generated": "De nouveaux codes de secours remplacent les anciens.",
    "account_connected": "Une identité publique a été reliée à votre compte.",
    "account_disconnected": "Une identité publique n'ouvre plus votre compte.",
}
SENTENCES = {  # what is said on the next page, by the name of django-allauth's template; the others are kept silent
    "logged_out": "C'est fait : cet appareil n'est plus connecté.",
    "email_confirmed": "Votre adresse est vérifiée.",
    "email_confirmation_failed": "Cette adresse ouvre déjà un autre compte.",
    "password_changed": "Votre mot de passe est changé.",
    "password_set": "Votre mot de passe est enregistré.",
    "totp_activated": "L'application de codes protège votre compte.",
    "totp_deactivated": "L'application de codes est retirée.",
    "webauthn_added": "La clé d'accès est ajoutée.",
    "webauthn_removed": "La clé d'accès est retirée.",
    "recovery_codes_generated": "Voici vos nouveaux codes de secours. Les anciens ne valent plus rien.",
    "sessions_logged_out": "Les autres appareils sont déconnectés.",
    "account_connected": "Cette identité ouvre maintenant votre compte.",
    "account_connected_updated": "Cette identité ouvrait déjà votre compte.",
    "account_connected_other": "Cette identité ouvre déjà un autre compte.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict] = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "email_password_mismatch": "L'adresse ou le mot de passe n'est pas le bon. Vous pouvez aussi recevoir un code.",
        "incorrect_password": "Ce n'est pas votre mot de passe.",
        "email_taken": "Cette adresse ouvre déjà un autre compte.",
        "duplicate_email": "C'est déjà l'adresse de votre compte.",
        "account_inactive": "Ce compte est fermé.",
    }

    def render_mail(self, template_prefix, email, context, headers=None):
        """A letter of the house: the code, or the notice of what happened to the account."""
        name = template_prefix.rpartition("/")[2]
        if sentence := NOTICES.get(name):
            facts = {"happened": sentence, "url": settings.SITE_URL + reverse("mfa_index")}
            letter = compose("sign_in/notice", facts)
        else:
            letter = compose("sign_in/code", {"code": context["code"]})
        message = EmailMultiAlternatives(letter.subject, letter.text, self.get_from_email(), [email], headers=headers)
        message.attach_alternative(letter.html, "text/html")
        return message

    def send_mail(self, template_prefix, email, context):
        """Send at once. When mail is down, say so instead of waiting for a code that will not come."""
        try:
            self.render_mail(template_prefix, email, context).send()
        except (OSError, SMTPException) as error:
            answer = render(self.request, "account/mail_is_down.html", status=503)
            raise ImmediateHttpResponse(answer) from error

    def add_message(self, request, level, message_template="", message_context=None, extra_tags="", message=None):
        """Say it in our words, or not at all."""
        if sentence := message or SENTENCES.get(PurePath(message_template or "").stem):
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def is_reauthentication_required(self, **kwargs) -> bool:
        """No: every door that needs it carries ``reauthentication_required``, which knows every kind of account."""
        return False

    def get_reauthentication_methods(self, user) -> list[dict]:
        """How this person may prove again who they are, the quickest first.

        With a second factor that one is asked: a code by e-mail would be weaker than what they signed in with.
        """
        if not user.is_authenticated:
            return []
        ways = []
        if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
            ways.append(("Utiliser une clé d'accès", "mfa_reauthenticate_webauthn"))
        if is_mfa_enabled(user, FACTORS):
            ways.append(("Écrire un code de l'application ou de secours", "mfa_reauthenticate"))
        if not ways:
            ways.append(("Recevoir un code par e-mail", "account_reauthenticate"))
            if user.has_usable_password():
                ways.append(("Écrire mon mot de passe", "account_reauthenticate_by_password"))
        return [{"id": name, "description": words, "url": reverse(name)} for words, name in ways]


class FactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Votre rôle demande un second facteur : ajoutez-en un autre d'abord.",
    }

    def can_delete_authenticator(self, authenticator) -> bool:
        """Whether this factor may go: the last one of an officer or an operator may not."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not roles_of(authenticator.user) & {Role.OFFICER, Role.STAFF}

    def generate_authenticator_name(self, user, type) -> str:
        """The name proposed for a passkey; its holder may write another."""
        return f"Clé d’accès {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """The secret of an application or of recovery codes, unreadable in a stolen copy of the database."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


def _vault() -> MultiFernet:
    """What closes the secrets with today's key, and opens those that a former key closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [HKDF(SHA256(), 32, salt=None, info=b"second factor").derive(key.encode()) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
