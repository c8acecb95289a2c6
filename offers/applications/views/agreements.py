"""The agreement, for both sides: a page, its PDF, its JSON."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apprentissage.accounts.access import Role, only_for
from apprentissage.pdf import pdf
from offers.applications.agreement import agreements, is_fillable
from offers.applications.links import BadLinkError, ExpiredLinkError, followed
from offers.applications.models import Agreement
from offers.applications.story import story_of
from offers.lifecycle import ImpossibleStepError
from offers.models import Offer
from offers.publishing import life
from offers.publishing.models import Ending


@require_safe
def agreement(request: HttpRequest, key):
    """The agreement, to the employer's people and to a candidate who has an account."""
    found = _visible(request, key)
    is_employer = found.application.candidate_id != request.user.pk
    context = {"can_fill": is_employer and is_fillable(found), "is_employer": is_employer}
    return render(request, "agreements/agreement.html", context | _told(found))


@require_safe
def export(request: HttpRequest, key):
    """The agreement as a machine reads it."""
    return _as_json(_visible(request, key))


@require_safe
def summary(request: HttpRequest, key):
    """The agreement on paper."""
    return _as_pdf(_visible(request, key))


@login_not_required
@require_safe
def followed_agreement(request: HttpRequest, token: str):
    """The agreement, to a candidate who follows a link."""
    found = _of_link(token)
    return render(request, "agreements/agreement.html", _told(found) | {"token": token})


@login_not_required
@require_safe
def followed_summary(request: HttpRequest, token: str):
    """The same on paper."""
    return _as_pdf(_of_link(token))


@only_for(Role.EMPLOYER)
@require_POST
def fill(request: HttpRequest, key):
    """The place is taken: the offer stops, and those who still wait are told."""
    found = _visible(request, key)
    offer = get_object_or_404(Offer.objects.of(request.user), pk=found.application.offer_id)
    try:
        life.end(offer, "fill", reason="", channel=Ending.Channel.HERE, application=found.application, by=request.user)
    except ImpossibleStepError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "L'offre est pourvue. Nous prévenons les autres candidats.")
    return redirect("agreements:agreement", key=key)


def _visible(request: HttpRequest, key) -> Agreement:
    return get_object_or_404(agreements().visible_to(request.user).with_details(), application__key=key)


def _of_link(token: str) -> Agreement:
    try:
        application = followed(token)
    except (BadLinkError, ExpiredLinkError):
        raise Http404 from None
    return get_object_or_404(agreements().with_details(), application=application)


def _told(found: Agreement) -> dict:
    return {"agreement": found, "facts": found.facts, "story": story_of(found)}


def _as_json(found: Agreement) -> HttpResponse:
    return _private(
        JsonResponse(
            {"facts": found.facts, "simulation": found.simulation, "agreed_at": found.agreed_at.isoformat()},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": 'attachment; filename="accord.json"'},
        )
    )


def _as_pdf(found: Agreement) -> HttpResponse:
    return _private(
        HttpResponse(
            pdf("agreements/agreement_pdf.html", _told(found)),
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="accord.pdf"'},
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache: it names people."""
    response["Cache-Control"] = "private, no-store"
    return response
