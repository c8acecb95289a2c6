"""What everybody sees: the directory, the application, the way off the list."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from offers.applications.drafts import Target
from offers.applications.views.apply import show_step, take_step
from offers.spontaneous import listing
from offers.spontaneous.directory import directory
from offers.spontaneous.models import Listing


@login_not_required
@require_safe
def companies(request: HttpRequest):
    """The companies open to apprentices, by trade and place."""
    return render(request, "spontaneous/directory.html", {"directory": directory(request.GET)})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int):
    """The application to a company of the directory; one that took itself off cannot be found."""
    listed = get_object_or_404(Listing.objects.shown().select_related("organisation"), organisation=pk)
    target = Target(listed.organisation)
    return take_step(request, target) if request.method == "POST" else show_step(request, target)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str):
    """The page of the link in the mail of a chamber: one button takes the company off the list."""
    organisation = listing.opted_out(token)
    if request.method == "POST" and organisation:
        listing.take_off(organisation)
    context = {"organisation": organisation, "is_done": request.method == "POST"}
    return render(request, "spontaneous/opt_out.html", context, status=200 if organisation else 410)
