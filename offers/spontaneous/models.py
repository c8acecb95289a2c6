"""A company that is open to apprentices, and says for which trades."""

import pghistory
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from apprentissage.accounts.models import Organisation

LONGEST_MESSAGE = 500
MOST_TRADES = 3


class ListingQuerySet(models.QuerySet["Listing"]):
    def shown(self):
        """Listings that anyone may read: of valid companies that did not take themselves off."""
        valid = Q(organisation__state=Organisation.State.VALID, organisation__kind=Organisation.Kind.COMPANY)
        return self.filter(valid, refused_at=None)

    def of(self, organisation):
        """The listing of a company, or none."""
        return self.filter(organisation=organisation)

    def made_by(self, bodies):
        """Companies that some of these chambers listed."""
        return self.filter(listed_by__in=bodies)

    def for_trades(self, rome_codes, name: str):
        """Companies open for one of these trades, and those of this very name."""
        return self.filter(Q(rome_codes__overlap=list(rome_codes)) | Q(organisation__name__icontains=name))

    def located(self):
        """Each with ``point``, that of its commune: as its people say, else as the register does."""
        own, registered = "organisation__commune__point", "organisation__establishment__commune__point"
        return self.annotate(point=Coalesce(own, registered))

    def within(self, point, km: int):
        """Those at ``km`` kilometres at most. Of ``located`` listings."""
        return self.filter(point__dwithin=(point, D(km=km)))

    def nearest_first(self, point):
        """Each with ``distance``, the nearest first. Of ``located`` listings."""
        return self.annotate(distance=Distance("point", point)).order_by("distance", "pk")

    def in_areas(self, codes):
        """Those in one of these communes (``C24520``), departments (``D24``) or regions (``R75``)."""
        paths = {"C": "", "D": "__department", "R": "__department__region"}
        wanted = Q()
        for code in codes:
            for town in ("organisation__commune", "organisation__establishment__commune"):
                wanted |= Q(**{f"{town}{paths[code[0]]}": code[1:]})
        return self.filter(wanted)

    def newest_first(self):
        return self.order_by("-since", "-pk")

    def with_details(self):
        """Each with what its card shows."""
        return self.select_related(
            "organisation__commune__department",
            "organisation__establishment__commune__department",
            "listed_by",
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["organisation", "listed_by", "rome_codes", "refused_at"],
    append_only=True,
    model_name="ListingEvent",
)
class Listing(models.Model):
    """A company open to apprentices without an offer, by its own word or by its chamber's."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="listing", verbose_name="entreprise")
    rome_codes = ArrayField(models.CharField(max_length=5), verbose_name="métiers")
    message = models.CharField("mot de l'entreprise", max_length=LONGEST_MESSAGE, blank=True)
    listed_by = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="inscrite par")
    since = models.DateTimeField("depuis", default=timezone.now)
    refused_at = models.DateTimeField("retirée par l'entreprise le", null=True, blank=True)  # no chamber lists it again

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = "entreprise ouverte aux apprentis"
        verbose_name_plural = "entreprises ouvertes aux apprentis"
        constraints = [
            models.CheckConstraint(name="a_listing_names_a_trade", condition=Q(rome_codes__len__range=(1, 20))),
        ]
        indexes = [GinIndex(fields=["rome_codes"], name="listings_by_trade")]

    def __str__(self):
        return f"Inscription {self.pk}"

    @property
    def is_by_itself(self) -> bool:
        """Whether the company listed itself."""
        return self.listed_by_id == self.organisation_id
