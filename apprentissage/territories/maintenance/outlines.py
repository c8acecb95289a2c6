"""Draws the contours of the maps: light shapes whose shared borders stay shared, so that no sliver shows.

The contours of the source overlap and leave gaps; they are first cleaned into one coverage, then everything is
simplified as a coverage. Simplified shapes leave some communes in the sea: they are for drawing, never for deciding
where a point lies.
"""

import base64
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import shapely
from django.db import connection
from shapely.geometry import MultiPolygon, Polygon

from apprentissage.territories.maintenance.sources import Ground

# Tolerances in degrees: the square root of the area of the triangles that may be dropped (0.01° is about 1 km).
COMMUNE_TOLERANCE = 0.004
DEPARTMENT_TOLERANCE = 0.007
REGION_TOLERANCE = 0.015
SMALLEST_ISLAND = 2e-4  # square degrees, about 2 km²
SMALLEST_ISLAND_SHARE = 5e-4  # of the largest part of the same territory
DECIMALS = 4  # of the degrees written: 11 m


def full_contours(grounds: list[Ground]) -> dict[str, shapely.Geometry]:
    """The contour of each commune and arrondissement; a merged commune without one gets that of its former communes."""
    contours = {g.code: g.contour for g in grounds if g.kind in ("COM", "ARM") and g.contour is not None}
    parts = defaultdict(list)
    for ground in grounds:
        if ground.kind in ("COMD", "COMA") and ground.contour is not None:
            parts[ground.parent_row].append(ground.contour)
    for ground in grounds:
        if ground.kind == "COM" and ground.contour is None and ground.row in parts:
            contours[ground.code] = shapely.union_all(parts[ground.row])
    return contours


def write_contours(contours: dict, communes: list[dict], departments: list[dict], folder: Path) -> dict[str, int]:
    """Write ``contours.csv.gz`` (kind, code, TWKB in base64). Returns how many shapes of each kind."""
    places = {c["code"]: c for c in communes if c["type"] == "commune-actuelle"}
    codes = [code for code in contours if code in places]
    clean = shapely.coverage_clean([contours[code] for code in codes])
    whole = _united(clean, [places[code]["departement"] for code in codes])
    regions = {d["code"]: d["region"] for d in departments}
    layers = {
        "region": _simplified(_united(whole.values(), [regions[code] for code in whole]), REGION_TOLERANCE),
        "department": _simplified(whole, DEPARTMENT_TOLERANCE),
        "commune": dict(zip(codes, shapely.coverage_simplify(clean, COMMUNE_TOLERANCE), strict=True))
        | _arrondissements(contours, places),
    }
    lines = [f"{kind},{code},{shape}\n" for kind, shapes in layers.items() for code, shape in _packed(shapes)]
    # Without the hour in the header, the same sources give the same file.
    (folder / "contours.csv.gz").write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
    return {kind: len(shapes) for kind, shapes in layers.items()}


def _arrondissements(contours: dict, places: dict) -> dict[str, shapely.Geometry]:
    shapes = {code: shape for code, shape in contours.items() if code not in places}
    light = shapely.coverage_simplify(shapely.coverage_clean(list(shapes.values())), COMMUNE_TOLERANCE / 2)
    return dict(zip(shapes, light, strict=True))


def _united(shapes, keys) -> dict[str, shapely.Geometry]:
    groups = defaultdict(list)
    for key, shape in zip(keys, shapes, strict=True):
        groups[key].append(shape)
    return {key: shapely.coverage_union_all(group) for key, group in sorted(groups.items())}


def _simplified(shapes: dict, tolerance: float) -> dict[str, shapely.Geometry]:
    """Light shapes without their smallest islands, nor the holes that belong to nobody (communes without contour)."""
    tree = shapely.STRtree(list(shapes.values()))
    solid = [_without_specks(shape, tree) for shape in shapes.values()]
    return dict(zip(shapes, shapely.coverage_simplify(solid, tolerance), strict=True))


def _without_specks(shape: shapely.Geometry, tree: shapely.STRtree) -> MultiPolygon:
    parts = list(getattr(shape, "geoms", [shape]))
    least = min(SMALLEST_ISLAND, SMALLEST_ISLAND_SHARE * max(part.area for part in parts))
    kept = [part for part in parts if part.area >= least]
    return MultiPolygon([Polygon(part.exterior, list(_owned_holes(part, tree))) for part in kept])


def _owned_holes(part: Polygon, tree: shapely.STRtree) -> Iterator[shapely.LinearRing]:
    for ring in part.interiors:
        if len(tree.query(Polygon(ring).representative_point(), predicate="within")):
            yield ring


def _packed(shapes: dict) -> Iterator[tuple[str, str]]:
    """Code and TWKB of each shape; PostGIS writes the TWKB, so that nobody keeps an encoder."""
    with connection.cursor() as cursor:
        for code, shape in sorted(shapes.items()):
            cursor.execute(
                "SELECT ST_AsTWKB(ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_GeomFromWKB(%s, 4326)), 3)), %s)",
                [shapely.to_wkb(shape), DECIMALS],
            )
            yield code, base64.b64encode(cursor.fetchone()[0]).decode()
