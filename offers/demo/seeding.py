"""Putting the demonstration's offers in the database."""

from collections.abc import Callable

from offers.constraints import DEMONSTRATION_SOURCE
from offers.demo.generator import Generator
from offers.intake.writer import keep_plans_honest, write_offers
from offers.models import Offer

BATCH = 1000


def seed(count: int, seed_number: int = 2027, on_progress: Callable[[int], None] = lambda done: None) -> int:
    """How many offers were written so that the first ``count`` are there and open.

    Interrupted, it goes on: what is there and open is left alone, what has closed since is renewed.
    """
    generator, written = None, 0
    for start in range(1, count + 1, BATCH):
        numbers = range(start, min(start + BATCH, count + 1))
        there = set(
            Offer.objects.open()
            .given_by(DEMONSTRATION_SOURCE, [f"demo-{number:06}" for number in numbers])
            .values_list("source_id", flat=True)
        )
        missing = [number for number in numbers if f"demo-{number:06}" not in there]
        if missing:
            generator = generator or Generator(seed_number)
            write_offers([generator.offer(number) for number in missing])
            keep_plans_honest()
            written += len(missing)
        on_progress(len(numbers))
    return written
