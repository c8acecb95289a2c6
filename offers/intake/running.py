"""An import from its first byte to its report: batches, checkpoint, remarks."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction
from django.utils import timezone

from apprentissage.jobs import enqueue
from offers import jobs
from offers.intake import placing, reading
from offers.intake.gazetteer import Gazetteer
from offers.intake.mappings import complete, identifier_of, record_of
from offers.intake.reading import Item, Unreadable
from offers.intake.records import Code, OfferRecord, Outcome, RefusedError
from offers.intake.runs import ImportRemark, ImportRun, SeenIdentifier
from offers.intake.writer import keep_plans_honest, write_offers

BATCH = 500
LONGEST_SENTENCE = ImportRemark._meta.get_field("sentence").max_length
WITHHELD = "Cette offre a été retirée par la bourse de l'apprentissage : l'import ne la rouvre pas."
FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet would run

Read = Item | Unreadable


class AlreadyRunningError(RuntimeError):
    """The same file is being imported by another process."""


class Import:
    """The import of one stream of bytes; it goes on where an unfinished one of the same file stopped.

    ``fingerprint`` (see ``file_fingerprint``) recognises the file. Without one, as from standard input, every import
    starts at the first byte: offers already there are then found unchanged.
    """

    def __init__(self, stream: BinaryIO, *, file_name: str, source: str = "", fingerprint: str = ""):
        self.stream, self.source = stream, source
        self.file_name, self.fingerprint = file_name[-255:], fingerprint

    def run(self, *, restart: bool = False, on_progress: Callable[[ImportRun], None] = lambda run: None) -> ImportRun:
        """Read everything, and give the finished run with its counts.

        Raises ``reading.UnknownFormatError`` before anything is kept, and ``AlreadyRunningError``.
        """
        self._lock()
        items = reading.items(self.stream)
        run = self._unfinished_run(restart) or ImportRun.objects.create(
            source=self.source, file_name=self.file_name, fingerprint=self.fingerprint
        )
        items = islice(items, run.read, None)
        self.gazetteer = Gazetteer.loaded()
        while batch := list(islice(items, BATCH)):
            self._take(run, batch)
            keep_plans_honest()
            on_progress(run)
        return self._finish(run)

    def _lock(self) -> None:
        with connection.cursor() as cursor:
            key = f"{self.source} {self.fingerprint}"
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('offers.intake.running'), hashtext(%s))", [key])
            if not cursor.fetchone()[0]:
                raise AlreadyRunningError("Ce fichier est déjà en cours d'import.")

    def _unfinished_run(self, restart: bool) -> ImportRun | None:
        if not self.fingerprint:
            return None
        unfinished = ImportRun.objects.filter(source=self.source, fingerprint=self.fingerprint, finished_at=None)
        if restart:
            unfinished.delete()
        return unfinished.first()

    @transaction.atomic
    def _take(self, run: ImportRun, batch: list[Read]) -> None:
        """A batch, its remarks and the checkpoint: all in one transaction, so that a killed import repeats nothing."""
        taken: list[tuple[int, OfferRecord]] = []
        remarks: list[ImportRemark] = []
        for read in batch:
            try:
                taken.append((read.line, self._record(read)))
            except RefusedError as refusal:
                identifier = identifier_of(read.value) if isinstance(read, Item) else ""
                remarks.append(_remark(run, read.line, identifier, refusal.code, refusal.sentence, is_refusal=True))
        taken, doubles = _without_doubles(run, taken)
        remarks += doubles
        complete([record for _, record in taken])
        counts: Counter[Outcome] = Counter()
        for (line, record), result in zip(taken, write_offers([record for _, record in taken]), strict=True):
            counts[result.outcome] += 1
            if result.outcome == Outcome.REFUSED:
                remarks.append(_remark(run, line, record.source_id, Code.WRONG_DATA, result.sentence, is_refusal=True))
            elif result.outcome == Outcome.WITHHELD:
                remarks.append(_remark(run, line, record.source_id, Code.WITHDRAWN, WITHHELD))
            remarks += [_remark(run, line, record.source_id, each.code, each.sentence) for each in record.remarks]
        remarks.sort(key=lambda remark: remark.line)
        ImportRemark.objects.bulk_create(remarks)
        self._save_checkpoint(run, batch, counts)

    def _record(self, read: Read) -> OfferRecord:
        if isinstance(read, Unreadable):
            raise RefusedError(Code.WRONG_DATA, read.sentence)
        return record_of(read.value, self.source, self.gazetteer)

    def _save_checkpoint(self, run: ImportRun, batch: list[Read], counts: Counter) -> None:
        run.read += len(batch)
        run.created += counts[Outcome.CREATED]
        run.updated += counts[Outcome.UPDATED]
        run.unchanged += counts[Outcome.UNCHANGED]
        run.withheld += counts[Outcome.WITHHELD]
        run.refused += len(batch) - sum(counts.values()) + counts[Outcome.REFUSED]
        run.is_cut_short |= any(isinstance(read, Unreadable) and read.is_end for read in batch)
        run.save()

    @transaction.atomic
    def _finish(self, run: ImportRun) -> ImportRun:
        run.seen.all().delete()
        run.finished_at = timezone.now()
        run.save()
        if placing.is_wanted():
            enqueue(jobs.place_addresses, run_id=run.pk)
        return run


def file_fingerprint(path: Path) -> str:
    """64 hexadecimal digits that change with any byte of the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_report(run: ImportRun, path: Path) -> None:
    """The remarks of an import as CSV, complete or not at all: a file half written would pass for a whole one."""
    draft = path.with_name(f"{path.name}.partiel")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ligne", "identifiant", "code", "suite", "explication"])
        writer.writerows(_report_rows(run))
    draft.replace(path)


def _report_rows(run: ImportRun) -> Iterator[list[str]]:
    for remark in run.remarks.order_by("pk").iterator():
        cells = [str(remark.line), remark.identifier, remark.code, "refusée" if remark.is_refusal else "prise"]
        yield [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in [*cells, remark.sentence]]


def _remark(run: ImportRun, line: int, identifier: str, code: str, sentence: str, *, is_refusal=False) -> ImportRemark:
    return ImportRemark(
        run=run,
        line=line,
        identifier=identifier,
        code=code,
        sentence=sentence[:LONGEST_SENTENCE],
        is_refusal=is_refusal,
    )


def _without_doubles(run: ImportRun, taken: list) -> tuple[list, list[ImportRemark]]:
    """The records whose identifier is met for the first time in this file, and a refusal for each of the others."""
    first: dict[tuple[str, str], int] = {}
    for line, record in taken:
        first.setdefault((record.source, record.source_id), line)
    identifiers = {identifier for _, identifier in first}
    met = SeenIdentifier.objects.filter(run=run, identifier__in=identifiers)
    first |= {(seen.source, seen.identifier): seen.line for seen in met}
    kept, doubles = [], []
    for line, record in taken:
        if (earlier := first[record.source, record.source_id]) == line:
            kept.append((line, record))
            continue
        sentence = f"Cet identifiant figure déjà dans ce fichier, à la ligne {earlier}."
        doubles.append(_remark(run, line, record.source_id, Code.DUPLICATE, sentence, is_refusal=True))
    SeenIdentifier.objects.bulk_create(
        SeenIdentifier(run=run, source=record.source, identifier=record.source_id, line=line) for line, record in kept
    )
    return kept, doubles
