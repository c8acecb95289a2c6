"""What a place is, and the keys by which links keep it (see ``places``)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.gis.geos import Point

from apprentissage.territories.models import Commune, PlaceName
from apprentissage.territories.names import of

NEARBY_KM = 50  # beyond, no commune is named beside a position

KEY = re.compile(r"c(?:\d{5}|2[AB]\d{3})|d(?:\d{2,3}|2[AB])|r\d{2}|fr", re.ASCII)
POSITION = re.compile(r"([@a])(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)", re.ASCII)


class Kind(StrEnum):
    COMMUNE = "commune"
    DEPARTMENT = "department"
    REGION = "region"
    FRANCE = "france"
    POSITION = "position"
    ADDRESS = "address"


KINDS = {"c": Kind.COMMUNE, "d": Kind.DEPARTMENT, "r": Kind.REGION, "f": Kind.FRANCE}


@dataclass(frozen=True)
class Place:
    """Where to look: around ``centre`` (x is the longitude), or in ``area_codes`` when there is no centre.

    All France has neither. Some 60 communes overseas have no known point: they are looked for by ``C98711``.
    """

    key: str
    label: str
    kind: Kind
    centre: Point | None = None
    area_codes: tuple[str, ...] = ()
    hint: str = ""  # why it is proposed when the label does not show it: a former name, a postal code


@dataclass(frozen=True)
class Found:
    """The place meant, or the choices and the sentence that presents them. ``note`` explains a place that was found."""

    place: Place | None = None
    choices: tuple[Place, ...] = ()
    problem: str = ""
    note: str = ""


def place_for_key(key: str) -> Place | None:
    """The place of a key found in a link; None when it is malformed or names nothing."""
    if KEY.fullmatch(key):
        name = PlaceName.objects.of(key).first()
        return name and place_of(name)
    if numbers := POSITION.fullmatch(key):
        return _around(numbers[1], float(numbers[2]), float(numbers[3]))
    return None


def place_of(name: PlaceName) -> Place:
    """The place that bears this name."""
    letter, code = name.key[0], name.key[1:]
    kind = KINDS[letter]
    is_area = kind is not Kind.FRANCE and name.point is None
    return Place(
        key=name.key,
        label=name.label,
        kind=kind,
        centre=name.point,
        area_codes=(f"{letter.upper()}{code}",) if is_area else (),
        hint=_hint(name),
    )


def places_of(names: Iterable[PlaceName]) -> list[Place]:
    """One place for each key, in the order of the names; a proper name explains better than a former one."""
    by_key: dict[str, PlaceName] = {}
    for name in names:
        if name.key not in by_key or name.sort in (PlaceName.Sort.NAME, PlaceName.Sort.DISTRICT):
            by_key[name.key] = name
    return [place_of(name) for name in by_key.values()]


def address_place(point: Point, label: str) -> Place:
    """The place of a geocoded address, to one metre."""
    return Place(key=f"a{point.y:.5f},{point.x:.5f}", label=label, kind=Kind.ADDRESS, centre=point)


def _hint(name: PlaceName) -> str:
    match name.sort:
        case PlaceName.Sort.FORMER:
            return f"anciennement {name.name}"
        case PlaceName.Sort.POSTAL_CODE:
            return name.words
        case PlaceName.Sort.ALIAS:
            return name.name
        case _:
            return ""


def _around(sign: str, latitude: float, longitude: float) -> Place | None:
    """A position (rounded to 100 m: a link must not tell where someone lives) or an address (1 m)."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    decimals = 3 if sign == "@" else 5
    latitude, longitude = round(latitude, decimals) + 0.0, round(longitude, decimals) + 0.0  # never "-0.000"
    centre = Point(longitude, latitude, srid=4326)
    nearest = Commune.objects.nearest_first(centre, NEARBY_KM).first()
    beside = f"près {of(nearest.name)}" if nearest else ""
    if sign == "a":
        return Place(f"a{latitude:.5f},{longitude:.5f}", f"Adresse {beside}".strip(), Kind.ADDRESS, centre)
    label = f"Autour de moi, {beside}" if beside else "Autour de moi"
    return Place(f"@{latitude:.3f},{longitude:.3f}", label, Kind.POSITION, centre)
