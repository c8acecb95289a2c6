"""How a place name is reduced, so that "St-Étienne", "saint etienne" and "SAINT ETIENNE CEDEX 1" are one.

Pure Python: the loader writes ``name_key`` in the database and the search reduces what was typed the same way.
"""

import re
import unicodedata
from string import ascii_lowercase

ARTICLES = frozenset({"le", "la", "les", "l"})
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "dpt": "departement"}

# "Chalon s/Saône", "La Ferté s/s Jouarre": the slash must be read before punctuation goes.
SLASHED = [(re.compile(r"\bs/s\b[ /]?|\bss/"), "sous "), (re.compile(r"\bs/"), "sur ")]
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|re|e|eme|ieme|me|nd|nde|d)?")
CITIES_WITH_ARRONDISSEMENTS = frozenset({"paris", "lyon", "marseille"})
ARRONDISSEMENT = frozenset({"arrondissement", "arr", "ardt", "arrdt"})


def folded(text: str) -> str:
    """Lower case, without accents nor ligatures; punctuation stays."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def full_words(text: str) -> list[str]:
    """The words of a name, abbreviations written out, ordinals as numbers, articles kept."""
    text = folded(text)
    for pattern, written_out in SLASHED:
        text = pattern.sub(written_out, text)
    words = [ABBREVIATIONS.get(word, word) for word in NOT_A_WORD.split(text) if word]
    return _without_cedex(_numbers_last(words))


def name_key(text: str) -> str:
    """The reduced name: ``full_words`` without the article at either end ("Le Mans", "Mans (Le)" → "mans")."""
    words = full_words(text)
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in ARTICLES:
        words = words[:-1]
    return " ".join(words)


def has_article(text: str) -> bool:
    """Whether the name was typed with its article: "Le Port" is then not "Port"."""
    return full_words(text)[:1] != name_key(text).split()[:1]


def one_slip_away(words: str) -> set[str]:
    """What may have been meant with one letter missing, added, changed or swapped: "agin" for "agen"."""
    cuts = [(words[:at], words[at:]) for at in range(len(words) + 1)]
    fewer = {start + end[1:] for start, end in cuts if end}
    swapped = {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    changed = {start + letter + end[1:] for start, end in cuts if end for letter in ascii_lowercase}
    more = {start + letter + end for start, end in cuts for letter in ascii_lowercase + " "}
    return (fewer | swapped | changed | more) - {words}


def of(name: str) -> str:
    """The name after "de": "d'Arles", "du Mans", "des Abymes", "de La Rochelle"."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d'{name}" if folded(name[:1]) in set("aeiou") else f"de {name}"


def _numbers_last(words: list[str]) -> list[str]:
    """ "15e arrondissement Paris" and "Paris 15ème" are both "paris 15"."""
    kept = [ordinal[1].lstrip("0") or "0" if (ordinal := ORDINAL.fullmatch(word)) else word for word in words]
    if any(word.isdigit() for word in kept):
        kept = [word for word in kept if word not in ARRONDISSEMENT]
    if len(kept) > 1 and kept[0].isdigit() and kept[-1] in CITIES_WITH_ARRONDISSEMENTS:
        kept = [kept[-1], kept[0]]
    return kept


def _without_cedex(words: list[str]) -> list[str]:
    return words[: words.index("cedex")] if "cedex" in words[1:] else words
