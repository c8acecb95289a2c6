"""Reading one value of an item, or refusing the item with a sentence."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from apprentissage.accounts.phones import clean_phone
from offers.intake.records import Code, RefusedError

SPACES = re.compile(r"\s+")
FORBIDDEN = re.compile(r"[\x00\ud800-\udfff]")  # NUL, and halves of characters: PostgreSQL keeps neither
CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
WEB_ADDRESS = re.compile(r"https?://[^\s]+\.[^\s]+", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
ROME_CODE = re.compile(r"[A-Z][0-9]{4}")
YEARS = range(2000, 2101)
LONGEST_DESCRIPTION = 30_000


def wrong(sentence: str) -> RefusedError:
    """The refusal of a value that is absent or cannot be read."""
    return RefusedError(Code.WRONG_DATA, sentence)


def at(item: Any, path: str) -> Any:
    """The value at a dotted path, None when it is absent."""
    for name in path.split("."):
        if item is None:
            return None
        if not isinstance(item, dict):
            raise wrong(f"« {path} » : un objet est attendu.")
        item = item.get(name)
    return item


def long_text(item: Any, path: str) -> str:
    """A text with its lines, without control characters; empty when absent."""
    value = at(item, path)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(f"« {path} » : un texte est attendu.")
    if FORBIDDEN.search(value):
        raise wrong(f"« {path} » contient un caractère interdit.")
    if len(value) > LONGEST_DESCRIPTION:
        raise wrong(f"« {path} » dépasse {LONGEST_DESCRIPTION} caractères.")
    return CONTROLS.sub(" ", value).strip()


def text(item: Any, path: str, longest: int) -> str:
    """A text on one line; empty when absent. Refused when longer than the field that keeps it."""
    value = SPACES.sub(" ", long_text(item, path))
    if len(value) > longest:
        raise wrong(f"« {path} » dépasse {longest} caractères.")
    return value


def texts(item: Any, path: str, longest: int = 300) -> list[str]:
    """A list of short texts; those too long are cut, since a list of skills never decides of an offer."""
    values = at(item, path)
    if values is None:
        return []
    if not isinstance(values, list):
        raise wrong(f"« {path} » : une liste est attendue.")
    lines = [SPACES.sub(" ", long_text({"value": value}, "value")) for value in values]
    return [line if len(line) <= longest else line[: longest - 1] + "…" for line in lines if line]


def whole_number(item: Any, path: str, least: int, most: int) -> int | None:
    """A whole number within bounds, None when absent."""
    value = at(item, path)
    if value is None or value == "":
        return None
    try:
        number = int(value) if isinstance(value, str) else value
        if isinstance(number, bool) or number != int(number):
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise wrong(f"« {path} » : un nombre entier est attendu.") from None
    if not least <= number <= most:
        raise wrong(f"« {path} » va de {least} à {most}.")
    return int(number)


def moment(item: Any, path: str) -> datetime | None:
    """A moment in ISO 8601, None when absent. Without an offset it is the time of Paris; a day alone is its start."""
    value = at(item, path)
    if value is None or value == "":
        return None
    try:
        parsed = datetime.fromisoformat(value)
        parsed = timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed
        if parsed.year not in YEARS:
            raise ValueError
        return parsed
    except (TypeError, ValueError, OverflowError):
        raise wrong(f"« {path} » : une date ISO 8601 est attendue, par exemple 2027-09-01T00:00:00Z.") from None


def day(item: Any, path: str) -> date | None:
    """The day, in Paris, of a moment."""
    value = moment(item, path)
    return timezone.localdate(value) if value else None


def web_address(item: Any, path: str, longest: int) -> str:
    """A link that a browser may follow (http or https), empty when absent."""
    value = text(item, path, longest)
    if value and not WEB_ADDRESS.fullmatch(value):
        raise wrong(f"« {path} » : une adresse web est attendue, commençant par https://.")
    return value[:4].lower() + value[4:]


def mail_address(item: Any, path: str) -> str:
    """An e-mail address, empty when absent."""
    value = text(item, path, 254)
    if value and not MAIL_ADDRESS.fullmatch(value):
        raise wrong(f"« {path} » : une adresse e-mail est attendue.")
    return value


def phone(item: Any, path: str, postal_code: str = "") -> str:
    """A telephone number as ``+33199001234``, empty when absent. The postal code tells an overseas number's region."""
    value = text(item, path, 40)
    if not value:
        return ""
    try:
        return clean_phone(value, postal_code)
    except ValueError:
        raise wrong(f"« {path} » : ce numéro de téléphone n'existe pas.") from None


def rome_codes(item: Any, path: str) -> list[str]:
    """ROME codes without doubles, in the order given; empty when absent."""
    codes = list(dict.fromkeys(code.upper() for code in texts(item, path)))
    for code in codes:
        if not ROME_CODE.fullmatch(code):
            raise wrong(f"« {path} » : un code ROME s'écrit avec une lettre et quatre chiffres, par exemple D1102.")
    return codes


def closing_by_default(published_at: datetime | None) -> date:
    """The last day to apply when a source gives none: two months after the publication.

    A source that still lists an older offer, or gives no date at all, says that it is open: it then stays until the
    end of next month. The end of a month, so that the same file read every day changes nothing until the month turns.
    """
    today = timezone.localdate()
    if published_at and (two_months_later := timezone.localdate(published_at) + timedelta(days=61)) >= today:
        return two_months_later
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (next_month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
