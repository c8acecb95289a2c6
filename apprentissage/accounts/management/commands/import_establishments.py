import csv
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from apprentissage.accounts.register_files import RegisterFile, UnreadableFileError
from apprentissage.accounts.register_import import RegisterImport
from apprentissage.accounts.register_running import AlreadyRunningError, Refusal, import_register

FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet would run


class Command(BaseCommand):
    help = (
        "Import the establishments of SIRENE (StockEtablissement, as INSEE publishes it), and with --units the names "
        "of their companies (StockUniteLegale). CSV, gzip or zip. Killed in the middle, run it again: it goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="StockEtablissement")
        parser.add_argument("--units", type=Path, help="StockUniteLegale: brings the names, read after the first file")
        parser.add_argument("--departments", default="", help="only these, by their codes: 24,33,2A")
        parser.add_argument("--report", type=Path, help="CSV of the records that were refused, and why")

    def handle(self, *, file: Path, units: Path | None, departments: str, report: Path | None, **options):
        codes = [code.strip().upper() for code in departments.split(",") if code.strip()]
        with ExitStack() as stack:
            stream = stack.enter_context(report.open("w", newline="", encoding="utf-8") if report else StringIO())
            self.refusals = csv.writer(stream)
            self.refusals.writerow(["fichier", "ligne", "identifiant", "explication"])
            self.has_report = bool(report)
            self.run_import(file, RegisterImport.Kind.ESTABLISHMENTS, codes)
            if units:
                self.run_import(units, RegisterImport.Kind.UNITS, [])

    def run_import(self, file: Path, kind: str, departments: list[str]):
        try:
            with tqdm(total=file.stat().st_size, unit="o", unit_scale=True, disable=None) as bar:
                run = import_register(
                    file,
                    kind,
                    departments=departments,
                    on_progress=lambda run, source: show(bar, run, source),
                    on_refusals=lambda refusals: self.tell(file, refusals),
                )
        except (UnreadableFileError, AlreadyRunningError) as error:
            raise CommandError(f"{file.name} : {error}") from None
        except OSError as error:
            raise CommandError(f"{file} ne peut pas être lu : {error.strerror}.") from None
        self.stdout.write(f"{file.name} : {run.read} lues, {run.written} écrites, {run.refused} refusées.")

    def tell(self, file: Path, refusals: list[Refusal]) -> None:
        if self.has_report:
            for line, identifier, sentence in refusals:
                shown = f"'{identifier}" if identifier.startswith(FORMULA) else identifier
                self.refusals.writerow([file.name, line, shown, sentence])


def show(bar: tqdm, run: RegisterImport, file: RegisterFile) -> None:
    """Move the bar to where the file is read."""
    bar.set_postfix(lues=run.read, refusées=run.refused, refresh=False)
    bar.update(file.position() - bar.n)
