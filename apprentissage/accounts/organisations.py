"""Establishments as the SIRENE file knows them, the organisations that people act for, and who belongs to them."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from apprentissage.territories.models import Commune


class Establishment(models.Model):
    """A place of business by its SIRET, as the national register tells it; nobody edits it by hand."""

    siret = models.CharField("SIRET", max_length=14, primary_key=True)
    name = models.CharField("dénomination", max_length=200)
    sign = models.CharField("enseigne", max_length=200, blank=True)
    naf = models.CharField("code NAF", max_length=6, blank=True)
    headcount_band = models.CharField("tranche d'effectif", max_length=2, blank=True)  # codes of SIRENE
    legal_form = models.CharField("catégorie juridique", max_length=4, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    is_open = models.BooleanField("ouvert", default=True)
    is_public = models.BooleanField("diffusible", default=True)  # statutDiffusion: not for all to read when false
    is_craft = models.BooleanField("au répertoire des métiers", null=True, blank=True)
    read_on = models.DateField("lu le")

    class Meta:
        app_label = "accounts"
        verbose_name = "établissement"

    def __str__(self):
        return self.siret

    @property
    def siren(self) -> str:
        """The nine figures of the company that this establishment belongs to."""
        return self.siret[:9]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, user):
        """The organisations that a person acts for."""
        return self.filter(memberships__user=user.pk) if user.is_authenticated else self.none()

    def recruiting(self):
        """Organisations whose offers may be seen: the companies that were validated."""
        return self.filter(kind=Organisation.Kind.COMPANY, state=Organisation.State.VALID)


class Organisation(models.Model):
    """A company at one establishment, a training centre, or a body that instructs."""

    class Kind(models.TextChoices):
        COMPANY = "company", "Entreprise"
        TRAINING_CENTRE = "cfa", "Centre de formation"
        CCI = "cci", "Chambre de commerce et d'industrie"
        CMA = "cma", "Chambre de métiers et de l'artisanat"
        AGRICULTURE = "agriculture", "Chambre d'agriculture"
        OPCO = "opco", "Opérateur de compétences"
        STATE = "state", "Service de l'État"

    class State(models.TextChoices):
        PENDING = "pending", "En attente de validation"
        VALID = "valid", "Validée"
        REFUSED = "refused", "Refusée"
        SUSPENDED = "suspended", "Suspendue"

    BODIES = (Kind.CCI, Kind.CMA, Kind.AGRICULTURE, Kind.OPCO, Kind.STATE)

    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    name = models.CharField("nom", max_length=200)
    establishment = models.OneToOneField(
        Establishment, models.PROTECT, null=True, blank=True, related_name="organisation", verbose_name="établissement"
    )
    area_codes = ArrayField(  # as ``Offer.area_codes``: "D24", "R75"; of bodies only
        models.CharField(max_length=6), verbose_name="territoires", default=list, blank=True
    )
    email_domains = ArrayField(
        models.CharField(max_length=100), verbose_name="domaines de messagerie", default=list, blank=True
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PENDING)
    is_fictional = models.BooleanField("fictive", default=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "organisme"

    def __str__(self):
        return self.name


class Membership(models.Model):
    """A person acts for an organisation."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Responsable"  # invites, removes, changes the organisation
        MEMBER = "member", "Membre"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=8, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField("depuis", auto_now_add=True)

    class Meta:
        app_label = "accounts"
        verbose_name = "appartenance"
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation")]

    def __str__(self):
        return f"Appartenance {self.pk}"
