"""What the worker does for offers."""

from apprentissage.jobs import enqueue, task
from offers import closing
from offers.intake import placing


@task(every="7 23,0 * * *")  # just past midnight in Paris, in winter and in summer
def close_past_offers(timestamp: int) -> None:
    """Every night; past offers already stopped showing at midnight, this only tells it in their state."""
    closing.close_past_offers()


@task()
def place_addresses(run_id: int, after: int = 0) -> None:
    """A handful of addresses of an import, then a job for the next ones."""
    if last := placing.place_addresses(run_id, after):
        enqueue(place_addresses, run_id=run_id, after=last)
