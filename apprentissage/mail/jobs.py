"""What the worker does for the outbox."""

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from apprentissage.jobs import task
from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message


@task()
@transaction.atomic
def deliver(message_id: int) -> None:
    """Send one message, unless it already left."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.sent_at:
        return
    letter = compose(message.template, message.facts)
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[message.recipient])
    mail.attach_alternative(letter.html, "text/html")
    mail.send()
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
