"""The door to moderation: a case is opened here, and decided here."""

import random

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Membership, Organisation
from apprentissage.mail import outbox
from offers.lifecycle import ImpossibleStepError, State
from offers.moderation.decisions import LAW, OUTCOMES, Decision, Ground
from offers.moderation.models import Case, FiledReport
from offers.reports import ReportForm

DRAW = random.SystemRandom()


class AlreadyDecided(ValueError):
    """Somebody decided this case meanwhile; the message is the sentence to show."""


# -- opening -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def hold(offer, reasons: list[dict]) -> Case:
    """The case of an offer that a rule holds back: it waits for somebody, and is not on the site.

    ``reasons`` say what the rules found: ``{"code": …, "sentence": …}`` each, in the order to show. Raises
    ``lifecycle.ImpossibleStepError`` when the offer cannot be held from its state.
    """
    if offer.state != State.HELD:
        offer.take("hold")
    case = _open_case(offer, Case.Kind.HELD)
    case.kind, case.findings = Case.Kind.HELD, list(reasons)
    case.save(update_fields=["kind", "findings"])
    return case


@transaction.atomic
def file(form: ReportForm, email: str = "") -> Case:
    """The case where the report of a valid form was put. Its author, if they left an address, is told it arrived."""
    report = form.save()
    case = _open_case(report.offer, Case.Kind.REPORTED)
    FiledReport.objects.create(report=report, case=case, email=email.strip().lower())
    if email:
        outbox.post(
            f"report-{report.pk}-received", "moderation/received", email, offer_url=_url("offers:offer", report.offer)
        )
    return case


def sample(offer) -> bool:
    """Whether chance drew this offer, published without a doubt, for somebody to read it: rules must be checked too."""
    if DRAW.random() >= settings.MODERATION_SAMPLE_RATE:
        return False
    _open_case(offer, Case.Kind.SAMPLED)
    return True


def _open_case(offer, kind: str) -> Case:
    """The open case of an offer, or a new one."""
    case, _ = Case.objects.get_or_create(offer=offer, decided_at=None, defaults={"kind": kind})
    return case


# -- reading -----------------------------------------------------------------------------------------------------------
def last_word(offer) -> Case | None:
    """The last decision on an offer, when it asks its employer for something: for the employer's own page."""
    case = Case.objects.of_offer(offer).decided().first()
    return case if case and OUTCOMES[case.decision].tells_employer else None


# -- deciding ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def decide(case: Case, decision: str, *, by, ground: str = "", words: str = "") -> Case:
    """The case with its decision: the offer took its steps, the employer and the readers who asked are told.

    Raises ``AlreadyDecided``, or ``lifecycle.ImpossibleStepError`` when the offer changed meanwhile; nothing is done
    then.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("offer__organisation").get(pk=case.pk)
    if case.decided_at:
        raise AlreadyDecided("Quelqu'un vient de décider de ce dossier.")
    outcome = OUTCOMES[Decision(decision)]
    _take_steps(case.offer, outcome)
    case.decision, case.ground, case.words = decision, ground, words
    case.decided_at, case.decided_by = timezone.now(), by
    case.save(update_fields=["decision", "ground", "words", "decided_at", "decided_by"])
    _tell_readers(case)
    if outcome.tells_employer or decision == Decision.PUBLISH:
        _tell_employer(case)
    return case


def _take_steps(offer, outcome) -> None:
    """Bring the offer where the decision leads; one of a company not validated yet waits instead of being published."""
    if offer.state not in outcome.steps:
        raise ImpossibleStepError(
            f"L'offre est à l'état « {offer.get_state_display()} » : « {outcome.decision.label} » n'est plus possible."
        )
    organisation = offer.organisation
    for step in outcome.steps[offer.state]:
        is_early = step == "publish" and organisation and organisation.state != Organisation.State.VALID
        offer.take("wait" if is_early else step)


def _tell_readers(case: Case) -> None:
    """Write to those who left an address, then forget it."""
    for filed in case.filed.to_answer():
        facts = {"decision": case.decision, "offer_url": _url("offers:offer", case.offer)}
        outbox.post(f"report-{filed.report_id}-answered", "moderation/answered", filed.email, **facts)
    case.filed.forget()


def _tell_employer(case: Case) -> None:
    """Write to the people who manage the offer here. What to correct is read on the page, after signing in."""
    if case.offer.organisation is None:
        return
    facts = {"decision": case.decision, "offer_url": _url("employers:offer", case.offer), "number": case.pk}
    if case.ground:
        facts |= {"ground": Ground(case.ground).label, "law": LAW.get(Ground(case.ground), "")}
    for person in Membership.objects.filter(organisation=case.offer.organisation).select_related("user"):
        outbox.post(f"case-{case.pk}-decided-{person.user_id}", "moderation/decided", person.user.email, **facts)


def _url(name: str, offer) -> str:
    """The full address of a page of an offer, for mails."""
    return settings.SITE_URL + reverse(name, args=[offer.pk])
