"""The door to the outbox."""

from apprentissage.jobs import enqueue
from apprentissage.mail.jobs import deliver
from apprentissage.mail.models import Message


def post(key: str, template: str, to: str, **facts) -> bool:
    """Whether a message was put in the outbox; false when this ``key`` was already posted: nothing is sent twice.

    It leaves once the current transaction is committed, never when it is not. ``facts`` must be JSON, without anything
    personal: the templates ``mail/<template>.txt`` (its first line is the subject) and ``.html`` receive them, and
    ``site``.
    """
    message, is_new = Message.objects.get_or_create(
        key=key, defaults={"template": template, "recipient": to, "facts": facts}
    )
    if is_new:
        enqueue(deliver, message_id=message.pk)
    return is_new
