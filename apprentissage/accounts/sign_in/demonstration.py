"""The door of the demonstration: try the service as a fictional person, in one press and without any proof.

It exists only where ``DEMONSTRATION`` is on, and the deployment check refuses that setting.
"""

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import AppSettings
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.checks import Error, Tags, register
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from apprentissage.accounts.demo import OPERATOR, PEOPLE

FICTIONAL = {person.email: person for person in PEOPLE if person != OPERATOR}  # the operator has a password


@register(Tags.security, deploy=True)
def no_demonstration_in_production(app_configs, **kwargs) -> list[Error]:
    """Refuse to deploy a service whose fictional officers anybody may be."""
    if not settings.DEMONSTRATION:
        return []
    hint = "Unset DEMONSTRATION. It lets any visitor sign in as a fictional person, without proof."
    return [Error("DEMONSTRATION is on.", hint=hint, id="accounts.E001")]


@login_not_required
@require_http_methods(["GET", "POST"])
def door(request):
    """The fictional people; by POST, sign in as one of them. It counts as two factors, and the page says so."""
    if not settings.DEMONSTRATION:
        raise Http404
    if request.method == "GET":
        return render(request, "account/demonstration.html", {"people": FICTIONAL.values(), "operator": OPERATOR})
    person = FICTIONAL.get(request.POST.get("email", ""))
    user = get_object_or_404(get_user_model(), email=person.email if person else "", is_staff=False)
    adapter = get_adapter()
    adapter.logout(request)
    prove_address(user)
    record_authentication(request, user, method="demonstration")
    adapter.login(request, user)
    return adapter.post_login(
        request,
        user,
        email_verification=AppSettings.EmailVerificationMethod.NONE,
        signal_kwargs=None,
        email=user.email,
        signup=False,
        redirect_url=None,  # where the visitor wanted to go, when it is here
    )


def prove_address(user) -> None:
    """Count the address of a fictional person as proven: no letter can reach it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
