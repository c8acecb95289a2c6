"""What time brings to applications that wait: the delay passes, the offer ends. Each step with its honest mail.

Everything here may run twice, or stop half-way and run again: each application is looked at again under its lock.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from offers.answers import letters
from offers.answers.querysets import received
from offers.applications.lifecycle import Actor, ImpossibleStepError
from offers.applications.models import Application
from offers.lifecycle import State as OfferState
from offers.models import Offer

AT_ONCE = 500  # applications fetched together


def lapse_late_applications(today: date | None = None) -> int:
    """How many applications are without an answer past their due date from now on; each candidate is told."""
    late = received().past_due(today or timezone.localdate())
    return sum(_lapse(application) for application in _in_lots(late))


def end_applications(offer_id: int | None = None) -> int:
    """How many applications ended because their offer did, or this offer; each candidate is told."""
    ended = received().of_ended_offers()
    return sum(_end(application) for application in _in_lots(ended.for_offer(offer_id) if offer_id else ended))


def _in_lots(applications) -> Iterable[Application]:
    """Each application once, fetched in lots: what is done to them takes them out of the queryset."""
    keys = list(applications.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield from received().numbered(keys[start : start + AT_ONCE]).with_correspondents()


@transaction.atomic
def _lapse(application: Application) -> bool:
    try:
        application.take("lapse", Actor.CLOCK)
    except ImpossibleStepError:  # answered in between
        return False
    key = f"silent-{application.pk}-{application.answer_due_on}"
    letters.tell_candidate(application, "silent", key, similar_url=_similar_url(application.offer))
    return True


@transaction.atomic
def _end(application: Application) -> bool:
    try:
        application.take("end", Actor.CLOCK)
    except ImpossibleStepError:
        return False
    is_filled = application.offer is not None and application.offer.state == OfferState.FILLED
    letters.tell_candidate(
        application, "over", f"over-{application.pk}", is_filled=is_filled, similar_url=_similar_url(application.offer)
    )
    return True


def _similar_url(offer: Offer | None) -> str:
    """Where similar places are: beside the offer, open or not; the whole search when there was none."""
    if offer is None or offer.state == OfferState.WITHDRAWN:
        return letters.page("offers:search")
    return letters.page("offers:offer", pk=offer.pk) + "#voisines"
