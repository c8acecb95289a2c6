"""Who waits for offers, what they wait for, and what was found for them."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db.models import Q
from django.utils import timezone

from offers.alerts.querysets import AlertQuerySet, FavouriteQuerySet, MatchQuerySet, SubscriberQuerySet
from offers.models import Offer

MOST_ALERTS = 10  # of one address


class Subscriber(models.Model):
    """Somebody who is told of new offers: an account, or an address that confirmed an alert."""

    key = models.UUIDField("clé", default=uuid.uuid4, unique=True, editable=False)  # in signed links
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="subscriber"
    )
    email = models.EmailField("adresse e-mail", max_length=254, null=True, blank=True, unique=True)  # without account
    wants_reminders = models.BooleanField("rappel des favoris qui ferment", default=True)
    created_at = models.DateTimeField("depuis", auto_now_add=True)
    seen_at = models.DateTimeField("dernier signe de vie", default=timezone.now)
    noticed_at = models.DateTimeField("fin annoncée le", null=True, blank=True)
    mailed_on = models.DateField("dernier courriel", null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné"
        constraints = [
            models.CheckConstraint(
                name="account_or_address",
                condition=Q(user__isnull=True, email__isnull=False) | Q(user__isnull=False, email__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Abonné {self.pk}"

    @property
    def address(self) -> str:
        """Where its mails go: always the present address of an account."""
        return self.user.email if self.user else self.email or ""

    def give_a_sign(self) -> None:
        """Somebody acted: six more months."""
        self.seen_at, self.noticed_at = timezone.now(), None
        self.save(update_fields=["seen_at", "noticed_at"])


class Alert(models.Model):
    """A search kept: its address to run it again, and the same in columns, that new offers look through."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "Chaque jour"
        WEEKLY = "weekly", "Chaque lundi"
        NEVER = "never", "Jamais"  # a saved search of an account

    key = models.UUIDField("clé", default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="alerts")
    title = models.CharField("recherche", max_length=200)
    search = models.CharField("paramètres", max_length=2000)
    frequency = models.CharField("fréquence", max_length=6, choices=Frequency.choices, default=Frequency.DAILY)
    is_paused = models.BooleanField("en pause", default=False)
    created_at = models.DateTimeField("demandée le", auto_now_add=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)

    # What ``matching`` compares with an offer: see ``waiting``. An empty column asks nothing.
    query = SearchQueryField("mots, employeur et territoires", null=True, blank=True, editable=False)
    point = models.PointField("autour de", geography=True, null=True, blank=True, spatial_index=False, editable=False)
    radius_km = models.PositiveSmallIntegerField("rayon", null=True, blank=True, editable=False)
    levels = ArrayField(models.PositiveSmallIntegerField(), verbose_name="niveaux", default=list, editable=False)
    starts_by = models.DateField("commence au plus tard le", null=True, blank=True, editable=False)
    starts_soon = models.BooleanField("dès que possible", default=False, editable=False)
    most_months = models.PositiveSmallIntegerField("mois au plus", null=True, blank=True, editable=False)
    domains = ArrayField(models.CharField(max_length=1), verbose_name="domaines", default=list, editable=False)
    without_licence = models.BooleanField("sans permis", default=False, editable=False)
    disabled_friendly = models.BooleanField("accueil handicap", default=False, editable=False)
    open_to_minors = models.BooleanField("moins de 18 ans", default=False, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "search"], name="one_alert_per_search"),
            models.CheckConstraint(
                name="a_point_has_a_radius",
                condition=Q(point__isnull=True, radius_km__isnull=True)
                | Q(point__isnull=False, radius_km__isnull=False),
            ),
            models.CheckConstraint(
                name="an_alert_asks_something", condition=Q(query__isnull=False) | Q(point__isnull=False)
            ),
        ]

    def __str__(self):
        return f"Alerte {self.pk}"


class Anchor(models.Model):
    """A lexeme that every offer answering an alert bears, or one of several: by it the offer finds the alert."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="anchors")
    lexeme = models.CharField("lexème", max_length=220)

    class Meta:
        verbose_name = "prise"
        indexes = [models.Index(fields=["lexeme", "alert"], name="alerts_by_lexeme")]

    def __str__(self):
        return f"Prise {self.pk}"


class NewOffer(models.Model):
    """An offer that has just opened, and that waits to look for its alerts. Written by a trigger of the database."""

    offer = models.OneToOneField(
        Offer, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+", verbose_name="offre"
    )

    class Meta:
        verbose_name = "offre nouvelle"
        verbose_name_plural = "offres nouvelles"

    def __str__(self):
        return f"Offre nouvelle {self.pk}"


class Match(models.Model):
    """An offer found for an alert: told once, and kept a while so that it is never told again."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="matches", db_index=False)  # the constraint has one
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    found_at = models.DateTimeField("trouvée le", default=timezone.now)
    told_at = models.DateTimeField("annoncée le", null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = "offre trouvée"
        verbose_name_plural = "offres trouvées"
        constraints = [models.UniqueConstraint(fields=["alert", "offer"], name="an_offer_counts_once_per_alert")]
        indexes = [models.Index(fields=["alert", "found_at"], condition=Q(told_at=None), name="matches_to_tell")]

    def __str__(self):
        return f"Offre trouvée {self.pk}"


class Favourite(models.Model):
    """An offer that an account keeps an eye on. Without account, favourites stay in the browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    added_at = models.DateTimeField("ajoutée le", auto_now_add=True)
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        verbose_name = "favori"
        ordering = ["-added_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "offer"], name="a_favourite_is_kept_once")]

    def __str__(self):
        return f"Favori {self.pk}"
