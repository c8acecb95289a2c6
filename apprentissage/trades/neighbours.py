"""Trades near another: where else to look when there is little for the one somebody wants.

ROME's mobilities alone are those of a career ("développeur" leads to "responsable marketing"); an apprentice looks for
another way into the same world. So what counts first is what our trades share: diplomas, names, professional domain.
"""

from collections import Counter

from django.db.models.functions import Coalesce

from apprentissage.trades.models import Rome, Trade

SAME_DOMAIN = 1  # points, as many as for one diploma or one name in common
MOBILITY = 2
NO_MOBILITY = 99  # a rank after all of ROME's


def neighbours(rome_code: str, limit: int = 6) -> list[Rome]:
    """The ROME codes nearest to one, best first, never of its own family; empty for an unknown code. Five queries.

    A point for each diploma or everyday name in common, one for the same professional domain, two for a mobility of
    ROME, whose order decides among equals. Codes are heads: those that public offers bear.
    """
    family = list(Rome.objects.family_of(rome_code))
    if not family:
        return []
    ranks = _mobilities(family)
    points = _likeness(family)
    points.update(dict.fromkeys(ranks, MOBILITY))
    nearest = sorted(points, key=lambda code: (-points[code], ranks.get(code, NO_MOBILITY), code))[:limit]
    return sorted(Rome.objects.of_codes(nearest), key=lambda rome: nearest.index(rome.code))


def _mobilities(family: list[Rome]) -> dict[str, int]:
    """Where ROME says one can move to from this family: each head, and its place in the list."""
    codes = {rome.code for rome in family}
    targets = Rome.objects.current().neighbours_of(codes).annotate(head=Coalesce("parent", "code"))
    heads = dict.fromkeys(code for code in targets.values_list("head", flat=True) if code not in codes)
    return {code: rank for rank, code in enumerate(heads)}


def _likeness(family: list[Rome]) -> Counter[str]:
    """The points of the other codes, by the trade of each that has most in common with the family's."""
    codes = {rome.code for rome in family}
    subdomains = {rome.subdomain_id for rome in family}
    own = list(Trade.objects.of_romes(codes))
    diplomas = {diploma for trade in own for diploma in trade.diplomas}
    names = {name for trade in own for name in trade.everyday_names}
    points: Counter[str] = Counter()
    for other in Trade.objects.akin_to(diplomas, names, subdomains).select_related("rome"):
        shared = len(diplomas.intersection(other.diplomas)) + len(names.intersection(other.everyday_names))
        shared += SAME_DOMAIN * (other.rome.subdomain_id in subdomains)
        points[other.rome_id] = max(points[other.rome_id], shared)
    for code in codes:
        del points[code]
    return points
