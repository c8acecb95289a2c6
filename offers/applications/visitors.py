"""Who is applying: a person with an account, or a browser that bears a signed cookie. What each one began before."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from offers.applications.models import Application
from offers.applications.terms import DRAFT_LASTS

COOKIE = "candidatures" if settings.DEMONSTRATION else "__Host-candidatures"  # no neighbour subdomain can plant one
SALT = "offers.applications.browser"


@dataclass(frozen=True)
class Visitor:
    """``account`` is None without one; ``browser`` is None when it holds nothing yet."""

    account: object | None
    browser: UUID | None

    @property
    def applications(self):
        """Those of the account, and those that this browser began without one."""
        begun = Application.objects.of_browser(self.browser)
        return Application.objects.of(self.account) | begun if self.account else begun

    def owns(self, application: Application) -> bool:
        """Whether an application was begun by this account or, without account, in this browser."""
        if application.candidate_id:
            return self.account is not None and application.candidate_id == self.account.pk  # type: ignore[attr-defined]
        return self.browser is not None and application.browser == self.browser

    @property
    def address(self) -> str:
        """The address of the account, which its owner proved; empty without account."""
        return self.account.email if self.account else ""  # type: ignore[attr-defined]


def visitor_of(request: HttpRequest) -> Visitor:
    """Who asks."""
    account = request.user if request.user.is_authenticated else None
    return Visitor(account, _browser(request))


def recognisable(request: HttpRequest) -> Visitor:
    """Who asks, with a number for its browser even when it had none; ``remember`` then gives it the cookie."""
    visitor = visitor_of(request)
    return visitor if visitor.account or visitor.browser else Visitor(None, uuid4())


def remember(response: HttpResponse, visitor: Visitor) -> HttpResponse:
    """The same answer, by which the browser of a visitor without account will be known again for a while."""
    if visitor.account is None and visitor.browser:
        response.set_signed_cookie(
            COOKIE,
            visitor.browser.hex,
            salt=SALT,
            max_age=DRAFT_LASTS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """The same answer, by which the browser loses its cookie."""
    response.delete_cookie(COOKIE, samesite="Lax")
    if COOKIE.startswith("__Host-"):  # browsers refuse to touch such a cookie without this word
        response.cookies[COOKIE]["secure"] = True
    return response


def _browser(request: HttpRequest) -> UUID | None:
    written = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DRAFT_LASTS)
    return UUID(written) if written else None
