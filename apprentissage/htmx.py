"""The door to htmx: the same question and the same answers in every view."""

from django.http import HttpRequest, HttpResponse
from django_htmx.http import replace_url


def wants_fragment(request: HttpRequest) -> bool:
    """Whether to answer with the region alone rather than the page around it.

    A history restoration is a full page for htmx, although it carries the ``HX-Request`` header: answering it with a
    fragment would leave the visitor, after the back button, with a page that has no header and no style.
    """
    htmx = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return bool(htmx) and not htmx.history_restore_request


def at_address(response: HttpResponse, address: str) -> HttpResponse:
    """The same fragment, and the address the browser must show for it; each key typed makes no step back of its own."""
    return replace_url(response, address)
