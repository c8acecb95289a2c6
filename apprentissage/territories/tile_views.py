"""How a vector tile is answered, and the address of the base map."""

import gzip
from collections.abc import Callable
from hashlib import sha256
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from apprentissage.territories.basemap import base_tile
from apprentissage.territories.grid import OutOfGridError, Tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
BASE_MAP_KEPT_FOR = 24 * 3600  # seconds; contours change once a year


@login_not_required
@require_safe
def base_map(request: HttpRequest, z: int, x: int, y: int):
    """Our own contours and names, in a vector tile."""
    return tile_response(request, (z, x, y), "fond", base_tile, BASE_MAP_KEPT_FOR)


def tile_response(
    request: HttpRequest, address: tuple[int, int, int], key: str, draw: Callable[[Tile], bytes], seconds: int
) -> HttpResponse:
    """A tile drawn once and kept compressed for some seconds, here and in browsers; 404 outside the grid.

    Servers need not agree on a tile: each may draw its own, and none is older than ``seconds``.
    """
    try:
        tile = Tile(*address)
        name = f"tile:{key}:{zoom_x_y(tile)}"
        body = cast(
            bytes, caches["near"].get_or_set(name, lambda: gzip.compress(draw(tile), compresslevel=6, mtime=0), seconds)
        )
    except OutOfGridError as error:
        raise Http404(str(error)) from None
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response = HttpResponse(content_type=MEDIA_TYPE, headers={"ETag": etag})
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content, response["Content-Encoding"] = body, "gzip"
    else:
        response.content = gzip.decompress(body)
    patch_cache_control(response, public=True, max_age=seconds)
    patch_vary_headers(response, ["Accept-Encoding"])
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))


def zoom_x_y(tile: Tile) -> str:
    """The address of a tile as it is written in links: ``5/16/11``."""
    return f"{tile.zoom}/{tile.x}/{tile.y}"
