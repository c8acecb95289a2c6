"""The one statement that finds, counts and sorts: up to ``MOST`` offers, and all that a page says of them.

Offers are first cut down to candidates, the nearest when a point was given, else those that answer best or are newest;
rings, facets, totals and sorts are then taken from the candidates alone, in the same statement. So a search costs about
the same around Paris and around Sarlat, and a number beyond the cut is told as "plus de".

How the candidates are found is chosen here, not left to chance:

- a point without words: the spatial index in order of distance, stopped by the radius;
- words at a point: the word index alone, which also knows squares of the map, then the true distances;
- words in an area: the same with the codes of the area;
- words in all France: three short lists, the very title or employer, the trades named or covered (an index gives each
  trade's newest), and the remaining titles;
- neither: the newest, by their index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast

from django.contrib.gis.geos import Point
from django.db.models import Case, IntegerField, Value, When

from apprentissage.trades.words import fold
from offers.filters import CRITERIA, RADII, narrow
from offers.models import Offer
from offers.querysets import OfferQuerySet
from offers.search.sql import Piece, Statement, both, compiled, condition, count
from offers.search.words import Words

MOST = 1000  # candidates
MOST_TOLD = 500  # beyond, a total is "plus de 500"
PAGE_SIZE = 20
# Offers within so many kilometres, for the radius to stop widening; beyond, any will do.
ENOUGH = {10: 10, 20: 10, 30: 5, 50: 3}
FIRST_REACH_KM = 30  # words are looked for so far first: most searches need no more
MOST_EXACT = 200
MOST_OF_A_PLACE = 3_000  # the same, when words have found them
MOST_WALKED = 4_000  # nearest offers tried against criteria, before saying that there are no more
MOST_WALKED_NEWEST = 5_000  # the same along an index that holds all that criteria read
MOST_READ = 200  # offers whose title is compared with the words
MOVING = {"depuis"}  # criteria whose meaning changes with the time of day

NARROW = (
    "id", "rome_id", "level", "start_kind", "starts_on", "months", "needs_licence", "welcomes_disabled", "minimum_age",
    "published_at", "applications_count",
)  # fmt: skip
ORDERS = {
    "distance": "metres, tier, id",
    "recentes": "published_at DESC, id DESC",
    "debut": "start_kind <> 'soon', starts_on, published_at DESC, id",
    "candidatures": "applications_count, metres, published_at DESC, id",
    # An employer without enough past stands in the middle; only these few candidates are joined with their score.
    "reponses": """coalesce((SELECT score.chance FROM offers_offer AS whole
        JOIN answers_answerscore AS score USING (organisation_id) WHERE whole.id = offers_offer.id), 0.5) DESC,
        metres, published_at DESC, id""",
}


@dataclass(frozen=True)
class Asked:
    """A search, once its words and its place are understood."""

    words: Words
    point: Point | None = None
    area_codes: Sequence[str] = ()
    radius_km: int | None = None  # None: as far as it takes
    criteria: dict = field(default_factory=dict)  # the fields of ``filters``, cleaned
    employer: str = ""
    order: str = "recentes"
    page: int = 1

    @property
    def query(self) -> str:
        """The ``tsquery`` of the words and of the employer; empty when neither is asked."""
        parts = [self.words.query] if self.words else []
        return " & ".join([*(f"({part})" for part in parts), *(f"'@{word}'" for word in fold(self.employer).split())])

    @property
    def is_walked(self) -> bool:
        """Whether offers are found by going along an index: no word tells which to fetch."""
        return not self.query


@dataclass(frozen=True)
class Found:
    """What the database answered: the offers of the page, and every number told beside them."""

    ids: list[int]
    metres: list[float | None]
    total: int
    is_cut: bool  # there were more candidates than ``MOST``: the total and the rings are minimums
    are_options_cut: bool = False  # the counts of the choices are
    radius_km: int | None = None
    rings: dict[int, int] = field(default_factory=dict)
    farthest: float = 0.0  # metres to the last candidate
    options: dict[tuple[str, str], int] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)  # the total, had this criterion not been asked

    @property
    def is_enough(self) -> bool:
        """Whether some ring holds enough to stop looking further."""
        return any(number >= ENOUGH.get(km, 1) for km, number in self.rings.items())


def find(asked: Asked) -> Found:
    """The page of offers that a search gets, with its counts. One statement, two at most three when it is unlucky.

    A second one looks further when words find too little nearby; another one applies the criteria inside, when the
    candidates were cut before them.
    """
    reach = _first_reach(asked)
    found = _ask(asked, reach)
    if reach and reach < max(RADII) and asked.radius_km is None and not found.is_enough:
        found = _ask(asked, max(RADII))
        reach = max(RADII)
    if found.is_cut and asked.criteria:
        inside = _ask(asked, reach, criteria_inside=True)
        is_cut = inside.is_cut or asked.is_walked  # the walk may have ended before the offers did
        return replace(inside, is_cut=is_cut, options=found.options, without=found.without, are_options_cut=True)
    return found


def _first_reach(asked: Asked) -> int | None:
    if asked.point is None:
        return None
    if asked.radius_km:
        return asked.radius_km
    return FIRST_REACH_KM if asked.words else max(RADII)


# -- the candidates ----------------------------------------------------------------------------------------------------


def _candidates(asked: Asked, reach_km: int | None, criteria: dict) -> Piece:
    """The offers to count and sort, each with ``metres`` and ``tier`` (0 answers best), best first, cut at ``MOST``."""
    offers = Offer.objects.open()
    if not asked.query:
        if asked.point:
            return walk(offers.with_metres(asked.point).order_by("metres"), criteria, MOST + 1, reach_km)
        return walk(_in_order(offers.without_metres().in_areas(asked.area_codes), asked.order), criteria, MOST + 1)
    offers = narrow(offers, criteria)
    if asked.point:
        return _near(offers, asked, asked.point, reach_km)
    if asked.words and not asked.area_codes:
        return _everywhere(offers.without_metres().by_employer(asked.employer), asked.words)
    rows = _rows(offers.without_metres().bearing_in_areas(asked.query, asked.area_codes), _tier(asked.words))
    return compiled(rows.order_by("tier", "-published_at")[: _most(asked) + 1])


def _most(asked: Asked) -> int:
    """How many candidates are kept: words in a place have already had each of theirs read, to count them is little."""
    return MOST_OF_A_PLACE if asked.query and (asked.point or asked.area_codes) else MOST


def _near(offers: OfferQuerySet, asked: Asked, point: Point, reach_km: int | None) -> Piece:
    """The offers that answer the words in the squares around, then those within reach: each is measured once."""
    around = offers.bearing_around(asked.query, point, reach_km)
    sql, params = compiled(_rows(around, _tier(asked.words)).order_by())
    # OFFSET 0 keeps the planner from measuring again in the condition and in the order.
    sql = f"SELECT * FROM ({sql} OFFSET 0) AS around WHERE metres <= {int(reach_km or 0) * 1000}"  # noqa: S608
    return f"{sql} ORDER BY metres LIMIT {_most(asked) + 1}", params


def walk(offers: OfferQuerySet, criteria: dict, most: int, reach_km: int | None = None) -> Piece:
    """The first offers in an order that an index gives, and only then the radius and the criteria.

    Asked all at once, PostgreSQL would rather fetch the whole circle and sort it: a hundred times slower in Paris.
    """
    walked = MOST_WALKED if reach_km else MOST_WALKED_NEWEST
    first, params = compiled(_rows(offers, Value(0))[: walked if criteria else most])
    kept, more = condition(narrow(Offer.objects.all(), criteria))
    reached = f"metres <= {int(reach_km) * 1000} AND " if reach_km else ""
    sql = f"SELECT * FROM ({first}) AS offers_offer WHERE {reached}{kept} LIMIT {int(most)}"  # noqa: S608
    return sql, [*params, *more]


def _rows(offers: OfferQuerySet, tier) -> OfferQuerySet:
    rows = offers.annotate(tier=tier).values(*NARROW, "metres", "tier")
    return cast(OfferQuerySet, rows)  # still speaks the vocabulary, which its type forgets


def _in_order(rows: OfferQuerySet, order: str) -> OfferQuerySet:
    match order:
        case "debut":
            return rows.soonest_start_first()
        case "candidatures":
            return rows.least_asked_first()
        case _:
            return rows.newest_first()


def _tier(words: Words) -> Case | Value:
    """How well an offer answers, from what an index or a narrow column tells."""
    if not words:
        return Value(0)
    very = Offer.objects.open().bearing(words.exact).values("pk")[:MOST_EXACT]
    cases = [When(pk__in=very, then=0)]
    cases += [When(rome__in=words.named, then=1)] if words.named else []
    cases += [When(rome__in=codes, then=2)] if (codes := (*words.trained, *words.covering)) else []
    return Case(*cases, default=3, output_field=IntegerField())


def _everywhere(offers: OfferQuerySet, words: Words) -> Piece:
    """All France has too many offers of a common trade to look at each: the newest of the trades meant will do.

    Titles are searched as well when those trades, whatever the criteria, do not have more offers than a search tells.
    """
    lists = [_rows(offers.bearing(words.exact), Value(0)).order_by()[:MOST_EXACT]]
    others = (*words.trained, *words.covering)
    for tier, codes in ((1, words.named), (2, others)):
        if codes:
            lists.append(_rows(offers.filter(rome__in=codes), Value(tier)).newest_first()[: MOST + 1])
    sure, params = compiled(lists[0].union(*lists[1:], all=True)) if len(lists) > 1 else compiled(lists[0])
    titles, more = compiled(_rows(offers.bearing(words.query), Value(3)).order_by()[: MOST + 1])
    sql, params = f"({sure}) UNION ALL SELECT * FROM ({titles}) AS titles", [*params, *more]  # noqa: S608
    if codes := (*words.named, *others):
        known, more = compiled(Offer.objects.open().filter(rome__in=codes).values("pk")[: MOST + 1])
        sql, params = f"{sql} WHERE (SELECT count(*) FROM ({known}) AS known) <= {MOST}", [*params, *more]  # noqa: S608
    return f"SELECT DISTINCT ON (id) * FROM ({sql}) AS lists ORDER BY id, tier", params  # noqa: S608


# -- the statement -----------------------------------------------------------------------------------------------------


def _ask(asked: Asked, reach_km: int | None, *, criteria_inside: bool = False) -> Found:
    candidates = _candidates(asked, reach_km, asked.criteria if criteria_inside else {})
    criteria = {} if criteria_inside else asked.criteria
    kept = condition(narrow(Offer.objects.all(), criteria))
    facets = [] if criteria_inside else list(_facet_counts(criteria))
    radii = _radii(asked, reach_km)
    statement = Statement()
    # Rows are named after the table, so that the conditions of querysets can be read against candidates.
    statement.add("WITH candidate AS MATERIALIZED (").add(*candidates).add("), ")
    statement.add("reach AS (SELECT ").add(*_reach(asked, radii, kept)).add("), ")
    place = "row_number() OVER (ORDER BY least(tier, 2), metres, published_at DESC)"
    statement.add(f"held AS (SELECT candidate.*, {place if asked.order == 'pertinence' else 0} AS place")
    statement.add(" FROM candidate, reach WHERE metres IS NULL OR metres <= km * 1000), ")
    statement.add("page AS (SELECT id, metres, row_number() OVER (ORDER BY ").add(*_order(asked)).add(") AS rank")
    statement.add(" FROM held AS offers_offer WHERE ").add(*kept).add(f" ORDER BY rank LIMIT {PAGE_SIZE} OFFSET %s) ")
    statement.params.append((asked.page - 1) * PAGE_SIZE)
    statement.add(
        "SELECT (SELECT array_agg(id ORDER BY rank) FROM page), (SELECT array_agg(metres ORDER BY rank) FROM page), "
    )
    statement.add("(SELECT km FROM reach), (SELECT count(*) FROM candidate), (SELECT max(metres) FROM candidate), ")
    rings = [count(kept), *_ring_counts(radii, kept)]
    statement.add("(SELECT ARRAY[").add_all(rings).add("] FROM candidate AS offers_offer), ")
    statement.add("(SELECT ARRAY[").add_all([count(kept), *(column for _, column in facets)])
    statement.add("] FROM held AS offers_offer)")
    return _found(statement.row(), _most(asked), radii, [name for name, _ in facets])


def _found(row: tuple, most: int, radii: Sequence[int], names: list) -> Found:
    ids, metres, km, candidates, farthest, rings, (total, *counts) = row
    facets = dict(zip(names, counts, strict=True))
    return Found(
        ids=ids or [],
        metres=metres or [],
        total=total,
        is_cut=candidates > most,
        are_options_cut=candidates > most,
        radius_km=km,
        rings=dict(zip(radii, rings[1:], strict=True)),
        farthest=farthest or 0.0,
        options={name: number for name, number in facets.items() if name[1]},
        without={name: number for (name, value), number in facets.items() if not value},
    )


def _facet_counts(criteria: dict) -> Iterable[tuple[tuple[str, str], Piece]]:
    """Each choice counted with every criterion but its own; and for each criterion asked, the total without it."""
    asked = {name: condition(narrow(Offer.objects.all(), {name: value})) for name, value in criteria.items()}
    for criterion in CRITERIA.values():
        others = both(piece for name, piece in asked.items() if name != criterion.name)
        for value, _ in criterion.choices:
            yield (criterion.name, value), count(both([_choice(criterion.name, value), others]))
        if criterion.name in criteria:
            yield (criterion.name, ""), count(others)


def _write_choice(name: str, value: str) -> Piece:
    """The condition of one choice alone."""
    return condition(CRITERIA[name].option(Offer.objects.all(), value))


_choice_written_once = cache(_write_choice)  # constants; writing them anew was a fifth of a page's work


def _choice(name: str, value: str) -> Piece:
    return _write_choice(name, value) if name in MOVING else _choice_written_once(name, value)


def _radii(asked: Asked, reach_km: int | None) -> list[int]:
    """The rings to count: the usual ones within reach, and the reach itself."""
    return sorted({*(km for km in RADII if km <= reach_km), reach_km}) if asked.point and reach_km else []


def _ring_counts(radii: Sequence[int], kept: tuple[str, Iterable]):
    sql, params = kept
    return [(f"count(*) FILTER (WHERE metres <= {km * 1000} AND {sql})", params) for km in radii]


def _reach(asked: Asked, radii: Sequence[int], kept: tuple[str, Iterable]) -> tuple[str, list]:
    """How far to look: what was asked; else the first ring with enough offers, the last one when none has."""
    if not radii:
        return "NULL::int AS km", []
    if asked.radius_km:
        return f"{int(asked.radius_km)} AS km", []
    sql, params = "CASE", []
    for km, (within, own) in zip(radii, _ring_counts(radii, kept), strict=True):
        sql += f" WHEN {within} >= {ENOUGH.get(km, 1)} THEN {km}"
        params += own
    return f"{sql} ELSE {radii[-1]} END AS km FROM candidate AS offers_offer", params


def _order(asked: Asked) -> Piece:
    if asked.order == "pertinence" and asked.words:
        # The best placed are the only rows whose document is read.
        title = "(SELECT whole.document @@ %s::tsquery FROM offers_offer AS whole WHERE whole.id = offers_offer.id)"
        title = f"CASE WHEN place <= {MOST_READ} THEN {title} ELSE FALSE END"
        return f"least(tier, 2), {title} DESC, tier, place", [asked.words.in_title]
    return ORDERS.get(asked.order, ORDERS["recentes"]), []
