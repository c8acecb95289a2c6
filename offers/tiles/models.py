"""One narrow row per place of work of an open offer: what the map and the density count."""

from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from apprentissage.territories.grid import BITS, Tile, Window
from apprentissage.trades.models import Rome
from offers.models import Offer, Site
from offers.querysets import OfferQuerySet


class PinQuerySet(OfferQuerySet):
    """The words of ``OfferQuerySet`` hold here too, since a pin copies under the same names the facts they read."""

    def open(self):
        """Places of work of offers that a candidate can still answer today; no pin outlives the open state."""
        return self.filter(closes_on__gte=timezone.localdate())

    def inside(self, *tiles: Tile):
        """Places of work that stand in one of these tiles."""
        return self.filter(reduce(or_, (Q(quadkey__range=tile.quadkeys) for tile in tiles)))

    def seen_from(self, window: Window):
        """Places of work that stand in a window."""
        across, down = (window.x, window.x + window.width), (window.y, window.y + window.height)
        return self.inside(*window.tiles).filter(x__range=across, y__range=down)

    def cells(self, zoom: int) -> list[tuple[int, float, float]]:
        """For each cell of that zoom that holds some: how many places, and their mean position."""
        cell = RawSQL("quadkey >> %s", [2 * (BITS - zoom)], models.BigIntegerField())
        counts = self.annotate(cell=cell).order_by().values("cell").annotate(models.Count("pk"))
        counts = counts.annotate(models.Avg("x"), models.Avg("y"))
        return [(count, float(x), float(y)) for count, x, y in counts.values_list("pk__count", "x__avg", "y__avg")]

    def in_department(self, code: str):
        return self.filter(department=code)

    def count_by_department(self) -> dict[str, int]:
        """How many offers each department has: one that has two places there counts once."""
        counts = self.filter(counts_in_department=True).order_by().values_list("department")
        return dict(counts.annotate(offers=models.Count("*")))

    def count_by_commune(self) -> dict[str, int]:
        """How many offers each commune has."""
        counts = self.filter(counts_in_commune=True).order_by().values_list("commune")
        return dict(counts.annotate(offers=models.Count("*")))

    def offer_ids(self, at_most: int) -> list[int]:
        """The first offers, each once."""
        return list(self.order_by("offer_id").values_list("offer_id", flat=True).distinct()[:at_most])

    def of_offers(self, offers):
        """Places of work of these offers, for the conditions that only an offer knows (words, employer)."""
        return self.filter(offer__in=offers.order_by().values("pk"))


class Pin(models.Model):
    """A place of work of an open offer, written by the database alone (see ``triggers``).

    A row of ``Offer`` weighs kilobytes and a million of them cannot be read for each tile; a pin weighs 150 bytes.
    """

    site = models.OneToOneField(Site, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    offer = models.ForeignKey(Offer, models.DO_NOTHING, db_constraint=False, related_name="+")
    quadkey = models.BigIntegerField("rang dans la grille")
    x = models.IntegerField("abscisse")
    y = models.IntegerField("ordonnée")
    commune = models.CharField("commune", max_length=5)
    department = models.CharField("département", max_length=3)
    # An offer with several places in one territory counts there once: for the first of them.
    counts_in_commune = models.BooleanField()
    counts_in_department = models.BooleanField()

    # Copied from the offer
    closes_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    rome = models.ForeignKey(Rome, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+")
    rome_codes = ArrayField(models.CharField(max_length=5))
    level = models.PositiveSmallIntegerField(null=True)
    start_kind = models.CharField(max_length=8)
    starts_on = models.DateField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    welcomes_disabled = models.BooleanField(null=True)
    needs_licence = models.BooleanField(null=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = "repère de la carte"
        verbose_name_plural = "repères de la carte"
        indexes = [
            models.Index(fields=["quadkey"], include=["x", "y", "offer", "closes_on"], name="pins_by_place"),
            models.Index(
                fields=["department", "commune"],
                include=["closes_on", "counts_in_department", "counts_in_commune"],
                name="pins_by_territory",
            ),
        ]

    def __str__(self):
        return f"Repère {self.pk}"
