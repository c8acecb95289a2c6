"""Amounts: exact decimals, one rounding, and lines that say why."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from apprentissage.law import Value

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """The amount rounded to the cent, half up: the only rounding of money."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class Line(NamedTuple):
    """One line of an account, with its reason. ``base`` and ``rate`` are None where the amount is not a product.

    ``law`` holds the rows of the law it rests on, the first one being the main one: they tell how sure it is.
    """

    label: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    because: str
    source: str
    law: tuple[Value, ...] = ()


def settled(lines: list[Line]) -> list[Line]:
    """The lines to the cent, their sum being the exact sum to the cent.

    Rounding each line alone would move a total by a few cents; the cents that are missing or in excess go to the
    lines whose own rounding erred most.
    """
    rounded = [cents(line.amount) for line in lines]
    total = cents(sum((line.amount for line in lines), ZERO))
    missing = int((total - sum(rounded, ZERO)) / CENT)
    if missing:
        step = CENT if missing > 0 else -CENT
        erred = sorted(range(len(lines)), key=lambda i: (lines[i].amount - rounded[i]) * step, reverse=True)
        for i in erred[: abs(missing)]:
            rounded[i] += step
    return [line._replace(amount=amount) for line, amount in zip(lines, rounded, strict=True)]


def percent(rate: Decimal) -> str:
    """A rate as a French reader writes it: 0.0211 gives « 2,11 % »."""
    text = f"{(rate * 100).normalize():f}"
    return f"{text.replace('.', ',')} %"


def euros(amount: Decimal) -> str:
    """An amount as a French reader writes it: 1 867,02 €."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")


def whole_euros(amount: Decimal) -> str:
    """An amount to the nearest euro, for a sentence: 1 867 €."""
    return f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,} €".replace(",", " ")
