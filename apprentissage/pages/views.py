from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apprentissage.pages import gallery as samples
from apprentissage.privacy.registry import all_kept
from offers.models import Offer

COUNT_KEPT_FOR = 300  # seconds: the home page says "aujourd'hui", not "à la seconde"


def open_offers_count() -> int:
    """How many offers can be answered today, counted again every five minutes."""
    return caches["near"].get_or_set("pages:open-offers", Offer.objects.open().count, COUNT_KEPT_FOR) or 0


@login_not_required
@require_GET
def home(request):
    """Three doors: find an offer, what an apprentice costs, my contract."""
    return render(request, "pages/home.html", {"open_offers": open_offers_count()})


@login_not_required
@require_GET
def contracts(request):
    """What the contract room will do, while it is being built."""
    return render(request, "pages/contracts.html")


@login_not_required
@require_GET
def legal(request):
    """Who publishes and hosts the service, as the law on digital trust asks (loi n° 2004-575, art. 1-1)."""
    return render(request, "pages/legal.html", {"operator": settings.OPERATOR})


@login_not_required
@require_GET
def privacy(request):
    """What is kept about a visitor, and their rights."""
    return render(request, "pages/privacy.html", {"operator": settings.OPERATOR, "register": all_kept()})


@login_not_required
@require_GET
def accessibility(request):
    """The accessibility statement (loi n° 2005-102, art. 47): what was tested, and what was not."""
    return render(request, "pages/accessibility.html", {"operator": settings.OPERATOR})


@login_not_required
@require_GET
def sources(request):
    """Where offers, trades, places and drawings come from, with their licences."""
    return render(request, "pages/sources.html")


@login_not_required
@require_GET
def robots(request):
    """Everything may be read by robots, except the fragments, the tiles and the administration."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /lieux/suggestions",
        "Disallow: /metiers/suggestions",
        "Disallow: /offres/tuiles/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_GET
def gallery(request):
    """Every component in every state, for whoever builds a page."""
    return render(request, "pages/gallery.html", samples.context())
