"""What an employer typed, what goes with an offer of theirs, how it ended, and how often it was read."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.applications.models import Application
from offers.models import Offer


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user, own_keys=()):
        """Drafts of a person, of their companies, and those begun in this browser before signing in."""
        mine = models.Q(author=None, organisation=None, key__in=list(own_keys))
        if user.is_authenticated:
            mine |= models.Q(author=user.pk) | models.Q(organisation__in=Organisation.objects.of(user))
        return self.filter(mine)

    def unfinished(self):
        """Drafts never published, the last touched first."""
        return self.filter(offer=None).order_by("-updated_at")

    def untouched_since(self, moment):
        """Drafts never published that nobody opened since."""
        return self.filter(offer=None, updated_at__lt=moment)

    def of_person(self, user):
        """Drafts that a person began."""
        return self.filter(author=user.pk)

    def of_nobody(self):
        """Drafts begun without an account, that nobody came back to sign."""
        return self.filter(author=None, organisation=None)

    def of_nobody_else(self):
        """Drafts that no company shares."""
        return self.filter(organisation=None)


class Draft(models.Model):
    """What was typed in the form of an offer, as it was typed: nothing is ever refused here, nothing lost.

    The offer itself is only written when the answers are right. It keeps its draft, through which it is changed.
    """

    key = models.UUIDField("clé", primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.OneToOneField(Offer, models.CASCADE, null=True, blank=True, related_name="draft")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.JSONField("réponses", default=dict)  # parameter → values, as a browser sends them
    version = models.PositiveIntegerField("version", default=1)
    window = models.CharField("fenêtre qui a écrit la dernière", max_length=36, blank=True)
    is_applied = models.BooleanField("reprise dans l'offre", default=False)
    created_at = models.DateTimeField("commencé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon"
        indexes = [models.Index(fields=["author", "-updated_at"], name="drafts_of_a_person")]

    def __str__(self):
        return f"Brouillon {self.pk}"

    @property
    def title(self) -> str:
        """The title typed, else the trade."""
        return next((value for name in ("titre", "metier") for value in self.answers.get(name, []) if value), "")


class Posting(models.Model):
    """What goes with an offer published here and that no imported one has."""

    class Pause(models.TextChoices):
        EMPLOYER = "employer", "Mise en pause par l'employeur"
        FULL = "full", "Assez de candidatures attendent une réponse"
        ORGANISATION = "organisation", "L'entreprise est suspendue"

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="posting")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    questions = ArrayField(models.CharField(max_length=200), verbose_name="questions aux candidats", default=list)
    gross_monthly = models.DecimalField("salaire brut par mois", max_digits=7, decimal_places=2, null=True, blank=True)
    pause = models.CharField("raison de la pause", max_length=12, choices=Pause.choices, blank=True)
    remarks = ArrayField(models.TextField(), verbose_name="raisons de la relecture", default=list, blank=True)
    trade = models.CharField("métier choisi", max_length=250, blank=True)

    class Meta:
        verbose_name = "publication"

    def __str__(self):
        return f"Publication de l'offre {self.pk}"


class EndingQuerySet(models.QuerySet["Ending"]):
    def filled_between(self, first, last):
        """Places filled from one moment to another, this one excluded."""
        return self.filter(step="fill", ended_at__gte=first, ended_at__lt=last)


class Ending(models.Model):
    """How an offer ended: filled or closed, why, and through what. An offer reopened may end again."""

    class Reason(models.TextChoices):
        FILLED = "filled", "La place est prise"
        NOBODY = "nobody", "Personne ne convenait"
        NO_MORE = "no-more", "Nous n'embauchons plus"
        MISTAKE = "mistake", "L'offre était une erreur"
        OTHER = "other", "Autre raison"

    class Channel(models.TextChoices):
        HERE = "here", "Par cette bourse"
        SCHOOL = "school", "Par un centre de formation"
        KNOWN = "known", "Par une connaissance ou de bouche à oreille"
        WALK_IN = "walk-in", "La personne est venue d'elle-même"
        ADVISER = "adviser", "Par un conseiller (mission locale, France Travail, chambre)"
        OTHER_SITE = "other-site", "Par un autre site"
        OTHER = "other", "Autrement"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="endings")
    step = models.CharField("étape", max_length=5, choices=[("fill", "Pourvue"), ("close", "Fermée")])
    reason = models.CharField("raison", max_length=8, choices=Reason.choices)
    channel = models.CharField("trouvé", max_length=10, choices=Channel.choices, blank=True)
    application = models.ForeignKey(Application, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField("le", default=timezone.now)

    objects = EndingQuerySet.as_manager()

    class Meta:
        verbose_name = "fin d'une offre"
        ordering = ["-ended_at"]
        indexes = [models.Index(fields=["step", "ended_at"], name="endings_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step="close") | models.Q(step="fill", reason="filled"),
                name="a_filled_offer_is_filled",
                violation_error_message="Une place pourvue l'est parce qu'elle est prise.",
            ),
        ]

    def __str__(self):
        return f"Fin de l'offre {self.offer_id}"


class DayOfViewsQuerySet(models.QuerySet["DayOfViews"]):
    def of_offers(self, offers):
        return self.filter(offer__in=offers)

    def since(self, day):
        return self.filter(day__gte=day)

    def by_offer(self) -> dict[int, int]:
        """How many readings each offer had, by its number."""
        return dict(self.values("offer").annotate(total=models.Sum("views")).values_list("offer", "total"))


class DayOfViews(models.Model):
    """How often the page of an offer was read on a day. A number, and nothing of who read."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="days_of_views")
    day = models.DateField("jour")
    views = models.PositiveIntegerField("lectures", default=0)

    objects = DayOfViewsQuerySet.as_manager()

    class Meta:
        verbose_name = "lectures d'un jour"
        constraints = [models.UniqueConstraint(fields=["offer", "day"], name="one_count_per_day")]

    def __str__(self):
        return f"Lectures de l'offre {self.offer_id}"
