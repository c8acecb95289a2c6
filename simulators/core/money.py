"""Amounts: exact decimals, one rounding, and lines that say why."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to the cent, half up: the only rounding of money."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class Line(NamedTuple):
    """One line of an account, with its reason. ``base`` and ``rate`` are None where the amount is not a product."""

    label: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    because: str
    source: str


def percent(rate: Decimal) -> str:
    """A rate as a French reader writes it: 0.0211 gives « 2,11 % »."""
    text = f"{(rate * 100).normalize():f}"
    return f"{text.replace('.', ',')} %"


def euros(amount: Decimal) -> str:
    """An amount as a French reader writes it: 1 867,02 €."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")
