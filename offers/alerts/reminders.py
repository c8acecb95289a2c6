"""A favourite closes soon and its owner has not answered it: one mail, once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.outbox import post
from offers.alerts import keeping, links
from offers.alerts.models import Favourite
from offers.alerts.telling import offer_facts
from offers.applications.models import Application
from offers.models import Offer

SOON = timedelta(days=3)


def remind() -> int:
    """How many mails were put in the outbox: one for each account, with all its favourites that close soon."""
    return sum(_remind(user) for user in list(_due().values_list("user", flat=True).distinct()))


def _due():
    today = timezone.localdate()
    applications = Application.objects.all()
    return Favourite.objects.closing_by(today, today + SOON).not_reminded().not_applied_to(applications)


@transaction.atomic
def _remind(user: int) -> bool:
    due = list(_due().filter(user=user).select_related("user").select_for_update(of=("self",), skip_locked=True))
    if not due:
        return False
    Favourite.objects.filter(pk__in=[favourite.pk for favourite in due]).update(reminded_at=timezone.now())
    subscriber = keeping.account_subscriber(due[0].user)
    offers = Offer.objects.shown_on_cards().measured_from(None).in_bulk([favourite.offer_id for favourite in due])
    return post(
        f"favourites-{subscriber.key}-{timezone.localdate()}",
        "alerts/favourites",
        due[0].user.email,
        offers=[offer_facts(offer) for offer in sorted(offers.values(), key=lambda offer: (offer.closes_on, offer.pk))],
        favourites_url=settings.SITE_URL + reverse("alerts:favourites"),
        unsubscribe_url=links.no_reminders_url(subscriber),
    )
