"""What a candidate sent and what came of it."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.territories.models import Commune
from apprentissage.trades.levels import Level
from offers.applications import lifecycle
from offers.applications.lifecycle import TRANSITIONS, State
from offers.models import Offer


class ApplicationQuerySet(models.QuerySet["Application"]):
    def sent_to(self, user):
        """Applications that the organisations of a person received, drafts aside."""
        return self.filter(organisation__in=Organisation.objects.of(user)).exclude(state=State.DRAFT)

    def of(self, user):
        """Applications that a person made with an account."""
        return self.filter(candidate=user.pk) if user.is_authenticated else self.none()

    def waiting(self):
        """Applications that wait for the employer."""
        return self.filter(state__in=[State.SENT, State.SILENT])


@pghistory.track(  # the course of the application, never what was written in it
    pghistory.InsertEvent(), pghistory.UpdateEvent(), fields=["state", "answer_due_on", "refusal_reason"]
)
class Application(models.Model):
    """A young person asks for the place of an offer, or for a place at a company that lists itself (no offer)."""

    key = models.UUIDField("clé", default=uuid.uuid4, unique=True, editable=False)  # in links: numbers would be counted
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="applications")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="applications"
    )

    # Who; erased with ``erased_at``
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    age = models.PositiveSmallIntegerField("âge", null=True, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    guardian_email = models.EmailField("adresse du représentant légal", blank=True)  # under 18, if the candidate wishes

    # What
    course = models.CharField("formation visée", max_length=200, blank=True)
    course_level = models.PositiveSmallIntegerField("niveau visé", choices=Level.choices, null=True, blank=True)
    school = models.CharField("centre de formation", max_length=200, blank=True)
    available_from = models.DateField("disponible à partir du", null=True, blank=True)
    travel = models.CharField("moyen de transport", max_length=12, blank=True)  # names of ``territories.travel``
    answers = models.JSONField("réponses", default=dict, blank=True)  # by the names of ``questions``

    # Life: ``take`` is the only door, and the database keeps it shut
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.DRAFT)
    refusal_reason = models.CharField("motif du refus", max_length=20, blank=True)
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    answered_at = models.DateTimeField("première réponse le", null=True, blank=True)
    answer_due_on = models.DateField("réponse attendue avant le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    erased_at = models.DateTimeField("données effacées le", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        triggers = [pgtrigger.FSM(name="keep_to_the_steps", field="state", transitions=TRANSITIONS)]
        indexes = [
            models.Index(fields=["organisation", "state", "-sent_at"], name="applications_of_an_inbox"),
            models.Index(fields=["answer_due_on"], condition=models.Q(state=State.SENT), name="answers_due"),
        ]

    def __str__(self):
        return f"Candidature {self.pk}"

    @transaction.atomic
    def take(self, step: str, actor: str, **changes) -> None:
        """Take one step of the life of an application, with its dates and these other changes.

        Raises ``lifecycle.ImpossibleStepError``, with the sentence to show, when this actor may not take it from the
        state that the database holds; nothing is changed then.
        """
        locked = Application.objects.select_for_update(of=("self",)).get(pk=self.pk)
        changes["state"] = lifecycle.follow(step, locked.state, actor)
        now = timezone.now()
        if actor == lifecycle.Actor.EMPLOYER and locked.answered_at is None:
            changes["answered_at"] = now
        if changes["state"] in (State.AGREED, State.REFUSED, State.WITHDRAWN, State.OVER):
            changes["ended_at"] = now
        for name, value in changes.items():
            setattr(locked, name, value)
            setattr(self, name, value)
        locked.save(update_fields=list(changes))


class Document(models.Model):
    """The CV of an application, cleaned. In the database: written with its application or not at all, on no disk."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="cv")
    content = models.BinaryField("PDF")
    received_at = models.DateTimeField("reçu le", auto_now_add=True)

    class Meta:
        verbose_name = "CV"

    def __str__(self):
        return f"CV {self.pk}"


class Exchange(models.Model):
    """A message between both sides, with the step that it went with."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="exchanges")
    step = models.CharField("étape", max_length=12)
    actor = models.CharField("auteur", max_length=9, choices=lifecycle.Actor.choices)
    text = models.TextField("message", max_length=3000, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "message"
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"Message {self.pk}"


class Agreement(models.Model):
    """Both sides said yes: the facts that the contract will start from, frozen on that day."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="agreement")
    facts = models.JSONField("faits")  # offer, company, apprentice, training wished
    simulation = models.JSONField("simulation de coût et d'aide")  # question and answer of simulators.core
    agreed_at = models.DateTimeField("conclu le", auto_now_add=True)

    class Meta:
        verbose_name = "accord"

    def __str__(self):
        return f"Accord {self.pk}"
