"""The diplomas of the apprenticeship contract form, with the codes of its notice. Pure: no database, no Django.

Source: ``data/diplomas.toml``, which says where the codes come from and what was not verified.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from apprentissage.trades import DATA


@dataclass(frozen=True)
class Diploma:
    """A kind of diploma: its code on the form, its label and its level, 3 to 8; 0 below the CAP."""

    code: str
    label: str
    level: int
    formerly: str = ""  # the name it had on earlier forms


@cache
def diplomas() -> dict[str, Diploma]:
    """The diplomas of the form in force by their code, the highest level first."""
    return {row["code"]: Diploma(**row) for row in _data()["diplomas"]}


@cache
def dropped_diplomas() -> dict[str, Diploma]:
    """Those that earlier forms had and old contracts still bear."""
    return {row["code"]: Diploma(**row) for row in _data()["dropped"]}


def diploma(code: str) -> Diploma | None:
    """The diploma of a code of the form, of today or of before."""
    return diplomas().get(code) or dropped_diplomas().get(code)


def diploma_of_training(training_code: str) -> Diploma | None:
    """The kind of diploma of a training by its code of the Education ministry ("50022137": a CAP)."""
    return diplomas().get(_data()["prefixes"].get(training_code[:3].upper(), ""))


@cache
def _data() -> dict:
    with (DATA / "diplomas.toml").open("rb") as file:
        return tomllib.load(file)
