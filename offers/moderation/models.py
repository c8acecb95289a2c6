"""A case: why somebody must look at an offer, and what they decided."""

from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.utils import timezone

from apprentissage.accounts.access import Role, roles_of
from apprentissage.accounts.models import Organisation
from offers.lifecycle import State
from offers.models import Offer
from offers.moderation.decisions import LAW, Decision, Ground
from offers.reports import Report

SOON, LATE = 2, 5  # days of wait
REPORTS_KEPT_FOR = timedelta(days=365)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user):
        """The operator's staff sees all; an officer sees the offers of the territories of their body."""
        roles = roles_of(user)
        if Role.STAFF in roles:
            return self
        if Role.OFFICER not in roles:
            return self.none()
        bodies = Organisation.objects.of(user).filter(kind__in=Organisation.BODIES, state=Organisation.State.VALID)
        codes = {code for codes in bodies.values_list("area_codes", flat=True) for code in codes}
        return self.filter(offer__area_codes__overlap=list(codes)) if codes else self.none()

    def waiting(self):
        """Cases to decide, the oldest first. An offer that its employer took back needs no release any more."""
        moot = models.Q(kind=Case.Kind.HELD) & ~models.Q(offer__state=State.HELD)
        return self.filter(decided_at=None).exclude(moot).order_by("opened_at", "pk")

    def decided(self):
        """Cases with their decision, the newest first."""
        return self.exclude(decided_at=None).order_by("-decided_at", "-pk")

    def sampling(self) -> dict[str, int]:
        """Of the offers that chance drew: how many somebody read, and how many of these had to change."""
        drawn = self.filter(kind=Case.Kind.SAMPLED).exclude(decided_at=None)
        unchanged = models.Q(decision__in=[Decision.DISMISS, Decision.PUBLISH])
        return drawn.aggregate(read=models.Count("pk"), changed=models.Count("pk", filter=~unchanged))

    def of_kind(self, kind: str):
        return self.filter(kind=kind)

    def of_offer(self, offer):
        return self.filter(offer=offer)

    def of_employer(self, offer):
        """Cases of the same employer: its organisation here, or else its SIRET."""
        if offer.organisation_id:
            return self.filter(offer__organisation=offer.organisation_id)
        return self.filter(offer__siret=offer.siret) if offer.siret else self.filter(offer=offer)

    def others_than(self, case):
        return self.exclude(pk=case.pk)

    def with_reports(self):
        """Each case with its offer, ``reports_count`` and the ``reasons`` that readers gave."""
        cases = self.select_related("offer").defer("offer__document", "offer__description", "offer__places")
        return cases.annotate(
            reports_count=models.Count("filed"),
            reasons=ArrayAgg("filed__report__reason", distinct=True, filter=~models.Q(filed=None), default=[]),
        )

    def counts(self) -> dict[str, int]:
        """How many cases of each kind."""
        return dict(self.order_by().values_list("kind").annotate(models.Count("pk")))


@pghistory.track(  # what was decided, never the words of people
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["kind", "decision", "ground", "decided_at"],
    append_only=True,
    obj_field=pghistory.ObjForeignKey(related_name="events"),
    model_name="CaseEvent",
)
class Case(models.Model):
    """One reason to look at an offer, from its opening to the decision. An offer has one open case at most."""

    class Kind(models.TextChoices):
        REPORTED = "reported", "Signalée"
        HELD = "held", "Retenue par une règle"  # before it is published
        SAMPLED = "sampled", "Tirée au sort"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="cases", verbose_name="offre")
    kind = models.CharField("origine", max_length=8, choices=Kind.choices)
    findings = models.JSONField("constats des règles", default=list, blank=True)  # {"code", "sentence", …}
    opened_at = models.DateTimeField("ouvert le", auto_now_add=True)

    decision = models.CharField("décision", max_length=9, choices=Decision.choices, blank=True)
    ground = models.CharField("raison", max_length=16, choices=Ground.choices, blank=True)
    words = models.TextField("à l'employeur", max_length=1000, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="par"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier de modération"
        verbose_name_plural = "dossiers de modération"
        constraints = [
            models.UniqueConstraint(
                fields=["offer"], condition=models.Q(decided_at=None), name="one_open_case_per_offer"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None)
                | (models.Q(decision__in=Decision.values) & models.Q(decided_at__isnull=False)),
                name="decision_has_its_date",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["reported", "held", "sampled"]), name="kind_of_case_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=models.Q(decided_at=None), name="cases_to_decide"),
            models.Index(fields=["-decided_at"], name="cases_decided"),
        ]

    def __str__(self):
        return f"Dossier {self.pk}"

    @property
    def days(self) -> int:
        """How long it waited for a decision, or waits."""
        return ((self.decided_at or timezone.now()) - self.opened_at).days

    @property
    def why(self) -> list[str]:
        """Why it is here, in words: the reasons of its readers (see ``with_reports``) and what the rules found."""
        said = [str(Report.Reason(reason).label) for reason in getattr(self, "reasons", [])]
        return said + [finding.get("sentence", "") for finding in self.findings]

    @property
    def law(self) -> str:
        """The text that the reason given to the employer rests on, when there is one."""
        return LAW.get(Ground(self.ground), "") if self.ground else ""

    @property
    def urgency(self) -> str:
        """How a case that waits stands: "ok", "soon", "late"."""
        return "late" if self.days >= LATE else "soon" if self.days >= SOON else "ok"


class FiledReportQuerySet(models.QuerySet["FiledReport"]):
    def to_answer(self):
        """Reports whose author left an address to be told."""
        return self.exclude(email="")

    def of(self, address: str):
        """Reports whose author left this address."""
        return self.filter(email=address.strip().lower())

    def forget(self) -> int:
        """How many of these lost the address of their author."""
        return self.to_answer().update(email="")


class FiledReport(models.Model):
    """A reader's report, put in its case; the address that some leave to be told is kept until they are."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="filed")
    email = models.EmailField("adresse pour répondre", blank=True)

    objects = FiledReportQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement classé"
        verbose_name_plural = "signalements classés"

    def __str__(self):
        return f"Signalement classé {self.pk}"


def forget_old_reports(now: datetime) -> int:
    """How many reports were erased: those of cases decided, and older than a year."""
    old = Report.objects.filter(created_at__lt=now - REPORTS_KEPT_FOR)
    return old.delete()[0]
