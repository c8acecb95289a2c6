"""Reads the files once and answers which value was in force. Everything that leaves here is immutable."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

FOLDER = Path(__file__).parent / "values"
DATED_BY = {
    "signed_on": "la signature du contrat",
    "starts_on": "le premier jour du contrat",
    "month": "le mois payé",
}
CONFIDENCES = {
    "A": "deux sources indépendantes, ou le texte lui-même",
    "B": "une seule bonne source",
    "C": "non vérifié : de mémoire, calculé, ou sources en désaccord",
}


class LawUnknown(LookupError):
    """The law is not known here for that day; the message names the parameter and the day."""


class Case(Protocol):
    """What a question needs to carry so that a text can choose its date."""

    @property
    def signed_on(self) -> date: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def month(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Value:
    """One row: what the law says from a day on. ``amount`` is None when the row ends the measure."""

    parameter: str
    since: date
    amount: Decimal | None
    table: Mapping[str, Any]  # for a scale: brackets, thresholds
    source: str
    confidence: str
    note: str = ""
    projected: bool = False  # held beyond the last day for which the value is known

    @property
    def ended(self) -> bool:
        """Whether the measure no longer exists."""
        return self.amount is None and not self.table

    @property
    def number(self) -> Decimal:
        """The amount of a row that has one; ``LawUnknown`` on a scale or an ended measure."""
        if self.amount is None:
            raise LawUnknown(f"{self.parameter} n'a pas de montant depuis le {self.since:%d/%m/%Y}.")
        return self.amount


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law through time. ``reviewed`` is the last day someone compared it with the text."""

    name: str
    theme: str
    label: str
    unit: str
    dated_by: str
    reviewed: date
    known_until: date | None  # the law will change the value after that day: later months hold it, marked
    values: tuple[Value, ...]
    held: tuple[Value, ...]  # the same rows, marked as projected

    def on(self, day: date) -> Value:
        """The row in force that day; beyond ``known_until`` the last one, marked as projected."""
        position = bisect_right(self.values, day, key=_since)
        if not position:
            raise LawUnknown(f"{self.label} ({self.name}) : valeur inconnue au {day:%d/%m/%Y}.")
        rows = self.held if self.known_until and day > self.known_until else self.values
        return rows[position - 1]


@dataclass(frozen=True, slots=True)
class AidWindow:
    """A line of a decree: for contracts signed in a period, such an employer and such a level, so much a year."""

    code: str
    device: str  # "aide_unique" or "aide_exceptionnelle"
    signed_from: date
    signed_until: date | None
    starts_before: date | None
    levels: tuple[int, int]
    levels_overseas: tuple[int, int]
    headcounts: tuple[int, int | None]
    quota: bool
    years: tuple[Decimal, ...]  # amount of each year of execution
    adult: Decimal | None  # amount of the first year from the month after the 18th birthday
    disabled: Decimal | None
    source: str
    confidence: str
    note: str


def in_force(name: str, case: Case) -> Value:
    """What the law says in that case, at the date that the text designates.

    Raises ``LawUnknown`` before the first known row, and ``KeyError`` for a parameter that does not exist.
    """
    parameter = parameters()[name]
    return parameter.on(getattr(case, parameter.dated_by))


@lru_cache(maxsize=65_536)
def value_on(name: str, day: date) -> Value:
    """The same for a bare day, whatever date designates the row."""
    return parameters()[name].on(day)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, in the order of the files."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem == "aid_windows":
            continue
        for name, table in _read(path).items():
            if name in found:
                raise ValueError(f"{name} est écrit dans deux fichiers : {found[name].theme} et {path.stem}.")
            found[name] = _parameter(name, path.stem, table)
    return MappingProxyType(found)


@cache
def aid_windows() -> tuple[AidWindow, ...]:
    """Every line of the decrees on State aid to employers, the oldest first."""
    rows = _read(FOLDER / "aid_windows.toml")["windows"]
    return tuple(sorted(map(_window, rows), key=lambda window: (window.signed_from, window.code)))


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def _since(value: Value) -> date:
    return value.since


def _parameter(name: str, theme: str, table: dict[str, Any]) -> Parameter:
    if table["dated_by"] not in DATED_BY:
        raise ValueError(f"{name} : « {table['dated_by']} » n'est pas une date d'un contrat.")
    rows = tuple(_value(name, row) for row in table["values"])
    if [row.since for row in rows] != sorted({row.since for row in rows}):
        raise ValueError(f"{name} : les lignes ne se suivent pas dans le temps.")
    return Parameter(
        name=name,
        theme=theme,
        label=table["label"],
        unit=table["unit"],
        dated_by=table["dated_by"],
        reviewed=table["reviewed"],
        known_until=table.get("known_until"),
        values=rows,
        held=tuple(_value(name, row, projected=True) for row in table["values"]),
    )


def _value(name: str, row: dict[str, Any], *, projected: bool = False) -> Value:
    if row["confidence"] not in CONFIDENCES:
        raise ValueError(f"{name} : la confiance est A, B ou C, pas « {row['confidence']} ».")
    amount = row.get("amount")
    return Value(
        parameter=name,
        since=row["since"],
        amount=None if amount is None else Decimal(amount),
        table=_frozen(row.get("table", {})),
        source=row["source"],
        confidence=row["confidence"],
        note=row.get("note", ""),
        projected=projected,
    )


def _frozen(thing: Any) -> Any:
    """The same table, unchangeable, its whole numbers as decimals so that nothing is computed in binary."""
    if isinstance(thing, dict):
        return MappingProxyType({key: _frozen(value) for key, value in thing.items()})
    if isinstance(thing, list):
        return tuple(_frozen(value) for value in thing)
    return Decimal(thing) if isinstance(thing, int) and not isinstance(thing, bool) else thing


def _window(row: dict[str, Any]) -> AidWindow:
    levels = tuple(row["levels"])
    return AidWindow(
        code=row["code"],
        device=row["device"],
        signed_from=row["signed_from"],
        signed_until=row.get("signed_until"),
        starts_before=row.get("starts_before"),
        levels=levels,
        levels_overseas=tuple(row.get("levels_overseas", levels)),
        headcounts=(row["headcount_min"], row.get("headcount_max")),
        quota=row.get("quota", False),
        years=tuple(Decimal(amount) for amount in row["years"]),
        adult=_optional(row.get("adult")),
        disabled=_optional(row.get("disabled")),
        source=row["source"],
        confidence=row["confidence"],
        note=row.get("note", ""),
    )


def _optional(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)
