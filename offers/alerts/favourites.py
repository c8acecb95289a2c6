"""Offers that somebody keeps an eye on: in a signed cookie without account, in the database with one.

The cookie holds nothing but the numbers of offers, and nobody but their owner sees it. At sign-in its offers join those
of the account.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from offers.alerts.models import Favourite
from offers.models import Offer

COOKIE = "favoris"
SALT = "alerts.favourites"
MOST_IN_COOKIE = 50
MOST_OF_ACCOUNT = 200
A_YEAR = 365 * 24 * 3600  # seconds

FULL = "Vous avez déjà {most} favoris, le plus possible. Retirez-en un pour en ajouter un autre."


def favourites(request: HttpRequest) -> list[int]:
    """The numbers of the offers that a visitor keeps, the last one first. One query with an account, none without."""
    kept = getattr(request, "_favourites", None)
    if kept is None:
        user = getattr(request, "user", None)
        if user and user.is_authenticated:
            kept = list(Favourite.objects.of(user).values_list("offer", flat=True))
        else:
            kept = in_cookie(request)
        request._favourites = kept  # type: ignore[attr-defined]  # asked once for each card of a page
    return kept


def in_cookie(request: HttpRequest) -> list[int]:
    """The numbers in the cookie; none when it is absent or was not written by us."""
    try:
        numbers = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return [number for number in numbers if isinstance(number, int)][:MOST_IN_COOKIE]


def add(request: HttpRequest, response: HttpResponse, offers: Iterable[int]) -> str:
    """Keep these offers too; the sentence to show when there is no room for all of them, else nothing."""
    new = [offer for offer in dict.fromkeys(offers) if offer not in favourites(request)]
    most = MOST_OF_ACCOUNT if request.user.is_authenticated else MOST_IN_COOKIE
    room = most - len(favourites(request))
    if request.user.is_authenticated:
        add_to_account(request.user, new[:room])
        _forget_read(request)
    else:
        write_cookie(request, response, [*new[:room], *favourites(request)])
    return FULL.format(most=most) if len(new) > room else ""


def remove(request: HttpRequest, response: HttpResponse, offer: int) -> None:
    """Keep this offer no longer."""
    if request.user.is_authenticated:
        Favourite.objects.of(request.user).on([offer]).delete()
        _forget_read(request)
    else:
        write_cookie(request, response, [kept for kept in favourites(request) if kept != offer])


def add_to_account(user, offers: Iterable[int]) -> None:
    """Keep these offers with an account; one that exists no more is left aside."""
    known = Offer.objects.public().in_bulk(list(offers))
    Favourite.objects.bulk_create(
        [Favourite(user=user, offer=known[offer]) for offer in offers if offer in known], ignore_conflicts=True
    )


def write_cookie(request: HttpRequest, response: HttpResponse, offers: list[int]) -> None:
    """Have the browser keep these offers for a year; without any, nothing."""
    request._favourites = offers  # type: ignore[attr-defined]
    if not offers:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(offers, salt=SALT),
        max_age=A_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def join_account(request: HttpRequest, user) -> None:
    """At sign-in: the favourites of the browser join those of the account, whose room they do not exceed."""
    kept = in_cookie(request)
    room = MOST_OF_ACCOUNT - Favourite.objects.of(user).count()
    add_to_account(user, kept[: max(room, 0)])
    request.has_favourites_to_forget = bool(kept)  # type: ignore[attr-defined]


def forget_joined_favourites(get_response):
    """Middleware: take out of the browser the favourites that have just joined an account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "has_favourites_to_forget", False):
            response.delete_cookie(COOKIE, samesite="Lax")
        if hasattr(request, "_favourites"):  # read or changed
            patch_vary_headers(response, ["Cookie"])  # the hearts of a page are its reader's own
        return response

    return middleware


def _forget_read(request: HttpRequest) -> None:
    request._favourites = None  # type: ignore[attr-defined]
