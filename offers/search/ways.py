"""What would open doors when nothing was found, each with what it brings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from apprentissage.territories.places import Place
from apprentissage.trades.models import Trade
from offers.filters import CRITERIA, RADII, narrow
from offers.models import Offer
from offers.search import sentences
from offers.search.candidates import MOST_TOLD, Asked, Found
from offers.search.links import Links
from offers.search.results import Count, WayOut
from offers.search.sql import Piece, Statement, compiled

MOST_NEIGHBOURS = 4
AROUND_KM = 50  # when no radius was asked


@dataclass(frozen=True)
class _Door:
    label: str
    explanation: str
    url: str
    offers: QuerySet


def ways_out(asked: Asked, found: Found, place: Place | None, links: Links) -> list[WayOut]:
    """Doors that lead to at least one offer, in the order a visitor would try them. One statement counts them all."""
    doors = list(_doors(asked, place, links))
    filters = list(_without_a_filter(asked, found, links))
    return [*_counted(doors), *filters]


def _doors(asked: Asked, place: Place | None, links: Links) -> Iterable[_Door]:
    offers = narrow(Offer.objects.open().by_employer(asked.employer), asked.criteria)
    for km in RADII if asked.point else ():
        if asked.radius_km and km > asked.radius_km:
            yield _Door(f"Chercher jusqu'à {km} km", "", links.but(rayon=km), _near(offers, asked, km))
    for trade in _neighbours(asked):
        url = links.but(metier=trade.masculine)
        yield _Door(
            str(trade), "Métier voisin, au même endroit", url, _in_place(offers.of_trades([trade.rome_id]), asked)
        )
    if asked.words and (asked.point or asked.area_codes):
        url = links.but(lieu="France entière", code="fr", rayon=None, tri=None)
        yield _Door("Toute la France", "Les mêmes mots, sans le lieu", url, offers.matching(asked.words))
    if asked.words and place:
        yield _Door(
            "Tous les métiers, ici", "Le même lieu, sans les mots", links.but(metier=None), _in_place(offers, asked)
        )


def _near(offers, asked: Asked, km: int):
    if asked.words:
        return offers.bearing_around(asked.words.query, asked.point, km)
    return offers.within(asked.point, km)


def _in_place(offers, asked: Asked):
    """The offers of the place, whatever the words."""
    return (
        _near(offers, replace(asked, words=type(asked.words)()), asked.radius_km or AROUND_KM)
        if asked.point
        else (offers.in_areas(asked.area_codes))
    )


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


def _counted(doors: list[_Door]) -> list[WayOut]:
    if not doors:
        return []
    statement = Statement().add("SELECT ")
    statement.add_all(_count(door.offers) for door in doors)
    return [
        WayOut(door.label, door.explanation, Count(min(count, MOST_TOLD), count > MOST_TOLD), door.url)
        for door, count in zip(doors, statement.row(), strict=True)
        if count
    ]


def _count(offers: QuerySet) -> Piece:
    sql, params = compiled(offers.order_by().values("pk")[: MOST_TOLD + 1])
    return f"(SELECT count(*) FROM ({sql}) AS found)", params  # noqa: S608


def _without_a_filter(asked: Asked, found: Found, links: Links) -> Iterable[WayOut]:
    for name, count in found.without.items():
        if count:
            label = sentences.FILTERS_OFF.get(name, f"Sans le filtre « {CRITERIA[name].label} »")
            total = Count(min(count, MOST_TOLD), count > MOST_TOLD)
            yield WayOut(label, f"Retirer le filtre « {CRITERIA[name].label} »", total, links.but(**{name: None}))
