"""Short words for what the database keeps as numbers."""

from django import template

from apprentissage.trades.levels import SHORT_LABELS

register = template.Library()


@register.filter
def level_short(level) -> str:
    """The everyday word of a level, for a card: "CAP" for 3. Empty when unknown."""
    return SHORT_LABELS.get(level, "")
