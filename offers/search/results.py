"""What a page of results may show. Plain values: no query runs while a template reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.forms import Form
from django.http import QueryDict

from apprentissage.territories.places import Place
from apprentissage.territories.travel import TravelTime

if TYPE_CHECKING:
    from offers.models import Offer


@dataclass(frozen=True)
class Count:
    """How many offers; beyond a bound nobody counts further, and ``str`` says so: ``14`` or ``plus de 500``."""

    value: int
    is_capped: bool = False

    def __str__(self):
        return f"plus de {self.value}" if self.is_capped else str(self.value)

    def __bool__(self):
        return self.value > 0

    @classmethod
    def at_least(cls, value: int) -> "Count":
        """A minimum, told in round numbers: 342 seen and perhaps more are ``plus de 300``."""
        step = 100 if value > 200 else 10 if value > 20 else 1
        return cls((value - 1) // step * step, is_capped=True) if value > 1 else cls(value)

    @property
    def is_many(self) -> bool:
        """Whether French wants a plural (zero and one are singular)."""
        return self.value > 1


@dataclass(frozen=True)
class Option:
    """One choice: of a facet, a chip or a sort. ``url`` turns it on, or off when it ``is_on``."""

    value: str
    label: str
    count: Count | None  # nothing when a number would say nothing (a sort, or a count beyond the bound)
    is_on: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A criterion with its choices; each is counted with every criterion of the search but this one."""

    name: str
    label: str
    options: Sequence[Option]
    is_multiple: bool = False


@dataclass(frozen=True)
class WayOut:
    """A door to open when nothing, or little, was found: what to change, and how many offers it brings."""

    label: str
    explanation: str
    count: Count
    url: str


@dataclass(frozen=True)
class Result:
    """An offer of the page, how far it is, and why it is there."""

    offer: "Offer"
    km: float | None  # to its nearest site, as the crow flies; None when no point was asked
    travel: Sequence[TravelTime]
    reasons: Sequence[str]


@dataclass(frozen=True)
class Search:
    """One search and its answer: everything the list page, the map beside it and the alert to come need to know."""

    form: Form
    place: Place | None
    place_choices: Sequence[Place]
    words_understood: Sequence[str]
    total: Count
    headline: str  # "14 places de boulanger près de Sarlat-la-Canéda (24)"
    where: str = ""  # " près de Sarlat-la-Canéda (24)"
    results: Sequence[Result] = ()
    problems: Sequence[str] = ()  # all that was left out, in sentences
    place_problem: str = ""  # the one that stands under the field of the place, or above its choices
    notes: Sequence[str] = ()  # those that no field of the page can bear

    asked_radius_km: int | None = None
    radius_km: int | None = None
    is_widened: bool = False
    widening: str = ""  # "À moins de 10 km, il n'y en avait que 3 : nous avons cherché jusqu'à 30 km."
    keep_radius_url: str = ""  # the same search, held to the radius asked
    rings: Sequence[tuple[int, Count]] = ()

    facets: Sequence[Facet] = ()
    chips: Sequence[Option] = ()
    sorts: Sequence[Option] = ()
    ways_out: Sequence[WayOut] = ()

    page_number: int = 1
    has_next: bool = False
    next_url: str = ""
    previous_url: str = ""
    share_url: str = ""
    list_url: str = ""  # the same search as a list, as a map, and the small map to fetch
    map_url: str = ""
    figure_url: str = ""
    alert_url: str = ""  # the same search as one that waits for new offers, and as a feed; empty when it is not placed
    feed_url: str = ""
    companies_url: str = ""  # the same trade and place, among companies that have no offer
    active_filters: int = field(default=0)  # how many filters are on: "Filtres (3)"

    @property
    def is_understood(self) -> bool:
        """Whether something was asked and all of it was understood: on a phone the form can then fold."""
        asked = self.form.data.get("metier") or self.form.data.get("lieu")
        return bool(asked) and not self.problems and not self.place_choices

    @property
    def place_errors(self) -> list[str]:
        """The sentences under the field of the place; with choices, the question stands above them instead."""
        problem = [self.place_problem] if self.place_problem and not self.place_choices else []
        return [*self.form.errors.get("lieu", ()), *problem]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends again beside its visible fields: the order chosen."""
        return [("tri", order)] if (order := self.form.data.get("tri")) else []

    @cached_property
    def card_query(self) -> str:
        """What the link to an offer carries: the place one searched from, and these results to come back to."""
        carried = {"recherche": cast(QueryDict, self.form.data).urlencode()}
        if self.place and self.place.centre:
            carried = {"depuis": self.place.key} | carried
        return urlencode(carried)
