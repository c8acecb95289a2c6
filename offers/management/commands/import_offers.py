import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_slug
from tqdm import tqdm

from offers.intake.reading import UnknownFormatError
from offers.intake.running import AlreadyRunningError, Import, file_fingerprint, write_report


class Command(BaseCommand):
    help = (
        "Import offers from a file, told by its content: JobOfferWrite of API Apprentissage (JSON, JSON Lines, CSV "
        "with dotted names) or results of France Travail; gzip or not. Killed in the middle, run it again: it goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="path of the file, or - for standard input")
        parser.add_argument(
            "--source", default="", help="name kept as the offers' source (default: that of the format)"
        )
        parser.add_argument("--report", type=Path, help="CSV of refusals and remarks, one line each")
        parser.add_argument("--restart", action="store_true", help="start again a file whose import was interrupted")

    def handle(self, *, file: str, source: str, report: Path | None, restart: bool, **options):
        if source:
            validate_slug(source)
        run = self.run_import(file, source, restart)
        if report:
            write_report(run, report)
        self.stdout.write(
            f"{run.read} lues : {run.created} créées, {run.updated} mises à jour, {run.unchanged} inchangées, "
            f"{run.withheld} retenues, {run.refused} refusées."
        )
        if run.is_cut_short:
            raise CommandError("Le fichier n'a pas pu être lu jusqu'au bout. Ce qui précède est importé.")

    def run_import(self, file: str, source: str, restart: bool):
        """The finished run of a file or of standard input, under a progress bar when somebody watches."""
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
                size, fingerprint = (
                    (None, "") if file == "-" else (Path(file).stat().st_size, file_fingerprint(Path(file)))
                )
                work = Import(stream, file_name=Path(file).name, source=source, fingerprint=fingerprint)
                with tqdm(total=size, unit="o", unit_scale=True, disable=None) as bar:
                    return work.run(restart=restart, on_progress=lambda run: show(bar, run, stream))
        except (UnknownFormatError, AlreadyRunningError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} ne peut pas être lu : {error.strerror}.") from None


def show(bar: tqdm, run, stream) -> None:
    """Move the bar to where the file is read, or just count when it is a pipe."""
    bar.set_postfix(lues=run.read, refusées=run.refused, refresh=False)
    if bar.total:
        bar.update(stream.tell() - bar.n)
    else:
        bar.refresh()
