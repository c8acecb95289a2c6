"""Linking an identity to an account: never before the holder of the address has proven it.

A provider tells an address that it has not always checked. So a code goes to that address, whether it has an account
or not, and the identity is linked once that very address has signed in. Until then the session remembers it.
"""

import time
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.signals import user_logged_in
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apprentissage.accounts.sign_in.adapters import WAIT
from apprentissage.accounts.sign_in.codes import SignInCode

WAITING = "identity_to_link"  # in the session: provider, number of the person there, address, moment


def ask_proof(request: HttpRequest, sociallogin) -> HttpResponse:
    """Send a code to the address that the provider tells, and remember whom to link once it is typed."""
    name, email = str(sociallogin.provider), sociallogin.user.email
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("socialaccount_connections"))
    if not email:
        messages.info(request, f"{name} ne donne pas d'adresse. Recevez un code, puis reliez {name} à votre compte.")
        return HttpResponseRedirect(reverse("account_login"))
    if not ratelimit.consume(request, action="link_identity", key=email.lower()):
        messages.error(request, WAIT)
        return HttpResponseRedirect(reverse("account_login"))
    request.session[WAITING] = {
        "provider": sociallogin.account.provider,
        "name": name,
        "uid": sociallogin.account.uid,
        "email": email.lower(),
        "at": time.time(),
    }
    users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    SignInCode.initiate(request=request, user=users[0] if users else None, email=email)
    after = sociallogin.state.get("next")
    query = f"?{urlencode({'next': after})}" if after else ""
    return HttpResponseRedirect(reverse("account_confirm_login_code") + query)


def waiting_name(request: HttpRequest) -> str:
    """The provider whose identity waits for its address to be proven; empty when none does."""
    waiting = request.session.get(WAITING)
    return waiting["name"] if waiting and _is_fresh(waiting) else ""


@receiver(user_logged_in)
def link(sender, request: HttpRequest, user, **kwargs) -> None:
    """Link the identity that waits, if it is this very address that has just been proven."""
    waiting = request.session.pop(WAITING, None)
    if waiting is None or waiting["email"] != user.email or not _is_fresh(waiting):
        return
    _, is_new = SocialAccount.objects.get_or_create(
        provider=waiting["provider"], uid=waiting["uid"], defaults={"user": user}
    )
    if is_new:
        messages.success(request, f"{waiting['name']} ouvre maintenant votre compte.")
        get_adapter(request).send_notification_mail("socialaccount/email/account_connected", user)


def _is_fresh(waiting: dict) -> bool:
    return time.time() - waiting["at"] < settings.ACCOUNT_LOGIN_TIMEOUT
