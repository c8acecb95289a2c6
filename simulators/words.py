"""Days, months and shares in French sentences; the typography is the template's (``|typo``)."""

from datetime import date

from simulators.reading import SHORT_MONTHS, SPOKEN_MONTHS

ORDINALS = {1: "première", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième"}


def french_day(day: date) -> str:
    """ "1er septembre 2026"."""
    return f"{'1er' if day.day == 1 else day.day} {french_month(day)}"


def french_month(day: date) -> str:
    """ "septembre 2026"."""
    return f"{SPOKEN_MONTHS[day.month - 1]} {day.year}"


def of_month(day: date) -> str:
    """ "de septembre 2026", "d'août 2026"."""
    name = french_month(day)
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def short_month(day: date) -> str:
    """ "sept." """
    return SHORT_MONTHS[day.month - 1]


def ordinal(year: int) -> str:
    """ "première" for 1."""
    return ORDINALS.get(year, f"{year}e")


def short_ordinal(year: int) -> str:
    """ "1re" for 1, "2e" for 2."""
    return "1re" if year == 1 else f"{year}e"
