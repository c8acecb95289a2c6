"""The door to htmx: one question, asked the same way by every view."""

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """Whether to answer with the region alone rather than the page around it.

    A history restoration is a full page for htmx, although it carries the ``HX-Request`` header: answering it with a
    fragment would leave the visitor, after the back button, with a page that has no header and no style.
    """
    htmx = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return bool(htmx) and not htmx.history_restore_request
