"""Requests that change something without a token of ours, and are still nobody else's."""

from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.views.decorators.csrf import csrf_exempt


def from_our_pages(view):
    """A decorator that admits a form of our own pages without a CSRF token, and answers 403 to any other site.

    A heart stands on each card: a token in each would make every page of results different, and none could be answered
    by "not modified". The browser itself says where the request comes from (``Sec-Fetch-Site``, else ``Origin``); one
    too old to say sends neither cookie from another site, since ours are ``SameSite=Lax``.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
        if site not in ("", "same-origin", "none") or (not site and origin and not _is_ours(request, origin)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _is_ours(request, origin: str) -> bool:
    return urlsplit(origin).netloc == request.get_host()
