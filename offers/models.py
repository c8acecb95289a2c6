"""What an offer is, and the words to ask for some."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.utils import timezone

from apprentissage.territories.models import Commune
from apprentissage.trades.levels import Level
from apprentissage.trades.models import Rome
from offers.lifecycle import State


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self):
        """Offers that a candidate can still answer today."""
        return self.filter(state=State.OPEN, closes_on__gte=timezone.localdate())


class Offer(models.Model):
    """A place, or several alike, for an apprentice at one employer, at one or several sites."""

    class StartKind(models.TextChoices):
        DATE = "date", "À une date précise"
        SOON = "soon", "Dès que possible"
        FLEXIBLE = "flexible", "Date à convenir"

    # Where the offer comes from: unique together, so that an import can be run again.
    source = models.SlugField("source", max_length=40)
    source_id = models.CharField("identifiant chez la source", max_length=120)
    source_label = models.CharField("nom de la source", max_length=120, blank=True)
    is_fictional = models.BooleanField("fictive", default=False)

    # The employer
    siret = models.CharField("SIRET", max_length=14, blank=True)
    employer_name = models.CharField("employeur", max_length=160)
    employer_description = models.TextField("présentation de l'employeur", blank=True)
    employer_website = models.URLField("site de l'employeur", max_length=400, blank=True)

    # The work and the training
    title = models.CharField("intitulé", max_length=200)
    description = models.TextField("description")
    rome = models.ForeignKey(Rome, models.PROTECT, null=True, related_name="+", verbose_name="métier")
    rome_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes ROME", default=list)
    level = models.PositiveSmallIntegerField("niveau préparé", choices=Level.choices, null=True)
    diploma = models.CharField("diplôme préparé", max_length=200, blank=True)
    desired_skills = ArrayField(models.CharField(max_length=300), verbose_name="attendu", default=list)
    taught_skills = ArrayField(models.CharField(max_length=300), verbose_name="appris", default=list)
    access_conditions = ArrayField(models.CharField(max_length=300), verbose_name="conditions d'accès", default=list)

    # The contract offered
    start_kind = models.CharField("début", max_length=8, choices=StartKind.choices, default=StartKind.FLEXIBLE)
    starts_on = models.DateField("commence le", null=True)
    months = models.PositiveSmallIntegerField("durée en mois", null=True)
    rhythm = models.CharField("rythme", max_length=160, blank=True)
    openings = models.PositiveSmallIntegerField("nombre de places", default=1)
    weekly_hours = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True)

    # For whom. An unknown is neither a yes nor a no.
    minimum_age = models.PositiveSmallIntegerField("âge minimum", null=True)
    welcomes_disabled = models.BooleanField("accueille les personnes handicapées", null=True)
    needs_licence = models.BooleanField("permis de conduire nécessaire", null=True)
    housing = models.CharField("logement", max_length=300, blank=True)
    transport = models.CharField("transports", max_length=300, blank=True)

    # How to apply
    apply_url = models.URLField("lien pour postuler", max_length=800, blank=True)
    apply_email = models.EmailField("adresse pour postuler", blank=True)
    apply_phone = models.CharField("téléphone pour postuler", max_length=20, blank=True)
    applications_count = models.PositiveIntegerField("candidatures reçues", default=0)

    # Life
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField("publiée le", null=True)
    closes_on = models.DateField("dernier jour pour postuler", null=True)
    created_at = models.DateTimeField("reçue le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    # What the search reads, kept in step by the database (see ``triggers``)
    places = models.MultiPointField("lieux", geography=True, null=True, spatial_index=False)
    area_codes = ArrayField(models.CharField(max_length=6), verbose_name="territoires", default=list)
    document = SearchVectorField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "offre"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="one_offer_per_source_identifier"),
        ]

    def __str__(self):
        return f"Offre {self.pk}"


class Site(models.Model):
    """A place of work of an offer."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="sites")
    position = models.PositiveSmallIntegerField("rang", default=0)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+")
    address = models.CharField("adresse", max_length=200, blank=True)
    point = models.PointField("position", geography=True, spatial_index=False)
    is_exact = models.BooleanField("position de l'adresse, non de la commune", default=False)

    class Meta:
        verbose_name = "lieu de travail"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="one_site_per_position"),
        ]

    def __str__(self):
        return f"Lieu {self.position} de l'offre {self.offer_id}"
