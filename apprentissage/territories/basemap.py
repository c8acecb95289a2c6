"""The base map in vector tiles, drawn from our own contours: no other server is asked.

Layers: ``regions``, ``departements`` (from zoom 4) and ``communes`` (from zoom 9), each with its ``code``; and
``noms``, points with ``name``, ``kind`` and ``rank``, the most populous communes first. The contours are light: they
serve the eye, never to tell where a point lies.
"""

from django.db import connection

from apprentissage.territories.grid import Tile

LAYERS = {  # name of the layer: its first zoom, its table, its key
    "regions": (0, "territories_region", "code"),
    "departements": (4, "territories_department", "code"),
    "communes": (9, "territories_communecontour", "commune_id"),
}
COMMUNES_FROM = LAYERS["communes"][0]
NAMES_PER_TILE = 40
NAMES_FROM = 6
# Units a side of a tile of 512 pixels, by first zoom. Snapping to them thins both sides of a border alike.
UNITS = {0: 512, 5: 768, 6: 1024, 8: 2048}

ENVELOPE = "ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s)"
SEEN = "ST_Transform(ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s, margin => 0.03), 4326)"

SHAPES = f"""
    SELECT ST_AsMVT(shape, '{{layer}}', {{units}}, 'geom') FROM (
        SELECT {{key}} AS code, ST_AsMVTGeom(ST_Transform(contour, 3857), {ENVELOPE}, {{units}}, 32) AS geom
        FROM {{table}} WHERE contour && {SEEN}
    ) AS shape WHERE geom IS NOT NULL
"""  # noqa: S608

DEPARTMENT_NAMES = f"""
    SELECT name, 'departement' AS kind, 0 AS rank, ST_PointOnSurface(contour) AS point
    FROM territories_department WHERE contour && {SEEN}
"""  # noqa: S608
COMMUNE_NAMES = f"""
    (SELECT name, 'commune', row_number() OVER (ORDER BY population DESC NULLS LAST), point::geometry
     FROM territories_commune WHERE point && {SEEN}::geography AND parent_id IS NULL
     ORDER BY population DESC NULLS LAST LIMIT {NAMES_PER_TILE})
"""  # noqa: S608
NAMES = f"""
    SELECT ST_AsMVT(named, 'noms', {{units}}, 'geom') FROM (
        SELECT name, kind, rank, ST_AsMVTGeom(ST_Transform(point, 3857), {ENVELOPE}, {{units}}, 0) AS geom
        FROM ({{names}}) AS place
    ) AS named WHERE geom IS NOT NULL
"""  # noqa: S608


def base_tile(tile: Tile) -> bytes:
    """The base map inside a tile, as a Mapbox vector tile; empty on the open sea."""
    units = next(units for zoom, units in reversed(UNITS.items()) if tile.zoom >= zoom)
    parts = [
        SHAPES.format(layer=layer, table=table, key=key, units=units)
        for layer, (first_zoom, table, key) in LAYERS.items()
        if tile.zoom >= first_zoom
    ]
    if tile.zoom >= NAMES_FROM:
        names = DEPARTMENT_NAMES if tile.zoom < COMMUNES_FROM else f"{DEPARTMENT_NAMES} UNION ALL {COMMUNE_NAMES}"
        parts.append(NAMES.format(names=names, units=units))
    with connection.cursor() as cursor:
        layers = " || ".join(f"({part})" for part in parts)
        cursor.execute(f"SELECT {layers}", {"zoom": tile.zoom, "x": tile.x, "y": tile.y})
        return bytes(cursor.fetchone()[0] or b"")
