"""Where a place lies, or what it is, in one or two words: what tells Saint-Denis (93) from Saint-Denis (974)."""

import csv
from functools import cache

from apprentissage.territories import DATA
from apprentissage.territories.gazetteer import Kind, Place


def situation(place: Place) -> str:
    """The department of a commune ("Dordogne"), the kind of an area ("région"); empty when there is nothing to add."""
    code = place.key[1:]
    if place.kind is Kind.COMMUNE:
        name, _ = _departments()[code[:3] if code.startswith(("97", "98")) else code[:2]]
        return name
    if place.kind is Kind.DEPARTMENT:
        _, region = _departments()[code]
        return "département" if region else "collectivité d’outre-mer"
    return "région" if place.kind is Kind.REGION else ""


@cache
def _departments() -> dict[str, tuple[str, str]]:
    """Name and region of each department by its code; read from the data, which are part of the code and never age."""
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (row["name"], row["region"]) for row in csv.DictReader(rows)}
