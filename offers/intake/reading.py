"""Cutting a stream of bytes into items, whatever its format, in constant memory. The only door to ijson.

The format is told by the content: gzip or not, JSON array, JSON Lines, one object, France Travail's envelope, CSV with
dotted names. What cannot be read is given as an ``Unreadable`` with its line, and reading goes on after it.
"""

import codecs
import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import ijson

LONGEST_ITEM = 1_000_000  # bytes: the longest real offers are fifty times shorter
HEAD = 262_144  # bytes looked at to tell the format
CHUNK = 65_536
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DOTTED_NAMES = re.compile(r"\b(?:offer\.title|workplace\.siret)\b")
LISTS = {
    "contract.type",
    "offer.rome_codes",
    "offer.desired_skills",
    "offer.to_be_acquired_skills",
    "offer.access_conditions",
}


class UnknownFormatError(ValueError):
    """A file that is none of the formats taken; the message is the sentence to show."""


@dataclass(frozen=True)
class Item:
    line: int  # of the file; in a JSON array, the rank of the item
    value: dict


@dataclass(frozen=True)
class Unreadable:
    line: int
    sentence: str
    is_end: bool = False  # nothing more can be read after it


def items(stream: BinaryIO) -> Iterator[Item | Unreadable]:
    """The items of a file, one by one. Raises ``UnknownFormatError`` at the first when the format is none of ours."""
    stream = _uncompressed(stream)
    head = _head(stream)
    if head.startswith(UTF_16_MARKS):
        raise UnknownFormatError("Ce fichier est en UTF-16. Enregistrez-le en UTF-8.")
    body = _Chained(head.removeprefix(BYTE_ORDER_MARK), stream)
    return _guarded(_reader(head.removeprefix(BYTE_ORDER_MARK)), body)


def _reader(head: bytes):
    """The reader that the first bytes call for."""
    start = head.lstrip()
    if start.startswith(b"["):
        return lambda body: _array(body, "item")
    if start.startswith(b"{"):
        if _is_lines(start):
            return _json_lines
        if b'"resultats"' in start:
            return lambda body: _array(body, "resultats.item")
        return lambda body: _array(body, "")
    first_line = _decoded(start.split(b"\n", 1)[0])
    if DOTTED_NAMES.search(first_line):
        return _csv_rows
    raise UnknownFormatError(
        "Le format n'est pas reconnu. Sont lus : JSON et CSV de l'API Apprentissage, JSON de France Travail."
    )


def _is_lines(start: bytes) -> bool:
    """JSON Lines rather than one object: a line is an object by itself, or two lines begin as objects."""
    lines = [line for line in start.split(b"\n") if line.strip()][:3]
    if len(start) > HEAD - CHUNK and len(lines) == 1:
        return b'"resultats"' not in start  # one endless line
    if any(line.lstrip().startswith(b"{") for line in lines[1:]) and not lines[1][:1].isspace():
        return True
    try:
        first = json.loads(_decoded(lines[0]))
    except ValueError:
        return False
    return isinstance(first, dict) and "resultats" not in first


def _guarded(reader, body: io.RawIOBase) -> Iterator[Item | Unreadable]:
    """What the reader gives, then a sentence should the compressed stream end or break too early."""
    line = 0
    try:
        for item in reader(body):
            line = item.line
            yield item
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Unreadable(
            line + 1, "Le fichier compressé est tronqué ou abîmé : la suite n'a pas pu être lue.", is_end=True
        )


# -- JSON --------------------------------------------------------------------------------------------------------------
def _json_lines(body: io.RawIOBase) -> Iterator[Item | Unreadable]:
    for number, line in _bounded_lines(io.BufferedReader(body, CHUNK)):
        if line is None:
            yield Unreadable(number, f"Cette ligne dépasse {LONGEST_ITEM} octets.")
        elif line.strip():
            yield _json_item(number, line)


def _json_item(number: int, line: bytes) -> Item | Unreadable:
    try:
        value = json.loads(_decoded(line))
    except (ValueError, RecursionError):
        return Unreadable(number, "Cette ligne n'est pas du JSON : elle est peut-être tronquée.")
    return _item(number, value)


def _item(number: int, value: Any) -> Item | Unreadable:
    if isinstance(value, dict):
        return Item(number, value)
    return Unreadable(number, "Un objet JSON est attendu pour chaque offre.")


def _array(body: io.RawIOBase, prefix: str) -> Iterator[Item | Unreadable]:
    """The objects at a prefix of one JSON document; a mistake in its syntax ends the reading, and says where."""
    measured = _Measured(body)
    number = 0
    try:
        for value in ijson.items(measured, prefix, use_float=True, buf_size=CHUNK):
            number += 1
            measured.since_last_item = 0
            yield _item(number, value)
    except _TooLongError:
        yield Unreadable(
            number + 1, f"Cet élément dépasse {LONGEST_ITEM} octets : la suite n'a pas été lue.", is_end=True
        )
    except (ijson.JSONError, UnicodeDecodeError, RecursionError):
        sentence = "Le JSON est mal formé ou tronqué à partir de cet élément : la suite n'a pas été lue."
        yield Unreadable(number + 1, sentence, is_end=True)


# -- CSV ---------------------------------------------------------------------------------------------------------------
def _csv_rows(body: io.RawIOBase) -> Iterator[Item | Unreadable]:
    too_long: list[int] = []
    lines = _text_lines(io.BufferedReader(body, CHUNK), too_long)
    header = next(lines)
    csv.field_size_limit(LONGEST_ITEM)
    delimiter = max(";,\t", key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            yield Unreadable(rows.line_num + 1, "Cette ligne de CSV est mal formée : un guillemet n'est pas refermé.")
            continue
        yield from (Unreadable(number, f"Cette ligne dépasse {LONGEST_ITEM} octets.") for number in too_long)
        too_long.clear()
        if row is None:
            return
        if row:
            yield _csv_item(rows.line_num + 1, names, row)


def _csv_item(number: int, names: list[str], row: list[str]) -> Item | Unreadable:
    if len(row) != len(names):
        return Unreadable(number, f"Cette ligne compte {len(row)} colonnes au lieu de {len(names)}.")
    value: dict = {}
    for name, cell in zip(names, row, strict=True):
        if cell.strip():
            *parents, last = name.split(".")
            place = value
            for parent in parents:
                place = place.setdefault(parent, {})
            place[last] = [part.strip() for part in cell.split("|")] if name in LISTS else cell
    return Item(number, value)


def _text_lines(stream: io.BufferedReader, too_long: list[int]) -> Iterator[str]:
    for number, line in _bounded_lines(stream):
        if line is None:
            too_long.append(number)
            yield "\n"  # keeps the count of lines true
        else:
            yield _decoded(line)


# -- bytes -------------------------------------------------------------------------------------------------------------
def _bounded_lines(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one that is too long, which is skipped without being held."""
    number = 0
    while line := stream.readline(LONGEST_ITEM + 1):
        number += 1
        if len(line) <= LONGEST_ITEM:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield number, None


def _western(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 are read in the Western European encoding of old spreadsheets."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("western", _western)


def _decoded(line: bytes) -> str:
    return line.decode(errors="western")


def _uncompressed(stream: BinaryIO) -> BinaryIO:
    start = stream.read(2)
    joined = _Chained(start, stream)
    return cast(BinaryIO, gzip.GzipFile(fileobj=io.BufferedReader(joined, CHUNK)) if start == b"\x1f\x8b" else joined)


def _head(stream: BinaryIO) -> bytes:
    """The first bytes, fewer than ``HEAD`` only at the end of the file or where a compressed one breaks."""
    head = b""
    try:
        while len(head) < HEAD and (chunk := stream.read(min(CHUNK, HEAD - len(head)))):
            head += chunk
    except (EOFError, gzip.BadGzipFile, zlib.error):
        pass  # met again, and reported, when the reading comes there
    return head


class _Chained(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it."""

    def __init__(self, taken: bytes, rest: BinaryIO):
        self.taken, self.rest = taken, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        chunk = self.taken[: len(buffer)] or self.rest.read(len(buffer))
        self.taken = self.taken[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _TooLongError(Exception):
    pass


class _Measured:
    """A stream in true UTF-8 that refuses to go on when one item has taken too many bytes."""

    def __init__(self, body: io.RawIOBase):
        self.body, self.since_last_item = body, 0
        self.decoder = codecs.getincrementaldecoder("utf-8")(errors="western")

    def read(self, size: int = -1) -> bytes:
        if self.since_last_item > LONGEST_ITEM + 2 * CHUNK:
            raise _TooLongError
        if size == 0:  # ijson asks whether bytes or text come
            return b""
        chunk = self.body.read(CHUNK)
        self.since_last_item += len(chunk)
        return self.decoder.decode(chunk, final=not chunk).encode()
