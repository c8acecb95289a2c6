"""The criteria of article L. 1132-1: an offer tells the work and what it demands, never who is unwanted.

The words come from what refused offers usually say. They are read without accents or capitals. A word that is lawful
elsewhere (« jeunes enfants », « coiffure hommes ») is told apart by what stands around it; the tests keep both lists.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path
from typing import NamedTuple

from offers.publishing.checks.facts import Finding, OfferFacts, Severity, occurrences, plain, rewritten
from simulators.core.law import value_on


class Wording(NamedTuple):
    """Words that refuse somebody: the criterion of the law, and what may be written instead (empty: nothing)."""

    criterion: str
    pattern: re.Pattern[str]
    instead: str
    severity: Severity


@cache
def wordings() -> tuple[Wording, ...]:
    """The rows of ``wordings.toml``, in their order."""
    data = tomllib.loads((Path(__file__).parent / "wordings.toml").read_text(encoding="utf-8"))
    return tuple(
        Wording(
            row["criterion"],
            re.compile(
                reduce(lambda text, name: text.replace(f"@{name}", data["sets"][name]), data["sets"], row["pattern"])
            ),
            row.get("instead", ""),
            Severity(row.get("severity", Severity.BLOCKS)),
        )
        for row in data["wordings"]
    )


MARKED_TITLES = {
    r"\bhommes? d'entretien\b": "agente ou agent d'entretien",
    r"\bfemmes? de (?:menage|service)\b": "agente ou agent d'entretien",
    r"\bfemmes? de chambre\b": "employée ou employé d'étage",
    r"\bvalets? de chambre\b": "employée ou employé d'étage",
    r"\bhommes? toutes? mains?\b": "agente ou agent polyvalent",
    r"\b(?:serveuse|hotesse|secretaire) (?:feminine|femme)\b": "serveuse ou serveur",
    r"\bhotesses? (?:d'accueil|de caisse)\b(?! (?:ou|/|et) )": "hôtesse ou hôte d'accueil",
}
BOTH = re.compile(r"\b[hf] ?[/-] ?[hf]\b|\bm/f\b|[·.(/-]e\b|\(e\)|\bou\b|/")


def says_whom_it_refuses(facts: OfferFacts) -> Iterator[Finding]:
    """Words that set aside people for a reason that the law forbids."""
    for field, text in facts.texts.items():
        taken: list[tuple[int, int]] = []
        for wording in wordings():
            for words, start, end in occurrences(wording.pattern, text):
                if any(start < last and first < end for first, last in taken):
                    continue
                taken.append((start, end))
                yield Finding(
                    wording.severity,
                    field,
                    f"« {words} » peut écarter quelqu'un. Le critère : {wording.criterion}. "
                    "Dites plutôt ce que le travail demande.",
                    words,
                    rewritten(text, start, end, wording.instead),
                    f"Écrire « {wording.instead} »" if wording.instead else "Retirer ces mots",
                )


# A number of years that is an age: not a length, not that of children, nor the past of a company.
AGES = re.compile(
    r"(?P<words>(?:\bage(?:e|es|s|\(e\))?\s+)?"
    r"(?:(?:entre|de)\s+(?P<low>\d\d)\s+(?:et|a)\s+(?P<high>\d\d)\s*ans"
    r"|(?:de\s+)?(?:moins de|pas plus de|jusqu'a|maximum|max\.?)\s+(?P<most>\d\d)\s*ans"
    r"|(?P<top>\d\d)\s*ans\s+(?:maximum|maxi|max\b|au plus)))"
    r"(?:\s+revolus)?"
    r"(?!\s*(?:d'experience|d'anciennete|d'existence|de contrat|de formation|d'activite|de metier|de savoir))"
)
ELSEWHERE = re.compile(
    r"\b(?:enfants?|eleves?|clients?|public|residents?|patients?|prime|aide|permis|contrat|duree)\b[^.\n]{0,30}$"
)


def sets_an_age(facts: OfferFacts) -> Iterator[Finding]:
    """An age at which one is too old, unless it is that of the law; an age asked above what the work demands."""
    most = value_on("age_max", facts.today).table["standard"]
    for field, text in facts.texts.items():
        for found in AGES.finditer(plain(text)):
            limit = int(found["high"] or found["most"] or found["top"])
            if limit < 16 or limit in (most, most + 1) or ELSEWHERE.search(plain(text[: found.start()])):
                continue
            start, end = found.span("words")
            sentence = (
                f"« {text[start:end]} » fixe un âge maximum. La loi ouvre l'apprentissage jusqu'à {most} ans révolus, "
                "et plus tard dans certains cas : un employeur ne peut pas choisir moins."
            )
            fix = rewritten(text, start, end, "")
            yield Finding(Severity.BLOCKS, field, sentence, text[start:end], fix, "Retirer cet âge")
    yield from _minimum_age(facts)


def _minimum_age(facts: OfferFacts) -> Iterator[Finding]:
    least = value_on("age_min", facts.today).table["college_finished"]
    if facts.minimum_age is None:
        return
    if facts.minimum_age < least:
        sentence = f"On peut devenir apprenti à {least} ans au plus tôt, une fois la 3e finie."
        yield Finding(Severity.BLOCKS, "age", sentence, fix="", fix_label="Ne pas demander d'âge")
    elif facts.minimum_age > 18:
        sentence = (
            f"Demander {facts.minimum_age} ans écarte des majeurs. "
            "Au-delà de 18 ans, il faut une raison écrite dans la loi."
        )
        yield Finding(Severity.REVIEW, "age", sentence, fix="18", fix_label="Demander 18 ans")


def speaks_to_one_sex(facts: OfferFacts) -> Iterator[Finding]:
    """A title that names one sex only, when the trade has two names."""
    title = facts.texts.get("titre", "")
    if not title or BOTH.search(plain(title)):
        return
    for pattern, both in MARKED_TITLES.items():
        for words, start, end in occurrences(re.compile(pattern), title):
            yield _names_one(words, rewritten(title, start, end, both))
            return
    if facts.feminine and facts.feminine != facts.masculine:
        for word in (facts.feminine, facts.masculine):
            for words, start, end in occurrences(re.compile(rf"\b{re.escape(plain(word))}\b"), title):
                yield _names_one(words, rewritten(title, start, end, f"{facts.feminine} ou {facts.masculine}"))
                return


def _names_one(words: str, new_title: str) -> Finding:
    return Finding(
        Severity.ADVICE,
        "titre",
        f"« {words} » ne parle qu'aux unes ou qu'aux autres. Nommez le métier des deux façons, ou ajoutez « H/F ».",
        words,
        new_title,
        f"Écrire « {new_title} »",
    )
