"""Reads what was typed: the name, the postal code, the department. Pure Python, no database."""

import re
from dataclasses import dataclass
from functools import cached_property

from apprentissage.territories.names import ARTICLES, folded, full_words, has_article, name_key

LONGEST = 120  # characters; the longest name of a commune has 45
CODE = re.compile(r"\d{1,9}|2[ab]|2[ab]\d{3}", re.ASCII)
POSTAL_CODE = re.compile(r"(?<!\d)(?:f-?)?(\d{5})(?!\d)", re.ASCII)
SPACED_POSTAL_CODE = re.compile(r"(\d{2})[\s.]+(\d{3})", re.ASCII)
DEPARTMENT_CODE = re.compile(r"\d{1,2}|2[ab]|9[78]\d", re.ASCII)
IN_BRACKETS = re.compile(r"\((\d{2,3}|2[ab])\)\s*$", re.ASCII)
LINKING = ARTICLES | {"de", "du", "des", "d"}


@dataclass(frozen=True)
class Question:
    """A text, taken apart. What is absent is an empty string."""

    text: str  # as typed, trimmed, in lower case and without accents
    code: str  # the whole text, when it is a code: "24", "2A", "24200", "2A004"
    postal_code: str  # given with a name: "Sarlat 24200"
    department: str  # given for sure: "Sarlat (24)"
    kind: str  # "d" or "r" when the word "département" or "région" was said
    words: str  # the name alone, reduced by ``name_key``
    has_article: bool

    @classmethod
    def read(cls, text: str) -> "Question":
        text = folded(text.strip())
        if spaced := SPACED_POSTAL_CODE.fullmatch(text):
            text = spaced[1] + spaced[2]
        name, postal_code, department = text, "", ""
        if CODE.fullmatch(text):
            return cls(text, text.upper(), "", "", "", "", False)
        if found := POSTAL_CODE.search(text):
            postal_code, name = found[1], f"{text[: found.start()]} {text[found.end() :]}"
        if bracket := IN_BRACKETS.search(name):
            department, name = department_code(bracket[1]), name[: bracket.start()]
        kind, words = _kind_said(name)
        return cls(text, "", postal_code, department, kind, words, has_article(name))

    @property
    def is_empty(self) -> bool:
        return not (self.code or self.postal_code or self.words)

    @cached_property
    def name_and_number(self) -> tuple[str, str]:
        """ "sarlat 24" as a name and a department: ("sarlat", "24"); no department when there is none."""
        name, _, number = self.words.rpartition(" ")
        return (name, department_code(number)) if name and DEPARTMENT_CODE.fullmatch(number) else (self.words, "")

    @cached_property
    def tails(self) -> dict[str, str]:
        """The last words, each with the name before them: "sarlat en dordogne" gives {"dordogne": "sarlat", ...}."""
        words = self.words.split()
        tails = {}
        for cut in range(max(1, len(words) - 5), len(words)):
            head = words[:cut]
            while head and head[-1] in LINKING | {"en", "dans"}:
                head.pop()
            if head:
                tails[name_key(" ".join(words[cut:]))] = " ".join(head)
        return tails


def department_code(text: str) -> str:
    """The code of a department as INSEE writes it: "1" is "01", "2a" is "2A"."""
    return text.upper().zfill(2)


def _kind_said(name: str) -> tuple[str, str]:
    """ "Département de la Dordogne" and "Landes (département)" name a department."""
    words = full_words(name)
    for word, letter in (("departement", "d"), ("region", "r")):
        if word in words and len(words) > 1:
            rest = [other for other in words if other != word]
            while len(rest) > 1 and words[0] == word and rest[0] in LINKING:
                rest = rest[1:]
            return letter, name_key(" ".join(rest))
    return "", name_key(name)
