"""The vocabulary of alerts and favourites: one method, one word of the field."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.gis.db import models
from django.db.models import Exists, OuterRef, Q

from offers.lifecycle import State


class SubscriberQuerySet(models.QuerySet):
    def at(self, address: str):
        """Who is told at this address, with or without account."""
        return self.filter(Q(email=address.lower()) | Q(user__email=address.lower()))

    def keyed(self, key: UUID | None):
        """The subscriber of a signed link."""
        return self.filter(key=key)

    def of(self, user):
        """The subscriber that a signed-in person is."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def told_after(self, last: int):
        """Those that come next, in the order they are gone through."""
        return self.filter(pk__gt=last).order_by("pk")

    def silent_since(self, moment: datetime):
        """Those that gave no sign of life since then: no click of their own, no sign-in."""
        return self.filter(seen_at__lt=moment).exclude(user__last_login__gte=moment)

    def not_noticed(self):
        """Those that were not told yet that their alerts are ending."""
        return self.filter(noticed_at=None)

    def noticed_before(self, moment: datetime):
        """Those that were told so before this moment."""
        return self.filter(noticed_at__lt=moment)

    def with_mails(self):
        """Those that some confirmed alert writes to."""
        writing = Q(alerts__frequency__in=["daily", "weekly"], alerts__confirmed_at__isnull=False)
        return self.filter(writing).distinct()

    def useless(self):
        """Addresses without any alert left: nothing to keep them for."""
        return self.filter(user=None, alerts=None)


class AlertQuerySet(models.QuerySet):
    def confirmed(self):
        """Alerts that the owner of the address wants for sure."""
        return self.exclude(confirmed_at=None)

    def waiting(self):
        """Alerts that new offers look through."""
        return self.confirmed().filter(is_paused=False).exclude(frequency="never")

    def unconfirmed_since(self, moment: datetime):
        """Alerts asked before this moment and never confirmed."""
        return self.filter(confirmed_at=None, created_at__lt=moment)

    def asked_since(self, moment: datetime):
        """Alerts asked lately, still to confirm."""
        return self.filter(confirmed_at=None, created_at__gte=moment)

    def keyed(self, key: UUID | None):
        """The alert of a link or of a button."""
        return self.filter(key=key)

    def searching(self, search: str):
        """The alert of this very search."""
        return self.filter(search=search)

    def after(self, last: int):
        """Those that come next, in the order they are gone through."""
        return self.filter(pk__gt=last).order_by("pk")


class MatchQuerySet(models.QuerySet):
    def to_tell(self, daily_before: datetime, weekly_before: datetime):
        """What was found for waiting alerts before the hour of their mail, and not told yet."""
        due = Q(alert__frequency="daily", found_at__lt=daily_before)
        due |= Q(alert__frequency="weekly", found_at__lt=weekly_before)
        return self.filter(due, told_at=None, alert__is_paused=False).exclude(alert__confirmed_at=None)

    def of(self, subscriber):
        """What was found for one of these."""
        return self.filter(alert__subscriber=subscriber)

    def told_before(self, moment: datetime):
        """What was told long ago."""
        return self.filter(told_at__lt=moment)

    def found_before(self, moment: datetime):
        """What was found long ago, told or not."""
        return self.filter(found_at__lt=moment)


class FavouriteQuerySet(models.QuerySet):
    def of(self, user):
        """What a person keeps an eye on."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def on(self, offers):
        """Those on these offers, given by number."""
        return self.filter(offer__in=offers)

    def closing_by(self, today: date, day: date):
        """Favourites on open offers that close on this day or before."""
        return self.filter(offer__state=State.OPEN, offer__closes_on__range=(today, day))

    def not_reminded(self):
        """Favourites whose owner was told nothing, and wants to be."""
        return self.filter(reminded_at=None, user__is_active=True).exclude(user__subscriber__wants_reminders=False)

    def not_applied_to(self, applications):
        """Favourites whose owner has not answered the offer: ``applications`` are those of everybody."""
        return self.exclude(Exists(applications.filter(candidate=OuterRef("user"), offer=OuterRef("offer"))))
