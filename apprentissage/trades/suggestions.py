"""Typing help of the field "métier": trades whose name begins as what is typed, misspelt or not."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from apprentissage.trades import DATA
from apprentissage.trades.models import Trade
from apprentissage.trades.words import word_key

SHORTEST = 2  # letters: one says nothing yet
LONGEST = 100  # letters read: nobody types more to name a trade


@dataclass(frozen=True)
class Suggestion:
    """A trade proposed, and what tells it from the others: the name that was meant, its usual diploma."""

    trade: Trade
    hint: str = ""


def suggest_trades(text: str, limit: int = 8) -> list[Suggestion]:
    """Trades for what is being typed, best first; none for less than two letters. Two queries at most.

    Words of diplomas and contracts do not count ("cap boulanger", "alternance RH"), unless they are all there is.
    """
    text = " ".join(text[:LONGEST].replace("\x00", "").split())
    key = _without_neutral_words(word_key(text))
    if len(key) < SHORTEST:
        return []
    trades = list(Trade.objects.named(key)[:limit]) or list(Trade.objects.resembling(key)[:limit])
    return [Suggestion(trade, _hint(trade, key)) for trade in trades]


def _hint(trade: Trade, key: str) -> str:
    """The everyday name that was meant, unless the label shows it; then the usual diploma."""
    if _holds(trade.feminine, key) or _holds(trade.masculine, key):
        meant = ""
    else:
        meant = next((name for name in trade.everyday_names if _holds(name, key)), "")
    return " · ".join(filter(None, [meant, *trade.diplomas[:1]]))


def _holds(name: str, key: str) -> bool:
    """Whether a word of the name begins as the key: what ``named`` asks of the database."""
    return f" {key}" in f" {word_key(name)}"


def _without_neutral_words(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _neutral_keys())


@lru_cache(maxsize=1)
def _neutral_keys() -> frozenset[str]:
    """Keys of the neutral words; they are part of the code, so the cache never ages."""
    words = tomllib.loads((DATA / "neutral_words.toml").read_text(encoding="utf-8"))
    return frozenset(word_key(word) for word in words["diplomas"] + words["contracts"])
