"""Pay, length and dates: what the law sets, and what cannot be."""

import re
from collections.abc import Iterator
from decimal import Decimal

from offers.publishing.checks.facts import Finding, OfferFacts, Severity, plain
from simulators.core.law import value_on

# An amount that is said to be a month's pay: "400 € par mois", "gratification de 550 euros", "salaire : 600 €".
PAY = re.compile(
    r"(?:\b(?:salaire|remuneration|gratification|indemnite|paye?)\b[^.\n\d]{0,25})"
    r"(?P<before>(?:\d{1,2}[ ]?\d{3}|\d{2,3})(?:[,.]\d{1,2})?)\s?(?:€|euros?)"
    r"|(?P<after>(?:\d{1,2}[ ]?\d{3}|\d{2,3})(?:[,.]\d{1,2})?)\s?(?:€|euros?)\s?"
    r"(?:(?:brut|net|nets|bruts)\w*\s?)?(?:par mois|/ ?mois|mensuel\w*)"
)
FAR = 550  # days: beyond, the offer is probably mistyped


def pays_less_than_the_minimum(facts: OfferFacts) -> Iterator[Finding]:
    """A pay under the least of the law, for everybody or for some ages."""
    if not facts.minimums:
        return
    youngest_ages, least = _least(facts)
    for field, text in facts.texts.items():
        for found in PAY.finditer(plain(text)):
            amount = Decimal((found["before"] or found["after"]).replace(" ", "").replace(",", "."))
            if amount < least:
                words = text[found.start() : found.end()].strip()
                yield Finding(
                    Severity.BLOCKS,
                    field,
                    f"« {words} » est sous le minimum de la loi : {_euros(least)} brut par mois {youngest_ages}.",
                    words,
                )
    if facts.gross_monthly is None:
        return
    if facts.gross_monthly < least:
        sentence = f"C'est moins que le minimum de la loi : {_euros(least)} brut par mois {youngest_ages}."
        yield Finding(Severity.BLOCKS, "salaire", sentence, fix="", fix_label="Payer le minimum de la loi")
        return
    ages, higher = next(((ages, amount) for ages, amount in facts.minimums if amount > facts.gross_monthly), ("", None))
    if higher:
        sentence = f"La loi demande plus {ages} : {_euros(higher)} brut par mois. Vous paierez alors ce minimum."
        yield Finding(Severity.ADVICE, "salaire", sentence)


def _least(facts: OfferFacts) -> tuple[str, Decimal]:
    """The least for the youngest who may answer."""
    if facts.minimum_age and facts.minimum_age >= 18 and len(facts.minimums) > 1:
        return facts.minimums[1]
    return facts.minimums[0]


def lasts_too_long_or_too_little(facts: OfferFacts) -> Iterator[Finding]:
    """A length that no contract of apprenticeship has."""
    bounds = value_on("duration", facts.today).table
    if facts.months is None:
        return
    if facts.months < bounds["min"]:
        sentence = f"Un contrat d'apprentissage dure au moins {bounds['min']} mois."
        yield Finding(
            Severity.BLOCKS, "duree", sentence, fix=str(bounds["min"]), fix_label=f"Écrire {bounds['min']} mois"
        )
    elif facts.months > bounds["max_disabled"]:
        sentence = (
            f"Un contrat d'apprentissage dure {bounds['max']} mois au plus, {bounds['max_disabled']} avec un handicap."
        )
        yield Finding(
            Severity.BLOCKS, "duree", sentence, fix=str(bounds["max"]), fix_label=f"Écrire {bounds['max']} mois"
        )
    elif facts.months > bounds["max"]:
        sentence = f"Au-delà de {bounds['max']} mois, il faut un handicap reconnu ou un sport de haut niveau."
        yield Finding(
            Severity.ADVICE, "duree", sentence, fix=str(bounds["max"]), fix_label=f"Écrire {bounds['max']} mois"
        )


def starts_in_the_past(facts: OfferFacts) -> Iterator[Finding]:
    """A start behind us, or so far that a year was mistyped."""
    if facts.starts_on is None:
        return
    if facts.starts_on < facts.today:
        yield Finding(
            Severity.BLOCKS, "debut", "Cette date est passée. Donnez-en une à venir, ou « dès que possible »."
        )
    elif (facts.starts_on - facts.today).days > FAR:
        yield Finding(Severity.ADVICE, "debut", "C'est dans plus d'un an et demi. Vérifiez l'année.")


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f} €".replace(".", ",")
