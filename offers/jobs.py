"""What the worker does for offers."""

from apprentissage.jobs import task
from offers import closing


@task(every="7 23,0 * * *")  # just past midnight in Paris, in winter and in summer
def close_past_offers(timestamp: int) -> None:
    """Every night; past offers already stopped showing at midnight, this only tells it in their state."""
    closing.close_past_offers()
