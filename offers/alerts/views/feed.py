"""The Atom feed of a search."""

from hashlib import blake2b

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from offers.alerts.feed import BORN, atom, newest, published
from offers.models import Offer

FRESH = 900  # seconds: readers of feeds, and what stands between, ask no more often


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest offers of a search. A reader that has them already is told so before any of them is read."""
    search, numbers = newest(request.GET)
    moments = published(numbers)
    etag = quote_etag(blake2b(repr((search.search, moments)).encode(), digest_size=12).hexdigest())
    modified = int(max((moment for _, moment in moments), default=BORN).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        offers = Offer.objects.with_details().in_bulk(numbers)
        content = atom(search, [offers[number] for number in numbers if number in offers])
        response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
