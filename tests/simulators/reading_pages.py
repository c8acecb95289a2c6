"""What the tests of the simulators share: an autumn day, a baker, and how to read a page."""

import re
from datetime import date

import pytest
import time_machine

BAKER = {
    "naissance": "12 mars 2009",
    "niveau": "3",
    "debut": "1er septembre 2026",
    "duree": "24",
    "effectif": "1",
    "signature": "1er juillet 2026",
}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def autumn():
    """The day of the tests: 24 November 2026."""
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


def text_of(page) -> str:
    """The words of a page, with plain spaces."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page.content.decode(), flags=re.S)
    words = re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").replace("&#8239;", " ").replace("&#x27;", "'")
    words = re.sub(r"[\s\u00a0\u202f]+", " ", words.replace("’", "'"))
    return re.sub(r" (?=[.,])", "", words)


def error_of(page, field) -> str:
    """The sentence in the place kept for a field's error."""
    found = re.search(rf'id="{field}_error"[^>]*>(.*?)</div>', page.content.decode(), re.S)
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", " ", found[1])).replace("’", "'").strip()
