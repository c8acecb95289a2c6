"""Territories as SVG paths, fitted to a drawing: for the maps that the server draws itself.

Points are rounded to about a pixel, which thins both sides of a border alike. Contours change once a year: the drawings
are kept in the cache for a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.cache import caches
from django.db import connection

from apprentissage.territories.grid import HALF_WORLD, METRES_PER_UNIT, Window

LAMBERT_93 = 2154  # the projection of the maps of France
WEB_MERCATOR = 3857
KEPT_FOR = 24 * 3600  # seconds


@dataclass(frozen=True)
class Shape:
    """A territory in a drawing: its path, and a point inside it for its name."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Frame:
    """A rectangle of the drawing that some departments fill, all at one scale. One that has a label is an inset."""

    x: int
    y: int
    width: int
    height: int
    codes: tuple[str, ...] = ()
    label: str = ""

    @property
    def label_y(self) -> int:
        return self.y - 8


@dataclass(frozen=True)
class Drawing:
    """Shapes in a box of ``width`` by ``height``, and the insets to outline."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    insets: tuple[Frame, ...] = ()


FRANCE_WIDTH, FRANCE_HEIGHT = 1000, 1090
MAINLAND = Frame(4, 4, 992, 922)
PARIS = Frame(8, 60, 190, 150, ("75", "92", "93", "94"), "Paris et alentour")
OVERSEAS = (
    Frame(8, 970, 110, 110, ("971",), "Guadeloupe"),
    Frame(218, 970, 110, 110, ("972",), "Martinique"),
    Frame(428, 970, 110, 110, ("973",), "Guyane"),
    Frame(638, 970, 110, 110, ("974",), "La Réunion"),
    Frame(848, 970, 110, 110, ("976",), "Mayotte"),
)
INSETS = (PARIS, *OVERSEAS)
COMMUNES_SIDE = 900  # of the drawing of a department

# The contours to fit in a rectangle: scaled alike both ways, centred.
FITTED = """
    WITH area AS (SELECT code, name, ST_Transform(contour, {projection}) AS contour FROM ({areas}) AS area),
    bounds AS (SELECT ST_Extent(contour) AS box FROM area),
    fit AS (
        SELECT least(%s / greatest(ST_XMax(box) - ST_XMin(box), 1), %s / greatest(ST_YMax(box) - ST_YMin(box), 1)) AS k,
               (ST_XMin(box) + ST_XMax(box)) / 2 AS middle_x, (ST_YMin(box) + ST_YMax(box)) / 2 AS middle_y
        FROM bounds
    ),
    fitted AS (
        SELECT code, name,
               ST_SnapToGrid(ST_Affine(contour, k, 0, 0, k, %s - k * middle_x, -%s - k * middle_y), 2) AS contour
        FROM area CROSS JOIN fit
    )
    SELECT code, name, ST_AsSVG(contour, 1, 0),
           ST_X(ST_PointOnSurface(contour)), -ST_Y(ST_PointOnSurface(contour))
    FROM fitted WHERE NOT ST_IsEmpty(contour) ORDER BY code
"""
DEPARTMENTS = "SELECT code, name, contour FROM territories_department WHERE code = ANY(%s)"
MAINLAND_DEPARTMENTS = "SELECT code, name, contour FROM territories_department WHERE code !~ '^9[78]'"
COMMUNES = """
    SELECT code, name, contour FROM territories_commune
    JOIN territories_communecontour ON commune_id = code
    WHERE department_id = %s AND code NOT IN (SELECT parent_id FROM territories_commune WHERE parent_id IS NOT NULL)
"""

# What a window on the grid shows of the departments, each cut at its edges.
SEEN = """
    SELECT code, name, ST_AsSVG(drawn, 1, 0), ST_X(inside), -ST_Y(inside)
    FROM (SELECT %s::float AS k, %s::float AS west, %s::float AS north) AS scale
    CROSS JOIN LATERAL (SELECT ST_MakeEnvelope(%s, %s, %s, %s, 4326) AS box) AS pane
    JOIN territories_department ON contour && box
    CROSS JOIN LATERAL (SELECT ST_Transform(ST_Intersection(ST_MakeValid(contour), box), 3857) AS cut) AS cut
    CROSS JOIN LATERAL (
        SELECT ST_SnapToGrid(ST_Affine(cut, k, 0, 0, k, -k * west, -k * north), 1) AS drawn,
               ST_PointOnSurface(ST_Affine(cut, k, 0, 0, k, -k * west, -k * north)) AS inside
    ) AS placed
    WHERE NOT ST_IsEmpty(drawn) ORDER BY code
"""


def france() -> Drawing:
    """Every department that has a contour: the mainland with Corsica, then Paris and the overseas ones in insets."""
    return cast(Drawing, caches["near"].get_or_set("shapes:france", _draw_france, KEPT_FOR))


def communes_of(department_code: str) -> Drawing:
    """The communes of a department; the arrondissements of Paris, Lyon and Marseille rather than the cities."""
    frame = Frame(2, 2, COMMUNES_SIDE - 4, COMMUNES_SIDE - 4)

    def draw() -> Drawing:
        return Drawing(COMMUNES_SIDE, COMMUNES_SIDE, tuple(_fit(frame, COMMUNES, [department_code])))

    return cast(Drawing, caches["near"].get_or_set(f"shapes:{department_code}", draw, KEPT_FOR))


def seen_from(window: Window, width: int) -> Drawing:
    """The departments that a window shows, in a drawing of that width."""
    k = width / (window.width * METRES_PER_UNIT)
    corner = (window.x * METRES_PER_UNIT - HALF_WORLD, HALF_WORLD - window.y * METRES_PER_UNIT)
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [k, *corner, *window.degrees])
        shapes = tuple(Shape(*row) for row in cursor.fetchall())
    return Drawing(width, round(width * window.height / window.width), shapes)


def _draw_france() -> Drawing:
    shapes = _fit(MAINLAND, MAINLAND_DEPARTMENTS, [], LAMBERT_93)
    for inset in INSETS:
        shapes += _fit(inset, DEPARTMENTS, [list(inset.codes)])
    return Drawing(FRANCE_WIDTH, FRANCE_HEIGHT, tuple(shapes), INSETS)


def _fit(frame: Frame, areas: str, params: Sequence, projection: int = WEB_MERCATOR) -> list[Shape]:
    centre = frame.x + frame.width / 2, frame.y + frame.height / 2
    with connection.cursor() as cursor:
        cursor.execute(FITTED.format(areas=areas, projection=projection), [*params, frame.width, frame.height, *centre])
        return [Shape(*row) for row in cursor.fetchall()]
