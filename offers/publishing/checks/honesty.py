"""Who offers the place, and what is asked in return: no school in an employer's clothes, no fee, no hidden contact."""

import re
from collections.abc import Iterator

from offers.publishing.checks.facts import (
    Finding,
    OfferFacts,
    Severity,
    occurrences,
    plain,
    rewritten,
    without_the_sentence,
)

EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|arobase)\s?[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:fr|com|net|org|eu|io|info|pro|bzh|paris|re)\b(?:/\S*)?")
PHONE = re.compile(r"(?<![\d,])(?:(?:\+|00)\s?33\s?(?:\(0\))?|0)\s?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
CONTACTS = {
    EMAIL: "une adresse électronique",
    WEB: "l'adresse d'un site",
    PHONE: "un numéro de téléphone",
}

FEES = re.compile(
    r"\bfrais (?:d'inscription|de scolarite|de dossier|de formation|d'admission|d'entree|pedagogiques)\b"
    r"|\b(?:scolarite|formation) payante\b"
    r"|\b(?:verser|payer|regler|deposer|prevoir) (?:une caution|un acompte|des arrhes|\d[\d ]*\s?(?:€|euros))"
    r"|\b(?:mandat cash|western union|coupons? pcs|transcash|carte prepayee)\b"
    r"|\bcaution de \d"
)
PAID_FOR_THE_APPRENTICE = re.compile(
    r"(?:pris en charge|prise en charge|rembours\w+|offerts?|gratuit\w*|aucuns?|pas de|sans|payes? par|\b0 ?€)"
)
AROUND = 40  # signs read on each side of a fee, to know who pays it

SCHOOL_NAME = re.compile(
    r"\b(?:ecole|cfa|campus|academy|academie|business school|institut (?:de formation|superieur)|lycee"
    r"|centre de formation|organisme de formation|formation (?:pro|continue)|ifa|greta|mfr|universite)\b"
)
SCHOOL_WORDS = re.compile(
    r"\b(?:integre[rz]|rejoin\w+|admissions? (?:dans|a|en)) (?:notre|nos) "
    r"(?:ecole|campus|cfa|formation|bachelor|bts|mastere)\w*"
    r"|\b(?:notre|nos|nous sommes (?:un|une)) (?:ecole|campus|cfa|centre de formation|organisme de formation)\b"
    r"|\bpour (?:l'une?|une?|le compte) (?:de (?:nos|ses)|d'une?) (?:entreprises? )?(?:partenaires?|clientes?)\b"
    r"|\b(?:nos|notre|ses) (?:entreprises? partenaires?)\b"
    r"|\bjournees? portes ouvertes\b"
)


def gives_a_contact(facts: OfferFacts) -> Iterator[Finding]:
    """An address or a number inside the text: nobody could follow the answers, and robots collect them."""
    for field, text in facts.texts.items():
        taken: list[tuple[int, int]] = []
        for pattern, what in CONTACTS.items():
            for words, start, end in occurrences(pattern, text):
                if any(start < last and first < end for first, last in taken):
                    continue
                taken.append((start, end))
                yield Finding(
                    Severity.BLOCKS,
                    field,
                    f"« {words} » est {what}. On vous répond ici, sans montrer vos coordonnées à tous.",
                    words,
                    without_the_sentence(text, start, end),
                    "Retirer la phrase",
                )


def asks_for_money(facts: OfferFacts) -> Iterator[Finding]:
    """An apprentice never pays: neither to apply, nor for the training."""
    for field, text in facts.texts.items():
        for words, start, end in occurrences(FEES, text):
            around = plain(text[max(0, start - AROUND) : start]) + " " + plain(text[end : end + AROUND])
            if not PAID_FOR_THE_APPRENTICE.search(around):
                yield Finding(
                    Severity.BLOCKS,
                    field,
                    f"« {words} » : un apprenti ne paie rien, ni pour postuler, ni pour sa formation.",
                    words,
                    rewritten(text, start, end, ""),
                    "Retirer ces mots",
                )


def is_a_school(facts: OfferFacts) -> Iterator[Finding]:
    """A training centre that publishes as if it were the employer: somebody reads it before it shows."""
    who = "L'offre est celle de l'entreprise où l'on travaille, et qui signe le contrat."
    if facts.naf.startswith("85"):
        yield Finding(
            Severity.REVIEW, "entreprise", f"Votre activité déclarée est l'enseignement (NAF {facts.naf}). {who}"
        )
    elif words := next((words for words, _, _ in occurrences(SCHOOL_NAME, facts.employer_name)), ""):
        yield Finding(Severity.REVIEW, "entreprise", f"« {words} » fait penser à un centre de formation. {who}", words)
    for field, text in facts.texts.items():
        for words, _, _ in occurrences(SCHOOL_WORDS, text):
            yield Finding(Severity.REVIEW, field, f"« {words} » fait penser à un centre de formation. {who}", words)
