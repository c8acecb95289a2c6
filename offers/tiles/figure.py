"""The map that the server draws: departments shaded by density, groups of offers, the place sought and its circle.

It needs no script and no library; the page of results shows it small, and the map page until MapLibre is ready.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from django.contrib.gis.geos import Point

from apprentissage.territories.grid import BITS, Window, to_units, units_per_km
from apprentissage.territories.models import Department
from apprentissage.territories.places import Place
from apprentissage.territories.shapes import Drawing, Frame, Shape, france, seen_from
from offers.search.sentences import where
from offers.tiles.density import Density, Territory, by_department
from offers.tiles.kept import kept
from offers.tiles.sought import Sought

WIDTH = 540  # of the drawing: about the pixels of the place it has on a wide screen
RATIO = 0.94  # height over width
REACH = 1.9  # the window goes beyond the circle
DEFAULT_RADIUS_KM = 30
CELL_BITS = 3  # a window is four to eight cells wide
MAINLAND = (-5.2, 41.3, 9.7, 51.2)  # west, south, east, north
SMALLEST, LARGEST = 13, 30  # radius of a group
LETTER, LINE = 9.5, 22  # about the room that a name takes in the drawing


@dataclass(frozen=True)
class Group:
    """A disc, and how many places of work it stands for."""

    x: float
    y: float
    radius: float
    count: int

    @property
    def text(self) -> str:
        """The number, short enough for the disc: ``12``, ``950``, ``1,2 k``."""
        if self.count < 1000:
            return str(self.count)
        tenths = round(self.count, -2) // 100
        return f"{tenths // 10},{tenths % 10} k" if tenths < 100 else f"{round(self.count / 1000)} k"

    @property
    def text_y(self) -> float:
        """The baseline that centres the number in the disc."""
        return self.y + 6


@dataclass(frozen=True)
class Name:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Figure:
    """What ``offers/_map_figure.html`` draws, ``title`` saying it in one sentence."""

    title: str
    drawing: Drawing
    shaded: Sequence[tuple[Shape, Territory | None, int]]
    density: Density
    bounds: tuple[float, ...] = MAINLAND  # what the map in the browser shows first
    groups: Sequence[Group] = ()
    names: Sequence[Name] = ()
    pin: tuple[float, float] | None = None
    circle: float | None = None  # its radius in the drawing
    insets: Sequence[Frame] = ()

    @property
    def seen(self) -> list[Territory]:
        """The departments drawn, for the table that says the same."""
        return [row for _, row, _ in self.shaded if row]


def draw_figure(sought: Sought, place: Place | None, radius_km: int | None) -> Figure:
    """The surroundings of a place, the extent of a department or a region, or else the departments of France."""
    density = by_department(sought)
    if place and place.centre:
        return _around(place, place.centre, radius_km or DEFAULT_RADIUS_KM, sought, density)
    departments = Department.objects.within(place.area_codes if place else ())
    if extent := departments.extent():
        codes = set(departments.values_list("code", flat=True))
        offers = sum(row.offers for row in density.rows if row.code in codes)
        west, south, east, north = extent
        window = Window.holding(west, south, east, north, RATIO)
        return _seen(window, sought, density, title=f"Carte des offres{where(place)}, {offers} offres")
    drawing = france()
    title = f"Carte de France : {density.total} offres, par département"
    return Figure(title, drawing, density.shaded(drawing), density, insets=drawing.insets)


def _around(place: Place, centre: Point, radius_km: int, sought: Sought, density: Density) -> Figure:
    longitude, latitude = centre.coords
    window = Window.around(longitude, latitude, radius_km * REACH, RATIO)
    x, y = to_units(longitude, latitude)
    scale = WIDTH / window.width
    return _seen(
        window,
        sought,
        density,
        title=f"Carte des offres{where(place)}, cercle de {radius_km} km",
        pin=((x - window.x) * scale, (y - window.y) * scale),
        circle=radius_km * units_per_km(latitude) * scale,
    )


def _seen(window: Window, sought: Sought, density: Density, **rest) -> Figure:
    drawing = seen_from(window, WIDTH)
    groups = _groups(sought, window)
    names = _names(drawing, groups, rest.get("pin"))
    return Figure(
        drawing=drawing,
        shaded=density.shaded(drawing),
        density=density,
        groups=groups,
        names=names,
        bounds=window.degrees,
        **rest,
    )


def _groups(sought: Sought, window: Window) -> list[Group]:
    cell_zoom = BITS - window.width.bit_length() + CELL_BITS
    cells = kept(f"groups:{window.name}", sought, lambda: sought.pins.seen_from(window).cells(cell_zoom))
    most = max((count for count, _, _ in cells), default=1)
    scale = WIDTH / window.width
    return [
        Group(
            round((float(x) - window.x) * scale, 1),
            round((float(y) - window.y) * scale, 1),
            round(SMALLEST + (LARGEST - SMALLEST) * sqrt(count / most), 1),
            count,
        )
        for count, x, y in sorted(cells, reverse=True)
    ]


def _names(drawing: Drawing, groups: Sequence[Group], pin: tuple[float, float] | None) -> list[Name]:
    """Where to write the departments without covering a group or the pin; one that finds no room stays unwritten."""
    taken = [(group.x, group.y, group.radius) for group in groups]
    if pin:
        taken.append((pin[0], pin[1] - LARGEST, LARGEST))
    names: list[Name] = []
    for shape in drawing.shapes:
        half = len(shape.name) * LETTER / 2
        x = min(max(shape.x, half + 6), drawing.width - half - 6)
        for shift in (0, -1.5, 1.5, -3, 3):
            y = shape.y + shift * LINE
            if LINE < y < drawing.height - LINE and _is_free(x, y, half, taken):
                names.append(Name(shape.name, round(x, 1), round(y, 1)))
                taken += [(x - half / 2, y, half / 2), (x + half / 2, y, half / 2)]
                break
    return names


def _is_free(x: float, y: float, half: float, taken: Sequence[tuple[float, float, float]]) -> bool:
    """Whether no disc taken touches a name centred there."""
    return all(
        hypot(max(abs(x - disc_x) - half, 0), max(abs(y - 6 - disc_y) - LINE / 2, 0)) > radius
        for disc_x, disc_y, radius in taken
    )
