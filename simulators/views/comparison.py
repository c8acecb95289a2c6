"""Two cases side by side."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET

from simulators.comparing import compare
from simulators.links import links_of


@login_not_required
@require_GET
def comparison(request: HttpRequest):
    """The gap between two hypotheses, and where it comes from."""
    found = compare(request.GET)
    return render(request, "simulators/comparison.html", {"comparison": found, "links": links_of(found.a)})
