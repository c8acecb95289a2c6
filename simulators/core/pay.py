"""The least that may be paid, and the dated schedule of pay (Code du travail, art. D. 6222-26 and following)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from apprentissage.law import Value, in_force, value_on
from simulators.core.hire import Hire, add_years, age_on, next_month
from simulators.core.money import cents, euros, percent

BRACKETS = ("under_18", "from_18", "from_21", "from_26")
BRACKET_NAMES = {
    "under_18": "avant 18 ans",
    "from_18": "de 18 à 20 ans",
    "from_21": "de 21 à 25 ans",
    "from_26": "à partir de 26 ans",
}
HUNDREDTH = Decimal("0.01")
WEEKS_IN_A_YEAR = Decimal(52)
MONTHS_IN_A_YEAR = Decimal(12)


@dataclass(frozen=True, slots=True)
class Pay:
    """A monthly gross for full months, with what it rests on."""

    year: int
    bracket: str
    rate: Decimal
    reference: str  # "SMIC" or "SMC"
    reference_amount: Decimal
    minimum: Decimal
    gross: Decimal
    because: str
    source: str
    law: tuple[Value, ...] = field(default=(), compare=False)  # the grid, the Smic, what was added


def monthly_smic(hourly: Decimal, weekly_hours: Decimal) -> Decimal:
    """The monthly minimum wage for the legal hours, to the cent: hours × 52 / 12, never 151.67."""
    return cents(hourly * weekly_hours * WEEKS_IN_A_YEAR / MONTHS_IN_A_YEAR)


def smic_parameter(hire: Hire) -> str:
    return "smic_mayotte_hourly" if hire.is_mayotte else "smic_hourly"


def smic_of(hire: Hire, month: date) -> tuple[Decimal, Value]:
    """The full-time monthly Smic of a month where the apprentice works, and the row of the law behind it."""
    hourly = value_on(smic_parameter(hire), month)
    return monthly_smic(hourly.number, value_on("weekly_hours", month).number), hourly


def bracket_days(hire: Hire) -> list[tuple[date, str]]:
    """From which day each age bracket of pay counts. Reached before the contract, an age counts at once.

    During it, from the first day of the month that follows the birthday, be it the 1st of a month (art. D. 6222-31).
    """
    ages = in_force("pay_ages", hire.moment(hire.starts_on)).table
    days = []
    for bracket in BRACKETS[1:]:
        birthday = add_years(hire.birth_date, int(ages[bracket]))
        days.append((birthday if birthday <= hire.starts_on else next_month(birthday), bracket))
    return days


def bracket_on(hire: Hire, day: date) -> str:
    """The age bracket of pay on a day."""
    return [BRACKETS[0], *(bracket for since, bracket in bracket_days(hire) if since <= day)][-1]


def pay_for(hire: Hire, day: date, year: int) -> Pay:
    """The monthly pay in force on a day of the contract, for a full month at the contract's hours."""
    moment = hire.moment(day.replace(day=1))
    bracket = bracket_on(hire, day)
    if hire.vocational_licence:
        year = max(year, int(in_force("vocational_licence_year", moment).number))
    grid = in_force("pay_grid", moment)
    rates = grid.table[bracket]
    rate = rates[min(year, len(rates)) - 1]
    smic, smic_value = smic_of(hire, moment.month)
    reference, amount = _reference(hire, bracket, smic)
    points, reasons, added_by = _points(hire, year, moment)
    base = cents(amount * rate)
    minimum = base if not points else max(base, min(cents(amount * (rate + points)), smic))
    if added := _public_points(hire, moment):
        minimum = cents(amount * (rate + points + added))
        reasons.append(f"{added * 100:f} points ajoutés par l'employeur public")
        added_by.append(in_force("public_points", moment))
    minimum = _at_contract_hours(hire, minimum, moment.month)
    of = f"{_reference_name(reference)} de {euros(amount)}"
    because = f"{percent(rate)} du {of} : {_year_name(year)}, {BRACKET_NAMES[bracket]}"
    sources = [value.source for value in added_by]
    if hire.previous_pay is not None and hire.previous_pay > minimum:
        minimum = hire.previous_pay
        reasons.append("au moins la dernière rémunération du contrat précédent")
        sources.append("Code du travail, art. D. 6222-29")
    gross = minimum if hire.gross_monthly is None else hire.gross_monthly
    if hire.gross_monthly is not None:
        reasons.insert(0, f"salaire donné ; le minimum légal est {euros(minimum)}")
    return Pay(
        year=year,
        bracket=bracket,
        rate=rate + points,
        reference=reference,
        reference_amount=amount,
        minimum=minimum,
        gross=gross,
        because=" ; ".join([because, *reasons]),
        source=" ; ".join([grid.source, *sources]),
        law=(grid, smic_value, *added_by),
    )


def _reference(hire: Hire, bracket: str, smic: Decimal) -> tuple[str, Decimal]:
    """From 21, the minimum of the collective agreement when it is higher than the Smic (art. D. 6222-26, 3° and 4°)."""
    agreed = hire.conventional_minimum
    if agreed is not None and agreed > smic and bracket in ("from_21", "from_26"):
        return "SMC", agreed
    return "SMIC", smic


def _points(hire: Hire, year: int, moment) -> tuple[Decimal, list[str], list[Value]]:
    """Points that stop at the Smic (art. D. 6222-31, second paragraph): related diploma, extra year when disabled."""
    points, reasons, values = Decimal(0), [], []
    if hire.related_diploma_supplement:
        value = in_force("related_diploma_points", moment)
        points += value.number * HUNDREDTH
        reasons.append(f"{value.number:f} points pour un diplôme connexe de même niveau, sans dépasser le Smic")
        values.append(value)
    if hire.disabled and (year - 1) * MONTHS_IN_A_YEAR >= in_force("duration", moment).table["max"]:
        value = in_force("disabled_extra_year_points", moment)
        points += value.number * HUNDREDTH
        reasons.append(f"{value.number:f} points pour l'année de prolongation, sans dépasser le Smic")
        values.append(value)
    return points, reasons, values


def _public_points(hire: Hire, moment) -> Decimal:
    """What a public employer adds: his choice, or more when the text of the day obliged him to."""
    if not hire.is_public:
        return Decimal(0)
    mandatory = in_force("public_points", moment).table["mandatory"].get(f"level_{hire.diploma_level}", Decimal(0))
    return max(Decimal(hire.public_points), mandatory) * HUNDREDTH


def _at_contract_hours(hire: Hire, monthly: Decimal, month: date) -> Decimal:
    """The monthly amount for the hours of the contract, overtime increased as the law does without an agreement."""
    legal = value_on("weekly_hours", month).number
    if hire.weekly_hours == legal:
        return monthly
    if hire.weekly_hours < legal:
        return cents(monthly * hire.weekly_hours / legal)
    scale = value_on("overtime", month).table
    extra = hire.weekly_hours - legal
    first = min(extra, scale["first_hours"])
    counted = legal + first * (1 + scale["first_rate"]) + (extra - first) * (1 + scale["next_rate"])
    return cents(monthly * counted / legal)


def _year_name(year: int) -> str:
    return "1re année" if year == 1 else f"{year}e année"


def _reference_name(reference: str) -> str:
    return "Smic" if reference == "SMIC" else "minimum conventionnel"


def age_at_start(hire: Hire) -> int:
    """Age in completed years on the first day."""
    return age_on(hire.starts_on, hire.birth_date)
