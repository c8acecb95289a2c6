"""What the employer owes on top of the pay, before and after the general reduction."""

from datetime import date
from decimal import Decimal

from apprentissage.law import Value, value_on
from simulators.core.hire import Hire
from simulators.core.money import ZERO, Line, cents, percent, settled
from simulators.core.pay import smic_of

REDUCIBLE = (
    "health",
    "pension_capped",
    "pension_uncapped",
    "family",
    "solidarity_autonomy",
    "fnal",
    "unemployment",
    "agirc_arrco",
    "ceg",
)
LABELS = {
    "health": "Assurance maladie",
    "pension_capped": "Vieillesse plafonnée",
    "pension_uncapped": "Vieillesse déplafonnée",
    "family": "Allocations familiales",
    "atmp": "Accidents du travail",
    "solidarity_autonomy": "Solidarité autonomie",
    "fnal": "Aide au logement (Fnal)",
    "unemployment": "Assurance chômage",
    "ags": "Garantie des salaires (AGS)",
    "agirc_arrco": "Retraite complémentaire Agirc-Arrco",
    "ceg": "Contribution d'équilibre général",
    "social_dialogue": "Dialogue social",
    "training_contribution": "Formation professionnelle",
    "apprenticeship_tax": "Taxe d'apprentissage",
    "apprenticeship_tax_balance": "Taxe d'apprentissage, solde",
    "additional_apprenticeship": "Contribution supplémentaire à l'apprentissage",
    "housing_contribution": "Participation à l'effort de construction",
    "mobility": "Versement mobilité",
    "health_cover": "Mutuelle, part de l'employeur",
    "forfait_social": "Forfait social sur la mutuelle",
}
NOT_DUE = Decimal(0)
WHOLE_PAY = "sur tout le salaire"


def contributions(hire: Hire, month: date, gross: Decimal) -> dict[str, Line]:
    """Every contribution of a month by name, before any reduction; those not due stand at zero with the reason."""
    lines = {"atmp": _accidents(hire, month, gross)}
    if not hire.is_public:
        lines |= _general(hire, month, gross) | _by_headcount(hire, month, gross)
    lines |= _health_cover(hire, month)
    return dict(zip(lines, settled(list(lines.values())), strict=True))


def reducible(lines: dict[str, Line], accident_part: Decimal) -> Decimal:
    """The sum of the contributions that the general reduction may absorb; of accidents only its part."""
    accidents = lines["atmp"]
    covered = _exact(accidents._replace(rate=min(accidents.rate or ZERO, accident_part)))
    return cents(covered + sum((_exact(lines[name]) for name in REDUCIBLE), ZERO))


def _exact(line: Line) -> Decimal:
    return (line.base or ZERO) * (line.rate or ZERO)


def _accidents(hire: Hire, month: date, gross: Decimal) -> Line:
    if hire.atmp_rate is not None:
        return _line("atmp", gross, hire.atmp_rate, "taux notifié à l'établissement", "Notification de la caisse")
    mean = value_on("atmp_average", month)
    return _line(
        "atmp", gross, mean.number, "taux moyen national : le vôtre figure sur votre notification", mean.source, mean
    )


def _general(hire: Hire, month: date, gross: Decimal) -> dict[str, Line]:
    ceiling = value_on("social_security_ceiling", month).number
    capped = min(gross, ceiling)
    lines = {
        "health": _full_or_reduced("health", hire, month, gross),
        "family": _full_or_reduced("family", hire, month, gross),
    }
    for name in ("pension_capped", "unemployment", "ags", "agirc_arrco", "ceg"):
        lines[name] = _due(name, capped, month, "sur le salaire, dans la limite du plafond")
    for name in ("pension_uncapped", "solidarity_autonomy", "social_dialogue"):
        lines[name] = _due(name, gross, month, WHOLE_PAY)
    return lines


def _full_or_reduced(name: str, hire: Hire, month: date, gross: Decimal) -> Line:
    """Health and family had a reduced rate for low pay until the end of 2025."""
    reduced = value_on(f"{name}_reduced", month)
    if not reduced.ended:
        smics = value_on("reduced_rate_ceilings", month).table[name]
        smic, _ = smic_of(hire, month)
        if gross <= smics * smic:
            because = f"taux réduit jusqu'à {smics:f} Smic".replace(".", ",")
            return _line(name, gross, reduced.number, because, reduced.source, reduced)
    full = value_on(f"{name}_full", month)
    return _line(name, gross, full.number, "taux plein", full.source, full)


def _by_headcount(hire: Hire, month: date, gross: Decimal) -> dict[str, Line]:
    limits = value_on("headcount_thresholds", month)
    medium, large = limits.table["medium"], limits.table["large"]
    fnal = "fnal_large" if hire.headcount >= large else "fnal_small"
    lines = {"fnal": _due("fnal", gross, month, _because(hire.headcount, large), parameter=fnal)}
    taxes = (
        ["apprenticeship_tax_alsace_moselle"]
        if hire.is_alsace_moselle
        else ["apprenticeship_tax", "apprenticeship_tax_balance"]
    )
    for parameter in ("training_contribution", *taxes):
        name = "apprenticeship_tax" if parameter == "apprenticeship_tax_alsace_moselle" else parameter
        lines[name] = _from(medium, name, hire, month, gross, parameter=parameter)
    lines["mobility"] = _mobility(hire, gross, medium)
    lines["housing_contribution"] = _from(large, "housing_contribution", hire, month, gross)
    lines["additional_apprenticeship"] = _additional(hire, month, gross, limits.table)
    return lines


def _from(threshold: Decimal, name: str, hire: Hire, month: date, gross: Decimal, parameter: str = "") -> Line:
    """A contribution due from a headcount on; below it, zero and why."""
    if hire.headcount >= threshold:
        return _due(name, gross, month, _because(hire.headcount, threshold), parameter=parameter)
    value = value_on(parameter or name, month)
    because = f"non due pour un apprenti, moins de {threshold:f} salariés"
    return _line(name, gross, NOT_DUE, because, value.source, value)


def _mobility(hire: Hire, gross: Decimal, threshold: Decimal) -> Line:
    source = "Code général des collectivités territoriales, art. L. 2333-64 et L. 2531-4"
    if hire.headcount < threshold:
        return _line("mobility", gross, NOT_DUE, f"non dû, moins de {threshold:f} salariés", source)
    return _line("mobility", gross, hire.mobility_rate, "taux de la commune, à lire sur le site de l'Urssaf", source)


def _additional(hire: Hire, month: date, gross: Decimal, limits) -> Line:
    """Large companies under the quota of work-study staff pay more (art. L. 6242-1)."""
    value = value_on("additional_apprenticeship", month)
    if hire.headcount < limits["quota"]:
        because = f"non due, moins de {limits['quota']:f} salariés"
        return _line("additional_apprenticeship", gross, NOT_DUE, because, value.source, value)
    rate = NOT_DUE
    for share, due in zip(value.table["shares"], value.table["rates"], strict=True):
        if hire.work_study_share < share:
            rate = due
            break
    if rate == value.table["rates"][0] and hire.headcount >= limits["very_large"]:
        rate = value.table["very_large"]
    if hire.is_alsace_moselle:
        rate *= value.table["alsace_moselle"]
    because = f"{percent(hire.work_study_share)} d'alternants dans l'effectif"
    return _line("additional_apprenticeship", gross, rate, because, value.source, value)


def _health_cover(hire: Hire, month: date) -> dict[str, Line]:
    if not hire.health_cover:
        return {}
    amount = cents(hire.health_cover)
    lines = {
        "health_cover": Line(
            LABELS["health_cover"],
            None,
            None,
            amount,
            "montant donné, la moitié au moins",
            "Code de la sécurité sociale, art. L. 911-7",
        )
    }
    if hire.headcount >= value_on("headcount_thresholds", month).table["medium"]:
        lines["forfait_social"] = _due("forfait_social", amount, month, "sur la part de l'employeur à la mutuelle")
    return lines


def _because(headcount: Decimal, threshold: Decimal) -> str:
    return f"{threshold:f} salariés et plus" if headcount >= threshold else f"moins de {threshold:f} salariés"


def _due(name: str, base: Decimal, month: date, because: str, parameter: str = "") -> Line:
    value = value_on(parameter or name, month)
    return _line(name, base, value.number, because, value.source, value)


def _line(name: str, base: Decimal, rate: Decimal, because: str, source: str, *law: Value) -> Line:
    return Line(LABELS[name], base, rate, base * rate, because, source, law)
