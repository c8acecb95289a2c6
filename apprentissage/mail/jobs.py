"""What the worker does for the outbox."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from apprentissage.jobs import task
from apprentissage.mail.models import Message


@task()
@transaction.atomic
def deliver(message_id: int) -> None:
    """Send one message, unless it already left."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.sent_at:
        return
    context = {**message.facts, "site": settings.SITE_URL}
    subject, _, body = render_to_string(f"mail/{message.template}.txt", context).partition("\n")
    mail = EmailMultiAlternatives(subject.strip(), body.lstrip("\n"), to=[message.recipient])
    mail.attach_alternative(render_to_string(f"mail/{message.template}.html", context), "text/html")
    mail.send()
    message.sent_at = timezone.now()
    message.save(update_fields=["sent_at"])
