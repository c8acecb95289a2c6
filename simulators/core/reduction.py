"""The general reduction of employer contributions: degressive until 2025, single and degressive (RGDU) since 2026."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from apprentissage.law import Value, value_on
from simulators.core.hire import Hire
from simulators.core.money import ZERO, Line, cents, euros
from simulators.core.pay import monthly_smic, smic_of

FOUR_PLACES = Decimal("0.0001")
HALF = Decimal("0.5")


def scale_on(month: date) -> Value:
    """The reduction in force in a month."""
    until_2025 = value_on("general_reduction", month)
    return value_on("single_reduction", month) if until_2025.ended else until_2025


def reduction(hire: Hire, month: date, gross: Decimal, presence: Decimal, limit: Decimal) -> Line:
    """What the State takes off the contributions of a month, as a negative amount.

    ``presence`` is the share of the month under contract, ``limit`` the contributions that may be absorbed.
    Public employers have their own exemption instead (art. L. 6227-8-1) and get nothing here.
    """
    scale = scale_on(month)
    smic = cents(_smic_counted(hire, month) * presence)
    large = hire.headcount >= value_on("headcount_thresholds", month).table["large"]
    top = scale.table["large" if large else "small"]
    if not gross:
        coefficient = ZERO
    elif "power" in scale.table:
        coefficient = _single(scale, top, smic, gross)
    else:
        coefficient = _degressive(scale, top, smic, gross)
    amount = min(cents(coefficient * gross), limit)
    because = f"coefficient {coefficient:f} pour un salaire de {euros(gross)} et un Smic de {euros(smic)}".replace(
        ".", ","
    )
    return Line("Réduction générale", gross, coefficient, -amount, because, scale.source, (scale,))


def _smic_counted(hire: Hire, month: date) -> Decimal:
    """The Smic of the formula at the contract's hours; since 2026 a Smic frozen for the year."""
    legal = value_on("weekly_hours", month).number
    smic, _ = smic_of(hire, month)
    if value_on("general_reduction", month).ended and not hire.is_mayotte:
        smic = monthly_smic(value_on("single_reduction_smic", month).number, legal)
    return smic * hire.weekly_hours / legal


def _degressive(scale: Value, top: Decimal, smic: Decimal, gross: Decimal) -> Decimal:
    table = scale.table
    coefficient = top / table["slope"] * (table["exit"] * smic / gross - 1)
    return min(top, max(ZERO, coefficient)).quantize(FOUR_PLACES, ROUND_HALF_UP)


def _single(scale: Value, delta: Decimal, smic: Decimal, gross: Decimal) -> Decimal:
    table = scale.table
    if gross >= table["exit"] * smic:
        return ZERO
    distance = HALF * (table["exit"] * smic / gross - 1)
    share = delta if distance >= 1 else delta * distance ** table["power"]
    return (table["floor"] + share).quantize(FOUR_PLACES, ROUND_HALF_UP)
