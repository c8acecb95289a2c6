"""A search as it waits: the question of a visitor, said again in the columns that new offers are compared with.

What a search widens by itself, an alert fixes: without a radius it looks ``AROUND_KM`` kilometres away. The order, the
page and "published since" have no meaning for what is yet to come: they are left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.gis.geos import Point
from django.http import QueryDict

from offers.alerts.anchors import anchors
from offers.filters import AS_SOON_AS_POSSIBLE, CRITERIA, LONGEST_TEXT, OfferFilter
from offers.search import sentences
from offers.search.candidates import Asked
from offers.search.document import any_of, squares_around
from offers.search.search import Question, read

AROUND_KM = 30  # when the visitor did not say: what a moped, a bus or a parent can do every day
LONGEST_SEARCH = 2000
LONGEST_TITLE = 200
LEFT_OUT = ("tri", "depuis")
NOT_WORDS = re.compile(r"[^\w\s'’+#&-]|[\d_]")
ACRONYMS = ("niveau",)  # "CAP" keeps its capitals

TOO_WIDE = "Dites un métier ou un lieu : sans eux, l'alerte vous enverrait toutes les offres de France."
TOO_LONG = "Cette recherche est trop longue pour une alerte. Gardez les mots qui comptent."


@dataclass(frozen=True)
class Waiting:
    """A search ready to wait, or the sentence that says why it cannot."""

    search: str  # its parameters, always in the same order: two equal searches are one
    title: str  # "Boulanger près de Sarlat-la-Canéda (24), à 30 km"
    columns: dict = field(default_factory=dict)  # of ``Alert``
    anchors: frozenset[str] = frozenset()
    problem: str = ""


def waiting(params: QueryDict) -> Waiting:
    """The search of an address, ready to wait. What was in error in it is left out, as the page of results does."""
    question = read(_held(params))
    search, title = _search(question), _title(question)
    if not question.is_placed:
        return Waiting(search, title, problem=question.place.problem)
    if not (question.asked.query or question.asked.point or question.asked.area_codes):
        return Waiting(search, title, problem=TOO_WIDE)
    if len(search) > LONGEST_SEARCH:
        return Waiting("", title, problem=TOO_LONG)
    return Waiting(search, title, _columns(question), frozenset(_anchors(question.asked)))


def _held(params: QueryDict) -> QueryDict:
    """The parameters that an alert keeps."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name in OfferFilter.base_filters and name not in LEFT_OUT:
            kept.setlist(name, [value for value in values if value and len(value) <= LONGEST_TEXT])
    return kept


def _search(question: Question) -> str:
    """The address of the same search, without what was in error."""
    form, place = question.filters.form, question.place.place
    search = QueryDict(mutable=True)
    for name in form.fields:
        values = [value for value in question.filters.data.getlist(name) if value]
        if name not in form.errors and values:
            search.setlist(name, sorted(values))
    if place:
        search["code"] = place.key
        search.setdefault("lieu", place.label)
    if question.asked.point:
        search["rayon"] = str(question.asked.radius_km or AROUND_KM)
    ordered = QueryDict(mutable=True)
    for name in sorted(search):
        ordered.setlist(name, search.getlist(name))
    return ordered.urlencode()


def _title(question: Question) -> str:
    """The search in words: "Boulanger près de Sarlat-la-Canéda (24), à moins de 30 km"."""
    asked = question.asked
    what = _sayable(sentences.spoken(asked)) if asked.words else "Toutes les places"
    at = f" chez {_sayable(asked.employer)}" if asked.employer else ""
    around = f", à moins de {asked.radius_km or AROUND_KM} km" if asked.point else ""
    title = ", ".join([f"{what}{at}{sentences.where(question.place.place)}{around}", *_filters(asked.criteria)])
    return f"{title[:1].upper()}{title[1:]}"[:LONGEST_TITLE]


def _sayable(text: str) -> str:
    """What a visitor typed, fit for a mail to somebody else: no address, no number, no link can hide in it."""
    return " ".join(NOT_WORDS.sub(" ", text).split())[: sentences.LONGEST_QUOTE]


def _filters(criteria: dict) -> Iterable[str]:
    """What the criteria ask, in the words of their choices."""
    for name, value in criteria.items():
        if isinstance(value, date):
            yield f"début avant le {value:%d/%m/%Y}"
        elif name == "duree":
            yield f"{value} mois au plus"
        else:
            labels = dict(CRITERIA[name].choices)
            values = value if isinstance(value, list) else [value]
            yield " ou ".join(labels[one] if name in ACRONYMS else labels[one].lower() for one in values)


def _anchors(asked: Asked) -> Iterable[str]:
    """Of what is asked, the rarest: words, else the squares around, else the territories."""
    if asked.query:
        return anchors(asked.query)
    if asked.point:
        return squares_around(asked.point.y, asked.point.x, asked.radius_km or AROUND_KM)
    return (f"^{code}" for code in asked.area_codes)


def _columns(question: Question) -> dict:
    asked = question.asked
    parts = [f"({part})" for part in (asked.query, any_of(f"^{code}" for code in asked.area_codes)) if part]
    point = Point(asked.point.x, asked.point.y, srid=4326) if asked.point else None
    columns = {
        "query": " & ".join(parts) or None,
        "point": point,
        "radius_km": (asked.radius_km or AROUND_KM) if point else None,
    }
    for name, value in asked.criteria.items():
        columns |= COLUMNS[name](value)
    return columns


def _start(value) -> dict:
    return {"starts_by": value} if isinstance(value, date) else {"starts_soon": value == AS_SOON_AS_POSSIBLE}


# What each criterion of the search asks of a column; ``matching.CONDITIONS`` reads them.
COLUMNS = {
    "niveau": lambda levels: {"levels": sorted(map(int, levels))},
    "debut": _start,
    "duree": lambda months: {"most_months": months},
    "domaine": lambda letters: {"domains": sorted(letters)},
    "permis": lambda _: {"without_licence": True},
    "handicap": lambda _: {"disabled_friendly": True},
    "mineur": lambda _: {"open_to_minors": True},
}
