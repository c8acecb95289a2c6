"""What is taken from the apprentice's pay, and the part of it that is exempt (Code du travail, art. L. 6243-2)."""

from datetime import date
from decimal import Decimal

from apprentissage.law import in_force, value_on
from simulators.core.hire import Hire
from simulators.core.money import ZERO, Line, cents, euros, percent, settled
from simulators.core.pay import smic_of

CONTRIBUTIONS = (
    "employee_pension_capped",
    "employee_pension_uncapped",
    "employee_agirc_arrco",
    "employee_ceg",
)
CAPPED = {"employee_pension_capped", "employee_agirc_arrco", "employee_ceg"}
LEVIES = ("csg_deductible", "csg_non_deductible", "crds")
LABELS = {
    "employee_pension_capped": "Vieillesse plafonnée",
    "employee_pension_uncapped": "Vieillesse déplafonnée",
    "employee_agirc_arrco": "Retraite complémentaire Agirc-Arrco",
    "employee_ceg": "Contribution d'équilibre général",
    "employee_alsace_moselle": "Maladie, régime local d'Alsace-Moselle",
    "csg_deductible": "CSG déductible",
    "csg_non_deductible": "CSG non déductible",
    "crds": "CRDS",
}


def exempt_part(hire: Hire, month: date, presence: Decimal) -> Line:
    """The part of a month's pay free of contributions: a share of the Smic chosen by the date of signature.

    ``presence`` is the share of the month under contract: the threshold is reduced on entry and exit within a month,
    and for nothing else (neither part time nor absence).
    """
    smic, value = smic_of(hire, month)
    share = in_force("employee_exemption_threshold", hire.moment(month))
    return Line(
        label="Part exonérée du salaire",
        base=cents(smic * presence),
        rate=share.number,
        amount=cents(smic * share.number * presence),
        because=f"{percent(share.number)} du Smic de {euros(smic)}, d'après la date de signature",
        source=share.source,
        law=(share, value),
    )


def deductions(hire: Hire, month: date, gross: Decimal, exempt: Decimal) -> tuple[list[Line], list[Line]]:
    """The apprentice's contributions, then CSG and CRDS, on what exceeds the exempt part."""
    excess = max(ZERO, gross - exempt)
    if not excess:
        return [], []
    ceiling = value_on("social_security_ceiling", month).number
    capped = max(ZERO, min(gross, ceiling) - exempt)
    because = f"sur ce qui dépasse la part exonérée : {euros(excess)}"
    names = [*CONTRIBUTIONS, "employee_alsace_moselle"] if hire.is_alsace_moselle else CONTRIBUTIONS
    contributions = [_line(name, capped if name in CAPPED else excess, month, because) for name in names]
    return settled(contributions), settled(_levies(hire, month, excess))


def _levies(hire: Hire, month: date, excess: Decimal) -> list[Line]:
    """CSG and CRDS: none on contracts signed before the law of 2025, none in Mayotte."""
    if hire.is_mayotte or not in_force("csg_due", hire.moment(month)).number:
        return []
    share = value_on("csg_base_share", month).number
    base = excess * share
    return [_line(name, base, month, f"sur {percent(share)} de ce qui dépasse la part exonérée") for name in LEVIES]


def _line(name: str, base: Decimal, month: date, because: str) -> Line:
    value = value_on(name, month)
    return Line(LABELS[name], base, value.number, base * value.number, because, value.source, (value,))
