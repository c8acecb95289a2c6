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
    """A trade proposed. The hint tells why when its label does not show what is typed."""

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
    return [Suggestion(trade, _hint(trade, text)) for trade in trades]


def _hint(trade: Trade, text: str) -> str:
    """Browsers show an option of a datalist only if it holds the very letters typed: so the hint holds them."""
    typed = text.casefold()
    if typed in str(trade).casefold():
        return ""
    names = sorted(trade.everyday_names, key=lambda name: name.casefold().find(typed))
    return next((name for name in names if typed in name.casefold()), f"pour «\u202f{text}\u202f»")


def _without_neutral_words(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _neutral_keys())


@lru_cache(maxsize=1)
def _neutral_keys() -> frozenset[str]:
    """Keys of the neutral words; they are part of the code, so the cache never ages."""
    words = tomllib.loads((DATA / "neutral_words.toml").read_text(encoding="utf-8"))
    return frozenset(word_key(word) for word in words["diplomas"] + words["contracts"])
