"""Writes the lists: regions, departments, communes with their checked point, former communes."""

import csv
from collections import Counter
from pathlib import Path

import shapely

from apprentissage.territories.maintenance.sources import Ground

# A town hall this close to its commune is believed: contours are simplified at the source. About 1 km.
NEAR_ENOUGH = 0.01  # degrees

TODAY = ("commune-actuelle", "arrondissement-municipal")
FORMER = {"commune-deleguee": "deleguee", "commune-associee": "associee"}


def write_regions(regions: list[dict], folder: Path) -> int:
    """The 18 regions. Collectivities overseas have none: the source repeats them as their own region."""
    rows = [{"code": r["code"], "name": r["nom"]} for r in regions if r["zone"] != "com"]
    return _write(folder / "regions.csv", rows)


def write_departments(departments: list[dict], folder: Path) -> int:
    """The 101 departments and the 8 collectivities overseas."""
    rows = [
        {"code": d["code"], "name": d["nom"], "region": "" if d["zone"] == "com" else d["region"]}
        for d in sorted(departments, key=lambda d: d["code"])
    ]
    return _write(folder / "departments.csv", rows)


def write_former_communes(communes: list[dict], folder: Path) -> int:
    """Delegated and associated communes, each with the commune of today that holds it."""
    rows = [
        {"code": c["code"], "name": c["nom"], "kind": FORMER[c["type"]], "commune": c["chefLieu"]}
        for c in communes
        if c["type"] in FORMER
    ]
    return _write(folder / "former_communes.csv", sorted(rows, key=lambda row: (row["code"], row["kind"])))


def write_communes(communes: list[dict], grounds: list[Ground], contours: dict, folder: Path) -> Counter:
    """Communes of today and arrondissements. Returns how many points come from each source."""
    town_halls = {g.code: g.town_hall for g in grounds if g.kind in ("COM", "ARM")}
    typed = _typed_points(folder)
    rows = []
    for commune in (c for c in communes if c["type"] in TODAY):
        code = commune["code"]
        longitude, latitude, source = _checked_point(town_halls.get(code), contours.get(code), typed.get(code))
        rows.append(
            {
                "code": code,
                "name": commune["nom"],
                "department": commune.get("departement") or commune["collectivite"],
                "parent": commune.get("commune", ""),
                "postal_codes": "|".join(commune.get("codesPostaux", [])),
                "population": commune.get("population", ""),
                "longitude": longitude,
                "latitude": latitude,
                "point_source": source,
            }
        )
    # Cities before their arrondissements, which refer to them.
    _write(folder / "communes.csv", sorted(rows, key=lambda row: (bool(row["parent"]), row["code"])))
    return Counter(row["point_source"] for row in rows)


def _checked_point(town_hall, contour, typed):
    """Longitude, latitude and source. Town halls of the source are wrong by up to 12,000 km: the contour decides."""
    if typed:
        return *typed, "typed"
    if contour is not None:
        if town_hall is not None and contour.distance(town_hall) < NEAR_ENOUGH:
            return *_rounded(town_hall), "town_hall"
        return *_rounded(shapely.point_on_surface(contour)), "surface"
    return "", "", "none"


def _typed_points(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "typed_points.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (row["longitude"], row["latitude"]) for row in csv.DictReader(lines)}


def _rounded(point) -> tuple[float, float]:
    return round(point.x, 5), round(point.y, 5)  # one metre


def _write(path: Path, rows: list[dict]) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)
