"""The directory of companies open to apprentices: by trade and place, the nearest first, each with the reason why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import QueryDict

from apprentissage.templatetags.french import french_date
from apprentissage.territories.places import Place
from apprentissage.territories.travel import TravelTime, travel_times
from apprentissage.trades.models import Rome
from offers.search import sentences
from offers.search.links import Links
from offers.search.search import Question, read
from offers.spontaneous.models import Listing

AROUND_KM = 50  # when no radius was asked
PER_PAGE = 20


@dataclass(frozen=True)
class Company:
    """A company of the page, how far it is, and why it is there."""

    listing: Listing
    trades: Sequence[str]
    km: float | None
    travel: Sequence[TravelTime]
    because: str


@dataclass(frozen=True)
class Directory:
    """What the page shows."""

    form: Form
    place: Place | None
    place_choices: Sequence[Place]
    place_problem: str
    headline: str
    page: Page
    companies: Sequence[Company]
    previous_url: str
    next_url: str

    @property
    def place_errors(self) -> list[str]:
        """The sentences under the field of the place; with choices, the question stands above them instead."""
        problem = [self.place_problem] if self.place_problem and not self.place_choices else []
        return [*self.form.errors.get("lieu", ()), *problem]


def directory(params: QueryDict) -> Directory:
    """The companies that answer a trade and a place, read as the search of offers reads them."""
    question = read(params)
    page = Paginator(_listings(question), PER_PAGE).get_page(params.get("page"))
    links = Links(question.filters, "spontaneous:directory")
    return Directory(
        form=question.filters.form,
        place=question.place.place,
        place_choices=question.place.choices,
        place_problem=question.place.problem,
        headline=_headline(question, page.paginator.count),
        page=page,
        companies=_companies(page),
        previous_url=links.but(page=page.previous_page_number()) if page.has_previous() else "",
        next_url=links.but(page=page.next_page_number()) if page.has_next() else "",
    )


def _listings(question: Question):
    """The listings asked, in the order of the page."""
    listings = Listing.objects.shown().with_details()
    if not question.is_placed:
        return listings.none()
    asked = question.asked
    if asked.words:
        codes = (*asked.words.named, *asked.words.trained, *asked.words.covering)
        listings = listings.for_trades(codes, asked.words.text)
    if asked.area_codes:
        listings = listings.in_areas(asked.area_codes)
    if asked.point is None:
        return listings.newest_first()
    km = asked.radius_km or AROUND_KM
    return listings.located().within(asked.point, km).nearest_first(asked.point)


def _companies(page: Page) -> list[Company]:
    """The rows of the page; the labels of all their trades come in one query."""
    codes = {code for listing in page for code in listing.rome_codes}
    labels = {rome.code: rome.label for rome in Rome.objects.in_bulk(list(codes)).values()}
    companies = []
    for listing in page:
        distance = getattr(listing, "distance", None)
        km = distance.km if distance is not None else None
        trades = [labels[code] for code in listing.rome_codes if code in labels]
        companies.append(Company(listing, trades, km, travel_times(km) if km is not None else (), because(listing)))
    return companies


def because(listing: Listing) -> str:
    """Why a company is shown, and by whom: "Inscrite par la CCI Dordogne le 3 mars 2027"."""
    day = french_date(listing.since)
    if listing.is_by_itself:
        return f"L'entreprise s'est inscrite elle-même le {day}."
    return f"Inscrite le {day} par {listing.listed_by.name}, qui la connaît. L'entreprise en a été informée."


def _headline(question: Question, count: int) -> str:
    if not question.is_placed:
        return sentences.WHERE
    where = sentences.where(question.place.place)
    if not count:
        return f"Pas d'entreprise inscrite{where}"
    return f"{count} entreprise{'s' if count > 1 else ''} ouverte{'s' if count > 1 else ''} aux apprentis{where}"
