"""The page that a mail opens: one offer, without signing in, and buttons that act by POST only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from offers.lifecycle import ImpossibleStepError, State
from offers.models import Offer
from offers.publishing import drafting, life
from offers.publishing.links import offer_of
from offers.publishing.models import Ending
from offers.publishing.views.drafts import SESSION_KEY

DONE = {
    "prolong": "L'offre reste en ligne deux mois de plus.",
    "fill": "Bravo ! L'offre n'est plus en ligne. Nous prévenons les candidats qui attendaient.",
    "close": "L'offre n'est plus en ligne. Nous prévenons les candidats qui attendaient.",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str):
    """What becomes of this offer: prolonged, filled, closed or written again. A stranger's or old link is a 404."""
    pk = offer_of(token)
    if pk is None:
        raise Http404
    offer = get_object_or_404(Offer.objects.published_here().with_details(), pk=pk)
    if request.method != "POST":
        context = {"offer": offer, "token": token, "may_prolong": offer.state in life.PROLONGABLE, "states": State}
        return render(request, "employers/link.html", context)
    if request.POST.get("etape") == "copy":
        return _copy(request, offer)
    return _act(request, offer, token, request.POST.get("etape", ""))


def _act(request: HttpRequest, offer: Offer, token: str, step: str):
    try:
        if step == "prolong":
            life.prolong(offer)
        elif step in ("fill", "close"):
            life.end(offer, step, reason=Ending.Reason.OTHER)
    except ImpossibleStepError as problem:
        messages.warning(request, str(problem))
    else:
        if step in DONE:
            messages.success(request, DONE[step])
    return redirect("employers:link", token=token)


def _copy(request: HttpRequest, offer: Offer):
    """The offer of last year as a new draft, which this browser may finish; publishing asks to sign in."""
    draft = drafting.copy_of(offer, request.user)
    if not request.user.is_authenticated:
        draft.organisation = None
        draft.save(update_fields=["organisation"])
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), str(draft.key)]
    return redirect("employers:draft", key=draft.key)
