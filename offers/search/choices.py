"""The choices beside the results: facets, chips and sorts, each with its count and its link."""

from offers.filters import CRITERIA, SORTS, Criterion, OfferFilter
from offers.search.candidates import Asked, Found
from offers.search.links import Links
from offers.search.results import Count, Facet, Option


def facets(found: Found, filters: OfferFilter, links: Links) -> list[Facet]:
    """Every criterion with its choices; those that would bring nothing are left out, unless they are on."""
    return [
        Facet(criterion.name, criterion.label, options, criterion.is_multiple)
        for criterion in CRITERIA.values()
        if (
            options := [option for option in _options(criterion, found, filters, links) if option.is_on or option.count]
        )
    ]


def chips(found: Found, filters: OfferFilter, links: Links) -> list[Option]:
    """What is on, to take off; then the yes or no criteria, to turn on. A counter does not move when its chip is on."""
    options = [
        (criterion, option)
        for criterion in CRITERIA.values()
        for option in _options(criterion, found, filters, links)
        if option.is_on or (criterion.is_chip and option.count)
    ]
    chosen = [option for _, option in options if option.is_on]
    return [*chosen, *_free_values(filters, links), *(option for _, option in options if not option.is_on)]


def sorts(asked: Asked, links: Links) -> list[Option]:
    """The orders that mean something for this search."""
    return [
        Option(value, label, None, value == asked.order, links.but(tri=value))
        for value, label in SORTS.items()
        if not (value == "distance" and asked.point is None) and not (value == "pertinence" and not asked.words)
    ]


def _options(criterion: Criterion, found: Found, filters: OfferFilter, links: Links) -> list[Option]:
    on = set(links.values.get(criterion.name, []))
    return [
        Option(
            value=value,
            label=label,
            count=_count(found.options.get((criterion.name, value), 0), found),
            is_on=value in on,
            url=links.toggling(criterion.name, value, value in on, criterion.is_multiple),
        )
        for value, label in criterion.choices
    ]


def _count(value: int, found: Found) -> Count | None:
    """Nothing is told when a minimum of zero is all we know."""
    if not found.are_options_cut:
        return Count(value)
    return Count.at_least(value) if value else None


def _free_values(filters: OfferFilter, links: Links) -> list[Option]:
    """Values typed rather than chosen (a day, a number of months, an employer), to take off."""
    labels = {"debut": "Avant le {}", "duree": "{} mois au plus", "employeur": "Chez {}"}
    return [
        Option(value, label.format(value), None, True, links.but(**{name: None}))
        for name, label in labels.items()
        for value in links.values.get(name, [])
        if name not in CRITERIA or value not in dict(CRITERIA[name].choices)
    ]
