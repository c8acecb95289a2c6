"""Around the inbox: an employer's own words, its score and its figures, the daily mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentissage.accounts.access import Role, only_for
from apprentissage.accounts.models import Organisation
from offers.answers import digest, score, statistics, wording
from offers.answers.forms import TemplatesForm
from offers.answers.models import SMALLEST_SAMPLE, AnswerScore
from offers.applications.inbox import place_of
from offers.applications.terms import ANSWER_WITHIN
from offers.models import Offer

MOST_LISTED = 200  # applications counted that a page lists; the figures count them all
MOST_OFFERS = 100  # offers whose figures a page tells, the newest


@only_for(Role.EMPLOYER)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, pk: int):
    """The words of one establishment for each kind of answer."""
    companies = _companies(request)
    organisation = get_object_or_404(companies, pk=pk)
    form = TemplatesForm(organisation, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, "Vos textes sont gardés. La prochaine réponse partira d'eux.")
        return redirect("inbox:templates", pk=pk)
    context = {
        "form": form,
        "organisation": organisation,
        "others": [(one.pk, place_of(one), one == organisation) for one in companies],
        "blanks": wording.BLANKS,
    }
    return render(request, "inbox/templates.html", context, status=422 if form.is_bound else 200)


@only_for(Role.EMPLOYER)
@require_safe
def answer_score(request: HttpRequest):
    """How the score of one's companies is computed, with the very applications that it counts."""
    companies = _companies(request)
    scores = AnswerScore.objects.in_bulk([company.pk for company in companies])
    told = [
        {
            "name": place_of(company),
            "score": scores.get(company.pk),
            "counted": score.counted_applications(company)[:MOST_LISTED],
        }
        for company in companies
    ]
    context = {"companies": told, "smallest": SMALLEST_SAMPLE, "days": ANSWER_WITHIN.days}
    return render(request, "inbox/score.html", context)


@only_for(Role.EMPLOYER)
@require_safe
def figures(request: HttpRequest):
    """The figures of one's offers, beside similar ones."""
    offers = Offer.objects.of(request.user).public().select_related("rome").newest_first()[:MOST_OFFERS]
    return render(request, "inbox/statistics.html", {"rows": statistics.of_offers(offers)})


@only_for(Role.EMPLOYER)
@require_POST
def set_digest(request: HttpRequest):
    """Turn the daily mail on or off."""
    if request.POST.get("digest") == "on":
        digest.turn_on(request.user)
        messages.success(request, "Vous recevrez un résumé les matins où une candidature attend.")
    else:
        digest.turn_off(request.user)
        messages.success(request, "Plus de résumé quotidien. Nous vous écrirons seulement la veille d'une échéance.")
    return redirect("inbox:inbox")


@csrf_exempt  # RFC 8058: the mail program posts by itself; the token says who, and can only turn mails off
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def no_digest(request: HttpRequest, token: str):
    """Turn the daily mail off from the mail itself: the link asks, the button or the mail program does it."""
    user = digest.user_of(token)
    if user is None:
        return render(request, "inbox/no_digest.html", {"is_unknown": True}, status=404)
    if request.method == "POST":
        digest.turn_off(user)
    return render(request, "inbox/no_digest.html", {"is_off": digest.is_off(user)})


def _companies(request: HttpRequest):
    return Organisation.objects.of(request.user).companies().select_related("establishment__commune").order_by("name")
