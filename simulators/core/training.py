"""What the private employer owes for the training itself (Code du travail, art. R. 6332-25-1)."""

from apprentissage.law import LawUnknown, in_force
from simulators.core.hire import Hire
from simulators.core.money import ZERO, Line, cents


def employer_share(hire: Hire) -> Line:
    """The 750 euros owed once from level 6, 200 after a broken contract, or zero with why."""
    moment = hire.moment(hire.starts_on.replace(day=1))
    label = "Participation à la formation"
    source = "Code du travail, art. L. 6332-14 et R. 6332-25-1"
    if hire.is_public:
        return Line(label, None, None, ZERO, "employeur public : la formation est financée autrement", source)
    try:
        first_level = in_force("employer_share_first_level", moment)
        value = in_force("employer_share_after_break" if hire.after_break else "employer_share", moment)
    except LawUnknown:
        return Line(label, None, None, ZERO, "contrat signé avant que cette participation existe", source)
    if hire.diploma_level < first_level.number:
        return Line(
            label, None, None, ZERO, f"rien à payer avant le niveau {first_level.number:f}", source, (first_level,)
        )
    because = "une fois par contrat, facturée par le CFA après 45 jours en entreprise"
    if hire.after_break:
        because = "nouveau contrat après une rupture : montant réduit, une fois"
    return Line(label, None, None, cents(value.number), because, value.source, (value,))
