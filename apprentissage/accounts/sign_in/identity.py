"""The State's identity providers: FranceConnect for young people, ProConnect for employers and officers.

OpenID Connect on top of django-allauth's provider, with what both demand and it does not check: a nonce, the level of
the proof (``acr``) that no address of a page can lower, userinfo as a signed statement about the same person, and the
farewell at the provider's.
"""

import secrets
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from requests import RequestException

from apprentissage.accounts.sign_in import linking, tokens
from apprentissage.accounts.sign_in.proof import reauthentication_required

FAREWELL = "identity_farewell"  # in the session: where to say goodbye, and the statement that proves who does
CONFIGURATION_KEPT_FOR = 600  # seconds
REFUSED = "La réponse de {name} n'a pas pu être vérifiée. Recommencez, ou recevez un code par e-mail."
TOO_WEAK = "La preuve donnée par {name} est trop faible. Choisissez-y un autre moyen, ou recevez un code par e-mail."
UNREACHABLE = "{name} ne répond pas. Réessayez dans un moment, ou recevez un code par e-mail."
SOMEBODY_ELSE = "{name} a identifié une autre personne que celle de ce compte. Recommencez avec votre identité."
CANCELLED = "Vous avez quitté {name} avant la fin. Vous pouvez recommencer, ou recevoir un code par e-mail."


class NotIdentified(OAuth2Error):
    """The provider's answer does not identify anybody; the message is the French sentence to show."""


class IdentityDoor(OpenIDConnectOAuth2Adapter):
    """The conversation with one provider, for one visitor."""

    state: dict

    @property
    def openid_config(self) -> dict:
        """What the provider publishes about itself, which must bear the name that the settings know it by."""
        issuer = self.get_provider().app.settings["server_url"]
        name = f"identity:configuration:{issuer}"
        if (published := cache.get(name)) is None:
            published = super().openid_config
            if published.get("issuer") != issuer:
                raise NotIdentified(REFUSED)
            cache.set(name, published, CONFIGURATION_KEPT_FOR)
        return published

    def complete_login(self, request: HttpRequest, app: SocialApp, token, *, response: dict, **kwargs):
        """The person whom two signed statements agree on, at the level of proof that we demand."""
        try:
            identity = self._read(response.get("id_token", ""), app, "sub", "exp", "iat", "nonce", "acr")
            if not constant_time_compare(identity["nonce"], self.state["nonce"]):
                raise tokens.NotBelieved("Nonce")
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {token.token}"})
            answer.raise_for_status()
            person = self._read(answer.text, app, "sub")
            if not constant_time_compare(person["sub"], identity["sub"]):
                raise tokens.NotBelieved("Subject")
        except tokens.NotBelieved as error:
            raise NotIdentified(REFUSED) from error
        if identity["acr"] not in app.settings["acr"]:
            raise NotIdentified(TOO_WEAK)
        request.session[FAREWELL] = self._farewell(response["id_token"])
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person})

    def _read(self, token: str, app: SocialApp, *needs: str) -> dict:
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            return tokens.read(
                token,
                issuer=config["issuer"],
                audience=app.client_id,
                keys_url=config["jwks_uri"],
                session=session,
                needs=needs,
            )

    def _farewell(self, id_token: str) -> str:
        address = self.openid_config.get("end_session_endpoint")
        back = self.request.build_absolute_uri(reverse("pages:home"))
        asked = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(16)}
        return f"{address}?{urlencode(asked)}" if address else ""


class IdentityProvider(OpenIDConnectProvider):
    """A provider as the settings describe it; nothing of what is asked of it comes from the visitor's address bar."""

    oauth2_adapter_class = IdentityDoor

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]  # no name, no birth date: an account here is an address

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action) -> dict:
        """What we demand, whatever the address says: django-allauth lets ``auth_params`` lower the level of proof."""
        return {"acr_values": self.app.settings["acr"][0]}

    def redirect(self, request, process, next_url=None, data=None, **kwargs) -> HttpResponse:
        """Send the visitor to the provider, with a number of one use that the signed answer must carry."""
        nonce = secrets.token_urlsafe(32)
        params = kwargs.pop("auth_params", None) or self.get_auth_params_from_request(request, process)
        if process == AuthProcess.REDIRECT:  # proving again who one is: an open session over there is not enough
            params["prompt"] = "login"
        return super().redirect(
            request, process, next_url, data, auth_params=params | {"nonce": nonce}, nonce=nonce, **kwargs
        )

    def get_pkce_params(self) -> dict:
        """A proof that the code comes back to who asked for it, where the provider knows how to check it."""
        known = self.get_oauth2_adapter(self.request).openid_config.get("code_challenge_methods_supported", [])
        return generate_code_challenge() if "S256" in known else {}

    def extract_extra_data(self, data: dict) -> dict:
        return {}  # the number by which the provider knows this person is enough


class CallbackView(OAuth2CallbackView):
    """The visitor comes back from the provider."""

    def _get_state(self, request: HttpRequest, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response


class IdentityAdapter(DefaultSocialAccountAdapter):
    """What happens with a person whom a provider has identified, or not."""

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """The providers of the settings, and no others."""
        kind = IdentityProvider.id
        described: list[dict] = settings.SOCIALACCOUNT_PROVIDERS[kind]["APPS"]
        apps = [SocialApp(provider=kind, **facts) for facts in described]
        return [app for app in apps if provider in (None, kind, app.provider_id) and client_id in (None, app.client_id)]

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Say what went wrong in a sentence, with the other ways in."""
        sentence = REFUSED
        if isinstance(exception, NotIdentified):
            sentence = str(exception)
        elif isinstance(exception, RequestException):
            sentence = UNREACHABLE
        elif error == AuthError.CANCELLED:
            sentence = CANCELLED
        raise ImmediateHttpResponse(refusal(request, provider, sentence))

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Known here: go on. Otherwise the holder of the address must prove it before anything is linked."""
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            if not request.user.is_authenticated or sociallogin.user != request.user:
                raise ImmediateHttpResponse(refusal(request, sociallogin.provider, SOMEBODY_ELSE))
            record_authentication(request, request.user, "socialaccount", reauthenticated=True)
        elif process != AuthProcess.CONNECT and not sociallogin.is_existing:
            raise ImmediateHttpResponse(linking.ask_proof(request, sociallogin))


@login_not_required
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave for the provider, by POST only; linking it to one's account asks to prove again who one is."""
    if request.POST.get("process") == AuthProcess.CONNECT or request.GET.get("process") == AuthProcess.CONNECT:
        return reauthentication_required(_start)(request, provider_id)
    return _start(request, provider_id)


def _start(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return _with_provider(OAuth2LoginView, request, provider_id)
    except RequestException:
        provider = get_adapter().get_provider(request, provider_id)
        return refusal(request, provider, UNREACHABLE)


@login_not_required
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider."""
    return _with_provider(CallbackView, request, provider_id)


def _with_provider(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(IdentityDoor(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def refusal(request: HttpRequest, provider, sentence: str) -> HttpResponse:
    """The page that says why the provider did not open the door, with the other ways in."""
    facts = {"sentence": sentence.format(name=provider)}
    return render(request, "socialaccount/authentication_error.html", facts, status=403)


def farewell(request: HttpRequest) -> str:
    """Where to say goodbye to the provider that opened this session; empty when none did."""
    return request.session.get(FAREWELL, "")


def providers(request: HttpRequest) -> list:
    """The providers that the settings describe."""
    return get_adapter().list_providers(request)


def accounts_of(request: HttpRequest) -> list[dict]:
    """Each provider of the settings: its name, and the link of this person to it when there is one."""
    linked = {account.provider: account for account in SocialAccount.objects.filter(user=request.user)}
    return [{"provider": provider, "link": linked.get(provider.app.provider_id)} for provider in providers(request)]
