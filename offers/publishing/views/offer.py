"""An employer's own offer: its life, its readers, and the buttons that change it."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.lifecycle import ImpossibleStepError, steps_from
from offers.models import Offer
from offers.moderation import queue
from offers.publishing import drafting, life
from offers.publishing.audience import audience_of
from offers.publishing.ending import EndingForm

STEPS = {
    "pause": (life.pause, "Votre offre est en pause : on ne la trouve plus."),
    "resume": (life.resume, "Votre offre est de nouveau en ligne."),
    "reopen": (life.reopen, "Votre offre est de nouveau en ligne."),
    "prolong": (life.prolong, "Votre offre reste en ligne deux mois de plus."),
}


@require_safe
def offer(request: HttpRequest, pk: int):
    """One offer as its employer sees it."""
    found = _find(request, pk)
    names = {step.name for step in steps_from(found.state)}
    context = {
        "offer": found,
        "posting": getattr(found, "posting", None),
        "may": dict.fromkeys(names | ({"prolong"} if found.state in life.PROLONGABLE else set()), True),
        "audience": audience_of(found),
        "waiting": life.waiting_count(found),
        "ending": found.endings.first(),
        "history": life.history_of(found),
        "moderation": queue.last_word(found),
    }
    return render(request, "employers/offer.html", context)


@require_safe
def edit(request: HttpRequest, pk: int):
    """The form of an offer that exists."""
    return redirect("employers:draft", key=drafting.draft_of(_find(request, pk), request.user).key)


@require_POST
def copy(request: HttpRequest, pk: int):
    """A new draft that says the same."""
    messages.success(request, "Voici une copie. Relisez la date de début, puis publiez.")
    return redirect("employers:draft", key=drafting.copy_of(_find(request, pk), request.user).key)


@require_POST
def step(request: HttpRequest, pk: int):
    """Pause, resume, reopen or prolong."""
    found = _find(request, pk)
    act, sentence = STEPS.get(request.POST.get("etape", ""), (None, ""))
    if act is not None:
        _try(request, lambda: act(found), sentence)
    return redirect("employers:offer", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int):
    """Fill or close: how it ended, and through what the person was found."""
    found = _find(request, pk)
    if request.method == "POST":
        form = EndingForm(found, request.POST)
    else:
        form = EndingForm(found, initial={"fin": request.GET.get("fin", "fill")})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "employers/end.html", {"offer": found, "form": form}, status=status)
    _try(request, lambda: form.end(request.user), form.sentence)
    return redirect("employers:offer", pk=pk)


def _try(request: HttpRequest, act, sentence: str) -> None:
    """Take a step and say so; or say why it could not be taken."""
    try:
        act()
    except ImpossibleStepError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, sentence)


def _find(request: HttpRequest, pk: int) -> Offer:
    offers = Offer.objects.of(request.user).with_details().select_related("organisation", "posting")
    return get_object_or_404(offers, pk=pk)
