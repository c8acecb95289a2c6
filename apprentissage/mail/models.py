"""The outbox: one row per mail, from the transaction that wanted it to its end."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

KEPT_FOR = timedelta(days=30)  # the recipient and the facts of a mail that left; then only its key remains
TRIED_AFTER = timedelta(minutes=10)  # a mail that nobody handled by then lost its job: it gets another
NO_ANSWER_AFTER = timedelta(minutes=10)  # longer than any conversation with a server (see ``smtp.PATIENCE``)


class State(models.TextChoices):
    WAITING = "waiting", "En attente"
    SENDING = "sending", "En cours d'envoi"  # claimed by a worker, which now talks to the server
    SENT = "sent", "Remis au serveur"
    REFUSED = "refused", "Refusé par le serveur"  # for good: the address does not exist, for instance
    ABANDONED = "abandoned", "Abandonné"  # after the last attempt
    DOUBTFUL = "doubtful", "Peut-être envoyé"  # nobody knows: the worker or the line died before the answer


OVER = (State.SENT, State.REFUSED, State.ABANDONED, State.DOUBTFUL)
FAILED = (State.REFUSED, State.ABANDONED, State.DOUBTFUL)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime):
        """Mails whose time has come, and whose job is late or lost."""
        return self.filter(state=State.WAITING, next_try_at__lte=now).order_by("next_try_at")

    def without_answer(self, now: datetime):
        """Mails claimed so long ago that their worker must be dead."""
        return self.filter(state=State.SENDING, claimed_at__lt=now - NO_ANSWER_AFTER)

    def failed(self):
        """Mails that somebody has to look at."""
        return self.filter(state__in=FAILED)

    def doubtful(self):
        """Mails of which nobody knows whether they left."""
        return self.filter(state=State.DOUBTFUL)

    def to(self, address: str):
        """Mails for an address, whatever its capitals."""
        return self.filter(recipient=address.strip().lower())

    def sent_since(self, moment: datetime):
        """Mails that left after a moment, the oldest first."""
        return self.filter(sent_at__gt=moment).order_by("sent_at")

    def waiting(self):
        """Mails that were not tried, or are to be tried again."""
        return self.filter(state=State.WAITING)

    def readable(self):
        """Mails whose facts were not forgotten."""
        return self.exclude(recipient="")

    def over(self):
        """Mails that nobody will try again by himself."""
        return self.filter(state__in=OVER)

    def to_forget(self, now: datetime):
        """Mails that are over since long enough to forget who received them."""
        ended = self.over().exclude(recipient="").annotate(ended_at=Coalesce("sent_at", "claimed_at", "created_at"))
        return ended.filter(ended_at__lt=now - KEPT_FOR)

    def claim(self, pk: int) -> bool:
        """Whether this mail is now ours alone to send: among workers that ask at once, one is told yes."""
        free = self.filter(pk=pk, state=State.WAITING)
        changes = {"state": State.SENDING, "claimed_at": timezone.now(), "attempts": models.F("attempts") + 1}
        return bool(free.update(**changes))

    def end(self, pk: int, state: State, problem: str = "") -> None:
        """Write how the attempt of this worker ended, even when others believed it dead meanwhile."""
        ours = self.filter(pk=pk, state__in=[State.SENDING, State.DOUBTFUL])
        ours.update(state=state, problem=problem, sent_at=timezone.now() if state == State.SENT else None)

    def put_off(self, pk: int, until: datetime, problem: str = "") -> None:
        """Have a mail wait until a moment, after an attempt that surely failed or before any."""
        ours = self.filter(pk=pk, state__in=[State.WAITING, State.SENDING, State.DOUBTFUL])
        ours.update(state=State.WAITING, problem=problem, next_try_at=until)

    def revive(self, pk: int) -> None:
        """Have a mail that failed wait again, with all its attempts before it: an operator wants so."""
        failed = self.failed().filter(pk=pk).exclude(recipient="")
        failed.update(state=State.WAITING, attempts=0, problem="", next_try_at=soon())

    def settle(self, now: datetime) -> int:
        """How many of these mails are now held for sent, on an operator's word."""
        return self.update(state=State.SENT, sent_at=now)

    def forget(self) -> int:
        """How many of these mails lost their recipient and their facts; the key stays, so that none leaves twice."""
        return self.update(recipient="", facts={})


def soon() -> datetime:
    """When a mail just written is looked at again, should its job be lost."""
    return timezone.now() + TRIED_AFTER


class Message(models.Model):
    """A mail to send: written in the transaction of what it tells, sent later, once."""

    key = models.CharField("clé", max_length=120, unique=True)  # what is told to whom: "application-12-received"
    template = models.CharField("modèle", max_length=80)  # "applications/received" → templates/mail/…
    recipient = models.EmailField("destinataire", blank=True)  # in lower case; empty once forgotten
    facts = models.JSONField("faits", default=dict)  # links and dates; nothing personal (see ``guard``)
    reference = models.UUIDField("référence", default=uuid.uuid4, unique=True, editable=False)  # in its Message-ID
    created_at = models.DateTimeField("écrit le", auto_now_add=True)

    state = models.CharField("état", max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_try_at = models.DateTimeField("à essayer le", default=soon)
    claimed_at = models.DateTimeField("pris en charge le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    problem = models.CharField("difficulté", max_length=60, blank=True)  # "550 5.1.1", "ConnectionRefusedError"

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="state_of_mail_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                name="mail_that_left_has_its_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(recipient="") | models.Q(state__in=OVER), name="mail_to_send_has_its_recipient"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="mails_due"),
            models.Index(fields=["claimed_at"], condition=models.Q(state="sending"), name="mails_without_answer"),
            models.Index(fields=["recipient", "sent_at"], condition=~models.Q(recipient=""), name="mails_of_someone"),
        ]

    def __str__(self):
        return f"Courriel {self.pk}"

    @property
    def half_hidden(self) -> str:
        """Who it is for, to those who know: "l…@exemple.fr"."""
        return f"{self.recipient[:1]}…@{self.domain}"

    @property
    def domain(self) -> str:
        """Where it goes, without the person: "exemple.fr"."""
        return self.recipient.rpartition("@")[2]
