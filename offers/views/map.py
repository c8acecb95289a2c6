"""The map page, the small map beside the list, and what stands on one spot."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apprentissage.territories.grid import OutOfGridError, Tile
from apprentissage.territories.places import look_up
from offers.search.search import search_offers
from offers.tiles.figure import draw_figure
from offers.tiles.here import WIDEST_SPOT, offers_here
from offers.tiles.sought import Sought


@login_not_required
@require_GET
def map_page(request: HttpRequest):
    """The same search as the list, on a map: the nearest offers first, then the map."""
    search, sought = search_offers(request.GET, "offers:map"), Sought.by(request.GET)
    figure = draw_figure(sought, search.place, search.radius_km)
    context = {
        "search": search,
        "figure": figure,
        "sought": sought,
        "steps": {row.code: figure.density.step(row) for row in figure.density.rows},
        "base_map_style": settings.BASE_MAP_STYLE,
    }
    return render(request, "offers/map.html", context)


@login_not_required
@require_GET
def map_figure(request: HttpRequest):
    """The small map that the page of results fetches once it stands; ``rayon`` is how far the search went."""
    sought = Sought.by(request.GET)
    place = look_up(request.GET.get("lieu", ""), request.GET.get("code", "")).place
    radius = request.GET.get("rayon", "")
    radius_km = int(radius) if radius.isascii() and radius.isdecimal() and len(radius) < 4 else None
    return render(request, "offers/_map_figure.html", {"figure": draw_figure(sought, place, radius_km)})


@login_not_required
@require_GET
def here(request: HttpRequest, z: int, x: int, y: int):
    """The offers on one spot of the map, for the bubble that opens there."""
    try:
        tile = Tile(z, x, y)
    except OutOfGridError as error:
        raise Http404(str(error)) from None
    if z < WIDEST_SPOT:
        raise Http404("too wide for a spot")
    place = look_up("", request.GET.get("code", "")).place
    spot = offers_here(Sought.by(request.GET), tile, place)
    return render(request, "offers/_map_here.html", {"spot": spot})
