"""The indexes of offers. Nearly all are partial: a search only ever reads open offers."""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import Index, Q

from offers.lifecycle import State

OPEN = Q(state=State.OPEN)

# What the search counts: the newest offers, of a trade or of a territory, are then read from an index alone.
COUNTED = [
    "closes_on",
    "level",
    "start_kind",
    "starts_on",
    "months",
    "needs_licence",
    "welcomes_disabled",
    "minimum_age",
    "applications_count",
]

OFFER_INDEXES = [
    GistIndex(fields=["places"], name="open_offers_by_place", condition=OPEN),
    GinIndex(fields=["document"], name="open_offers_by_word", condition=OPEN),
    GinIndex(fields=["area_codes"], name="open_offers_by_area", condition=OPEN),
    GinIndex(fields=["rome_codes"], name="open_offers_by_rome", condition=OPEN),
    Index(
        fields=["-published_at", "-id"],
        include=["area_codes", "rome", *COUNTED],
        name="open_offers_newest",
        condition=OPEN,
    ),
    Index(fields=["starts_on", "id"], name="open_offers_soonest_start", condition=OPEN),
    Index(fields=["applications_count", "id"], name="open_offers_least_asked", condition=OPEN),
    Index(fields=["closes_on"], name="open_offers_by_closing", condition=OPEN),
    Index(
        fields=["rome", "-published_at"],
        include=["id", *COUNTED],
        name="open_offers_of_a_trade_newest",
        condition=OPEN,
    ),
    # Partial: offers that came from a file have no organisation, and an import writes nothing here.
    Index(fields=["organisation", "state"], name="offers_of_an_organisation", condition=Q(organisation__isnull=False)),
]
