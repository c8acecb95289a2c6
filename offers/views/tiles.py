"""The vector tiles of the map."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.views.decorators.http import require_safe

from apprentissage.territories.tile_views import tile_response
from offers.tiles.kept import KEPT_FOR
from offers.tiles.sought import Sought
from offers.tiles.vector import offer_tile


@login_not_required
@require_safe
def tile(request: HttpRequest, z: int, x: int, y: int):
    """The offers of a search inside a tile."""
    sought = Sought.by(request.GET)
    return tile_response(
        request, (z, x, y), f"offers:{sought.key}", lambda tile: offer_tile(tile, sought.pins), KEPT_FOR
    )
