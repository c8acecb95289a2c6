"""The vocabulary of the room: one method, one word of the field."""

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.utils import timezone

from offers.lifecycle import State


class Nearness(models.Func):
    """The operator of PostGIS that an index answers in order: nearest neighbours first."""

    template = "%(expressions)s"
    arg_joiner = " <-> "
    output_field = models.FloatField()


class OfferQuerySet(models.QuerySet):
    def open(self):
        """Offers that a candidate can still answer today."""
        return self.filter(state=State.OPEN, closes_on__gte=timezone.localdate())

    def past_closing(self):
        """Offers still open whose last day to apply is behind us."""
        return self.filter(state=State.OPEN, closes_on__lt=timezone.localdate())

    def public(self):
        """Offers that anyone may read: all that were published one day, even when nobody can answer them any more."""
        return self.exclude(state=State.DRAFT)

    def real(self):
        """Offers of employers that exist."""
        return self.filter(is_fictional=False)

    def others_than(self, *offers):
        """The same without these."""
        return self.exclude(pk__in=[offer.pk for offer in offers]) if offers else self

    def with_details(self):
        """Each offer with what its card or its page shows besides: the trade, the places and their communes."""
        return self.select_related("rome").prefetch_related("sites__commune__department")

    def measured_from(self, point):
        """Each offer with ``distance``, from a point to its nearest place; null when no point is given."""
        none = models.Value(None, output_field=models.FloatField())
        return self.annotate(distance=Distance("places", point) if point else none)

    def of_trades(self, rome_codes):
        """Offers of any of these trades of ROME."""
        return self.filter(rome_codes__overlap=list(rome_codes))

    def within(self, point, km):
        """Offers with a place at ``km`` kilometres at most."""
        return self.filter(places__dwithin=(point, D(km=km)))

    def nearest_first(self, point):
        """The nearest place first, in the order the spatial index gives without sorting all offers of the country."""
        here = models.Value(point, output_field=models.PointField(geography=True))
        return self.order_by(Nearness("places", here), "pk")
