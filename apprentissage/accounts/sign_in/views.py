"""The pages of sign-in that are ours rather than django-allauth's."""

import time

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginByCodeStage
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import views as factors_views
from allauth.mfa.webauthn import views as passkeys_views
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_POST

from apprentissage.accounts.sign_in import identity, linking
from apprentissage.accounts.sign_in.adapters import WAIT
from apprentissage.accounts.sign_in.codes import SignInCode, send_code
from apprentissage.accounts.sign_in.corner import entries
from apprentissage.accounts.sign_in.factors import has_used_two_factors, must_have_two_factors
from apprentissage.accounts.sign_in.forms import CodeAgainForm

CODE_AGAIN = "code_to_prove_again"  # in the session: the code, its moment, how often it was tried
TRIES = 3
TOO_OLD = "Ce code n'est plus valable. Demandez-en un autre."


class SignInView(allauth_views.RequestLoginCodeView):
    """Ask for an address, and send it a code: the same page whether it has an account or not."""

    template_name = "account/sign_in.html"

    def form_valid(self, form):
        SignInCode.initiate(request=self.request, user=form._user, email=form.cleaned_data["email"])
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"identities": identity.providers(self.request)}


@method_decorator(login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login"), name="dispatch")
class CodeView(allauth_views.ConfirmLoginCodeView):
    """Ask for the code that was sent; after a few wrong ones the address waits, whoever tries."""

    def dispatch(self, request, *args, **kwargs):
        self.stage = request._login_stage
        process = SignInCode.resume(self.stage)
        if process is None:
            messages.error(request, TOO_OLD)
            return redirect("account_login")
        self._process = process
        return super(allauth_views.ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if self._action == "verify" and not self._process.may_try():
            self._process.abort()
            messages.error(request, WAIT)
            return redirect("account_login")
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"identity": linking.waiting_name(self.request)}


@method_decorator(login_not_required, name="dispatch")
class SignOutView(allauth_views.LogoutView):
    """Leave, here and at the identity provider that opened the session; also the way out of a sign-in half done."""

    def post(self, *args, **kwargs):
        farewell = identity.farewell(self.request)
        response = super().post(*args, **kwargs)
        return HttpResponseRedirect(farewell) if farewell else response


class CodeAgainView(allauth_views.BaseReauthenticateView):
    """Prove again who one is with a code by e-mail, for the accounts that have nothing stronger."""

    form_class = CodeAgainForm
    template_name = "account/reauthenticate_by_code.html"

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "send":
            if not ratelimit.consume(request, action="request_login_code", key=request.user.email):
                messages.error(request, WAIT)
            else:
                code = get_adapter().generate_login_code()
                request.session[CODE_AGAIN] = {"code": code, "at": time.time(), "tries": 0}
                send_code(request, request.user.email, code)
            return HttpResponseRedirect(self.passthrough_next_url(request.path))
        if not self.pending():
            messages.error(request, TOO_OLD)
            return HttpResponseRedirect(self.passthrough_next_url(request.path))
        return super().post(request, *args, **kwargs)

    def pending(self) -> dict | None:
        """The code that was sent, while it may still be typed."""
        sent = self.request.session.get(CODE_AGAIN)
        fresh = sent and time.time() - sent["at"] < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT and sent["tries"] < TRIES
        return sent if fresh else None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"code": (self.pending() or {}).get("code", "")}

    def form_invalid(self, form):
        sent = self.request.session[CODE_AGAIN]
        self.request.session[CODE_AGAIN] = sent | {"tries": sent["tries"] + 1}
        return super().form_invalid(form)

    def form_valid(self, form):
        self.request.session.pop(CODE_AGAIN, None)
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        linked = [account["provider"] for account in identity.accounts_of(self.request) if account["link"]]
        facts = {"is_sent": self.pending() is not None, "identities": linked}
        return super().get_context_data(**kwargs) | facts


class SecurityView(factors_views.IndexView):
    """How this account opens and is protected; what is missing comes first."""

    def get_context_data(self, **kwargs):
        facts = super().get_context_data(**kwargs)
        has_used = facts["is_mfa_enabled"] or has_used_two_factors(self.request)
        is_missing = not has_used and must_have_two_factors(self.request)
        return facts | {"factor_is_missing": is_missing, "has_identities": identity.providers(self.request)}


class RemovePasskeyView(passkeys_views.RemoveWebAuthnView):
    """Take a passkey away, unless a role needs it."""

    def form_valid(self, form):
        adapter = get_factor_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


@require_GET
def account(request):
    """What a person can do here, and where each thing is done."""
    return render(request, "account/account.html", {"entries": entries(request)})


@require_GET
def identities(request):
    """The public identities that open this account, and those that could."""
    return render(request, "socialaccount/connections.html", {"accounts": identity.accounts_of(request)})


@require_POST
def unlink(request, pk):
    """Take a public identity away; a code by e-mail still opens the account."""
    linked = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    linked.delete()
    get_adapter().send_notification_mail("socialaccount/email/account_disconnected", request.user)
    messages.success(request, "Cette identité n'ouvre plus votre compte.")
    return redirect(reverse("socialaccount_connections"))
