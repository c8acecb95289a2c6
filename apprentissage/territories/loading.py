# ruff: noqa: S608  (the only parts put into SQL are the tables and columns of our own models)
"""Puts the committed ground data in the database: a few seconds, and nothing when it is already there.

Rows are updated in place, never replaced: offers refer to communes. A commune that disappears from the data keeps its
row for what refers to it, but loses its names, so that nobody finds it any more.
"""

import csv
import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

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

STAMP = "territories"
LOCK = 2_402_401  # any number, the same for every loader of territories
FILES = ("regions.csv", "departments.csv", "communes.csv", "former_communes.csv", "aliases.csv", "contours.csv.gz")
SHAPE = (
    "ST_Multi(ST_CollectionExtract(ST_MakeValid("
    "ST_SetSRID(ST_GeomFromTWKB(decode(shape, 'base64')), 4326)), 3))::geometry(MultiPolygon, 4326)"
)


def load_territories(folder: Path = DATA) -> bool:
    """Load everything, all or nothing. Returns False when this very data was already there."""
    digest = _digest(folder)
    if LoadStamp.objects.filter(name=STAMP, digest=digest).exists():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _load_lists(cursor, folder)
        _load_contours(cursor, folder)
        _load_names(cursor, folder)
        LoadStamp.objects.update_or_create(name=STAMP, defaults={"digest": digest})
    with connection.cursor() as cursor:
        for model in (Region, Department, Commune, CommuneContour, FormerCommune, PlaceName):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return True


def read_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one list of the folder, as texts."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _digest(folder: Path) -> str:
    """Fingerprint of the data and of the code that reduces names: a new rule reloads the names too."""
    code = [Path(module.__file__) for module in (names, loading_names)] + [Path(__file__)]
    digest = hashlib.sha256()
    for path in [folder / name for name in FILES] + code:
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        gzip.open(folder / "contours.csv.gz", "rt", encoding="ascii") as lines,
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
        " ON CONFLICT (commune_id) DO UPDATE SET contour = EXCLUDED.contour"
    )


def _load_names(cursor, folder: Path) -> None:
    """Nobody refers to a name: they are replaced whole. DELETE, unlike TRUNCATE, lets visitors read meanwhile."""
    table = PlaceName._meta.db_table
    cursor.execute(f"DELETE FROM {table}")
    columns = ["key", "words", "sort", "name", "label", "weight", "department", "point"]
    _copy(cursor, table, columns, loading_names.place_names(*(read_rows(folder, name) for name in FILES[:5])))


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
