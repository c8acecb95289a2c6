"""The code sent by e-mail: the ordinary way in, and the way to prove an address.

Whoever holds the mailbox enters; an account is made the first time. A known and an unknown address therefore get the
same page, the same letter and the same refusals, and nobody can find out who has an account here.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse


class SignInCode(LoginCodeVerificationProcess):
    """A code on its way to an address, kept in the visitor's session."""

    @classmethod
    def initiate(cls, *, request: HttpRequest, user, email: str, **kwargs) -> "SignInCode":
        """Send a code to this address; ``user`` is nobody when the address is new here."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage) -> "SignInCode | None":
        """The code that this visitor waits for; none once it is too old."""
        return cls(stage=stage).abort_if_invalid()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        send_code(self.request, email, self.generate_code())

    def may_try(self) -> bool:
        """Whether one more try is allowed; counted by address, whatever browser it comes from."""
        return ratelimit.consume(self.request, action="confirm_login_code", key=self.state["email"].lower())

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign in the person who holds the address, or go on to their second factor."""
        self._user = proven_account(self.user, self.state["email"])
        return super().finish(redirect_url)


def send_code(request: HttpRequest, email: str, code: str) -> None:
    """Send a code at once: it cannot wait for the worker, its reader is looking at the page."""
    get_adapter(request).send_mail("account/email/login_code", email, {"code": code})


@transaction.atomic
def proven_account(user, email: str):
    """The account of an address that its holder has just proven, made when there is none."""
    if user is None:
        defaults = {"password": make_password(None)}
        user, _ = get_user_model().objects.get_or_create(email=email.lower(), defaults=defaults)
    EmailAddress.objects.get_or_create(user=user, email=email.lower())
    return user
