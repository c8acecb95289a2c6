"""Reads the archive of ROME as France Travail publishes it, whatever its version: a folder or a ZIP of CSV files.

A file is known by its header, not by its name: names change with versions and with mirrors. When the archive holds
several versions of the same file, the newest is read.
"""

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO, cast


class Part(StrEnum):
    """What a file of the archive holds."""

    DOMAINS = "domaines"
    CODES = "codes"
    APPELLATIONS = "appellations"
    SKILLS = "compétences"
    KNOWLEDGE = "savoirs"
    LINKS = "liens"
    COHERENCE = "liens sans rang"
    MOBILITIES = "mobilités"
    TEXTS = "textes"


# The columns that tell a file from the others; the first part whose columns are all there is the one.
COLUMNS = {
    Part.DOMAINS: {"code_rome", "code_grand_domaine", "code_domaine_professionel"},
    Part.APPELLATIONS: {"code_ogr", "libelle_appellation_long", "code_rome"},
    Part.CODES: {"code_rome", "libelle_rome", "code_ogr"},
    Part.SKILLS: {"code_ogr", "libelle_competence"},
    Part.KNOWLEDGE: {"code_ogr_savoir", "libelle_savoir"},
    Part.MOBILITIES: {"code_rome", "code_rome_cible"},
    Part.TEXTS: {"code_rome", "libelle_type_texte", "libelle_texte"},
    Part.LINKS: {"code_rome", "code_ogr", "code_type_referentiel"},
}
COHERENCE_COLUMNS = {"code_rome", "code_ogr"}  # exactly these, for many files have them among others


class UnreadableArchive(Exception):
    """The archive cannot be read; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Line:
    """A line of a file: its number, counted from the header, and its fields without the layout's quirks."""

    number: int
    fields: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column) or ""

    def number_in(self, column: str) -> int | None:
        """The whole number of a column; None when it is none."""
        text = self[column]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True)
class Source:
    """A file of the archive, opened afresh at each reading."""

    name: str
    version: int  # 460 for 4.60
    open: Callable[[], IO[bytes]]

    def header(self) -> list[str]:
        with self._text() as lines:
            return [column.strip() for column in next(csv.reader(lines, delimiter=self._delimiter()), [])]

    def lines(self) -> Iterator[Line]:
        """Every line, one at a time."""
        try:
            with self._text() as lines:
                for fields in (reader := csv.DictReader(lines, delimiter=self._delimiter())):
                    yield Line(reader.line_num, {k.strip(): _clean(v) for k, v in fields.items() if k and v})
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, csv.Error) as error:
            raise UnreadableArchive(f"{self.name} est abîmé ou incomplet ({error}). Rien n'a été changé.") from error

    @contextmanager
    def _text(self) -> Iterator[IO[str]]:
        with self._bytes() as raw, io.TextIOWrapper(raw, encoding=self._encoding(), newline="") as text:
            yield text

    @contextmanager
    def _bytes(self) -> Iterator[IO[bytes]]:
        with self.open() as raw:
            yield cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if self.name.endswith(".gz") else raw

    def _encoding(self) -> str:
        """UTF-8 for the files that say so and most others; the older ones are in the encoding of Windows."""
        with self._bytes() as raw:
            decoder = codecs.getincrementaldecoder("utf-8")()
            try:
                while chunk := raw.read(1 << 16):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return "cp1252"
        return "utf-8-sig"

    def _delimiter(self) -> str:
        with self._bytes() as raw:
            first = raw.readline(10_000)
        return ";" if first.count(b";") > first.count(b",") else ","


def open_archive(path: Path) -> dict[Part, Source]:
    """The newest file of each part. Raises UnreadableArchive when nothing in there is of ROME."""
    found: dict[Part, Source] = {}
    for source in _sources(path):
        try:
            part = _recognise(source.header())
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, csv.Error) as error:
            raise UnreadableArchive(f"{source.name} est abîmé ou incomplet ({error}).") from error
        if part and (part not in found or source.version > found[part].version):
            found[part] = source
    if not found:
        raise UnreadableArchive(f"Aucun fichier du ROME reconnu dans {path}.")
    return found


def _sources(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if _is_csv(p.name)):
            yield Source(file.name, _version(file.name), partial(io.FileIO, file))
    elif path.is_file() and zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        for name in sorted(n for n in archive.namelist() if _is_csv(n)):
            yield Source(Path(name).name, _version(name), partial(archive.open, name))
    else:
        raise UnreadableArchive(f"{path} n'est ni un dossier ni une archive ZIP.")


def _is_csv(name: str) -> bool:
    return name.lower().endswith((".csv", ".csv.gz")) and not Path(name).name.startswith(".")


def _version(name: str) -> int:
    """460 from ``unix_texte_v460.csv``, 400 from ``cr_gd_dp_v4_utf8.csv``, 0 when the name says nothing."""
    digits = re.search(r"_v(\d{1,3})(?!\d)", Path(name).name)
    return int(digits[1].ljust(3, "0")) if digits else 0


def _recognise(header: list[str]) -> Part | None:
    columns = set(header)
    if columns == COHERENCE_COLUMNS:
        return Part.COHERENCE
    return next((part for part, needed in COLUMNS.items() if needed <= columns), None)


def _clean(text) -> str:
    """The text without the doubled apostrophes of the official files, nor the bytes PostgreSQL refuses."""
    return " ".join(text.replace("\x00", "").replace("''", "'").split()) if isinstance(text, str) else ""
