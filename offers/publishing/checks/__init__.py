"""What an offer may not say: pure functions over plain facts, each with the text that it comes from.

Start with ``check``. A rule yields a ``Finding`` for each thing it reads: the sentence to show, how grave it is, and
the corrected text that one press writes in its place. Nothing here knows a model, a form or a page.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from offers.publishing.checks import discrimination, honesty, pay_and_dates, safety
from offers.publishing.checks.facts import Finding, OfferFacts, Severity

__all__ = ["RULES", "Finding", "OfferFacts", "Severity", "check"]

Rule = Callable[[OfferFacts], Iterator[Finding]]

# Each rule with its source, in the order in which an employer reads them.
RULES: dict[Rule, str] = {
    discrimination.says_whom_it_refuses: "Code du travail, art. L. 1132-1",
    discrimination.sets_an_age: "Code du travail, art. L. 1132-1, L. 6222-1 et D. 6222-1",
    discrimination.speaks_to_one_sex: "Code du travail, art. L. 1142-1",
    honesty.gives_a_contact: "Règle de publication : les candidatures arrivent ici, suivies et protégées",
    honesty.asks_for_money: "Code du travail, art. L. 5321-3 et L. 6211-1",
    honesty.is_a_school: "Règle de publication : l'offre est celle de l'employeur qui signe le contrat",
    safety.is_hazardous_under_18: "Code du travail, art. L. 4153-8, L. 4153-9 et D. 4153-15 à D. 4153-37",
    safety.works_at_night: "Code du travail, art. L. 3163-1 et L. 3163-2",
    safety.works_too_long: "Code du travail, art. L. 3162-1",
    pay_and_dates.pays_less_than_the_minimum: "Code du travail, art. L. 6222-27 et D. 6222-26",
    pay_and_dates.lasts_too_long_or_too_little: "Code du travail, art. L. 6222-7-1",
    pay_and_dates.starts_in_the_past: "Règle de publication : on ne répond pas à une place déjà commencée",
}


def check(facts: OfferFacts) -> list[Finding]:
    """Everything that the rules find, the gravest first, each with the name of its rule and its source."""
    found = [
        replace(finding, rule=rule.__name__, source=source) for rule, source in RULES.items() for finding in rule(facts)
    ]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))
