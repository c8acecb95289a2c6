# ruff: noqa: S608  (the only parts put into SQL are the tables and columns of our own models)
"""Puts the committed ground data in the database: a few seconds, and nothing when it is already there.

Rows are updated in place, never replaced: offers refer to communes. A commune that disappears from the data keeps its
row for what refers to it, but loses its names, so that nobody finds it any more.
"""

import csv
import gzip
import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from django.db import connection, transaction

from apprentissage.territories import DATA, loading_names, names
from apprentissage.territories.models import (
    Commune,
    CommuneContour,
    Department,
    FormerCommune,
    LoadStamp,
    PlaceName,
    Region,
)

LOCK = 2_402_401  # any number, the same for every loader of territories
LISTS = ("regions.csv", "departments.csv", "communes.csv", "former_communes.csv")
ALIASES = "aliases.csv"
CONTOURS = "contours.csv.gz"
SHAPE = (
    "ST_Multi(ST_CollectionExtract(ST_MakeValid("
    "ST_SetSRID(ST_GeomFromTWKB(decode(shape, 'base64')), 4326)), 3))::geometry(MultiPolygon, 4326)"
)


def load_territories(folder: Path = DATA) -> bool:
    """Load what has changed, all or nothing. Returns False when this very data was already there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        loaded = dict(LoadStamp.objects.values_list("name", "digest"))
        stale = {part: digest for part in PARTS if loaded.get(part) != (digest := _digest(part, folder))}
        for part, digest in stale.items():
            PARTS[part].load(cursor, folder)
            LoadStamp.objects.update_or_create(name=part, defaults={"digest": digest})
        if stale:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a commune of an unknown department fails here, not later
            _analyze(cursor)
    return bool(stale)


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one list of the folder, as texts."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _digest(part: str, folder: Path) -> str:
    """Fingerprint of the data of a part and of the code that reads it: a new rule reloads its part."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    rules = [Path(inspect.getfile(module)) for module in PARTS[part].rules]
    for path in [folder / name for name in PARTS[part].files] + rules:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _analyze(cursor) -> None:
    """New statistics at once: without them the first searches read whole tables."""
    for model in (Region, Department, Commune, CommuneContour, FormerCommune, PlaceName):
        cursor.execute(f"ANALYZE {model._meta.db_table}")


def _load_lists(cursor, folder: Path) -> None:
    regions = ((r["code"], r["name"]) for r in read_rows(folder, "regions.csv"))
    _upsert(cursor, Region, ["code", "name"], regions)
    departments = ((d["code"], d["name"], d["region"] or None) for d in read_rows(folder, "departments.csv"))
    _upsert(cursor, Department, ["code", "name", "region_id"], departments)
    columns = ["code", "name", "department_id", "parent_id", "postal_codes", "population", "point"]
    _upsert(cursor, Commune, columns, (_commune_row(c) for c in read_rows(folder, "communes.csv")))
    former = ((f["code"], f["name"], f["kind"], f["commune"]) for f in read_rows(folder, "former_communes.csv"))
    _upsert(cursor, FormerCommune, ["code", "name", "kind", "commune_id"], former)


def _commune_row(row: dict[str, str]) -> tuple:
    return (
        row["code"],
        row["name"],
        row["department"],
        row["parent"] or None,
        loading_names.postal_codes(row),
        int(row["population"]) if row["population"] else None,
        loading_names.ewkt_point(row),
    )


def _load_contours(cursor, folder: Path) -> None:
    cursor.execute("CREATE TEMP TABLE incoming_shape (kind text, code text, shape text) ON COMMIT DROP")
    with (
        gzip.open(folder / CONTOURS, "rt", encoding="ascii") as lines,
        cursor.copy("COPY incoming_shape FROM STDIN (FORMAT csv)") as copy,
    ):
        while block := lines.read(1 << 16):
            copy.write(block)
    for model, kind in ((Region, "region"), (Department, "department")):
        cursor.execute(
            f"UPDATE {model._meta.db_table} territory SET contour = {SHAPE}"
            " FROM incoming_shape i WHERE i.kind = %s AND i.code = territory.code",
            [kind],
        )
    cursor.execute(
        f"INSERT INTO {CommuneContour._meta.db_table} (commune_id, contour)"
        f" SELECT code, {SHAPE} FROM incoming_shape WHERE kind = 'commune'"
        f" ON CONFLICT (commune_id) DO UPDATE SET contour = EXCLUDED.contour"
        f" WHERE {CommuneContour._meta.db_table}.contour IS DISTINCT FROM EXCLUDED.contour"
    )


def _load_names(cursor, folder: Path) -> None:
    """Nobody refers to a name: they are replaced whole. DELETE, unlike TRUNCATE, lets visitors read meanwhile."""
    table = PlaceName._meta.db_table
    cursor.execute(f"DELETE FROM {table}")
    columns = ["key", "words", "sort", "name", "label", "weight", "department", "point"]
    _copy(cursor, table, columns, loading_names.place_names(*(read_rows(folder, name) for name in (*LISTS, ALIASES))))


@dataclass(frozen=True)
class Part:
    """A part of the data that is loaded on its own: how, from which files, by the rules of which modules."""

    load: Callable[[Any, Path], None]
    files: tuple[str, ...]
    rules: tuple[ModuleType, ...] = ()


PARTS = {  # in this order: contours and names are those of communes
    "territories": Part(_load_lists, LISTS),
    "territories-contours": Part(_load_contours, (CONTOURS,)),
    "territories-names": Part(_load_names, (*LISTS, ALIASES), rules=(names, loading_names)),
}


def _upsert(cursor, model, columns: list[str], rows: Iterable[tuple]) -> None:
    """Insert the rows, or update those that differ; ``columns`` starts with the primary key."""
    table, key, others = model._meta.db_table, columns[0], columns[1:]
    cursor.execute(
        f"CREATE TEMP TABLE incoming_{table} ON COMMIT DROP AS SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
    )
    _copy(cursor, f"incoming_{table}", columns, rows)
    assignments = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    before = ", ".join(f"{table}.{column}" for column in others)
    after = ", ".join(f"EXCLUDED.{column}" for column in others)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM incoming_{table}"
        f" ON CONFLICT ({key}) DO UPDATE SET {assignments} WHERE ({before}) IS DISTINCT FROM ({after})"
    )


def _copy(cursor, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
