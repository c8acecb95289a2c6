"""A letter: what a message says, in plain text and in light HTML, set as French is."""

import re
import textwrap
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from apprentissage.templatetags.french import RULES

WIDTH = 72  # signs in a line of text; an address is never cut
ADDRESS = re.compile(r"https?://\S+")
MARKUP = re.compile(r"(<style>.*?</style>|<[^>]*>)", re.DOTALL)


DAY, MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")


class Letter(NamedTuple):
    subject: str
    words: str  # of the plain text, a paragraph per line
    html: str

    @property
    def text(self) -> str:
        """The plain text as it is sent, in lines that any program shows whole."""
        return _wrapped(self.words)


def compose(template: str, facts: dict) -> Letter:
    """The letter that ``templates/mail/<template>.txt`` and ``.html`` make of these facts.

    Raises ``TemplateDoesNotExist`` when one is missing.
    """
    context = {**_with_dates(facts), "site": settings.SITE_URL}
    subject, _, body = render_to_string(f"mail/{template}.txt", context).lstrip().partition("\n")
    subject = _french(" ".join(subject.split()))
    html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    return Letter(subject, _french(body).strip(), _french_html(html))


def _with_dates(value):
    """The facts as they were posted: what is written as a day or a moment is one."""
    if isinstance(value, dict):
        return {key: _with_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates(inner) for inner in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(value, str) and MOMENT.fullmatch(value) else value


def _french(text: str) -> str:
    """The same words with no-break spaces and true apostrophes; addresses are left alone."""
    parts = ADDRESS.split(text)
    for pattern, replacement in RULES:
        parts = [pattern.sub(replacement, part) for part in parts]
    addresses = [*ADDRESS.findall(text), ""]
    return "".join(part + address for part, address in zip(parts, addresses, strict=True))


def _french_html(html: str) -> str:
    """The same for the words between the tags."""
    parts = MARKUP.split(html.strip())
    return "".join(part if place % 2 else _french(part) for place, part in enumerate(parts)) + "\n"


def _wrapped(text: str) -> str:
    """The text in lines of ``WIDTH`` signs, with one empty line at most between two of them."""
    lines = []
    for line in text.splitlines():
        line = line.rstrip(" \t") if line != "-- " else line  # a signature begins with exactly this
        lines += (
            textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) if len(line) > WIDTH else [line]
        )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
