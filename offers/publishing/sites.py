"""Where the work is: what was typed becomes a commune and a point, or a sentence beside the field."""

from dataclasses import dataclass, field

from django.contrib.gis.geos import Point

from apprentissage.territories.geocoding import locate_address
from apprentissage.territories.models import Commune
from apprentissage.territories.places import Kind, Place, look_up
from offers.publishing.answers import Answers, first, site_numbers

MISSING = "Dites où l'on travaille : une commune ou un code postal."
TOO_WIDE = "C'est trop large. Donnez la commune où l'on travaille."
NOWHERE = "La position de cette commune nous est inconnue : écrivez-nous, nous l'ajouterons."
LONGEST_ADDRESS = 200


@dataclass
class SiteAnswer:
    """One place of work as typed; ``commune`` when it was understood, else the choices and what is wrong."""

    number: int
    place: str
    key: str
    address: str
    commune: Commune | None = None
    choices: tuple[Place, ...] = ()
    errors: list[str] = field(default_factory=list)

    @property
    def place_name(self) -> str:
        """The name of the field of the place; that of its key and of its list of proposals go with it."""
        return f"lieu-{self.number}"

    @property
    def key_name(self) -> str:
        return f"code-{self.number}"

    @property
    def list_name(self) -> str:
        return f"lieux-{self.number}"

    @property
    def position(self) -> tuple[Point, bool]:
        """The point of the address, or of the commune, and whether it is exact. The geocoder may be asked."""
        assert self.commune is not None and self.commune.point is not None  # noqa: S101, PT018  (of valid sites only)
        found = locate_address(self.address, self.commune)
        return found.point or self.commune.point, found.is_exact


def read_sites(answers: Answers) -> list[SiteAnswer]:
    """The sites of the form, each understood or with its sentence. An empty line after the first is left out."""
    sites = [
        SiteAnswer(
            number,
            first(answers, f"lieu-{number}")[:LONGEST_ADDRESS],
            first(answers, f"code-{number}"),
            first(answers, f"adresse-{number}")[:LONGEST_ADDRESS].strip(),
        )
        for number in site_numbers(answers)
    ]
    for site in sites:
        _understand(site)
    return sites


def _understand(site: SiteAnswer) -> None:
    if not site.place.strip():
        site.errors.append(MISSING)
        return
    found = look_up(site.place, site.key)
    place = found.place
    if place is None:
        site.choices = found.choices
        site.errors.append(found.problem)
    elif place.kind is not Kind.COMMUNE:
        site.errors.append(TOO_WIDE)
    else:
        site.commune = Commune.objects.in_bulk([place.key[1:]]).get(place.key[1:])
        if site.commune is None or site.commune.point is None:
            site.commune = None
            site.errors.append(NOWHERE)
