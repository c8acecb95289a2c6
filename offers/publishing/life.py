"""The life of an offer published here: what each step asks and brings besides the state itself.

Who calls: the pages of employers, the page of an application sent (``close_when_full``), the validation of a company
(``follow_company``), the nightly jobs.
"""

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.jobs import enqueue
from offers.answers.jobs import end_applications
from offers.applications.models import Application
from offers.lifecycle import ImpossibleStepError, State
from offers.models import OPEN_FOR, Offer
from offers.moderation import queue
from offers.publishing.checks import Finding
from offers.publishing.models import Ending, Posting

PROLONGABLE = (State.OPEN, State.PAUSED)
HOLDABLE = (State.DRAFT, State.WAITING, State.HELD, State.OPEN, State.PAUSED)


def show(offer: Offer, doubts: Sequence[Finding] = ()) -> State:
    """Where a complete offer goes now: read by somebody first, or waiting for its company's validation, or open.

    ``doubts`` are the findings that somebody must read. An offer that is being read stays so, whatever was corrected.
    """
    company = offer.organisation
    assert company is not None  # noqa: S101  (offers of files never come here)
    Posting.objects.update_or_create(offer=offer, defaults={"remarks": [doubt.sentence for doubt in doubts]})
    if doubts and offer.state in HOLDABLE:
        queue.hold(offer, [{"code": doubt.rule, "sentence": doubt.sentence} for doubt in doubts])
    elif offer.state == State.DRAFT and company.state != Organisation.State.VALID:
        offer.take("wait")
    elif offer.state == State.DRAFT:
        offer.take("publish")
        queue.sample(offer)
    return State(offer.state)


@transaction.atomic
def pause(offer: Offer, why: str = Posting.Pause.EMPLOYER) -> None:
    """Take an offer off the search for a while. Raises ``ImpossibleStepError`` when it is not open."""
    offer.take("pause")
    Posting.objects.update_or_create(offer=offer, defaults={"pause": why})


@transaction.atomic
def resume(offer: Offer) -> None:
    """Show an offer again. Raises ``ImpossibleStepError`` while too many applications wait, or its company does."""
    if is_full(offer):
        raise ImpossibleStepError(
            f"{waiting_count(offer)} candidatures attendent votre réponse. "
            "Répondez à quelques-unes, puis reprenez l'offre."
        )
    _require_valid(offer)
    offer.take("resume")
    Posting.objects.update_or_create(offer=offer, defaults={"pause": ""})


@transaction.atomic
def reopen(offer: Offer) -> None:
    """Show again an offer that had ended. Raises ``ImpossibleStepError`` when it cannot be."""
    _require_valid(offer)
    offer.take("reopen")


@transaction.atomic
def prolong(offer: Offer) -> None:
    """Two months more from today; pressed twice, not four. Raises ``ImpossibleStepError`` when the offer has ended."""
    locked = Offer.objects.select_for_update().get(pk=offer.pk)
    if locked.state not in PROLONGABLE:
        raise ImpossibleStepError("Cette offre est terminée : rouvrez-la pour qu'on puisse y répondre.")
    locked.closes_on = timezone.localdate() + OPEN_FOR
    locked.save(update_fields=["closes_on", "updated_at"])
    offer.closes_on = locked.closes_on


@transaction.atomic
def end(offer: Offer, step: str, *, reason: str, channel: str = "", application: Application | None = None, by=None):
    """Fill or close an offer, and keep why and through what. Raises ``ImpossibleStepError`` when it has ended."""
    offer.take(step)
    enqueue(end_applications, offer_id=offer.pk)  # who still waits is told
    reason = Ending.Reason.FILLED if step == "fill" else reason
    return Ending.objects.create(
        offer=offer, step=step, reason=reason, channel=channel, application=application, ended_by=by
    )


# -- enough applications -----------------------------------------------------------------------------------------------


def waiting_count(offer: Offer) -> int:
    """How many applications for this offer wait for an answer of the employer."""
    return offer.applications.waiting().count()


def is_full(offer: Offer) -> bool:
    """Whether as many applications wait as an offer may hold."""
    return waiting_count(offer) >= settings.WAITING_APPLICATIONS_CEILING


def close_when_full(offer: Offer) -> bool:
    """Whether the offer was just paused because enough applications wait; call it once an application is sent.

    The page of the offer says why, and the employer's too: answering is what opens it again.
    """
    if not is_full(offer):
        return False
    try:
        pause(offer, Posting.Pause.FULL)
    except ImpossibleStepError:  # another application paused it at the same moment
        return False
    return True


# -- the company -------------------------------------------------------------------------------------------------------


def follow_company(company: Organisation) -> int:
    """How many offers changed because their company was validated or suspended. Safe to run twice."""
    offers = Offer.objects.of_company(company)
    if company.state == Organisation.State.VALID:
        return _release(offers)
    if company.state == Organisation.State.SUSPENDED:
        return _each(offers.in_state(State.OPEN), lambda offer: pause(offer, Posting.Pause.ORGANISATION))
    return 0


def release_waiting() -> int:
    """How many offers left the wait because their company is valid, wherever its validation was written."""
    return _release(Offer.objects.of_valid_companies())


def _release(offers) -> int:
    shown = _each(offers.in_state(State.WAITING), lambda offer: offer.take("publish"))
    return shown + _each(offers.paused_with_their_company(), resume)


def _each(offers, change) -> int:
    changed = 0
    for offer in offers.select_related("organisation"):
        try:
            change(offer)
        except ImpossibleStepError:  # changed by somebody meanwhile
            continue
        changed += 1
    return changed


def _require_valid(offer: Offer) -> None:
    company = offer.organisation
    if company is None or company.state != Organisation.State.VALID:
        raise ImpossibleStepError("Votre entreprise n'est pas validée : ses offres ne se montrent pas encore.")


def history_of(offer: Offer):
    """The states that an offer published here went through, the first one first."""
    events = apps.get_model("offers", "OfferStateEvent")  # made by pghistory
    return events.objects.filter(pgh_obj=offer.pk).order_by("pgh_id")
