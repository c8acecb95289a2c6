"""Every value of the law that the computation uses, as a reader can check it: its history, its text, how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from simulators.core.law import DATED_BY, AidWindow, Parameter, Value, aid_windows, parameters
from simulators.core.money import euros, percent
from simulators.words import french_day

THEMES = {
    "pay": "Le salaire minimum de l'apprenti",
    "smic": "Le Smic et le plafond",
    "employee": "Ce qui est retenu sur le salaire",
    "employer": "Les cotisations de l'employeur",
    "reduction": "Les réductions de cotisations",
    "aid_rules": "Les aides à l'employeur : leurs règles",
    "training": "La formation",
    "apprentice": "Les aides à l'apprenti",
    "contract": "L'âge, la durée, l'essai",
}
SURENESS = {"A": "Sûr : deux sources, ou le texte lui-même", "B": "Une seule source sûre", "C": "Non vérifié"}
KEYS = {
    "under_18": "avant 18 ans",
    "from_18": "dès 18 ans",
    "from_21": "dès 21 ans",
    "from_26": "dès 26 ans",
    "small": "moins de 50 salariés",
    "large": "50 salariés et plus",
    "medium": "seuil de 11 salariés",
    "quota": "seuil du quota",
    "very_large": "2 000 salariés et plus",
    "exit": "point de sortie, en Smic",
    "slope": "pente",
    "accident": "part des accidents du travail",
    "floor": "minimum",
    "power": "puissance",
    "min": "minimum",
    "max": "maximum",
    "max_disabled": "maximum, travailleur handicapé",
    "pay_limit": "salaire au plus, en Smic",
    "standard": "cas général",
    "exception": "cas prévus par la loi",
    "college_finished": "3e terminée",
    "mandatory": "points obligatoires",
    "optional": "points au choix",
    "choices": "points au choix",
    "health": "maladie, en Smic",
    "family": "allocations familiales, en Smic",
    "shares": "parts d'alternants",
    "rates": "taux",
    "alsace_moselle": "part due en Alsace-Moselle",
    "share": "part",
    "hours": "heures",
    "first_hours": "premières heures supplémentaires",
    "first_rate": "majoration des premières",
    "next_rate": "majoration des suivantes",
}
DEVICES = {"aide_unique": "Aide unique", "aide_exceptionnelle": "Aide exceptionnelle"}
RATES = {"taux", "part du Smic", "part de l'effectif"}


@dataclass(frozen=True)
class Entry:
    """A row of the history of a value."""

    since: date
    said: str
    source: str
    sureness: str
    note: str
    is_current: bool
    is_to_come: bool


@dataclass(frozen=True)
class Item:
    """A parameter: what it is, which date chooses its row, its rows with the latest first."""

    name: str
    label: str
    dated_by: str
    reviewed: date
    known_until: date | None
    entries: tuple[Entry, ...]

    @property
    def current(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.is_current), None)


def themes(today: date) -> list[tuple[str, str, list[Item]]]:
    """The values by theme: (identifier, title, items), in the order of the computation."""
    found: dict[str, list[Item]] = {theme: [] for theme in THEMES}
    for parameter in parameters().values():
        found.setdefault(parameter.theme, []).append(_item(parameter, today))
    return [(theme, THEMES.get(theme, theme), items) for theme, items in found.items() if items]


def windows(today: date) -> list[dict[str, Any]]:
    """The lines of the decrees on State aid, the latest first."""
    return [_window(window, today) for window in reversed(aid_windows())]


def _item(parameter: Parameter, today: date) -> Item:
    current = max((value.since for value in parameter.values if value.since <= today), default=None)
    entries = [_entry(value, parameter.unit, current, today) for value in reversed(parameter.values)]
    return Item(
        parameter.name,
        parameter.label,
        DATED_BY[parameter.dated_by],
        parameter.reviewed,
        parameter.known_until,
        tuple(entries),
    )


def _entry(value: Value, unit: str, current: date | None, today: date) -> Entry:
    said = "N'existe plus" if value.ended else _said(value, unit)
    return Entry(
        value.since,
        said,
        value.source,
        SURENESS[value.confidence],
        value.note,
        value.since == current,
        value.since > today,
    )


def _said(value: Value, unit: str) -> str:
    parts = [] if value.amount is None else [_number(value.amount, unit)]
    return " ; ".join(parts + _table(value.table, unit))


def _table(table: Mapping[str, Any], unit: str) -> list[str]:
    return [f"{_key(key)} : {_cell(cell, unit)}" for key, cell in table.items()]


def _key(key: str) -> str:
    return f"niveau {key[6:]}" if key.startswith("level_") else KEYS.get(key, key)


def _cell(cell: Any, unit: str) -> str:
    if isinstance(cell, Mapping):
        return ", ".join(_table(cell, unit)) or "aucun"
    if isinstance(cell, tuple):
        return ", ".join(_cell(one, unit) for one in cell)
    return _number(cell, unit if unit in RATES and cell <= 1 else "") if isinstance(cell, Decimal) else str(cell)


def _number(number: Decimal, unit: str) -> str:
    if unit in RATES:
        return percent(number)
    if unit.startswith("EUR"):
        return f"{euros(number)}{' par ' + unit.partition('/')[2] if '/' in unit else ''}"
    if unit == "oui ou non":
        return "oui" if number else "non"
    return f"{number.normalize():f} {unit}".replace(".", ",").strip()


def _window(window: AidWindow, today: date) -> dict[str, Any]:
    smallest, largest = window.headcounts
    low, high = window.levels
    until = window.signed_until
    return {
        "code": window.code,
        "device": DEVICES[window.device],
        "signed": f"{'du' if until else 'depuis le'} {french_day(window.signed_from)}"
        + (f" au {french_day(until)}" if until else ""),
        "starts": f"début avant le {french_day(window.starts_before)}" if window.starts_before else "",
        "levels": f"niveau {low}" if low == high else f"niveaux {low} à {high}",
        "headcount": _headcount(smallest, largest, quota=window.quota),
        "years": " puis ".join(euros(amount) for amount in window.years),
        "adult": euros(window.adult) if window.adult is not None else "",
        "disabled": euros(window.disabled) if window.disabled is not None else "",
        "source": window.source,
        "sureness": SURENESS[window.confidence],
        "is_current": window.signed_from <= today and (until is None or today <= until),
    }


def _headcount(smallest: int, largest: int | None, *, quota: bool) -> str:
    size = f"{smallest} salariés et plus" if largest is None else f"moins de {largest + 1} salariés"
    if largest is None and not smallest:
        size = "toute taille"
    return f"{size}, avec quota dès 250" if quota else size
