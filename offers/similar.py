"""Similar offers: the same trade nearby first, then the neighbour trades.

Two searches at most, each stopped by a radius and a number of rows: a page that is read often must not cost more
when its trade is rare.
"""

from django.db.models import prefetch_related_objects

from apprentissage.territories.travel import travel_times
from apprentissage.trades.neighbours import neighbours
from offers.models import Offer
from offers.search.results import Result

SIMILAR_COUNT = 4
SIMILAR_RADIUS_KM = 50


def similar_offers(offer: Offer) -> list[Result]:
    """At most ``SIMILAR_COUNT`` open offers around the first place of this one, its own trades before their neighbours.

    The distance and the travel times are told from the offer one is reading.
    """
    found = list(_nearest(offer, offer.rome_codes)[:SIMILAR_COUNT])
    if len(found) < SIMILAR_COUNT:
        more = _nearest(offer, _neighbour_codes(offer)).others_than(*found)
        found += more[: SIMILAR_COUNT - len(found)]
    prefetch_related_objects(found, "sites__commune")
    return [
        Result(offer=other, km=other.distance.km, travel=travel_times(other.distance.km), reasons=()) for other in found
    ]


def _nearest(offer: Offer, rome_codes: list[str]):
    """The open offers of these trades around the first place of an offer, the nearest first."""
    sites = offer.sites.all()
    if not sites or not rome_codes:
        return Offer.objects.none()
    here = sites[0].point
    others = Offer.objects.open().others_than(offer).of_trades(rome_codes)
    return others.within(here, SIMILAR_RADIUS_KM).measured_from(here).nearest_first(here)


def _neighbour_codes(offer: Offer) -> list[str]:
    """The trades one may turn to from the main trade of an offer, without those it already has."""
    if not offer.rome_codes:
        return []
    return [rome.code for rome in neighbours(offer.rome_codes[0]) if rome.code not in offer.rome_codes]
