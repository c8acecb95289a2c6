"""What search engines are told to read: the offers that are open and real, and the few pages that lead to them."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from offers.models import Offer

SIMULATORS = ["simulators:index", "simulators:cost", "simulators:comparison", "simulators:pay", "simulators:scale"]


class OfferSitemap(Sitemap):
    """Open, real offers, in the order of their numbers so that a part of the index seldom changes."""

    limit = 10_000  # a part must be answered quickly; the protocol would allow 50,000

    def items(self):
        return Offer.objects.open().real().only("pk", "updated_at").order_by("pk")

    def location(self, item):
        return reverse("offers:offer", args=[item.pk])

    def lastmod(self, item):
        return item.updated_at

    def get_latest_lastmod(self):
        """The last change of all, asked of the database: the inherited method reads every offer."""
        return Offer.objects.open().real().aggregate(last=Max("updated_at"))["last"]


class DoorSitemap(Sitemap):
    """The pages one enters by."""

    def items(self):
        return ["pages:home", "offers:search", "offers:map", *SIMULATORS]

    def location(self, item):
        return reverse(item)


SITEMAPS = {"portes": DoorSitemap, "offres": OfferSitemap}
