"""Offers for tests. By default: open, with one site, published an hour ago, closing in a month."""

from datetime import timedelta

import factory
from django.contrib.gis.geos import Point
from django.utils import timezone

from offers.lifecycle import State
from offers.models import Offer, Site
from tests.factories.territories import CommuneFactory
from tests.factories.trades import RomeFactory


class SiteFactory(factory.django.DjangoModelFactory):
    """A site of an existing offer, at its commune's point unless told."""

    class Meta:
        model = Site

    commune = factory.SubFactory(CommuneFactory)
    point = factory.LazyAttribute(lambda site: site.commune.point)
    position = factory.LazyAttribute(lambda site: site.offer.sites.count())


class OfferFactory(factory.django.DjangoModelFactory):
    """An offer as the life of offers makes one: a draft, its sites, then the state asked.

    ``commune`` and ``point`` (a ``Point``, or ``(latitude, longitude)``) place the only site;
    ``sites`` (a list of fields of ``Site``) replaces both.
    """

    class Meta:
        model = Offer

    source = "tests"
    source_id = factory.Sequence(lambda n: f"T-{n:06}")
    employer_name = factory.Sequence(lambda n: f"Boulangerie {n}")
    title = "Boulanger ou boulangère"
    description = "<p>Pétrir, façonner et cuire le pain avec une équipe de quatre personnes.</p>"
    rome = factory.SubFactory(RomeFactory)
    rome_codes = factory.LazyAttribute(lambda offer: [offer.rome.code] if offer.rome else [])
    level = 3
    diploma = "CAP Boulanger"
    months = 24
    apply_email = "recrutement@example.org"
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    state = State.OPEN

    @classmethod
    def _create(cls, model_class, *args, state, sites=None, commune=None, point=None, **fields):
        offer = super()._create(model_class, *args, state=State.DRAFT, **fields)
        if sites is None:
            sites = [{"commune": commune or CommuneFactory()} | ({"point": _as_point(point)} if point else {})]
        for site in sites:
            SiteFactory(offer=offer, **site)
        path = [State.OPEN, state] if state in (State.PAUSED, State.FILLED, State.EXPIRED) else [state]
        for stop in path:
            Offer.objects.filter(pk=offer.pk).update(state=stop)
        offer.refresh_from_db()
        return offer


def _as_point(point) -> Point:
    if isinstance(point, Point):
        return point
    latitude, longitude = point
    return Point(longitude, latitude, srid=4326)
