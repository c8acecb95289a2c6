"""The square grid of web maps, in whole numbers.

The world (Web Mercator, EPSG:3857) is a square of 2^28 units a side, about 15 cm each at the equator, origin at the
north west. A *tile* of zoom z is one of its 4^z equal squares. A *quadkey* interleaves the bits of x and y: the units
of any tile are then one range of quadkeys, an ordinary B-tree index answers for a tile as well as a spatial one, and
grouping by cell is a shift of bits.
"""

from dataclasses import dataclass
from math import atan, cos, degrees, log, pi, radians, sinh, tan

BITS = 28  # units a side of the world, as a power of two
EXTENT_BITS = 12  # a vector tile has 4096 units a side
MAX_ZOOM = BITS - EXTENT_BITS  # beyond, a tile would be finer than a unit
HALF_WORLD = 20_037_508.342789244  # metres of EPSG:3857 from the origin to an edge
METRES_PER_UNIT = 2 * HALF_WORLD / (1 << BITS)
MAX_LATITUDE = 85.0511287798  # where the square world ends


class OutOfGridError(ValueError):
    """The address names no tile of the grid."""


@dataclass(frozen=True)
class Tile:
    """One square of the grid; ``OutOfGridError`` when there is no such square."""

    zoom: int
    x: int
    y: int

    def __post_init__(self):
        if not 0 <= self.zoom <= BITS:
            raise OutOfGridError(f"no zoom {self.zoom}")
        side = 1 << self.zoom
        if not (0 <= self.x < side and 0 <= self.y < side):
            raise OutOfGridError(f"no tile {self.x}, {self.y} at zoom {self.zoom}")

    @property
    def origin(self) -> tuple[int, int]:
        """Its north-west corner, in units."""
        return self.x << (BITS - self.zoom), self.y << (BITS - self.zoom)

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of its middle."""
        half = (1 << (BITS - self.zoom)) / 2
        return to_degrees(self.origin[0] + half, self.origin[1] + half)

    @property
    def quadkeys(self) -> tuple[int, int]:
        """Its first and last quadkeys."""
        free = 2 * (BITS - self.zoom)
        first = interleave(self.x, self.y) << free
        return first, first + (1 << free) - 1


@dataclass(frozen=True)
class Window:
    """A rectangle of the grid, in units: its north-west corner and its sides."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def around(cls, longitude: float, latitude: float, km: float, ratio: float = 1.0) -> "Window":
        """The window centred there that reaches so many kilometres east and west; ``ratio`` is height over width."""
        x, y = to_units(longitude, latitude)
        half = max(1, int(km * units_per_km(latitude)))
        return cls(x - half, y - int(half * ratio), 2 * half, 2 * int(half * ratio))

    @classmethod
    def holding(cls, west: float, south: float, east: float, north: float, ratio: float, margin: float = 0.06):
        """The smallest window of that ratio (height over width) that holds a box in degrees, with some margin."""
        (left, top), (right, bottom) = to_units(west, north), to_units(east, south)
        width = int(max(right - left, (bottom - top) / ratio, 1) * (1 + 2 * margin))
        height = int(width * ratio)
        return cls((left + right - width) // 2, (top + bottom - height) // 2, width, height)

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """Its west, south, east and north."""
        west, north = to_degrees(self.x, self.y)
        east, south = to_degrees(self.x + self.width, self.y + self.height)
        return west, south, east, north

    @property
    def name(self) -> str:
        """Short, for the key of what is drawn in it."""
        return f"{self.x}.{self.y}.{self.width}.{self.height}"

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The fewest tiles of one zoom, four at most, that cover it."""
        zoom = BITS - min(BITS, max(self.width, self.height).bit_length())
        size = BITS - zoom
        last = (1 << zoom) - 1
        columns = range(max(self.x >> size, 0), min((self.x + self.width) >> size, last) + 1)
        rows = range(max(self.y >> size, 0), min((self.y + self.height) >> size, last) + 1)
        return tuple(Tile(zoom, column, row) for column in columns for row in rows)


def interleave(x: int, y: int) -> int:
    """The bits of y and x in turn, y first."""
    return sum(((x >> bit & 1) << 2 * bit) | ((y >> bit & 1) << 2 * bit + 1) for bit in range(BITS))


def to_units(longitude: float, latitude: float) -> tuple[int, int]:
    """The unit square that holds a position given in degrees."""
    side = 1 << BITS
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    x = (longitude + 180) / 360 * side
    y = (1 - log(tan(radians(latitude)) + 1 / cos(radians(latitude))) / pi) / 2 * side
    return min(max(int(x), 0), side - 1), min(max(int(y), 0), side - 1)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point given in units."""
    side = 1 << BITS
    return x / side * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / side))))


def units_per_km(latitude: float) -> float:
    """How many units make a kilometre on the ground there (Mercator stretches with latitude)."""
    return (1 << BITS) / (40_075.017 * cos(radians(latitude)))
