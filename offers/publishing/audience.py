"""How often an offer is read: a number a day, of nobody in particular, and what it is beside similar offers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from statistics import median

from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.models import Offer
from offers.publishing.models import DayOfViews

WINDOW = 28  # days
SMALLEST_SAMPLE = 5  # similar offers: fewer prove nothing
YOUNGEST = 3  # days online before a comparison says something
NOTEWORTHY = 1.5  # times more or less
ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)
COUNT_ONE = """
    INSERT INTO publishing_dayofviews (offer_id, day, views) VALUES (%s, %s, 1)
    ON CONFLICT (offer_id, day) DO UPDATE SET views = publishing_dayofviews.views + 1
"""


@dataclass(frozen=True)
class Audience:
    """Readings since the beginning, and the comparison as a sentence when there is enough to compare."""

    views: int
    comparison: str = ""


def count_view(request: HttpRequest, offer: Offer) -> None:
    """One more reading of an offer published here, unless a robot or the employer itself reads."""
    if offer.organisation_id is None or not offer.is_open or request.method != "GET":
        return
    if ROBOTS.search(request.headers.get("User-Agent", "")) or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    user = request.user
    if user.is_authenticated and Organisation.objects.of(user).contains(offer.organisation):
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [offer.pk, timezone.localdate()])


def views_of(offers: Iterable[Offer]) -> dict[int, int]:
    """How often each of these offers was read, by its number."""
    return DayOfViews.objects.of_offers([offer.pk for offer in offers]).by_offer()


def audience_of(offer: Offer) -> Audience:
    """How often an offer was read, and how that compares with similar offers of other employers."""
    views = offer.days_of_views.aggregate(total=Sum("views"))["total"] or 0
    similar = Offer.objects.similar_and_recent(offer, timezone.now() - timedelta(days=WINDOW))
    rates = _rates([offer, *similar])
    own, others = rates[offer.pk], [rate for pk, rate in rates.items() if pk != offer.pk]
    if offer.published_at is None or len(others) < SMALLEST_SAMPLE or _days_online(offer) < YOUNGEST:
        return Audience(views)
    return Audience(views, _compared(own, median(others)))


def _rates(offers) -> dict[int, float]:
    """Readings per day online, within the window."""
    since = timezone.localdate() - timedelta(days=WINDOW)
    read = DayOfViews.objects.of_offers(offers).since(since).by_offer()
    return {offer.pk: read.get(offer.pk, 0) / _days_online(offer) for offer in offers}


def _days_online(offer: Offer) -> int:
    if offer.published_at is None:
        return 1
    return max(1, min(WINDOW, (timezone.localdate() - timezone.localdate(offer.published_at)).days + 1))


def _compared(own: float, usual: float) -> str:
    if not usual:
        return ""
    if own * NOTEWORTHY < usual:
        return (
            f"Elle est lue {_times(usual / own)} fois moins que les offres semblables."
            if own
            else ("Elle n'est pas encore lue, les offres semblables le sont.")
        )
    if own > usual * NOTEWORTHY:
        return f"Elle est lue {_times(own / usual)} fois plus que les offres semblables."
    return "Elle est lue autant que les offres semblables."


def _times(ratio: float) -> str:
    rounded = Decimal(ratio).quantize(Decimal("0.1")).normalize()
    return f"{rounded:f}".replace(".", ",")
