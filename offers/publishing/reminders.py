"""Mails to employers about time: an offer that will stop, and a place that was filled a year ago or nearly."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.mail import outbox
from offers.models import Offer
from offers.publishing.links import link_to
from offers.publishing.models import Ending

DAYS_BEFORE = (7, 1)
RETURN_AFTER = timedelta(days=334)  # eleven months
RETURN_UNTIL = RETURN_AFTER + timedelta(days=61)  # what August put off leaves in September; later it is stale
AUGUST = 8


def warn_of_closing(today: date | None = None) -> int:
    """How many mails were posted for offers that stop in a week or tomorrow. Run twice, each leaves once."""
    today = today or timezone.localdate()
    posted = 0
    days_left = {today + timedelta(days=days): days for days in DAYS_BEFORE}
    for offer in Offer.objects.closing_on(*days_left).select_related("organisation"):
        for person in _people_of(offer):
            key = f"offer-{offer.pk}-closes-{offer.closes_on}-{days_left[offer.closes_on]}-{person.pk}"
            posted += outbox.post(
                key,
                "employers/closing",
                person.email,
                title=offer.title,
                closes_on=offer.closes_on,
                applications=offer.applications_count,
                url=link_to(offer),
            )
    return posted


def propose_again(now: datetime | None = None) -> int:
    """How many mails asked whether to take an apprentice again, eleven months after one was found; none in August."""
    now = now or timezone.now()
    if timezone.localdate(now).month == AUGUST:
        return 0
    endings = Ending.objects.filled_between(now - RETURN_UNTIL, now - RETURN_AFTER)
    posted = 0
    for ending in endings.select_related("offer__organisation"):
        for person in _people_of(ending.offer):
            posted += outbox.post(
                f"offer-{ending.offer_id}-again-{ending.pk}-{person.pk}",
                "employers/again",
                person.email,
                title=ending.offer.title,
                filled_on=timezone.localdate(ending.ended_at),
                url=link_to(ending.offer),
            )
    return posted


def _people_of(offer: Offer) -> Iterable:
    """Who published it, while they act for the company; otherwise those who are responsible for it."""
    company = offer.organisation
    if company is None or company.state not in (Organisation.State.VALID, Organisation.State.PENDING):
        return []
    members = [membership.user for membership in company.memberships.select_related("user")]
    posting = getattr(offer, "posting", None)
    author = [person for person in members if posting and person.pk == posting.author_id]
    return author or [membership.user for membership in company.memberships.managers().select_related("user")]
