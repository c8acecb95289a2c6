"""What a candidate sent and what came of it."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.territories.models import Commune
from apprentissage.trades.levels import Level
from offers.applications import lifecycle
from offers.applications.lifecycle import LIVE, TRANSITIONS, State
from offers.applications.triggers import COUNT_ON_THE_OFFER
from offers.models import Offer

MAJORITY = 18


class ApplicationQuerySet(models.QuerySet["Application"]):
    def sent_to(self, user):
        """Applications that the valid companies of a person received, drafts aside."""
        return self.filter(organisation__in=Organisation.objects.of(user).recruiting()).exclude(state=State.DRAFT)

    def of(self, user):
        """Applications that a person made with an account."""
        return self.filter(candidate=user.pk) if user.is_authenticated else self.none()

    def visible_to(self, user):
        """Applications that a person may read: those it made, and those that its organisations received."""
        if not user.is_authenticated:
            return self.none()
        return self.of(user) | self.sent_to(user)

    def of_browser(self, browser):
        """Applications begun without an account in a browser, by the number that its cookie bears."""
        return self.filter(browser=browser, candidate=None) if browser else self.none()

    def waiting(self):
        """Applications that wait for the employer."""
        return self.filter(state__in=[State.SENT, State.SILENT])

    def by_key(self, key):
        """The application that bears a key, if any."""
        return self.filter(key=key)

    def drafts(self):
        """Applications that were not sent."""
        return self.filter(state=State.DRAFT)

    def for_target(self, offer, organisation):
        """Applications for an offer, or for a company itself when there is no offer."""
        return self.filter(offer=offer) if offer else self.filter(offer=None, organisation=organisation)

    def by_address(self, email: str):
        """Applications that bear this e-mail address."""
        return self.filter(email=email.lower())

    def sent_since(self, moment):
        """Applications sent to the employer from this moment on."""
        return self.filter(sent_at__gte=moment)

    def unconfirmed_since(self, moment):
        """Applications that wait for their address to be confirmed since this moment or after."""
        return self.filter(state=State.DRAFT, submitted_at__gte=moment)

    def sent(self):
        """Applications that reached the employer, whatever came of them."""
        return self.exclude(sent_at=None)

    def not_erased(self):
        """Applications whose personal data are still there."""
        return self.filter(erased_at=None)

    def never_sent_before(self, moment):
        """Drafts, finished or not, that were begun before this moment."""
        return self.filter(sent_at=None, created_at__lt=moment)

    def ended_before(self, moment):
        """Applications that ended before this moment; those that nobody ended count from their sending."""
        return self.sent().filter(models.Q(ended_at__lt=moment) | models.Q(ended_at=None, sent_at__lt=moment))

    def others_than(self, application):
        return self.exclude(pk=application.pk)

    def claim(self, user) -> int:
        """Give to an account the applications sent from its proven address without one; how many there were."""
        found = self.sent().filter(candidate=None, email=user.email)
        return found.update(candidate=user, browser=None)

    def with_both_sides(self):
        """Each application with the offer, the company and the commune of its candidate."""
        return self.select_related("offer", "organisation", "commune")

    def with_what_is_shown(self):
        """Each application with what its card shows besides."""
        return self.with_both_sides().prefetch_related("offer__sites__commune")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")


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
    browser = models.UUIDField("navigateur", null=True, blank=True, editable=False)  # without account: its cookie
    link_version = models.PositiveSmallIntegerField(
        "version du lien de suivi", default=1
    )  # one more: old links are void
    submitted_at = models.DateTimeField("confirmation demandée le", null=True, blank=True)  # without account
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    answered_at = models.DateTimeField("première réponse le", null=True, blank=True)
    answer_due_on = models.DateField("réponse attendue avant le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    erased_at = models.DateTimeField("données effacées le", null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        triggers = [
            pgtrigger.FSM(name="keep_to_the_steps", field="state", transitions=TRANSITIONS),
            COUNT_ON_THE_OFFER,
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-sent_at"], name="applications_of_an_inbox"),
            models.Index(fields=["answer_due_on"], condition=models.Q(state=State.SENT), name="answers_due"),
            models.Index(
                fields=["browser"], condition=models.Q(browser__isnull=False), name="applications_of_a_browser"
            ),
            models.Index(fields=["email"], name="applications_of_an_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "email"],
                condition=models.Q(state__in=LIVE) & ~models.Q(email=""),
                name="one_live_application_per_offer",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state__in=LIVE, offer=None) & ~models.Q(email=""),
                name="one_live_application_per_company",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.DRAFT, State.WITHDRAWN]) | models.Q(sent_at__isnull=False),
                name="sent_applications_are_dated",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="candidate_address_in_lower_case"),
        ]

    def __str__(self):
        return f"Candidature {self.pk}"

    @property
    def title(self) -> str:
        """What one applied for, in words."""
        return self.offer.title if self.offer else "Candidature spontanée"

    @property
    def employer_name(self) -> str:
        return self.offer.employer_name if self.offer else self.organisation.name

    @property
    def is_minor(self) -> bool:
        """Whether the candidate said to be under 18."""
        return self.age is not None and self.age < MAJORITY

    @property
    def has_cv(self) -> bool:
        """Whether a CV was joined; it is not read for that."""
        return Document.objects.of(self).exists()

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


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, application):
        """The CV of an application, if any."""
        return self.filter(application=application.pk)

    def of_ended_before(self, moment):
        """The CVs of applications that ended before this moment, or that no employer answered in time by then."""
        silent = models.Q(application__state=State.SILENT, application__answer_due_on__lt=timezone.localdate(moment))
        return self.filter(models.Q(application__ended_at__lt=moment) | silent)

    def of_any(self, applications):
        """The CVs of these applications."""
        return self.filter(application__in=applications)

    def put(self, application, content: bytes) -> None:
        """Join a CV to an application, in the place of the one it had."""
        self.update_or_create(application=application, defaults={"content": content, "received_at": timezone.now()})

    def copy(self, source, target) -> None:
        """Join to an application the CV of another one, if it had one."""
        for content in self.of(source).values_list("content", flat=True):
            self.put(target, content)

    def content_of(self, application) -> bytes | None:
        """The PDF of an application, or None."""
        content = self.of(application).values_list("content", flat=True).first()
        return None if content is None else bytes(content)


class Document(models.Model):
    """The CV of an application, cleaned. In the database: written with its application or not at all, on no disk."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="cv")
    content = models.BinaryField("PDF")
    received_at = models.DateTimeField("reçu le", default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "CV"

    def __str__(self):
        return f"CV {self.pk}"


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def of_any(self, applications):
        """The messages of these applications."""
        return self.filter(application__in=applications)


class Exchange(models.Model):
    """A message between both sides, with the step that it went with."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="exchanges")
    step = models.CharField("étape", max_length=12)
    actor = models.CharField("auteur", max_length=9, choices=lifecycle.Actor.choices)
    text = models.TextField("message", max_length=3000, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    objects = ExchangeQuerySet.as_manager()

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
