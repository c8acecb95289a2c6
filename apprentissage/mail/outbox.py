"""The door to the outbox."""

from datetime import date, datetime

from apprentissage.jobs import enqueue
from apprentissage.mail.guard import refuse_personal
from apprentissage.mail.jobs import deliver
from apprentissage.mail.models import Message


def post(key: str, template: str, to: str, **facts) -> bool:
    """Whether a message was put in the outbox; false when this ``key`` was already posted: nothing is sent twice.

    It leaves once the current transaction is committed, never when it is not. ``facts`` must be JSON, or days and
    moments, which the templates ``mail/<template>.txt`` and ``.html`` receive as such, with ``site``. Raises
    ``PersonalFactError`` when one of them holds an address or a number of a person.
    """
    refuse_personal(facts)
    message, is_new = Message.objects.get_or_create(
        key=key, defaults={"template": template, "recipient": to.strip().lower(), "facts": _plain(facts)}
    )
    if is_new:
        enqueue(deliver, message_id=message.pk)
    return is_new


def posted_at(key: str) -> datetime | None:
    """When a message was put in the outbox under this key, if it was."""
    return Message.objects.filter(key=key).values_list("created_at", flat=True).first()


def _plain(value):
    """The same as JSON can say it: days and moments in ISO 8601, which ``letters.compose`` reads back."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
