"""Batches of any size: one question a line on standard input, one answer a line on standard output."""

import json
import sys
from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand

from simulators.core.exchange import Problem, Refused, answer, refusal

LONGEST_LINE = 100_000  # characters: a question has some thirty short fields
CHUNK = 500


class Command(BaseCommand):
    help = "Calcule des embauches : une question JSON par ligne en entrée, une réponse JSON par ligne en sortie."
    requires_system_checks = []

    def handle(self, **options):
        refused = 0
        written: list[str] = []
        for line, failed in answers(lines_of(sys.stdin)):
            refused += failed
            written.append(line)
            if len(written) == CHUNK:
                self.stdout.write("\n".join(written))
                written.clear()
        if written:
            self.stdout.write("\n".join(written))
        if refused:
            self.stderr.write(f"{refused} question(s) refusée(s) : voir les lignes « errors ».")


def lines_of(stream) -> Iterator[str]:
    """The lines of a stream, cut at a length no question reaches, so that memory stays constant."""
    rest_of_long_line = False
    while line := stream.readline(LONGEST_LINE):
        if not rest_of_long_line and line.strip():
            yield line
        rest_of_long_line = not line.endswith("\n")


def answers(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line's answer or refusal as JSON, and whether it is a refusal: a broken line never stops the batch."""
    for number, line in enumerate(lines, start=1):
        question = None
        try:
            question = json.loads(line)
            found, failed = answer(question), False
        except ValueError as error:
            if not isinstance(error, Refused):
                error = Refused([Problem("", f"La ligne {number} n'est pas du JSON.")])
            found, failed = refusal(question, error), True
        yield json.dumps(found, ensure_ascii=False, separators=(",", ":")), failed
