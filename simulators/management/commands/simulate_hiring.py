"""Batches of any size: one question a line on standard input, one answer a line on standard output."""

import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import NamedTuple

from django.core.management.base import BaseCommand

from simulators.core.exchange import Problem, Refused, answer, refusal

LONGEST_LINE = 100_000  # characters: a question has some thirty short fields
CHUNK = 500  # questions that travel together to a process
AHEAD = 2  # chunks given to each process before their answers are written: memory stays constant


class Chunk(NamedTuple):
    """Lines that follow each other, and the rank of the first one in the batch."""

    first: int
    lines: list[str]


class Answered(NamedTuple):
    """The answers of a chunk, one a line, and how many are refusals."""

    text: str
    refused: int


class Command(BaseCommand):
    help = "Calcule des embauches : une question JSON par ligne en entrée, une réponse JSON par ligne en sortie."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="processus qui calculent")

    def handle(self, *, processes, **options):
        refused = 0
        for answered in answers(chunks_of(lines_of(sys.stdin)), processes):
            self.stdout.write(answered.text)
            refused += answered.refused
        if refused:
            self.stderr.write(f"{refused} question(s) refusée(s) : voir les lignes « errors ».")


def lines_of(stream) -> Iterator[str]:
    """The lines of a stream, cut at a length no question reaches, so that memory stays constant."""
    rest_of_long_line = False
    while line := stream.readline(LONGEST_LINE):
        if not rest_of_long_line and line.strip():
            yield line
        rest_of_long_line = not line.endswith("\n")


def chunks_of(lines: Iterable[str]) -> Iterator[Chunk]:
    """The lines by chunks; the last one may be short."""
    lines = iter(lines)
    first = 1
    while chunk := list(islice(lines, CHUNK)):
        yield Chunk(first, chunk)
        first += len(chunk)


def answers(chunks: Iterator[Chunk], processes: int) -> Iterator[Answered]:
    """The chunks answered in their order, by several processes when there is more than one chunk."""
    ahead = list(islice(chunks, 2))
    if len(ahead) < 2 or processes < 2:
        yield from map(answer_chunk, ahead)
        yield from map(answer_chunk, chunks)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting = deque(pool.submit(answer_chunk, chunk) for chunk in ahead)
        for chunk in chunks:
            waiting.append(pool.submit(answer_chunk, chunk))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def answer_chunk(chunk: Chunk) -> Answered:
    """Each line's answer or refusal: a broken line never stops the batch."""
    written, refused = [], 0
    for rank, line in enumerate(chunk.lines, start=chunk.first):
        question = None
        try:
            question = json.loads(line)
            found = answer(question)
        except (ValueError, RecursionError) as error:
            if not isinstance(error, Refused):
                error = Refused([Problem("", f"La ligne {rank} n'est pas du JSON.")])
            found = refusal(question, error)
            refused += 1
        written.append(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
    return Answered("\n".join(written), refused)
