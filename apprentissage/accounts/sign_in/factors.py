"""The second factor: who cannot do without one, and what they are sent to do before anything else."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from apprentissage.accounts.access import Role
from apprentissage.accounts.sign_in.corner import roles_here

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")  # their own guards suffice


def must_have_two_factors(request: HttpRequest) -> bool:
    """Whether the person instructs files or operates the service: others' data are at stake, not only theirs."""
    return bool(roles_here(request) & {Role.OFFICER, Role.STAFF})


def has_used_two_factors(request: HttpRequest) -> bool:
    """Whether this very session went through a second factor; the doors of a demonstration count for both."""
    ways = {record["method"] for record in get_authentication_records(request, request.user)}
    return "mfa" in ways or (settings.DEMONSTRATION and bool(ways & {"demonstration", "password"}))


@receiver(authenticator_added)
def count_the_factor_just_added(sender, request: HttpRequest, user, authenticator: Authenticator, **kwargs) -> None:
    """A factor that was set up in this session has just proven itself: its holder need not use it again at once."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class SecondFactorMiddleware:
    """Officers and operators set a second factor up, or use it, before they reach any other page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Nothing for who may go on; otherwise the way to what is missing."""
        name = request.resolver_match.url_name or ""
        if not request.user.is_authenticated or not getattr(view, "login_required", True) or name.startswith(OPEN):
            return None
        if has_used_two_factors(request) or not must_have_two_factors(request):
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            return HttpResponseRedirect(reverse("mfa_index"))
        after = request.get_full_path() if request.method == "GET" else reverse("accounts:account")
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': after})}")
