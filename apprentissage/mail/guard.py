"""What a mail may not carry among its facts: an address, a telephone number, a social security number.

The facts stay in the outbox for a month, and what they say travels in clear from server to server. A person is known
by the recipient, a thing by its link.
"""

import re
from urllib.parse import unquote

EMAIL = re.compile(r"[^\s@/?=&]+@[\w.-]+\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w-])(?:(?:\+|00)\d{2,3}[\s.-]?(?:\(0\)[\s.-]?)?|0)[1-9](?:[\s.-]?\d{2}){4}(?![\w-])")
NIR = re.compile(r"(?<![\w-])([1-478])\s?(\d\d)\s?(\d\d)\s?(\d\d|2[AB])\s?(\d{3})\s?(\d{3})(?:\s?(\d\d))?(?![\w-])")
SHORTEST_MONTH, LONGEST_MONTH = 1, 12
PSEUDO_MONTHS = range(20, 100)  # of people whose month of birth is not known


class PersonalFactError(ValueError):
    """A fact of a mail that holds personal data; the message names the fact, never what it holds."""


def refuse_personal(facts: dict) -> None:
    """Raises ``PersonalFactError`` when a fact, however deep, looks like an address or a number of a person."""
    for name, value in facts.items():
        for text in _texts(value):
            if kind := _personal(unquote(text)):
                raise PersonalFactError(f"fact {name!r} of a mail looks like {kind}")


def _texts(value):
    """Each text or number in a JSON value, keys included."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _personal(text: str) -> str:
    """What kind of personal datum a text holds, or nothing."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    if EMAIL.search(text):
        return "an e-mail address"
    if any(_is_nir(found) for found in NIR.finditer(text.upper())):
        return "a social security number"
    if PHONE.search(text):
        return "a telephone number"
    return ""


def _is_nir(found: re.Match) -> bool:
    """Whether these figures have the month, and the key if there is one, of a social security number."""
    month, key = found.group(3), found.group(7)
    month_is_right = SHORTEST_MONTH <= int(month) <= LONGEST_MONTH or int(month) in PSEUDO_MONTHS
    if not month_is_right or key is None:
        return month_is_right
    figures = "".join(found.groups()[:-1]).replace("2A", "19").replace("2B", "18")
    return 97 - int(figures) % 97 == int(key)
