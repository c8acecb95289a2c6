"""Work that the law keeps from under-18s, or allows them only under conditions.

The articles of the Code du travail are those of the part on young workers (D. 4153-15 to D. 4153-37). A minor may learn
most of these works once the employer has told the labour inspectorate (art. R. 4153-40): nothing is forbidden here, the
offer only proposes to ask for 18 years.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from offers.publishing.checks.facts import Finding, OfferFacts, Severity, occurrences

ADULT = 18
NOT_DONE = r"(?<!pas de )(?<!sans )(?<!aucun )"

HAZARDS = {
    rf"{NOT_DONE}\bamiante\b": ("l'amiante", "D. 4153-17 et D. 4153-18"),
    r"\b(?:produits? (?:chimiques? )?dangereux|produits? cmr|solvants?|peinture au pistolet)\b": (
        "des produits chimiques dangereux",
        "D. 4153-17",
    ),
    r"\b(?:rayonnements? ionisants?|radiographie industrielle)\b": ("des rayonnements", "D. 4153-21"),
    r"\b(?:milieu hyperbare|scaphandriers?|travaux sous-marins|plongee professionnelle)\b": (
        "le milieu hyperbare",
        "D. 4153-23",
    ),
    r"\b(?:sous tension|haute tension|armoires? electriques? (?:ouverte|alimentee)s?)\b": (
        "l'électricité sous tension",
        "D. 4153-24",
    ),
    r"\b(?:demolition|tranchees?|blindage de fouilles?|etaiement)\b": ("la démolition ou les tranchées", "D. 4153-25"),
    r"\b(?:conduite|conduire|conduis\w*|pilot\w+) (?:de |d'|des |un |une |les )?(?:engins?|chariots?|tracteurs?|grues?"
    r"|pelles?|nacelles?|mini-?pelles?)\b|\bcaristes?\b|\bgrutiers?\b|\bcaces\b": (
        "la conduite d'engins",
        "D. 4153-26 et D. 4153-27",
    ),
    r"\b(?:scies? (?:circulaires?|a ruban)|toupies?|degauchisseuses?|tronconneuses?"
    r"|presses? (?:hydrauliques?|plieuses?)|massicots?|debroussailleuses?"
    r"|machines dangereuses|trancheuses?|hachoirs?)\b": (
        "des machines dangereuses",
        "D. 4153-28 et D. 4153-29",
    ),
    r"\b(?:travail|travaux|interventions?|acces) en (?:grande )?hauteur\b|\bechafaud\w+\b|\bcordistes?\b"
    r"|\b(?:toitures?|couvreurs?|couvreuses?|zingueurs?|zingueuses?|charpentes?|charpentiers?|elagage|elagueu\w+)\b": (
        "le travail en hauteur",
        "D. 4153-30 et D. 4153-31",
    ),
    r"\b(?:milieux? confines?|egouts?|cuves?|silos?)\b": ("les lieux confinés", "D. 4153-34"),
    r"\b(?:metal|metaux|verre|acier|fonte) en fusion\b|\b(?:fonderie|fondeu\w+)\b": (
        "le verre ou le métal en fusion",
        "D. 4153-35",
    ),
    r"\b(?:abattage|abattoirs?|equarrissage|animaux (?:feroces|dangereux|venimeux))\b": (
        "l'abattage ou des animaux dangereux",
        "D. 4153-37",
    ),
}
READERS = {re.compile(pattern): meaning for pattern, meaning in HAZARDS.items()}

# Trades whose daily work is of this kind, whatever the offer says.
HAZARDOUS_ROMES = {
    "A1101": ("la conduite d'engins", "D. 4153-26 et D. 4153-27"),
    "A1201": ("des machines dangereuses", "D. 4153-28 et D. 4153-29"),
    "F1301": ("la conduite d'engins", "D. 4153-26 et D. 4153-27"),
    "F1302": ("la conduite d'engins", "D. 4153-26 et D. 4153-27"),
    "F1501": ("le travail en hauteur", "D. 4153-30 et D. 4153-31"),
    "F1502": ("le travail en hauteur", "D. 4153-30 et D. 4153-31"),
    "F1503": ("le travail en hauteur", "D. 4153-30 et D. 4153-31"),
    "F1610": ("le travail en hauteur", "D. 4153-30 et D. 4153-31"),
    "H2101": ("l'abattage ou des animaux dangereux", "D. 4153-37"),
    "I1501": ("le travail en hauteur", "D. 4153-30 et D. 4153-31"),
    "I1502": ("le milieu hyperbare", "D. 4153-23"),
    "N1101": ("la conduite d'engins", "D. 4153-26 et D. 4153-27"),
}
NIGHT = re.compile(
    r"\b(?:travail|travaux|poste|equipe|horaires?|service|production) (?:en partie )?(?:de|la) nuit\b|\bla nuit\b"
    r"|\bde nuit\b|\b(?:a partir de|des|debut a) ?(?:0?[0-5]) ?h(?:eures?)?\b"
)
FULL_TIME = Decimal(35)


def is_hazardous_under_18(facts: OfferFacts) -> Iterator[Finding]:
    """Work that a minor may not do without conditions, when the offer asks for no age."""
    if _adults_only(facts):
        return
    told: set[str] = set()
    for text in facts.texts.values():
        for pattern, (what, article) in READERS.items():
            for words, _, _ in occurrences(pattern, text):
                if what not in told:
                    told.add(what)
                    yield _ask_for_18(f"« {words} » : {_conditions(what, article)}", words)
    if facts.rome_code in HAZARDOUS_ROMES and not told:
        what, article = HAZARDOUS_ROMES[facts.rome_code]
        yield _ask_for_18(f"Ce métier, c'est souvent {what} : {_conditions(what, article)}")


def works_at_night(facts: OfferFacts) -> Iterator[Finding]:
    """Night hours, when the offer asks for no age."""
    if _adults_only(facts):
        return
    for text in facts.texts.values():
        for words, _, _ in occurrences(NIGHT, text):
            sentence = (
                f"« {words} » : avant 18 ans, on ne travaille pas entre 22 h et 6 h, sauf exceptions (boulangerie, "
                "restauration, spectacle)."
            )
            yield _ask_for_18(sentence, words)
            return


def works_too_long(facts: OfferFacts) -> Iterator[Finding]:
    """More than 35 hours a week, when minors may answer."""
    if facts.weekly_hours and facts.weekly_hours > FULL_TIME and not _adults_only(facts):
        sentence = "Avant 18 ans, la semaine est de 35 heures au plus, sauf exceptions (chantiers, espaces verts)."
        yield Finding(Severity.ADVICE, "heures", sentence, fix="35", fix_label="Écrire 35 heures")


def _adults_only(facts: OfferFacts) -> bool:
    return facts.minimum_age is not None and facts.minimum_age >= ADULT


def _conditions(what: str, article: str) -> str:
    return (
        f"avant 18 ans, {what} ne se fait que pour la formation, avec l'accord du médecin et une déclaration à "
        f"l'inspection du travail (art. {article})."
    )


def _ask_for_18(sentence: str, words: str = "") -> Finding:
    """Wherever the words stand, what the fix changes is the age asked."""
    return Finding(Severity.ADVICE, "age", sentence, words, fix=str(ADULT), fix_label="Demander 18 ans")
