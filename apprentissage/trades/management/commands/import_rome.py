import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apprentissage.trades.rome_archive import Part, UnreadableArchive
from apprentissage.trades.rome_import import Report, import_rome

SHOWN = 10  # refused lines printed; the report file has them all


class Command(BaseCommand):
    help = "Importe l'archive officielle du ROME (dossier ou ZIP). Peut être relancé ; rien n'est à moitié écrit."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, metavar="DOSSIER|ZIP")
        parser.add_argument("--report", type=Path, metavar="FICHIER", help="écrit chaque ligne refusée dans ce CSV")

    def handle(self, source: Path, report: Path | None, **options):
        try:
            result = import_rome(source)
        except UnreadableArchive as error:
            raise CommandError(str(error)) from error
        self._print(result)
        if report:
            _write(report, result)

    def _print(self, result: Report):
        for part in Part:
            if part in result.files:
                read, written = result.read[part], result.written[part]
                self.stdout.write(f"{part:<16}{read:>8} lues {written:>8} gardées   {result.files[part]}")
        if result.retired:
            self.stdout.write(f"Codes retirés du répertoire, gardés pour leurs offres : {', '.join(result.retired)}")
        if result.links_to_elsewhere:
            self.stdout.write(f"Liens vers un élément absent de l'archive : {result.links_to_elsewhere}")
        self.stdout.write(f"Lignes refusées : {len(result.refusals)}")
        for refusal in result.refusals[:SHOWN]:
            self.stdout.write(f"  {refusal.file}, ligne {refusal.line} ({refusal.code}) : {refusal.sentence}")


def _write(path: Path, result: Report) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["fichier", "ligne", "code", "motif"])
        writer.writerows((r.file, r.line, r.code, r.sentence) for r in result.refusals)
