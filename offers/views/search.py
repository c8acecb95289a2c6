"""The page of results."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apprentissage.htmx import wants_fragment
from offers.search.search import search_offers


@login_not_required
@require_GET
@vary_on_headers("HX-Request")
def search(request: HttpRequest):
    """The offers that answer a search; to htmx, the region of results alone."""
    template = "offers/_results.html" if wants_fragment(request) else "offers/search.html"
    return render(request, template, {"search": search_offers(request.GET)})
