"""What the outbox keeps of people."""

from apprentissage.mail.models import KEPT_FOR, Message
from apprentissage.privacy import Kept, register


def _until(user):
    """Thirty days after the last mail."""
    last = Message.objects.to(user.email).order_by("-created_at").first()
    return last and (last.created_at + KEPT_FOR).date()


def _export(user) -> list[dict]:
    """The mails sent to a person in the last thirty days: what about and when, not their links."""
    mails = Message.objects.to(user.email)
    return [{"message": mail.template, "écrit le": mail.created_at, "état": mail.get_state_display()} for mail in mails]


def _erase(user) -> int:
    """Mails that wait are not sent; those that left forget their recipient."""
    mails = Message.objects.to(user.email)
    waiting, _ = mails.waiting().delete()
    return waiting + mails.over().forget()


register(
    Kept(
        name="Courriels envoyés",
        data="votre adresse, le sujet du message et ses liens",
        why="vous écrire une seule fois, et savoir si le message est parti",
        lasts=KEPT_FOR,
        since="l'envoi",
        purge=lambda now: Message.objects.to_forget(now).forget(),
        export=_export,
        erase=_erase,
        until=_until,
    )
)
