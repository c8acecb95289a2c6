"""The names of trades under their word keys, and the ROME code that a title names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from apprentissage.trades.models import Appellation, Rome, Trade, TradeName
from apprentissage.trades.words import word_key

LONGEST = 8  # words: no everyday name or appellation of use is longer
DIPLOMA_KINDS = re.compile(
    r"^(CAP agricole|CAP maritime|CAP|BPJEPS|BP agricole|BP|Bac pro|BTSA?|BTM|BMA?|BUT|CS|CTM|CQPM?|CPJEPS|DEJEPS"
    r"|DEUST|DTS?|DN MADE mention|Licence professionnelle|Licence STAPS|Licence|Bachelor|Mast[eè]re?"
    r"|Titre à finalité professionnelle|Titre professionnel|Titre"
    r"|Diplôme (d'État|national supérieur professionnel|national) (de |d')?)\b\s*"
)
DIPLOMA_ENDS = re.compile(r" (option|parcours|mention|spécialité) | : | - ")


def write_trade_names() -> None:
    """Write again the names that come from our trades."""
    TradeName.objects.exclude(trade=None).delete()
    TradeName.objects.bulk_create(
        (
            TradeName(key=key, rome_id=trade.rome_id, trade=trade, weight=weight)
            for trade in Trade.objects.all()
            for key, weight in _keys_of(trade)
        ),
        batch_size=2000,
    )


def write_appellation_names() -> None:
    """Write again the names that come from the appellations of ROME."""
    TradeName.objects.filter(trade=None).delete()
    keys = {
        (key, appellation.rome_id)
        for appellation in Appellation.objects.iterator(chunk_size=2000)
        for key in (word_key(appellation.masculine), word_key(appellation.feminine))
        if key
    }
    weight = TradeName.Weight.APPELLATION
    TradeName.objects.bulk_create(
        (TradeName(key=key[:300], rome_id=rome, weight=weight) for key, rome in sorted(keys)), batch_size=2000
    )


def _keys_of(trade: Trade) -> Iterable[tuple[str, int]]:
    """Each key once, with its best weight."""
    keys = {word_key(_speciality(diploma)): TradeName.Weight.DIPLOMA for diploma in trade.diplomas}
    keys |= {word_key(name): TradeName.Weight.EVERYDAY for name in trade.everyday_names}
    keys |= {word_key(label): TradeName.Weight.LABEL for label in (trade.masculine, trade.feminine)}
    return [(key[:300], weight) for key, weight in keys.items() if key]


def _speciality(diploma: str) -> str:
    """What a diploma is in, without its kind nor its option: "Maintenance des véhicules"."""
    return DIPLOMA_ENDS.split(DIPLOMA_KINDS.sub("", diploma))[0]


def deduce_romes(titles: list[str]) -> list[str | None]:
    """The ROME code that each title names, None when it names none or several as well; one query for all.

    "Apprenti boulanger H/F - Sarlat" names D1102: the longest name of a trade found in the title decides; the same name
    borne by several codes goes to the one it suits best: a label first, an everyday name, an appellation, a diploma.
    """
    spans = [list(_spans(word_key(title))) for title in titles]
    wanted = {span for found in spans for span in found}
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, rome, weight in TradeName.objects.filter(key__in=wanted).values_list("key", "rome_id", "weight"):
        votes[key][rome] = max(votes[key][rome], weight) + (1 if votes[key][rome] else 0)
    return [_decide(found, votes) for found in spans]


def deduce_rome(title: str) -> Rome | None:
    """The trade of ROME that a title names; None when unsure."""
    [code] = deduce_romes([title])
    return Rome.objects.filter(code=code).first() if code else None


def _spans(key: str) -> Iterator[str]:
    """Every run of words of a key, the longest first, and the first one first among equals."""
    words = key.split()[:40]
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _decide(spans: list[str], votes: dict[str, dict[str, int]]) -> str | None:
    for span in spans:
        if candidates := votes.get(span):
            best = max(candidates.values())
            winners = [rome for rome, votes_for in candidates.items() if votes_for == best]
            return winners[0] if len(winners) == 1 else None
    return None
