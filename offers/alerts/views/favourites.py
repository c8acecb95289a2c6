"""Favourites: the list, the heart, and the list that one shows to somebody else."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from apprentissage.htmx import wants_fragment
from offers.alerts import favourites
from offers.alerts.requests import from_our_pages
from offers.models import Offer
from offers.search.results import Result

NUMBERS = re.compile(r"\d{1,18}", re.ASCII)


@login_not_required
@require_safe
def mine(request: HttpRequest):
    """The offers that a visitor keeps; those that closed are told to have."""
    kept = favourites.favourites(request)
    results, over = _results(kept)
    shared = "-".join(map(str, [result.offer.pk for result in results]))
    context = {
        "results": results,
        "over": over,
        "gone": len(kept) - len(results) - len(over),
        "most": favourites.MOST_IN_COOKIE,
        "share_url": request.build_absolute_uri(f"{reverse('alerts:shared')}?offres={shared}") if results else "",
    }
    return render(request, "alerts/favourites.html", context)


@login_not_required
@require_safe
def shared(request: HttpRequest):
    """Somebody's list, by its link: the numbers of the offers are in the address, nothing of the person."""
    results, over = _results(_asked(request.GET.get("offres", "")))
    numbers = "-".join(str(result.offer.pk) for result in results)
    context = {"results": results, "over": over, "numbers": numbers}
    return render(request, "alerts/shared.html", context, status=200 if results or over else 404)


@login_not_required
@require_POST
@from_our_pages
def keep_shared(request: HttpRequest):
    """Keep all the offers of somebody's list."""
    response = redirect("alerts:favourites")
    known = Offer.objects.open().in_bulk(_asked(request.POST.get("offres", "")))
    if problem := favourites.add(request, response, known):
        messages.warning(request, problem)
    return response


@login_not_required
@require_POST
@from_our_pages
def toggle(request: HttpRequest, pk: int):
    """The heart of a card: keep the offer, or no longer. To htmx the heart alone, else the page one comes from."""
    offer = get_object_or_404(Offer.objects.public(), pk=pk)
    if request.POST.get("garder") == "non":
        response = _answer(request, offer, is_kept=False)
        favourites.remove(request, response, pk)
        return response
    response = _answer(request, offer, is_kept=True)
    problem = favourites.add(request, response, [pk])
    return _answer(request, offer, is_kept=False, problem=problem) if problem else response


def _answer(request: HttpRequest, offer: Offer, *, is_kept: bool, problem: str = ""):
    if wants_fragment(request):
        return render(request, "alerts/_heart.html", {"offer": offer, "is_kept": is_kept, "problem": problem})
    if problem:
        messages.warning(request, problem)
    return redirect(_back(request))


def _results(numbers: list[int]) -> tuple[list[Result], list[Offer]]:
    """The offers of these numbers in their order: those one can answer, as cards, and those that are over."""
    found = Offer.objects.public().shown_on_cards().in_bulk(numbers)
    offers = [found[number] for number in numbers if number in found]
    return (
        [Result(offer, None, (), ()) for offer in offers if offer.is_open],
        [offer for offer in offers if not offer.is_open],
    )


def _asked(text: str) -> list[int]:
    """The numbers of a link, each once; whatever else it holds is left aside."""
    numbers = dict.fromkeys(map(int, NUMBERS.findall(text[:1200])))
    return [number for number in numbers if number < 2**63][: favourites.MOST_IN_COOKIE]


def _back(request: HttpRequest) -> str:
    """The page of ours that the heart was pressed on."""
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return page
    return reverse("alerts:favourites")
