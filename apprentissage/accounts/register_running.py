"""An import of the register from its first record to its last: batches, checkpoint, refusals."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from apprentissage.accounts import register_files, register_writing
from apprentissage.accounts.register_files import RegisterFile
from apprentissage.accounts.register_import import RegisterImport

BATCH = 50_000

Refusal = tuple[int, str, str]  # line, SIRET or SIREN, sentence


class AlreadyRunningError(RuntimeError):
    """The same file is being imported by another process; the message is the sentence to show."""


def import_register(
    path: Path,
    kind: str,
    *,
    departments: list[str] | None = None,
    batch: int = BATCH,
    on_progress: Callable[[RegisterImport, RegisterFile], None] = lambda run, file: None,
    on_refusals: Callable[[list[Refusal]], None] = lambda refusals: None,
) -> RegisterImport:
    """The finished run of a file. Interrupted, another call goes on after the last batch that was committed.

    A batch and its count are one transaction, and a batch is all the memory that is used. ``on_refusals`` is given
    each record that was not taken, with the sentence that says why. Raises ``register_files.UnreadableFileError`` and
    ``AlreadyRunningError``.
    """
    needed = list(register_writing.NEEDED[RegisterImport.Kind(kind)].values())
    wished = list(register_writing.WISHED[RegisterImport.Kind(kind)].values())
    mark = register_files.fingerprint(path)
    _lock(mark)
    with RegisterFile(path, needed, wished) as file:
        run, _ = RegisterImport.objects.get_or_create(
            kind=kind,
            fingerprint=mark,
            departments=",".join(departments or []),
            finished_at=None,
            defaults={"file_name": path.name[-255:]},
        )
        records = islice(enumerate(file.records(), start=2), run.read, None)  # the header is line 1
        while _take(run, islice(records, batch), departments or [], on_refusals):
            on_progress(run, file)
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
    return run


@transaction.atomic
def _take(run: RegisterImport, records, departments: list[str], on_refusals) -> bool:
    """Whether there was a batch to write; it is counted in its own transaction."""
    with connection.cursor() as cursor:
        count = register_writing.receive(cursor, run.kind, records)
        if not count:
            cursor.execute("DROP TABLE incoming")
            return False
        written, refused = register_writing.write(cursor, run.kind, timezone.localdate(), departments)
        cursor.execute("DROP TABLE incoming")
    run.read, run.written, run.refused = run.read + count, run.written + written, run.refused + len(refused)
    run.save(update_fields=["read", "written", "refused"])
    on_refusals(refused)
    return True


def _lock(mark: str) -> None:
    """One import of a file at a time; the lock ends with the connection, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"register {mark}"])
        if not cursor.fetchone()[0]:
            raise AlreadyRunningError("Ce fichier est déjà en cours d'import.")
