"""The vocabulary of the room: one method, one word of the field."""

from datetime import date, timedelta
from typing import cast

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.contrib.postgres.search import SearchQueryField
from django.db.models.functions import Cast
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.trades.words import fold
from offers.lifecycle import State
from offers.search.document import any_of, squares_around


class Nearness(models.Func):
    """The operator of PostGIS that an index answers in order: nearest neighbours first."""

    template = "%(expressions)s"
    arg_joiner = " <-> "
    output_field = models.FloatField()


class MetresFrom(models.Func):
    """Metres to the nearest place, on the sphere. No index answers it: for offers that words have already picked."""

    function = "ST_Distance"
    template = "%(function)s(%(expressions)s, false)"
    output_field = models.FloatField()


class Bears(models.Func):
    """Whether a document answers a ``tsquery`` written in its own lexemes."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()

    def __init__(self, document, query: str):
        super().__init__(document, Cast(models.Value(query), SearchQueryField()))


class OfferQuerySet(models.QuerySet):
    def open(self):
        """Offers that a candidate can still answer today."""
        return self.filter(state=State.OPEN, closes_on__gte=timezone.localdate())

    def past_closing(self):
        """Offers still open whose last day to apply is behind us."""
        return self.filter(state=State.OPEN, closes_on__lt=timezone.localdate())

    def public(self):
        """Offers that anyone may read: all that were published one day, but not those that this platform withdrew."""
        return self.exclude(state__in=[State.DRAFT, State.WAITING, State.HELD, State.WITHDRAWN])

    def of(self, user):
        """Offers of the companies that a person acts for, whatever their state."""
        return self.filter(organisation__in=Organisation.objects.of(user))

    def visible_to(self, user):
        """Offers that a person may read: the public ones, and all of their own companies."""
        return self.public() | self.of(user)

    def in_state(self, *states):
        """Offers in one of these states."""
        return self.filter(state__in=states)

    def closing_on(self, *days: date):
        """Offers of employers of this site that stop on one of these days, unless somebody prolongs them."""
        return self.filter(organisation__isnull=False, state=State.OPEN, closes_on__in=days)

    def published_here(self):
        """Offers of employers of this site, drafts aside."""
        return self.filter(organisation__isnull=False).exclude(state__in=[State.DRAFT, State.WITHDRAWN])

    def closing_by(self, day: date):
        """Offers that stop on this day or before."""
        return self.filter(closes_on__lte=day)

    def latest_first(self):
        """The last written first."""
        return self.order_by("-updated_at", "-pk")

    def of_company(self, company):
        """Offers that a company published here."""
        return self.filter(organisation=company)

    def similar_and_recent(self, offer, since):
        """Offers published here by other employers for the same trade, open today or lately."""
        others = self.filter(organisation__isnull=False, rome=offer.rome_id, published_at__isnull=False)
        recent = others.filter(models.Q(state=State.OPEN) | models.Q(updated_at__gte=since))
        return recent.exclude(organisation=offer.organisation_id).order_by("-published_at")[:200]

    def with_waiting_applications(self):
        """Each offer with ``waiting``, how many applications wait for an answer."""
        return self.annotate(waiting=models.Count("applications", models.Q(applications__state__in=["sent", "silent"])))

    def paused_with_their_company(self):
        """Offers that stopped only because their company was suspended."""
        return self.filter(state=State.PAUSED, posting__pause="organisation")

    def of_valid_companies(self):
        """Offers of companies that were validated."""
        return self.filter(organisation__in=Organisation.objects.recruiting())

    def given_by(self, source, identifiers):
        """Offers of a source among these identifiers of its own."""
        return self.filter(source=source, source_id__in=identifiers)

    def real(self):
        """Offers of employers that exist."""
        return self.filter(is_fictional=False)

    def others_than(self, *offers):
        """The same without these."""
        return self.exclude(pk__in=[offer.pk for offer in offers]) if offers else self

    def with_details(self):
        """Each offer with what its card or its page shows besides: the trade, the places and their communes."""
        sites = cast(type[models.Model], self.model._meta.get_field("sites").related_model)._default_manager
        places = models.Prefetch("sites", sites.select_related("commune__department"))
        return self.select_related("rome", "organisation__answer_score").prefetch_related(places)

    def shown_on_cards(self):
        """Each offer with what its card in a list shows, and nothing wider: no long text, no contour."""
        sites = cast(type[models.Model], self.model._meta.get_field("sites").related_model)._default_manager
        places = sites.select_related("commune").only("offer", "position", "commune__name", "commune__department")
        return (
            self.select_related("rome", "organisation__answer_score")
            .prefetch_related(models.Prefetch("sites", places))
            .defer("document", "description", "employer_description", "places", "rome__definition", "rome__access")
        )

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

    # -- words ---------------------------------------------------------------------------------------------------------

    def bearing(self, query: str):
        """Offers whose document answers a ``tsquery`` of its lexemes (see ``search.document``)."""
        return self.filter(Bears("document", query))

    def matching(self, words):
        """Offers that answer the words of a search, understood; all of them when nothing was asked."""
        return self.bearing(words.query) if words else self

    def bearing_around(self, query: str, point, km):
        """Offers that answer a ``tsquery`` in the squares around a point, each with ``metres``: some are beyond ``km``.

        The index knows the words and the squares: only offers that have both are read.
        """
        here = models.Value(point, output_field=models.PointField(geography=True))
        offers = self.bearing(query).bearing(any_of(squares_around(point.y, point.x, km)))
        return offers.annotate(metres=MetresFrom("places", here))

    def up_to(self, km):
        """Those whose ``metres`` are within a radius."""
        return self.filter(metres__lte=km * 1000)

    def bearing_in_areas(self, query: str, codes):
        """Offers that answer a ``tsquery`` in these territories, in all when none is given; by the same index."""
        offers = self.bearing(query)
        return offers.bearing(any_of(f"^{code}" for code in codes)) if codes else offers

    def by_employer(self, name: str):
        """Offers of employers whose name bears all these words, exactly."""
        return self.bearing(" & ".join(f"'@{word}'" for word in fold(name).split())) if fold(name) else self

    # -- place ---------------------------------------------------------------------------------------------------------

    def in_areas(self, codes):
        """Offers with a place in one of these communes (``C24520``), departments (``D24``) or regions (``R75``)."""
        return self.filter(area_codes__overlap=list(codes)) if codes else self

    def with_metres(self, point):
        """Each offer with ``metres`` to its nearest place, in the very terms that the spatial index sorts by."""
        here = models.Value(point, output_field=models.PointField(geography=True))
        return self.annotate(metres=Nearness("places", here))

    def without_metres(self):
        """The same column, null: nobody asked from where."""
        return self.annotate(metres=Cast(models.Value(None), models.FloatField()))

    # -- criteria ------------------------------------------------------------------------------------------------------

    def at_level(self, levels):
        """Offers that prepare one of these levels, and those that do not say: nothing shows that they do not."""
        return self.filter(models.Q(level__in=levels) | models.Q(level=None))

    def starting_by(self, day: date):
        """Offers that start on this day or before, or whose start is open."""
        return self.filter(models.Q(starts_on__lte=day) | models.Q(starts_on=None))

    def starting_soon(self):
        """Offers that can start as soon as possible: they say so, or let the date be agreed."""
        return self.filter(start_kind__in=["soon", "flexible"])

    def at_most_months(self, months: int):
        """Offers of a contract no longer than this, and those that do not say."""
        return self.filter(models.Q(months__lte=months) | models.Q(months=None))

    def in_domains(self, letters):
        """Offers whose main trade is in one of these great domains of ROME."""
        return self.filter(models.Q(*[("rome__code__startswith", letter) for letter in letters], _connector="OR"))

    def without_licence(self):
        """Offers that say no driving licence is needed; an unknown is no promise."""
        return self.filter(needs_licence=False)

    def disabled_friendly(self):
        """Offers that say disabled apprentices are welcome."""
        return self.filter(welcomes_disabled=True)

    def open_to_minors(self):
        """Offers that set no minimum age, or one below 18."""
        return self.filter(models.Q(minimum_age=None) | models.Q(minimum_age__lt=18))

    def published_since(self, days: int):
        """Offers published within the last days."""
        return self.filter(published_at__gte=timezone.now() - timedelta(days=days))

    # -- order ---------------------------------------------------------------------------------------------------------

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def soonest_start_first(self):
        """Dated starts in order; the others after."""
        return self.order_by("starts_on", "pk")

    def least_asked_first(self):
        """The offers with the shortest queue first."""
        return self.order_by("applications_count", "pk")


class SiteQuerySet(models.QuerySet):
    def to_place(self, since):
        """Sites of offers written since a moment that have an address, and still the point of their commune."""
        sites = self.filter(offer__updated_at__gte=since, is_exact=False).exclude(address="")
        return sites.select_related("commune").order_by("pk")

    def after(self, pk: int):
        """Those that follow one, in the order of their numbers."""
        return self.filter(pk__gt=pk)

    def still_at(self, site):
        """This very site, if nobody gave it another address meanwhile."""
        return self.filter(pk=site.pk, address=site.address, commune=site.commune_id)
