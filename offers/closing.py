"""The end of offers whose last day to apply is behind us."""

from django.db import transaction
from django.utils import timezone

from offers.lifecycle import STEPS
from offers.models import Offer

BATCH = 1000  # rows locked at once: a candidate's click never waits for the whole table


def close_past_offers() -> int:
    """How many offers took the step ``expire``. Safe to stop and to run twice at once."""
    total = 0
    while closed := _close_a_batch():
        total += closed
    return total


@transaction.atomic
def _close_a_batch() -> int:
    past = Offer.objects.past_closing().select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH]
    return Offer.objects.filter(pk__in=list(past)).update(state=STEPS["expire"].target, updated_at=timezone.now())
