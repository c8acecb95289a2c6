"""One search, told from beginning to end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from apprentissage.territories.places import Found as FoundPlace
from apprentissage.territories.places import look_up
from apprentissage.territories.travel import travel_times
from offers.filters import CRITERIA, DEFAULT_RADIUS_KM, OfferFilter
from offers.models import Offer
from offers.search import sentences
from offers.search.candidates import MOST_TOLD, PAGE_SIZE, Asked, Found, find
from offers.search.choices import chips, facets, sorts
from offers.search.links import Links
from offers.search.reasons import reasons
from offers.search.results import Count, Result, Search
from offers.search.ways import ways_out
from offers.search.words import Words, understand

NOTHING = Found(ids=[], metres=[], total=0, is_cut=False)
TYPED = {"metier", "lieu", "rayon", "debut", "duree", "employeur"}  # fields that show their own sentence
LAST_PAGE = -(-MOST_TOLD // PAGE_SIZE)


@dataclass(frozen=True)
class Question:
    """What the visitor asked, as far as it was understood."""

    filters: OfferFilter
    place: FoundPlace
    asked: Asked
    page_problem: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether the place was understood, if one was asked: offers from elsewhere are no answer."""
        return bool(self.place.place) or not self.place.problem


def search_offers(params: QueryDict, page: str = "offers:search") -> Search:
    """The answer to a search: from the parameters of its address to everything the page says. At most 8 queries.

    ``page`` is where its links lead: the list, or the map.
    """
    question = read(params)
    asked, links = question.asked, Links(question.filters, page)
    found = find(asked) if question.is_placed else NOTHING
    if found.total and not found.ids:  # a page after the last one
        asked = replace(asked, page=1)
        question, found = replace(question, asked=asked, page_problem=sentences.NO_MORE), find(asked)
    total = told(found.total, found.is_cut)
    return Search(
        form=question.filters.form,
        place=question.place.place,
        place_choices=question.place.choices,
        words_understood=asked.words.understood,
        total=total,
        headline=sentences.headline(total, asked, found, question.place.place)
        if question.is_placed
        else sentences.WHERE,
        where=sentences.where(question.place.place),
        results=_results(question, found),
        problems=_problems(question),
        place_problem=question.place.problem,
        notes=_notes(question, found),
        **_reach(question, found, links),
        facets=facets(found, question.filters, links),
        chips=chips(found, question.filters, links),
        sorts=sorts(asked, links),
        ways_out=ways_out(asked, found, question.place.place, links) if question.is_placed and not found.total else (),
        **_paging(asked, found, links),
        share_url=links.but(),
        list_url=Links(question.filters).but(),
        map_url=Links(question.filters, "offers:map").but(),
        figure_url=Links(question.filters, "offers:map_figure").but(rayon=found.radius_km),
        **_waiting(question),
        active_filters=sum(name in asked.criteria for name in CRITERIA),
    )


def read(params: QueryDict) -> Question:
    """The question in an address: what is wrong or unknown in it is left out, with its sentence."""
    filters = OfferFilter(params)
    asked = filters.asked
    place = look_up(asked.get("lieu", ""), asked.get("code", ""))
    words = understand(asked.get("metier", ""))
    point = place.place.centre if place.place else None
    page, page_problem = _page(params.get("page", ""))
    return Question(
        filters,
        place,
        Asked(
            words=words,
            point=point,
            area_codes=place.place.area_codes if place.place else (),
            radius_km=asked.get("rayon"),
            criteria={name: asked[name] for name in CRITERIA if name in asked},
            employer=asked.get("employeur", ""),
            order=_order(asked.get("tri", ""), words, point),
            page=page,
        ),
        page_problem,
    )


def told(value: int, is_cut: bool = False) -> Count:
    """A count as the page tells it: exact up to ``MOST_TOLD``, a minimum beyond."""
    if value > MOST_TOLD:
        return Count(MOST_TOLD, is_capped=True)
    return Count.at_least(value) if is_cut else Count(value)


def _order(wanted: str, words: Words, point) -> str:
    """The order asked, when it means something here; else the nearest, the best answer, or the newest first."""
    if wanted == "distance" and point is None:
        wanted = ""
    if wanted == "pertinence" and not words:
        wanted = ""
    return wanted or ("distance" if point else "pertinence" if words else "recentes")


def _page(text: str) -> tuple[int, str]:
    if not text:
        return 1, ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if 1 <= number <= LAST_PAGE:
        return number, ""
    return 1, sentences.NO_SUCH_PAGE.format(last=LAST_PAGE)


def _problems(question: Question) -> list[str]:
    """Sentences to show above the results: fields in error first, then the place, then the page."""
    errors = [str(error) for errors in question.filters.form.errors.values() for error in errors]
    return [*errors, *filter(None, [question.place.problem, question.place.note, question.page_problem])]


def _notes(question: Question, found: Found) -> list[str]:
    """The sentences to show above the results: those of choices made by a link, of the place found, of the page."""
    errors = question.filters.form.errors
    unseen = [str(error) for name in errors if name not in TYPED for error in errors[name]]
    asked = question.asked
    is_partial = found.are_options_cut and asked.is_walked and asked.point is not None and asked.order != "distance"
    order = sentences.ORDER_OF_THE_NEAREST if is_partial else ""
    rule = sentences.ORDER_OF_ANSWERS if asked.order == "reponses" else ""
    return [*dict.fromkeys(unseen), *filter(None, [question.place.note, question.page_problem, order, rule])]


def _reach(question: Question, found: Found, links: Links) -> dict:
    """How far we looked, and what the rings hold."""
    asked = question.asked
    if asked.point is None or not question.is_placed:
        return {}
    wanted = asked.radius_km or DEFAULT_RADIUS_KM
    radius = found.radius_km or wanted
    is_widened = asked.radius_km is None and radius > wanted and found.total > 0
    rings = [
        (km, told(count, found.is_cut and found.farthest <= km * 1000))
        for km, count in found.rings.items()
        if found.radius_km and wanted <= km <= found.radius_km
    ]
    return {
        "asked_radius_km": wanted,
        "radius_km": radius,
        "is_widened": is_widened,
        "widening": sentences.widening(wanted, found.rings.get(wanted, 0), radius) if is_widened else "",
        "keep_radius_url": links.but(rayon=wanted) if is_widened else "",
        "rings": rings if is_widened or len(rings) > 1 else [],
    }


def _results(question: Question, found: Found) -> Sequence[Result]:
    """The offers of the page, wide: the only rows read whole."""
    offers = Offer.objects.shown_on_cards().in_bulk(found.ids)
    metres = dict(zip(found.ids, found.metres, strict=True))
    results = []
    for pk in found.ids:
        if offer := offers.get(pk):
            away = metres[pk]
            km = away / 1000 if away is not None else None
            travel = travel_times(km) if km is not None else ()
            results.append(Result(offer, km, travel, reasons(offer, km, question.asked, question.place.place)))
    return results


def _waiting(question: Question) -> dict:
    """Where the same search waits for new offers: the order and the day of publication mean nothing there."""
    if not question.is_placed:
        return {}
    pages = {"alert_url": "alerts:new", "feed_url": "alerts:feed"}
    waiting = {name: Links(question.filters, page).but(tri=None, depuis=None) for name, page in pages.items()}
    others = {name: None for name in question.filters.form.fields if name not in ("metier", "lieu", "code")}
    return waiting | {"companies_url": Links(question.filters, "spontaneous:directory").but(**others)}


def _paging(asked: Asked, found: Found, links: Links) -> dict:
    shown = min(found.total, MOST_TOLD)
    has_next = asked.page < LAST_PAGE and asked.page * PAGE_SIZE < shown
    return {
        "page_number": asked.page,
        "has_next": has_next,
        "next_url": links.but(page=asked.page + 1) if has_next else "",
        "previous_url": links.but(page=asked.page - 1 if asked.page > 2 else None) if asked.page > 1 else "",
    }
