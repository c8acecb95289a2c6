"""Where the work is done: only its department matters to the computation."""

from dataclasses import dataclass

from apprentissage.territories.models import Commune
from apprentissage.territories.places import Kind, Place, look_up

ANYWHERE = "75"  # no rule of a territory applies there
NEARBY_KM = 50
TOO_WIDE = "C'est trop large pour le calcul. Donnez une commune ou un département."


@dataclass(frozen=True)
class WorkPlace:
    """A department, and the place it comes from; or choices and the sentence that presents them."""

    department: str = ANYWHERE
    place: Place | None = None
    choices: tuple[Place, ...] = ()
    problem: str = ""


def work_place(text: str, key: str) -> WorkPlace:
    """The place that a text and the key of a suggestion name. Nothing said is anywhere in metropolitan France."""
    found = look_up(text, key if text.strip() else "")
    if found.problem:
        return WorkPlace(choices=found.choices, problem=found.problem)
    if found.place is None:
        return WorkPlace()
    department = department_of(found.place)
    if department is None:
        return WorkPlace(problem=TOO_WIDE)
    return WorkPlace(department, found.place)


def department_of(place: Place) -> str | None:
    """The INSEE code of a place's department; None for a region, a country, the open sea."""
    if place.kind is Kind.DEPARTMENT:
        return place.key[1:]
    if place.kind is Kind.COMMUNE:
        return _of_commune(place.key[1:])
    if place.centre is None:
        return None
    nearest = Commune.objects.nearest_first(place.centre, NEARBY_KM).first()
    return nearest and _of_commune(nearest.pk)


def _of_commune(code: str) -> str:
    return code[:3] if code.startswith(("97", "98")) else code[:2]
