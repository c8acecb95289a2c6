"""The offers in vector tiles: groups of places of work up to zoom 10, then place by place.

Layer ``offres``; each point has ``count`` and ``at``, the tile of the grid that holds exactly these places, as
``zoom/x/y``: zoom 28 when all stand on one spot. From zoom 11, an offer alone has its ``id``, ``title``, ``employer``,
and ``fictional`` when it is.
"""

from django.db import connection

from apprentissage.territories.grid import BITS, EXTENT_BITS, MAX_ZOOM, OutOfGridError, Tile
from offers.tiles.models import PinQuerySet

GROUPED_UP_TO = 10
# Cells a side of a tile, as powers of two. They bound a tile: 64 groups, then 256 points.
GROUP_BITS, POINT_BITS = 3, 4

# A group is drawn at the mean of its places, kept off the border of its cell so that neighbours do not overlap.
TILE = f"""
WITH cell AS (
    SELECT {{offer}} AS offer_id, count(*)::int AS count, min(quadkey) = max(quadkey) AS on_one_spot,
           avg(x) AS x, avg(y) AS y, floor(avg(x))::int AS some_x, floor(avg(y))::int AS some_y
    FROM ({{pins}}) AS pin GROUP BY quadkey >> {{shift}}
),
placed AS (
    SELECT cell.offer_id, cell.count,
           CASE WHEN on_one_spot THEN '{BITS}/' || some_x || '/' || some_y
                ELSE '{{cell_zoom}}/' || (some_x >> {{bits}}) || '/' || (some_y >> {{bits}}) END AS at,
           CASE WHEN on_one_spot THEN cell.x
                ELSE west + side * greatest(0.2, least(0.8, (cell.x - west) / side)) END AS x,
           CASE WHEN on_one_spot THEN cell.y
                ELSE north + side * greatest(0.2, least(0.8, (cell.y - north) / side)) END AS y
    FROM cell CROSS JOIN LATERAL (
        SELECT (some_x >> {{bits}}) << {{bits}} AS west, (some_y >> {{bits}}) << {{bits}} AS north,
               1 << {{bits}} AS side
    ) AS square
),
drawn AS (
    SELECT placed.count, placed.at, offer.*,
           ST_MakePoint((placed.x - {{x}}) / {{unit}}, (placed.y - {{y}}) / {{unit}}) AS geom
    FROM placed LEFT JOIN LATERAL (
        SELECT id, title, employer_name AS employer, nullif(is_fictional, false) AS fictional
        FROM offers_offer WHERE {{titled}} AND placed.count = 1 AND id = placed.offer_id
        LIMIT 1
    ) AS offer ON true
    ORDER BY placed.count DESC
)
SELECT ST_AsMVT(drawn, 'offres', {1 << EXTENT_BITS}, 'geom') FROM drawn
"""  # noqa: S608


def offer_tile(tile: Tile, pins: PinQuerySet) -> bytes:
    """The offers of these pins that stand inside a tile, as a Mapbox vector tile; empty where there is none."""
    sql, params = tile_query(tile, pins)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return bytes(cursor.fetchone()[0] or b"")


def tile_query(tile: Tile, pins: PinQuerySet) -> tuple[str, tuple]:
    """The one query of a tile, and its parameters."""
    if tile.zoom > MAX_ZOOM:
        raise OutOfGridError(f"no tile of offers beyond zoom {MAX_ZOOM}")
    titled = tile.zoom > GROUPED_UP_TO
    cell_zoom = tile.zoom + (POINT_BITS if titled else GROUP_BITS)
    x, y = tile.origin
    inside, params = pins.inside(tile).order_by().values("offer_id", "quadkey", "x", "y").query.sql_with_params()
    sql = TILE.format(
        pins=inside,
        shift=2 * (BITS - cell_zoom),
        bits=BITS - cell_zoom,
        cell_zoom=cell_zoom,
        titled=titled,
        offer="min(offer_id)" if titled else "NULL::bigint",
        unit=1 << (MAX_ZOOM - tile.zoom),
        x=x,
        y=y,
    )
    return sql, params
