"""The page of one offer, and the form by which a reader reports it."""

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from apprentissage.territories.places import Place, place_for_key
from apprentissage.territories.travel import travel_times
from offers.descriptions import plain_text, safe_html
from offers.jobposting import script_tag
from offers.models import Offer
from offers.moderation import queue as moderation
from offers.moderation.limits import count_report, is_flooding
from offers.pay import legal_pay
from offers.publishing.audience import count_view
from offers.reports import ReportForm, has_reported_enough, remember_report
from offers.similar import similar_offers

LONGEST_SEARCH = 2000  # characters of the search carried in a link; beyond, the way back is the bare search page


@login_not_required
@require_safe
@conditional_page
def offer(request: HttpRequest, pk: int):
    """One offer with all one needs to decide; 410 and its neighbours once nobody can answer it any more."""
    origin = place_for_key(request.GET.get("depuis", ""))
    offers = Offer.objects.public().with_details().select_related("organisation", "posting")
    offer = get_object_or_404(offers.measured_from(origin and origin.centre), pk=pk)
    count_view(request, offer)
    return render(request, "offers/offer.html", page_of(request, offer, origin), status=200 if offer.is_open else 410)


def page_of(request: HttpRequest, offer: Offer, origin: Place | None = None) -> dict[str, Any]:
    """All that the page of an offer says; an employer's preview shows the very same."""
    distance = getattr(offer, "distance", None)
    km = distance.km if distance is not None else None
    url = request.build_absolute_uri(reverse("offers:offer", args=[offer.pk]))
    return {
        "offer": offer,
        "towns": _towns(offer),
        "summary": Truncator(plain_text(offer.description)).words(18),
        "employer_words": plain_text(safe_html(offer.employer_description)),
        "origin": origin,
        "km": km,
        "travel": travel_times(km) if km is not None else (),
        "pay": legal_pay(offer, timezone.localdate()),
        "similar": similar_offers(offer),
        "back_url": _search_url(request),
        "carried": _carried(request),
        "url": url,
        "mail_url": _mail_url(offer, url),
        "job_posting": script_tag(offer, url),
    }


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int):
    """The form that reports an offer; a sentence instead when this visitor has sent too many for now."""
    offer = get_object_or_404(Offer.objects.public(), pk=pk)
    if has_reported_enough(request) or is_flooding(request, pk):
        return render(request, "offers/report_later.html", {"offer": offer}, status=429)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "offers/report.html", {"offer": offer, "form": form}, status=status)
    form.instance.offer = offer
    moderation.file(form, form.cleaned_data["email"])
    remember_report(request)
    count_report(request, pk)
    return redirect("offers:reported", pk=pk)


@login_not_required
@require_safe
def reported(request: HttpRequest, pk: int):
    """What happens to a report, once it is sent."""
    offer = get_object_or_404(Offer.objects.public(), pk=pk)
    return render(request, "offers/reported.html", {"offer": offer})


def _towns(offer: Offer) -> str:
    """Where the work is: "Sarlat-la-Canéda", "Sarlat-la-Canéda et Vézac", "Sarlat-la-Canéda et 3 autres communes"."""
    names = list(dict.fromkeys(site.commune.name for site in offer.sites.all()))
    if len(names) > 2:
        return f"{names[0]} et {len(names) - 1} autres communes"
    return " et ".join(names)


def _search_url(request: HttpRequest) -> str:
    """The results one came from. The search is read as parameters and written again, so it leads nowhere else."""
    search = request.GET.get("recherche", "")
    query = QueryDict(search).urlencode() if len(search) <= LONGEST_SEARCH else ""
    return reverse("offers:search") + (f"?{query}" if query else "")


def _carried(request: HttpRequest) -> str:
    """What the links to similar offers carry on: the place one searched from and the way back."""
    return urlencode({name: request.GET[name] for name in ("depuis", "recherche") if request.GET.get(name)})


def _mail_url(offer: Offer, url: str) -> str:
    """A letter ready to send to a parent or an adviser: sharing that needs no script and no third party."""
    letter = {"subject": f"Une place d'apprentissage : {offer.title}", "body": f"{offer.title}\n{url}\n"}
    return "mailto:?" + urlencode(letter, quote_via=quote)
