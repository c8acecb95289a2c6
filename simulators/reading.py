"""Reads what people type: a day in French, an age, a length, a percentage. Each refusal is a sentence for the field."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from simulators.core.hire import birth_date_of
from simulators.core.money import HUNDRED

SPOKEN_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
SHORT_MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()  # noqa: SIM905
SHORTEST_MONTH = 3  # letters: "jan", "fév"; "jui" is June or July, hence refused
ACCENTS = str.maketrans("éèêûôàç", "eeeuoac")
MONTHS = [month.translate(ACCENTS) for month in SPOKEN_MONTHS]
SPACES = re.compile(r"[\s\u00a0\u202f]+")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", re.ASCII)
WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+)\.? (\d{4})", re.ASCII)
AGE = re.compile(r"(\d{1,3})(?: ?ans?)?", re.ASCII)
YEARS = re.compile(r"(\d{1,2}) ?ans?", re.ASCII)
LENGTH = re.compile(r"(\d{1,3})(?: ?mois)?", re.ASCII)
NOT_A_DAY = "Écrivez un jour, par exemple 12 mars 2009 ou 12/03/2009."


def read_day(text: str) -> date:
    """The day that a text says: "1er septembre 2026", "01/09/2026", "2026-09-01", "septembre 2026" (its first day)."""
    said = SPACES.sub(" ", text.strip().lower()).translate(ACCENTS)
    if found := ISO.fullmatch(said):
        return _day(found[1], found[2], found[3], text)
    if found := NUMBERS.fullmatch(said):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _day(year, found[2], found[1], text)
    if (found := WORDS.fullmatch(said)) and (month := _month(found[2])):
        return _day(found[3], month, found[1] or 1, text)
    raise ValueError(NOT_A_DAY)


def read_birth(text: str, starts_on: date) -> date:
    """A birth date, said as a day or as an age on the first day of the contract."""
    if found := AGE.fullmatch(SPACES.sub(" ", text.strip().lower())):
        return birth_date_of(int(found[1]), starts_on)
    try:
        return read_day(text)
    except ValueError as error:
        if str(error) != NOT_A_DAY:
            raise
        raise ValueError("Écrivez un âge, par exemple 17, ou une date, par exemple 12 mars 2009.") from None


def is_age(text: str) -> bool:
    """Whether a birth was said as an age."""
    return AGE.fullmatch(SPACES.sub(" ", text.strip().lower())) is not None


def read_months(text: str) -> int:
    """A length in months: "24", "24 mois", "2 ans"."""
    said = SPACES.sub(" ", text.strip().lower())
    if found := YEARS.fullmatch(said):
        return 12 * int(found[1])
    if found := LENGTH.fullmatch(said):
        return int(found[1])
    raise ValueError("La durée est un nombre de mois, par exemple 24.")


def read_percent(text: str) -> Decimal:
    """A percentage as a share of one: "2,08 %" gives 0.0208."""
    try:
        percent = Decimal(SPACES.sub("", text).rstrip("%").replace(",", "."))
    except InvalidOperation:
        percent = Decimal("NaN")
    if not (percent.is_finite() and 0 <= percent <= HUNDRED):
        raise ValueError("C'est un pourcentage entre 0 et 100, par exemple 2,08.")
    return percent / HUNDRED


def _month(word: str) -> int | None:
    found = [rank for rank, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    exact = word in MONTHS
    return found[0] if len(found) == 1 and (exact or len(word) >= SHORTEST_MONTH) else None


def _day(year, month, day, text: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"Le {text.strip()} n'existe pas. Vérifiez le jour et le mois.") from None
