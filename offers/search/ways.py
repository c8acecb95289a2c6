"""What would open doors when nothing was found, each with what it brings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apprentissage.territories.places import Place
from apprentissage.trades.models import Trade
from offers.filters import CRITERIA, RADII, narrow
from offers.models import Offer
from offers.search import sentences
from offers.search.candidates import MOST_TOLD, Asked, Found, walk
from offers.search.links import Links
from offers.search.results import Count, WayOut
from offers.search.sql import Piece, Statement, compiled

MOST_NEIGHBOURS = 4
AROUND_KM = 50  # when no radius was asked
WITHIN = "SELECT metres FROM around WHERE metres <= %s"


@dataclass(frozen=True)
class _Door:
    label: str
    explanation: str
    url: str
    offers: Piece  # the SELECT of those it leads to
    is_minimum: bool = False  # there are perhaps more


def ways_out(asked: Asked, found: Found, place: Place | None, links: Links) -> list[WayOut]:
    """Doors that lead to at least one offer, in the order a visitor would try them. One statement counts them all."""
    doors = list(_doors(asked, place, links))
    filters = list(_without_a_filter(asked, found, links))
    return [*_counted(doors, _around(asked)), *filters]


def _doors(asked: Asked, place: Place | None, links: Links) -> Iterable[_Door]:
    around_km = asked.radius_km or AROUND_KM
    for km in RADII if asked.point else ():
        if asked.radius_km and km > asked.radius_km:
            yield _Door(f"Chercher jusqu'à {km} km", "", links.but(rayon=km), (WITHIN, [km * 1000]))
    for trade in _neighbours(asked):
        url = links.but(metier=trade.masculine)
        yield _Door(str(trade), "Métier voisin, au même endroit", url, _of_trade(asked, trade.rome_id, around_km))
    if asked.words and (asked.point or asked.area_codes):
        url = links.but(lieu="France entière", code="fr", rayon=None, tri=None)
        yield _Door("Toute la France", "Les mêmes mots, sans le lieu", url, _everywhere(asked), is_minimum=True)
    if asked.words and place:
        url = links.but(metier=None)
        is_minimum = bool(asked.criteria)  # tried on the first thousands only
        yield _Door("Tous les métiers, ici", "Le même lieu, sans les mots", url, _here(asked, around_km), is_minimum)


def _around(asked: Asked) -> Piece:
    """The offers as far as the widest radius, each with its ``metres``: looked for once for all the doors within."""
    if asked.point is None or not asked.radius_km:
        return "SELECT NULL::float AS metres", ()
    if not asked.query:
        return _here(asked, max(RADII))
    offers = narrow(Offer.objects.open(), asked.criteria).bearing_around(asked.query, asked.point, max(RADII))
    return compiled(offers.values("metres"))


def _here(asked: Asked, km: int) -> Piece:
    """The offers of the place, whatever the words."""
    offers = Offer.objects.open()
    if asked.point:
        return walk(offers.with_metres(asked.point).order_by("metres"), asked.criteria, MOST_TOLD + 1, km)
    return walk(offers.without_metres().in_areas(asked.area_codes).newest_first(), asked.criteria, MOST_TOLD + 1)


def _everywhere(asked: Asked) -> Piece:
    """The same words in all France: some thousands are read at most, of the trades meant first, by their own index."""
    offers, words = Offer.objects.open().without_metres(), asked.words
    codes = (*words.named, *words.trained, *words.covering)
    offers = offers.filter(rome__in=codes) if codes and not asked.employer else offers.bearing(asked.query)
    return walk(offers, asked.criteria, MOST_TOLD + 1)


def _of_trade(asked: Asked, rome: str, km: int) -> Piece:
    offers, query = narrow(Offer.objects.open(), asked.criteria), f"'#{rome}'"
    if asked.point:
        offers = offers.bearing_around(query, asked.point, km).up_to(km)
    else:
        offers = offers.bearing_in_areas(query, asked.area_codes)
    return compiled(offers.values("pk")[: MOST_TOLD + 1])


def _neighbours(asked: Asked) -> list[Trade]:
    """Trades one may turn to: those that share a diploma with the trade sought, then those of its professional domain.

    One query, where ``trades.neighbours`` takes five to weigh the move of a whole career.
    """
    sought = [*asked.words.named, *asked.words.trained, *asked.words.covering]
    if not sought:
        return []
    own = Trade.objects.filter(rome__in=sought)
    shares = Exists(own.filter(diplomas__overlap=OuterRef("diplomas")))
    near = Trade.objects.exclude(rome__in=sought).annotate(shares=shares)
    near = near.filter(Q(shares=True) | Q(rome__subdomain__in=own.values("rome__subdomain")))
    return list(near.order_by("-shares", "slug")[:MOST_NEIGHBOURS])


def _counted(doors: list[_Door], around: Piece) -> list[WayOut]:
    if not doors:
        return []
    statement = Statement().add("WITH around AS MATERIALIZED (").add(*around).add(") SELECT ")
    statement.add_all((f"(SELECT count(*) FROM ({sql}) AS found)", params) for sql, params in (d.offers for d in doors))  # noqa: S608
    return [
        WayOut(door.label, door.explanation, _told(count, door.is_minimum), door.url)
        for door, count in zip(doors, statement.row(), strict=True)
        if count
    ]


def _told(count: int, is_minimum: bool) -> Count:
    if count > MOST_TOLD:
        return Count(MOST_TOLD, is_capped=True)
    return Count.at_least(count) if is_minimum else Count(count)


def _without_a_filter(asked: Asked, found: Found, links: Links) -> Iterable[WayOut]:
    for name, count in found.without.items():
        if count:
            label = sentences.FILTERS_OFF.get(name, f"Sans le filtre « {CRITERIA[name].label} »")
            url = links.but(**{name: None})
            yield WayOut(label, f"Retirer le filtre « {CRITERIA[name].label} »", _told(count, is_minimum=False), url)
