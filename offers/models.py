"""What an offer is and what happened to it. The words to ask for some are in ``querysets``."""

from datetime import date, timedelta

import pghistory
import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.territories.models import Commune
from apprentissage.trades.levels import Level
from apprentissage.trades.models import Rome
from offers import lifecycle
from offers.constraints import OFFER_CONSTRAINTS
from offers.indexes import OFFER_INDEXES
from offers.intake.runs import ImportRemark, ImportRun, SeenIdentifier
from offers.lifecycle import State
from offers.querysets import OfferQuerySet, SiteQuerySet
from offers.triggers import OFFER_TRIGGERS, SITE_TRIGGERS

__all__ = ["ImportRemark", "ImportRun", "Offer", "SeenIdentifier", "Site"]

OPEN_FOR = timedelta(days=61)  # two months, when nobody says how long


def apprenticeship_only() -> list[str]:
    """The contracts of an offer that says nothing of them."""
    return ["apprentissage"]


@pghistory.track(  # of those published here only: an import writes thousands of others a second
    pghistory.UpdateEvent(
        condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state"), new__organisation__isnull=False)
    ),
    fields=["state"],
    append_only=True,
)
class Offer(models.Model):
    """A place, or several alike, for an apprentice at one employer, at one or several sites."""

    class StartKind(models.TextChoices):
        DATE = "date", "À une date précise"
        SOON = "soon", "Dès que possible"
        FLEXIBLE = "flexible", "Date à convenir"

    class ContractKind(models.TextChoices):
        APPRENTISSAGE = "apprentissage", "Contrat d'apprentissage"
        PROFESSIONNALISATION = "professionnalisation", "Contrat de professionnalisation"

    class Remote(models.TextChoices):
        ONSITE = "onsite", "Sur place"
        HYBRID = "hybrid", "En partie à distance"
        REMOTE = "remote", "À distance"

    # Where the offer comes from: unique together, so that an import can be run again.
    source = models.SlugField("source", max_length=40)
    source_id = models.CharField("identifiant chez la source", max_length=120)
    source_label = models.CharField("nom de la source", max_length=120, blank=True)
    fingerprint = models.CharField("empreinte de ce que la source a donné", max_length=32, blank=True, editable=False)
    is_fictional = models.BooleanField("fictive", default=False)

    # The employer; ``organisation`` when it publishes here itself
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # the partial index "offers_of_an_organisation" serves
        related_name="offers",
        verbose_name="organisme",
    )
    siret = models.CharField("SIRET", max_length=14, blank=True)
    employer_name = models.CharField("employeur", max_length=160)
    employer_description = models.TextField("présentation de l'employeur", blank=True)
    employer_website = models.URLField("site de l'employeur", max_length=400, blank=True)

    # The work and the training. The description is HTML made safe by ``descriptions.safe_html``.
    title = models.CharField("intitulé", max_length=200)
    description = models.TextField("description")
    rome = models.ForeignKey(Rome, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="métier")
    rome_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes ROME", default=list, blank=True)
    level = models.PositiveSmallIntegerField("niveau préparé", choices=Level.choices, null=True, blank=True)
    diploma = models.CharField("diplôme préparé", max_length=200, blank=True)
    desired_skills = ArrayField(models.CharField(max_length=300), verbose_name="attendu", default=list, blank=True)
    taught_skills = ArrayField(models.CharField(max_length=300), verbose_name="appris", default=list, blank=True)
    access_conditions = ArrayField(
        models.CharField(max_length=300), verbose_name="conditions d'accès", default=list, blank=True
    )

    # The contract offered
    contract_kinds = ArrayField(
        models.CharField(max_length=20, choices=ContractKind.choices),
        verbose_name="contrats possibles",
        default=apprenticeship_only,
    )
    start_kind = models.CharField("début", max_length=8, choices=StartKind.choices, default=StartKind.FLEXIBLE)
    starts_on = models.DateField("commence le", null=True, blank=True)
    months = models.PositiveSmallIntegerField("durée en mois", null=True, blank=True)
    rhythm = models.CharField("rythme", max_length=160, blank=True)
    openings = models.PositiveSmallIntegerField("nombre de places", default=1)
    weekly_hours = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    remote = models.CharField("à distance", max_length=8, choices=Remote.choices, blank=True)

    # For whom. An unknown is neither a yes nor a no.
    minimum_age = models.PositiveSmallIntegerField("âge minimum", null=True, blank=True)
    welcomes_disabled = models.BooleanField("accueille les personnes handicapées", null=True, blank=True)
    needs_licence = models.BooleanField("permis de conduire nécessaire", null=True, blank=True)
    housing = models.CharField("logement", max_length=300, blank=True)
    transport = models.CharField("transports", max_length=300, blank=True)

    # How to apply
    apply_url = models.URLField("lien pour postuler", max_length=800, blank=True)
    apply_email = models.EmailField("adresse pour postuler", blank=True)
    apply_phone = models.CharField("téléphone pour postuler", max_length=20, blank=True)
    applications_count = models.PositiveIntegerField("candidatures reçues", default=0)

    # Life: ``take`` is the only door, and the database keeps it shut
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    closes_on = models.DateField("dernier jour pour postuler", null=True, blank=True)
    created_at = models.DateTimeField("reçue le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    # What the search reads, kept in step by the database (see ``triggers``)
    places = models.MultiPointField("lieux", geography=True, null=True, blank=True, editable=False, spatial_index=False)
    area_codes = ArrayField(
        models.CharField(max_length=6), verbose_name="territoires", default=list, blank=True, editable=False
    )
    document = SearchVectorField(null=True, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "offre"
        constraints = OFFER_CONSTRAINTS
        indexes = OFFER_INDEXES
        triggers = OFFER_TRIGGERS

    def __str__(self):
        return f"Offre {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether a candidate can still answer today."""
        return self.state == State.OPEN and self.closes_on is not None and self.closes_on >= timezone.localdate()

    @property
    def questions(self) -> list[str]:
        """What the employer asks to whoever applies here, at most three sentences."""
        posting = getattr(self, "posting", None)
        return posting.questions if posting else []

    @transaction.atomic
    def take(self, step: str) -> None:
        """Take one step of the life of an offer, with the dates it brings.

        Raises ``lifecycle.ImpossibleStepError``, with the sentence to show, when the step does not leave from the state
        that the database holds; nothing is changed then.
        """
        locked = Offer.objects.select_for_update().get(pk=self.pk)
        locked.state = lifecycle.follow(step, locked.state)
        if locked.state == State.OPEN:
            locked.published_at = locked.published_at or timezone.now()
            locked.closes_on = _still_ahead(locked.closes_on)
        locked.save(update_fields=["state", "published_at", "closes_on", "updated_at"])
        self.state, self.published_at, self.closes_on = locked.state, locked.published_at, locked.closes_on


def _still_ahead(closes_on: date | None) -> date:
    """The last day to apply, put off by two months when it is absent or past."""
    today = timezone.localdate()
    return closes_on if closes_on and closes_on >= today else today + OPEN_FOR


class Site(models.Model):
    """A place of work of an offer. An open offer keeps at least one: it is closed before it is deleted."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="sites")
    position = models.PositiveSmallIntegerField("rang", default=0)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+")
    address = models.CharField("adresse", max_length=200, blank=True)
    point = models.PointField("position", geography=True, spatial_index=False)
    is_exact = models.BooleanField("position de l'adresse, non de la commune", default=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu de travail"
        verbose_name_plural = "lieux de travail"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="one_site_per_position"),
        ]
        triggers = SITE_TRIGGERS

    def __str__(self):
        return f"Lieu {self.position} de l'offre {self.offer_id}"
