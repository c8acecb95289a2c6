"""The form of an application, step by step: each one is kept when it is sent, and the last one brings it away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from offers.applications import applying, drafts
from offers.applications.drafts import Target
from offers.applications.forms import LABELS, STEPS
from offers.applications.lifecycle import ImpossibleStepError, State
from offers.applications.links import follow_token
from offers.applications.models import Application
from offers.applications.questions import facts, told
from offers.applications.terms import ANSWER_WITHIN
from offers.applications.visitors import Visitor, recognisable, remember, visitor_of
from offers.models import Offer
from offers.similar import similar_offers

REVIEW, CONFIRM = "relire", "confirmer"
AWAY = "Vous étiez absent. Reconnectez-vous : votre texte est gardé."


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The application for an offer; offers of other sources are answered where their page says."""
    offer = get_object_or_404(Offer.objects.public().with_details().select_related("organisation"), pk=pk)
    if offer.organisation is None:
        return redirect("offers:offer", pk=pk)
    target = Target(offer.organisation, offer)
    return take_step(request, target) if request.method == "POST" else show_step(request, target)


def show_step(request: HttpRequest, target: Target) -> HttpResponse:
    """The step asked, filled with what the draft holds; the first one when nothing was begun."""
    visitor = visitor_of(request)
    draft = drafts.draft_of(visitor, target)
    if not target.is_open:
        return _closed(request, target, draft)
    if draft is None:
        is_blank = "vide" in request.GET
        draft, last = drafts.like_the_last_one(visitor, target, is_blank=is_blank)
        return _page(request, visitor, target, draft, "vous", last=last, is_blank=is_blank)
    drafts.claim(draft, visitor)
    return _page(request, visitor, target, draft, _wanted(request.GET.get("etape", ""), draft))


def take_step(request: HttpRequest, target: Target) -> HttpResponse:
    """Keep what a step brings, then go on to the next; from the last one, send."""
    visitor = recognisable(request)
    draft = _named(request, visitor, target)
    if draft is None:
        return redirect(request.path)
    if draft.state != State.DRAFT:  # sent twice, or gone back to: what it became is the answer
        return (
            redirect("applications:follow", token=follow_token(draft))
            if visitor.owns(draft)
            else redirect(request.path)
        )
    step = request.POST.get("etape", "")
    if step not in STEPS:
        return _send(request, visitor, target, draft)
    form = _form(request, visitor, draft, step)
    if not form.keep():
        return remember(_page(request, visitor, target, draft, step, form=form), visitor)
    if not visitor.owns(draft):  # its account signed out in the middle
        messages.info(request, AWAY)
        return redirect_to_login(f"{request.path}?etape={_after(step)}")
    return remember(redirect(f"{request.path}?etape={_after(step)}"), visitor)


def _named(request: HttpRequest, visitor: Visitor, target: Target) -> Application | None:
    """The draft that the form carries, begun now if it is new; None for a form that is not ours."""
    key = drafts.unsealed(request.POST.get("brouillon", ""))
    if key is None:
        return None
    draft = drafts.begun(key, visitor, target, is_blank="vide" in request.POST)
    if (draft.offer_id, draft.organisation_id) != (target.offer and target.offer.pk, target.organisation.pk):
        return None
    if visitor.owns(draft) or draft.candidate_id is None:
        drafts.claim(draft, visitor)
    return draft


def _send(request: HttpRequest, visitor: Visitor, target: Target, draft: Application) -> HttpResponse:
    if not visitor.owns(draft):
        messages.info(request, AWAY)
        return redirect_to_login(f"{request.path}?etape={REVIEW}")
    try:
        if not applying.is_proven(draft, visitor):
            applying.ask_to_confirm(draft)
            return remember(redirect(f"{request.path}?etape={CONFIRM}"), visitor)
        applying.send(draft)
    except (applying.NotSent, ImpossibleStepError) as refusal:
        return _page(request, visitor, target, draft, REVIEW, problem=str(refusal))
    messages.success(request, "Votre candidature est partie.")
    return remember(redirect("applications:follow", token=follow_token(draft)), visitor)


def _page(
    request: HttpRequest, visitor: Visitor, target: Target, draft: Application, step: str, **more
) -> HttpResponse:
    """A step, with the form as it was filled (``form``) or the sentence of a refusal (``problem``), if any."""
    form = more.pop("form", None) or (_form(request, visitor, draft, step, bound=False) if step in STEPS else None)
    context = {"target": target, "draft": draft, "step": step, "form": form, "seal": drafts.sealed(draft.key)}
    context |= {"steps": _progress(draft, step), **more}
    if step == REVIEW:
        context |= _review(visitor, draft)
    template = f"applications/{'confirm' if step == CONFIRM else 'apply'}.html"
    is_refused = more.get("problem") or (form and form.errors)
    return render(request, template, context, status=422 if is_refused else 200)


def _review(visitor: Visitor, draft: Application) -> dict:
    """What one reads again before sending."""
    is_proven = applying.is_proven(draft, visitor)
    return {
        "facts": facts(draft),
        "told": told(draft),
        "has_cv": draft.has_cv,
        "missing": [(name, LABELS[name]) for name, is_done in applying.is_complete(draft).items() if not is_done],
        "is_proven": is_proven,
        "left": applying.left_today(draft) if is_proven else None,  # how much a stranger sent is nobody's business
        "answer_days": ANSWER_WITHIN.days,
    }


def _form(request: HttpRequest, visitor: Visitor, draft: Application, step: str, *, bound: bool = True):
    data: dict[str, Any] = {"data": request.POST, "files": request.FILES} if bound else {}
    if step == "vous":
        data["address"] = visitor.address
    if step == "reponses":
        data["request"] = request
    return STEPS[step](instance=draft, **data)


def _wanted(step: str, draft: Application) -> str:
    """The step asked when it exists; without one, the first that is not complete."""
    if step == CONFIRM and draft.submitted_at is None:
        return REVIEW
    if step in (*LABELS, CONFIRM):
        return step
    return next((name for name, is_done in applying.is_complete(draft).items() if not is_done), REVIEW)


def _after(step: str) -> str:
    names = list(LABELS)
    return names[names.index(step) + 1]


def _progress(draft: Application, step: str) -> list[dict]:
    done = applying.is_complete(draft) if draft.pk else {}
    return [
        {"name": name, "label": label, "state": "now" if name == step else "done" if done.get(name) else "todo"}
        for name, label in LABELS.items()
    ]


def _closed(request: HttpRequest, target: Target, draft: Application | None) -> HttpResponse:
    similar = similar_offers(target.offer) if target.offer else []
    context = {"target": target, "draft": draft, "similar": similar, "back_url": reverse("offers:search")}
    return render(request, "applications/closed.html", context, status=410)
