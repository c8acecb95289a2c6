"""What a rule reads, what it answers, and how it reads a text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ALIKE = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "‑": "-", "–": "-", "\r": " "})

SENTENCE_END = re.compile(r"[.!?]\s+|\n+")


class Severity(StrEnum):
    BLOCKS = "blocks"  # cannot be published so
    REVIEW = "review"  # published once somebody has read it
    ADVICE = "advice"  # published at once; better corrected

    @property
    def label(self) -> str:
        """The word shown beside a finding."""
        return {"blocks": "À corriger", "review": "À relire", "advice": "Conseil"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule saw in one field of the form."""

    severity: Severity
    field: str
    sentence: str
    words: str = ""  # as they were written
    fix: str | None = None  # the whole new value of the field; nothing when only a person can rewrite it
    fix_label: str = ""  # of the button: "Écrire « français courant »"
    rule: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """An offer as the rules read it. ``texts`` holds what was written freely, by the names of the form."""

    today: date
    texts: Mapping[str, str] = field(default_factory=dict)
    employer_name: str = ""
    naf: str = ""
    rome_code: str = ""
    feminine: str = ""  # the trade's two names
    masculine: str = ""
    minimum_age: int | None = None
    starts_on: date | None = None
    months: int | None = None
    weekly_hours: Decimal | None = None
    gross_monthly: Decimal | None = None
    minimums: tuple[tuple[str, Decimal], ...] = ()  # ages and least gross of a first month, the youngest first


def plain(text: str) -> str:
    """The text in small letters without accents, of the very same length: a position in one is that in the other."""
    return "".join(_plain_letter(letter) for letter in text.translate(ALIKE))


def _plain_letter(letter: str) -> str:
    small = letter.lower()
    return unicodedata.normalize("NFD", small)[0] if len(small) == 1 else letter


def occurrences(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Where a pattern written without accents stands in a text: the words as written, start and end."""
    for found in pattern.finditer(plain(text)):
        start, end = found.span("words") if "words" in pattern.groupindex else found.span()
        yield text[start:end], start, end


def rewritten(text: str, start: int, end: int, instead: str) -> str:
    """The text with other words in that place: capital and spaces kept, no empty brackets or lonely comma left."""
    if instead and text[start].isupper():
        instead = instead[0].upper() + instead[1:]
    new = text[:start] + instead + text[end:]
    if not instead:
        new = re.sub(r"\(\s*\)|\[\s*\]", "", new)
        new = re.sub(r"[ \t]{2,}", " ", new)
        new = re.sub(r"[ \t]+([.,)])", r"\1", new)
        new = re.sub(r"([,;:])\s*(?=[.,;])", "", new)
        new = re.sub(r"(?m)^[ \t]*[,;.:-]+[ \t]*|[ \t,:;-]+$", "", new)
    return new.strip()


def without_the_sentence(text: str, start: int, end: int) -> str:
    """The text less the sentence that holds these words; less the words alone when nothing else would be left."""
    first = max((found.end() for found in SENTENCE_END.finditer(text, 0, start)), default=0)
    found_end = SENTENCE_END.search(text, end)
    rest = text[:first] + text[found_end.end() if found_end else len(text) :]
    return rest.strip() or rewritten(text, start, end, "")
