"""The offers that stand on one spot of the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from apprentissage.territories.grid import Tile
from apprentissage.territories.places import Place
from apprentissage.territories.travel import travel_times
from offers.models import Offer
from offers.search.results import Result
from offers.tiles.sought import Sought

WIDEST_SPOT = 14  # the zoom of a tile of some two kilometres
SHOWN = 8


@dataclass(frozen=True)
class Spot:
    """The first offers of a spot, whether there are more, and the query of the list that holds them all."""

    results: Sequence[Result]
    has_more: bool
    query: str
    card_query: str  # what the link of each carries: the place searched, and the way back


def offers_here(sought: Sought, tile: Tile, place: Place | None) -> Spot:
    """The offers of a search inside a small tile, each with its distance from the place sought."""
    ids = sought.pins.inside(tile).offer_ids(SHOWN + 1)
    point = place.centre if place else None
    offers = Offer.objects.shown_on_cards().measured_from(point).in_bulk(ids[:SHOWN])
    results = []
    for pk in ids[:SHOWN]:
        if offer := offers.get(pk):
            km = offer.distance.km if offer.distance is not None else None
            results.append(Result(offer, km, travel_times(km) if km is not None else (), ()))
    longitude, latitude = tile.centre
    around = QueryDict(sought.query, mutable=True)
    around.update({"code": f"@{latitude:.3f},{longitude:.3f}", "rayon": "1"})
    carried = {"recherche": sought.query} | ({"depuis": place.key} if place else {})
    return Spot(results, len(ids) > SHOWN, around.urlencode(), urlencode(carried))
