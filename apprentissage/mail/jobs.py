"""What the worker does for the outbox."""

import logging

from django.db import transaction
from django.utils import timezone

from apprentissage.jobs import enqueue, task
from apprentissage.mail import delivery
from apprentissage.mail.models import TRIED_AFTER, Message, State

logger = logging.getLogger(__name__)

BATCH = 500  # mails given a new job in one minute


@task()
def deliver(message_id: int) -> None:
    """Send one message, unless it already left."""
    delivery.deliver(message_id)


@task(every="* * * * *")
def look_again(timestamp: int) -> None:
    """Every minute: give a job to the mails whose time has come, and tell of those that a dead worker left."""
    now = timezone.now()
    if lost := Message.objects.without_answer(now).update(state=State.DOUBTFUL, problem="sans nouvelles du processus"):
        logger.warning("%s mails may have left or not: look at them in the administration", lost)
    with transaction.atomic():
        due = list(Message.objects.due(now).select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Message.objects.filter(pk__in=due).update(next_try_at=now + TRIED_AFTER)
        for pk in due:
            enqueue(deliver, message_id=pk)
