"""What a visitor's words mean: the trades they name, the terms an offer must bear, the typing slips put right.

``understand("bts mco")`` leaves the diploma out (the level is a filter), knows that the acronym stands for "management
commercial opérationnel", and gives the ``tsquery`` that ``document`` answers. Nothing here guesses: a word that nobody
knows stays as typed, and finds nothing.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import combinations
from math import ceil
from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db.models import F, Func, Q, TextField, Value

import apprentissage.trades
from apprentissage.trades.models import TradeName
from apprentissage.trades.words import DROPPED, fold, word_key
from offers.search.document import LONGEST_LEXEME

DATA = Path(apprentissage.trades.__file__).parent / "data"
REMEMBERED = 300  # seconds; the trades change with an import, now and then
MOST_UNITS = 8  # beyond, a sentence was pasted: its first words are enough
LONGEST_PHRASE = 6  # words
SHORTEST_CORRECTED = 8  # letters: shorter words have too many neighbours
PROTECTED = 2  # first letters that a slip rarely touches, and that keep "vente" from "verte"


@dataclass(frozen=True)
class Unit:
    """A word, or a phrase with a meaning of its own, and everything that says the same."""

    words: tuple[str, ...]  # as typed, folded
    keys: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()  # other ways to say it, as keys
    slugs: tuple[str, ...] = ()  # the trades it names
    romes: tuple[str, ...] = ()  # their ROME codes
    is_known: bool = False  # whether some trade bears it

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        return (self.keys, *self.phrases)


@dataclass(frozen=True)
class Words:
    """A text, understood. Two searches that mean the same are equal in all but ``text``."""

    text: str = ""
    units: tuple[Unit, ...] = ()
    named: tuple[str, ...] = ()  # ROME codes that the whole text names
    trained: tuple[str, ...] = ()  # those to which a diploma of that name leads
    covering: tuple[str, ...] = ()  # those whose names bear enough of the terms
    corrections: dict[str, str] = field(default_factory=dict)  # as typed → as understood

    def __bool__(self):
        return bool(self.units)

    @property
    def understood(self) -> list[str]:
        """The words looked for, as one says them back to the visitor."""
        return [self.said(unit) for unit in self.units]

    @property
    def spoken(self) -> str:
        """The text as typed, its slips put right."""
        return " ".join(self.corrections.get(fold(word), word) for word in self.text.split())

    def said(self, unit: Unit) -> str:
        """A unit as typed, with its accents, its slips put right."""
        typed = {folded: word.lower() for word in re.split(r"[^\w]+", self.text) for folded in [fold(word)]}
        return " ".join(self.corrections.get(word, typed.get(word, word)) for word in unit.words)

    @property
    def exact(self) -> str:
        """The ``tsquery`` of what comes before all: the very title, or the employer of that name."""
        lexemes = [f"={word_key(self.text)[:LONGEST_LEXEME]}"]
        if not self.named:
            lexemes.append(f"@={fold(self.text)[:LONGEST_LEXEME]}")
        query = _any(map(_quoted, lexemes))
        if any(unit.is_known for unit in self.units):
            return query
        return _any([query, _all(_quoted(f"@{word}") for unit in self.units for word in unit.words)])

    @property
    def in_title(self) -> str:
        """The ``tsquery`` of offers whose title itself says everything."""
        return _all(
            _any(_all(_quoted(f"!{key}") for key in reading) for reading in unit.readings) for unit in self.units
        )

    @property
    def query(self) -> str:
        """The ``tsquery`` of offers that answer: enough terms, one of them in the title, the trade or the employer."""
        opened = _any(self._opens(unit) for unit in self.units)
        if len(self.units) > 1:
            borne = [self._bears(unit) for unit in self.units]
            opened = _all([_any(_all(chosen) for chosen in combinations(borne, least_terms(len(borne)))), opened])
        return _any([opened, *(_quoted(f"#{rome}") for rome in (*self.named, *self.trained)), self.exact])

    def _opens(self, unit: Unit) -> str:
        """In the title, among the names of the trade, as the employer.

        A text that names a trade wants that trade: others that share a word with it ("électricien photovoltaïque" is
        among the names of roofers) are in only when their title says so, and the shops called Boulanger are not.
        """
        space = "!" if self.named else ""
        ways = [_all(_quoted(f"{space}{key}") for key in reading) for reading in unit.readings]
        ways += [_quoted(f"#{rome}") for rome in unit.romes]
        if not self.named:
            ways.append(_all(_quoted(f"@{word}") for word in unit.words))
        return _any(ways)

    def _bears(self, unit: Unit) -> str:
        """The same, or among the skills; in the description too for a detail that no trade bears ("bio", "python")."""
        ways = [_all(_quoted(f"+{key}") for key in reading) for reading in unit.readings]
        if not unit.is_known:
            ways.append(_all(_quoted(f"~{key}") for key in unit.keys))
        return _any([self._opens(unit), *ways])


def least_terms(how_many: int) -> int:
    """How many terms of a search an offer must bear: all of two, all but one of four, three quarters beyond."""
    if how_many <= 2:
        return how_many
    return how_many - 1 if how_many <= 4 else ceil(0.75 * how_many)


def understand(text: str) -> Words:
    """What the text means. One query, or none when somebody wrote the same in the last minutes."""
    key = f"understood-{sha256(text.encode()).hexdigest()}"  # people write anything: not every key is one for a cache
    memory = caches["near"]
    if (words := memory.get(key)) is None:
        memory.set(key, words := _understood(text), REMEMBERED)
    return words


def _understood(text: str) -> Words:
    units = _units(text)
    if not units:
        return Words(text)
    names = _names_of(text, units)
    known = {word for name in names for word in name.words}
    units = [_with_facts(unit, known, names) for unit in units]
    corrections = _corrections([word for unit in units if not unit.is_known for word in unit.words], names)
    if corrections:
        units = [_with_facts(_corrected(unit, corrections), known, names) for unit in units]
    named = _named(text, units, names)
    return Words(
        text=text,
        units=tuple(units),
        named=named,
        trained=() if named else _trained(text, units, names),
        covering=() if named else _covering(units, names),
        corrections=corrections,
    )


# -- reading the text --------------------------------------------------------------------------------------------------


def _units(text: str) -> list[Unit]:
    """The text cut into phrases that mean something and single words, the neutral ones left out, each once."""
    lexicon = _lexicon()
    words = [word for word in fold(text).split() if word not in DROPPED]
    units: dict[tuple[str, ...], Unit] = {}
    while words and len(units) < MOST_UNITS:
        length = _longest_phrase(words, lexicon)
        spoken, words = tuple(words[:length]), words[length:]
        keys = tuple(word_key(" ".join(spoken)).split())
        if keys and keys not in lexicon.neutral:
            phrases, slugs = lexicon.phrases.get(keys, ()), lexicon.trades.get(keys, ())
            units.setdefault(keys, Unit(spoken, keys, phrases, slugs))
    return list(units.values())


def _longest_phrase(words: list[str], lexicon: "Lexicon") -> int:
    for length in range(min(LONGEST_PHRASE, len(words)), 1, -1):
        keys = tuple(word_key(" ".join(words[:length])).split())
        if keys in lexicon.neutral or keys in lexicon.phrases or keys in lexicon.trades:
            return length
    return 1


@dataclass(frozen=True)
class Lexicon:
    """The committed words of ``trades/data``, by their keys."""

    neutral: frozenset[tuple[str, ...]]
    phrases: dict[tuple[str, ...], tuple[tuple[str, ...], ...]]
    trades: dict[tuple[str, ...], tuple[str, ...]]


@cache
def _lexicon() -> Lexicon:
    neutral = tomllib.loads((DATA / "neutral_words.toml").read_text())
    synonyms = tomllib.loads((DATA / "synonyms.toml").read_text())
    phrases: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for short, meanings in synonyms["phrases"].items():
        for meaning in map(_as_keys, meanings):
            phrases.setdefault(_as_keys(short), []).append(meaning)
            if len(meaning) > 1:  # "bâtiment" alone does not mean "btp"
                phrases.setdefault(meaning, []).append(_as_keys(short))
    return Lexicon(
        neutral=frozenset(_as_keys(word) for words in neutral.values() for word in words),
        phrases={keys: tuple(meanings) for keys, meanings in phrases.items()},
        trades={_as_keys(phrase): tuple(slugs) for phrase, slugs in synonyms["trades"].items()},
    )


def _as_keys(text: str) -> tuple[str, ...]:
    return tuple(word_key(text).split())


# -- asking the trades -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Name:
    key: str
    rome: str
    slug: str | None
    weight: int
    spoken: tuple[str | list[str] | None, ...] = ()  # the trade as people say it, accents included

    @property
    def words(self) -> list[str]:
        return self.key.split()


def _names_of(text: str, units: list[Unit]) -> list[_Name]:
    """Every name of a trade that bears a word of these units, or nearly so, or is the whole text."""
    keys = {key for unit in units for reading in unit.readings for key in reading}
    slugs = {slug for unit in units for slug in unit.slugs}
    words = Func(F("key"), Value(" "), function="string_to_array", output_field=ArrayField(TextField()))
    bears = Q(weight__gte=TradeName.Weight.EVERYDAY, words__overlap=sorted(keys))
    bears |= Q(key__in=_whole(text, units)) | Q(trade__in=slugs)
    columns = ["key", "rome_id", "trade_id", "weight"]
    if starts := {word[:PROTECTED] for unit in units for word in unit.words if _is_corrected(word)}:
        bears |= Q(key__regex=rf"(^| )({'|'.join(sorted(starts))})", weight__gte=TradeName.Weight.EVERYDAY)
        columns += ["trade__feminine", "trade__masculine", "trade__everyday_names"]
    found = TradeName.objects.annotate(words=words).filter(bears)
    return [
        _Name(key, rome, slug, weight, tuple(spoken))
        for key, rome, slug, weight, *spoken in found.values_list(*columns)
    ]


def _whole(text: str, units: list[Unit]) -> set[str]:
    """The keys that a name of a trade has when it is the whole text, in every reading of it."""
    keys = {word_key(text), " ".join(key for unit in units for key in unit.readings[-1])}
    if len(units) == 1:
        keys |= {" ".join(reading) for reading in units[0].readings}
    return keys | {" ".join(key for unit in units for key in unit.keys)}


def _with_facts(unit: Unit, known: set[str], names: list[_Name]) -> Unit:
    romes = dict.fromkeys(name.rome for slug in unit.slugs for name in names if name.slug == slug)
    is_known = bool(romes) or any(known.issuperset(reading) for reading in unit.readings)
    return Unit(unit.words, unit.keys, unit.phrases, unit.slugs, tuple(romes), is_known)


def _named(text: str, units: list[Unit], names: list[_Name]) -> tuple[str, ...]:
    """The codes that the whole text names: by a label first, then by an everyday name, then by an appellation."""
    whole = _whole(text, units)
    found = [name for name in names if name.key in whole and name.weight > TradeName.Weight.DIPLOMA]
    meant = units[0].romes if len(units) == 1 else ()
    return tuple(dict.fromkeys([*(name.rome for name in sorted(found, key=lambda name: -name.weight)), *meant]))


def _trained(text: str, units: list[Unit], names: list[_Name]) -> tuple[str, ...]:
    whole = _whole(text, units)
    diplomas = [name for name in names if name.key in whole and name.weight == TradeName.Weight.DIPLOMA]
    return tuple(dict.fromkeys(name.rome for name in diplomas))


def _covering(units: list[Unit], names: list[_Name]) -> tuple[str, ...]:
    words_of: dict[str, set[str]] = {}
    for name in names:
        if name.weight >= TradeName.Weight.EVERYDAY:
            words_of.setdefault(name.rome, set()).update(name.words)
    least = least_terms(len(units))
    return tuple(
        rome
        for rome, words in sorted(words_of.items())
        if sum(rome in unit.romes or any(words.issuperset(reading) for reading in unit.readings) for unit in units)
        >= least
    )


# -- typing slips ------------------------------------------------------------------------------------------------------


def _is_corrected(word: str) -> bool:
    return len(word) >= SHORTEST_CORRECTED and word.isalpha()


def _corrections(unknown: Iterable[str], names: list[_Name]) -> dict[str, str]:
    """For each long word that no trade bears, the word of a trade that is one slip away, when there is only one."""
    if not (long_words := list(filter(_is_corrected, unknown))):
        return {}
    spoken = _spoken(names)
    corrections = {}
    for word in long_words:
        near = {word_key(other): other for other in spoken if is_one_slip_away(word, fold(other))}
        if len(near) == 1:
            corrections[word] = next(iter(near.values()))
    return corrections


def _spoken(names: list[_Name]) -> set[str]:
    """The words of these names as written, accents included."""
    texts = [
        text for name in names for part in name.spoken if part for text in ([part] if isinstance(part, str) else part)
    ]
    return {word for text in texts for word in re.split(r"[^\w]+", text.lower()) if word}


def is_one_slip_away(word: str, other: str) -> bool:
    """Whether one letter added, missing, changed or swapped with the next makes the other word of it.

    The first two letters are taken to be right.
    """
    if word[:PROTECTED] != other[:PROTECTED] or abs(len(word) - len(other)) > 1:
        return False
    shorter, longer = sorted((word, other), key=len)
    start = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    rest, longer_rest = shorter[start:], longer[start:]
    if len(rest) != len(longer_rest):
        return rest == longer_rest[1:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == longer_rest[1:] or swapped == longer_rest


def _corrected(unit: Unit, corrections: dict[str, str]) -> Unit:
    """The unit with the right word as another reading: what was typed may still be somebody's name."""
    if not any(word in corrections for word in unit.words):
        return unit
    right = _as_keys(" ".join(corrections.get(word, word) for word in unit.words))
    return Unit(unit.words, unit.keys, (*unit.phrases, right), unit.slugs)


# -- the language of tsquery -------------------------------------------------------------------------------------------


def _quoted(lexeme: str) -> str:
    """A lexeme of ours holds letters, digits, spaces and the sign of its space: nothing to escape."""
    return f"'{lexeme}'"


def _all(parts: Iterable[str]) -> str:
    return _joined(" & ", parts)


def _any(parts: Iterable[str]) -> str:
    return _joined(" | ", parts)


def _joined(sign: str, parts: Iterable[str]) -> str:
    kept = list(dict.fromkeys(filter(None, parts)))
    return kept[0] if len(kept) == 1 else f"({sign.join(kept)})" if kept else ""
