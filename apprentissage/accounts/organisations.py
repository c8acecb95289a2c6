"""Establishments as the SIRENE file knows them, the organisations that people act for, and who belongs to them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models.functions import Left
from django.utils import timezone

from apprentissage.accounts import constraints, lifecycle
from apprentissage.accounts.lifecycle import STEPS, TRANSITIONS, Actor, State
from apprentissage.territories.models import Commune, Department


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def at(self, siret: str) -> "Establishment | None":
        """The one of this SIRET, when it is known here."""
        return self.filter(pk=siret).first()

    def of_company(self, siren: str):
        """The establishments of a company, by its nine figures."""
        return self.annotate(company=Left("siret", 9)).filter(company=siren)


class Establishment(models.Model):
    """A place of business by its SIRET, as the national register tells it; nobody edits it by hand."""

    siret = models.CharField("SIRET", max_length=14, primary_key=True)
    name = models.CharField("dénomination", max_length=200, blank=True)  # empty when it may not be shown
    sign = models.CharField("enseigne", max_length=200, blank=True)
    naf = models.CharField("code NAF", max_length=6, blank=True)
    headcount_band = models.CharField("tranche d'effectif", max_length=2, blank=True)  # codes of SIRENE
    is_employer = models.BooleanField("emploie des salariés", null=True, blank=True)
    legal_form = models.CharField("catégorie juridique", max_length=4, blank=True)
    idccs = ArrayField(models.CharField(max_length=4), verbose_name="conventions (IDCC)", default=list, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField("créé le", null=True, blank=True)
    is_open = models.BooleanField("ouvert", default=True)
    is_public = models.BooleanField("diffusible", default=True)  # statutDiffusion: not for all to read when false
    is_craft = models.BooleanField("au répertoire des métiers", null=True, blank=True)
    read_on = models.DateField(
        "lu au registre le", null=True, blank=True
    )  # null: declared, the register did not answer

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "établissement"
        constraints = constraints.ESTABLISHMENT_CONSTRAINTS
        indexes = [models.Index(Left("siret", 9), name="establishments_of_a_company")]

    def __str__(self):
        return self.siret

    @property
    def siren(self) -> str:
        """The nine figures of the company that this establishment belongs to."""
        return self.siret[:9]

    @property
    def shown_name(self) -> str:
        """The name over the door, else the company's; empty when the register keeps it to itself."""
        return self.sign or self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, user):
        """The organisations that a person acts for."""
        return self.filter(memberships__user=user.pk) if user.is_authenticated else self.none()

    def managed_by(self, user):
        """The organisations that a person is responsible for."""
        return self.filter(memberships__user=user.pk, memberships__role=Membership.Role.MANAGER)

    def bodies(self):
        """The valid organisations that instruct."""
        return self.filter(kind__in=Organisation.BODIES, state=State.VALID)

    def companies(self):
        return self.filter(kind=Organisation.Kind.COMPANY)

    def recruiting(self):
        """Organisations whose offers may be seen: the companies that were validated."""
        return self.companies().filter(state=State.VALID)

    def waiting(self):
        """Companies that wait for somebody's decision, the longest first."""
        return self.companies().filter(state=State.PENDING).order_by("waiting_since", "pk")

    def decided(self):
        """Companies about which somebody decided, whatever it was."""
        return self.companies().exclude(state=State.PENDING).order_by("-waiting_since", "-pk")

    def instructed_by(self, body: "Organisation"):
        """Companies that are this body's to check: of its kind, in its territories."""
        return self.companies().filter(
            instructed_by=body.kind, department__in=Department.objects.within(body.area_codes)
        )

    def checked_by(self, user):
        """Companies that a person may validate: those of their bodies, or all for the staff."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.companies()
        theirs = self.none()
        for body in Organisation.objects.of(user).bodies():
            theirs = theirs | self.instructed_by(body)
        return theirs

    def visible_to(self, user):
        """One's own organisations, those that one checks, and all of them for the staff."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.all()
        own, checked = Organisation.objects.of(user), Organisation.objects.checked_by(user)
        return self.filter(models.Q(pk__in=own.values("pk")) | models.Q(pk__in=checked.values("pk")))

    def of_company(self, siren: str):
        """The organisations at the establishments of one company."""
        return self.filter(establishment__in=Establishment.objects.of_company(siren).values("pk"))

    def except_for(self, organisation: "Organisation"):
        return self.exclude(pk=organisation.pk)

    def with_phone(self, phone: str):
        return self.filter(phone=phone) if phone else self.none()

    def with_domain(self, domain: str):
        """Organisations whose mail comes from this domain."""
        return self.filter(email_domains__contains=[domain])

    def training_centres(self):
        return self.filter(kind=Organisation.Kind.TRAINING_CENTRE)

    def at(self, siret: str):
        return self.filter(establishment=siret)

    def other_than_companies(self):
        return self.exclude(kind=Organisation.Kind.COMPANY)

    def with_places(self):
        """Each with where it is, in one query."""
        return self.select_related("establishment__commune", "commune", "department")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["state", "instructed_by", "department"],
    append_only=True,
    model_name="OrganisationEvent",
)
class Organisation(models.Model):
    """A company at one establishment, a training centre, or a body that instructs."""

    State = State

    class Kind(models.TextChoices):
        COMPANY = "company", "Entreprise"
        TRAINING_CENTRE = "cfa", "Centre de formation"
        CCI = "cci", "Chambre de commerce et d'industrie"
        CMA = "cma", "Chambre de métiers et de l'artisanat"
        AGRICULTURE = "agriculture", "Chambre d'agriculture"
        OPCO = "opco", "Opérateur de compétences"
        STATE = "state", "Service de l'État"

    BODIES = (Kind.CCI, Kind.CMA, Kind.AGRICULTURE, Kind.OPCO, Kind.STATE)

    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    name = models.CharField("nom", max_length=200)  # as its own people write it: what the public reads
    establishment = models.OneToOneField(
        Establishment, models.PROTECT, null=True, blank=True, related_name="organisation", verbose_name="établissement"
    )
    uai = models.CharField("code UAI", max_length=8, blank=True)  # of a training centre

    # What its people said of it, to correct or complete the register
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField("téléphone", max_length=20, blank=True)
    headcount = models.PositiveIntegerField("nombre de salariés", null=True, blank=True)

    area_codes = ArrayField(  # as ``Offer.area_codes``: "D24", "R75"; of bodies only
        models.CharField(max_length=6), verbose_name="territoires", default=list, blank=True
    )
    email_domains = ArrayField(
        models.CharField(max_length=100), verbose_name="domaines de messagerie", default=list, blank=True
    )

    # Who checks a company: settled by ``competence`` when it opens its space
    instructed_by = models.CharField("instruite par", max_length=12, choices=Kind.choices, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département"
    )

    # Life: ``take`` is the only door, and the database keeps it shut
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PENDING)
    waiting_since = models.DateTimeField("attend depuis", default=timezone.now)
    is_fictional = models.BooleanField("fictive", default=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "organisme"
        constraints = constraints.ORGANISATION_CONSTRAINTS
        triggers = [pgtrigger.FSM(name="keep_to_the_steps", field="state", transitions=TRANSITIONS)]
        indexes = [
            models.Index(
                fields=["instructed_by", "department", "waiting_since"],
                condition=models.Q(state=State.PENDING),
                name="companies_that_wait",
            ),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="organisations_by_phone"),
        ]

    def __str__(self):
        return self.name

    @property
    def town(self) -> Commune | None:
        """Where it is: as its people say, else as the register does."""
        return self.commune or (self.establishment.commune if self.establishment else None)

    @property
    def days_waiting(self) -> int:
        """For how many days it has waited for a decision."""
        return (timezone.localdate() - timezone.localdate(self.waiting_since)).days

    @property
    def is_body(self) -> bool:
        """Whether it instructs: a chamber, an OPCO or a service of the State."""
        return self.kind in self.BODIES

    @transaction.atomic
    def take(self, step: str, actor: str, *, by=None, reason: str = "") -> "Decision":
        """Take one step of the life of an organisation and write who did, and why, in its history.

        Raises ``lifecycle.ImpossibleStepError``, with the sentence to show, when this actor may not take it from the
        state that the database holds, or when the reason is missing; nothing is changed then.
        """
        locked = Organisation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        locked.state = lifecycle.follow(step, locked.state, actor, reason)
        if locked.state == State.PENDING:
            locked.waiting_since = timezone.now()
        locked.save(update_fields=["state", "waiting_since"])
        self.state, self.waiting_since = locked.state, locked.waiting_since
        return self.decisions.create(step=step, by=by, reason=reason.strip())


class Decision(models.Model):
    """A step that was taken in the life of an organisation: what, by whom, and why. Written once."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="decisions")
    step = models.CharField("étape", max_length=12, choices=[(step.name, step.past) for step in STEPS.values()])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField("raison", max_length=1000, blank=True)
    taken_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        app_label = "accounts"
        verbose_name = "décision"
        ordering = ["-taken_at", "-pk"]
        triggers = [  # all but ``by``, which is emptied when that person's account is erased
            pgtrigger.Protect(
                name="written_once",
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("organisation_id", "step", "reason", "taken_at"),
            )
        ]

    def __str__(self):
        return f"Décision {self.pk}"

    @property
    def actor(self) -> Actor:
        """Which side took the step."""
        return STEPS[self.step].actor


class MembershipQuerySet(models.QuerySet["Membership"]):
    def managers(self):
        return self.filter(role=Membership.Role.MANAGER)

    def of(self, user):
        return self.filter(user=user.pk)

    def with_address(self, email: str):
        return self.filter(user__email=email)

    def in_organisations(self, organisations):
        return self.filter(organisation__in=organisations.values("pk"))

    def with_people(self):
        """Each with its person, managers first."""
        return self.select_related("user").order_by("role", "joined_at")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["user", "organisation", "role"],
    append_only=True,
    model_name="MembershipEvent",
)
class Membership(models.Model):
    """A person acts for an organisation."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Responsable"  # invites, removes, changes the organisation
        MEMBER = "member", "Membre"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=8, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField("depuis", auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "appartenance"
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation")]

    def __str__(self):
        return f"Appartenance {self.pk}"
