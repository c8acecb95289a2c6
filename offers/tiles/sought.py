"""The places of work of a search: the same form and the same words as the list, said to pins."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import cast

from django.http import QueryDict
from django.utils import timezone

from apprentissage.trades.words import fold
from offers.filters import OfferFilter, narrow
from offers.models import Offer
from offers.search.words import understand
from offers.tiles.models import Pin, PinQuerySet

# What a map leaves to the reader's eye: it shows what lies beyond the circle too, and in no order.
NOT_OF_A_MAP = {"lieu", "code", "rayon", "tri"}


@dataclass(frozen=True)
class Sought:
    """What a search asks of a map. The words are understood and the database asked only when pins are wanted."""

    asked: dict = field(default_factory=dict)
    query: str = ""  # the same as the parameters of a link
    problems: tuple[str, ...] = ()  # a sentence for each field in error

    @classmethod
    def by(cls, params: QueryDict) -> "Sought":
        """What a request asks; fields in error are left out, as the list does."""
        filters = OfferFilter(params)
        asked = {name: value for name, value in filters.asked.items() if name not in NOT_OF_A_MAP}
        link = QueryDict(mutable=True)
        for name in asked:
            link.setlist(name, params.getlist(name))
        problems = tuple(str(error) for errors in filters.form.errors.values() for error in errors)
        return cls(asked, link.urlencode(), problems)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything but the words, for the hidden fields of a form that asks for words again."""
        lists = QueryDict(self.query).lists()
        return [(name, value) for name, values in lists if name != "metier" for value in values]

    @property
    def key(self) -> str:
        """A short name, the same for two searches that ask the same on the same day."""
        meaning = repr((timezone.localdate(), sorted(self.asked.items())))
        return sha256(meaning.encode()).hexdigest()[:32]

    @cached_property
    def pins(self) -> PinQuerySet:
        """Every place of work of the offers sought, wherever it is."""
        pins = cast(PinQuerySet, narrow(Pin.objects.open(), self.asked))
        words, employer = understand(self.asked.get("metier", "")), self.asked.get("employeur", "")
        if words or fold(employer):
            pins = pins.of_offers(Offer.objects.open().matching(words).by_employer(employer))
        return pins
