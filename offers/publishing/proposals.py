"""What a trade already says: the title, the level, the diploma and the skills, so that an employer only corrects."""

from dataclasses import dataclass

from django.db.models import Prefetch

from apprentissage.trades.models import Rome, RomeSkill, Skill, Trade
from apprentissage.trades.suggestions import suggest_trades
from offers.publishing.answers import Answers, first

EXACT = 3  # how ``TradeQuerySet.named`` ranks a name typed in full
MOST_SKILLS = 12  # of each list: beyond, nobody reads
USUAL_MONTHS = "24"
USUAL_HOURS = "35"


@dataclass(frozen=True)
class TradeFound:
    """The trade meant; otherwise the ones to choose from, or nothing when the words are unknown."""

    trade: Trade | None = None
    choices: tuple[Trade, ...] = ()


def trade_meant(text: str, slug: str = "") -> TradeFound:
    """The trade that these words name, or that a button chose."""
    if chosen := Trade.objects.in_bulk([slug]).get(slug):
        return TradeFound(chosen)
    trades = [suggestion.trade for suggestion in suggest_trades(text)]
    named = [trade for trade in trades if str(trade).casefold() == text.strip().casefold()]
    exact = named or [trade for trade in trades if getattr(trade, "fit", 0) == EXACT]
    if exact or len(trades) == 1:
        return TradeFound((exact or trades)[0])
    return TradeFound(choices=tuple(trades))


def with_proposals(answers: Answers, trade: Trade) -> Answers:
    """The answers completed by what the trade says; what an employer wrote already stays."""
    taught, expected = skills_of(trade.rome_id)
    proposed = {
        "titre": [str(trade)],
        "niveau": [str(trade.levels[0])] if trade.levels else [""],
        "diplome": trade.diplomas[:1] or [""],
        "duree": [USUAL_MONTHS],
        "heures": [USUAL_HOURS],
        "places": ["1"],
        "debut_type": ["soon"],
    }
    changed = first(answers, "rome") != trade.rome_id
    of_the_trade = {"titre", "niveau", "diplome"} if changed else set()
    kept = {name: values for name, values in answers.items() if any(values) and name not in of_the_trade}
    ticks = {"appris": taught, "attendu": expected} if changed else {}
    return answers | proposed | kept | ticks | {"metier": [str(trade)], "rome": [trade.rome_id]}


def skills_of(rome_code: str) -> tuple[list[str], list[str]]:
    """The skills of a trade of ROME: what one learns there (know-how), and what one expects on arrival (behaviour).

    The core ones first. Both are empty while the register of skills was not imported.
    """
    links = RomeSkill.objects.select_related("skill").order_by("-is_core", "skill__label")
    family = Rome.objects.family_of(rome_code).prefetch_related(Prefetch("rome_skills", links))
    by_kind: dict[str, list[str]] = {}
    for row in (link for rome in family for link in rome.rome_skills.all()):
        labels = by_kind.setdefault(row.skill.kind, [])
        if row.skill.label not in labels:
            labels.append(row.skill.label)
    taught = by_kind.get(Skill.Kind.KNOW_HOW, [])[:MOST_SKILLS]
    return taught, by_kind.get(Skill.Kind.SOFT, [])[:MOST_SKILLS]
