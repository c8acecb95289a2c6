"""Reading the files of SIRENE as INSEE publishes them: CSV, plain, gzip or zip, of any size."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

SAMPLE = 1 << 20  # bytes hashed at both ends: together with the size they tell one month's file from another's


class UnreadableFileError(ValueError):
    """A file that is not what it should be; the message is the sentence to show."""


class RegisterFile:
    """The records of one file, column by column as asked; to be used as a context, once."""

    def __init__(self, path: Path, needed: list[str], wished: list[str]):
        self.path, self.needed, self.wished = path, needed, wished

    def __enter__(self) -> "RegisterFile":
        with ExitStack() as stack:
            self.raw: BinaryIO = stack.enter_context(self.path.open("rb"))
            unpacked = self._unpacked(stack)
            text = io.TextIOWrapper(unpacked, encoding="utf-8-sig", errors="replace", newline="")
            self.rows = csv.reader(stack.enter_context(text))
            header = next(self.rows, [])
            if absent := [name for name in self.needed if name not in header]:
                raise UnreadableFileError(f"Il manque les colonnes : {', '.join(absent)}.")
            self.places = [header.index(name) if name in header else -1 for name in self.needed + self.wished]
            self.width = len(header)
            self.stack = stack.pop_all()  # all is well: it stays open until the end
        return self

    def __exit__(self, *problem) -> None:
        self.stack.close()

    def _unpacked(self, stack: ExitStack) -> BinaryIO:
        start = self.raw.read(4)
        self.raw.seek(0)
        if start[:2] == b"\x1f\x8b":
            return stack.enter_context(gzip.open(self.raw))  # type: ignore[return-value]
        if start == b"PK\x03\x04":
            archive = stack.enter_context(zipfile.ZipFile(self.raw))
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise UnreadableFileError("L'archive doit contenir un seul fichier CSV.")
            return stack.enter_context(archive.open(names[0]))  # type: ignore[return-value]
        return self.raw

    def records(self) -> Iterator[tuple[str, ...]]:
        """Each record's values, the needed columns then the wished ones; empty where the file has no such column.

        A record of another width than the header's comes out empty: it will be refused, not guessed.
        """
        pick = itemgetter(*self.places)
        nothing = ("",) * len(self.places)
        for row in self.rows:
            if len(row) != self.width:
                yield nothing
            else:
                row.append("")  # where the columns that the file lacks are read
                yield pick(row)

    @property
    def size(self) -> int:
        """In bytes, as packed."""
        return self.path.stat().st_size

    def position(self) -> int:
        """How far the file was read, in bytes as packed."""
        return self.raw.tell()


def fingerprint(path: Path) -> str:
    """What recognises a file that an import was interrupted in."""
    digest = hashlib.sha256(str(size := path.stat().st_size).encode())
    with path.open("rb") as stream:
        digest.update(stream.read(SAMPLE))
        stream.seek(max(0, size - SAMPLE))
        digest.update(stream.read(SAMPLE))
    return digest.hexdigest()
