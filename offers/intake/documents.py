"""The words that the search reads of a record: the twin, in Python, of ``offer_document`` in ``search.document``.

Each word is folded once and remembered, which PL/pgSQL cannot do: indexing was two thirds of what an import cost.
The database adds the lexemes of the places.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from apprentissage.trades.models import Rome, TradeName
from apprentissage.trades.words import fold, word_key
from offers.intake.records import OfferRecord
from offers.search.document import DESCRIPTION_READ, LONGEST_LEXEME, LONGEST_TEXT

TAG = re.compile(r"<[^>]*>")


def words_of(records: list[OfferRecord]) -> list[str]:
    """For each record, its lexemes as the text of a ``tsvector``; two queries for all."""
    codes = {code for record in records for code in record.rome_codes}
    names, labels = _names(codes), dict(Rome.objects.filter(code__in=codes).values_list("code", "label"))

    @lru_cache
    def of_trades(*codes: str) -> list[str]:
        """The lexemes of these codes: the names of their trades, or the official labels when they have none."""
        words = " ".join(key for code in codes for key in names.get(code, []))
        words = words or word_key(" ".join(labels.get(code, "") for code in codes))
        return [*_prefixed("", words), *_prefixed("#", " ".join(codes))]

    return [_as_tsvector({*_own_lexemes(record), *of_trades(*record.rome_codes)}) for record in records]


def _names(codes: set[str]) -> dict[str, list[str]]:
    """The names of the trades of each code."""
    names: dict[str, list[str]] = defaultdict(list)
    known = TradeName.objects.filter(rome_id__in=codes, weight__gte=TradeName.Weight.EVERYDAY)
    for code, key in known.values_list("rome_id", "key"):
        names[code].append(key)
    return names


def _own_lexemes(record: OfferRecord) -> Iterator[str]:
    title, employer = word_key(record.title), fold(record.employer_name)
    skills = " ".join([record.diploma, *record.desired_skills, *record.taught_skills])
    yield from _prefixed("", title)
    yield from _prefixed("!", title)
    yield from _prefixed("+", word_key(skills))
    yield from _prefixed("~", word_key(TAG.sub(" ", record.description[:DESCRIPTION_READ])))
    yield from _prefixed("@", employer)
    yield f"={title[:LONGEST_LEXEME]}"
    yield f"@={employer[:LONGEST_LEXEME]}"


def _prefixed(prefix: str, words: str) -> list[str]:
    return [prefix + word for word in words[:LONGEST_TEXT].split()]


def _as_tsvector(lexemes: set[str]) -> str:
    """Folded words hold nothing to escape: letters, digits, and the marks of ``search.document``."""
    return "'" + "' '".join(lexemes) + "'"
