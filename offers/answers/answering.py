"""How an employer answers: one door, for one application or for many.

An answer is a step of the life of the application, the message that goes with it, and a mail that leads to the page
where the candidate reads it; all three or none. Nobody answers what a colleague has just answered: the answer says
what its author saw (``seen_by``), and is refused when that has changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apprentissage.jobs import enqueue
from offers.answers import letters, wording
from offers.answers.querysets import received
from offers.applications.lifecycle import Actor, ImpossibleStepError, State, steps_for
from offers.applications.models import Application, Exchange

MOST_AT_ONCE = 100
IN_BULK = ("invite", "ask", "refuse")  # a yes is said to one person at a time


NOTHING: Mapping[str, str] = {}
UNSAID = {"dates": "(les moments que vous proposerez)", "motif": "(la raison que vous choisirez)"}


class AlreadyAnswered(ValueError):
    """Somebody answered in between; the message is the sentence to show."""


@dataclass(frozen=True)
class Answer:
    """What an employer wants to say. ``text`` may hold the blanks of ``wording``."""

    step: str
    text: str
    reason: str = ""  # of a refusal
    times: Sequence[datetime] = ()  # of an interview
    contact: str = ""  # how the candidate reaches the author


@dataclass(frozen=True)
class Outcome:
    """What came of one answer among several."""

    application: Application
    problem: str = ""  # the sentence to show; empty: it left


def seen_by(application: Application) -> str:
    """What stands on the page of who answers: the state, and how many messages."""
    return f"{application.state}.{application.exchanges.count()}"


def state_of(application: Application) -> str:
    """The same for one fetched ``with_messages``, without a query."""
    return f"{application.state}.{application.messages}"  # type: ignore[attr-defined]


def message(application: Application, answer: Answer, *, unsaid: Mapping[str, str] = NOTHING) -> str:
    """The text as the candidate will read it; ``unsaid`` stands, in a preview, for blanks that nobody filled yet."""
    blanks = {
        "prenom": application.first_name,
        "offre": application.offer.title if application.offer else "candidature spontanée",
        "entreprise": application.organisation.name,
        "contact": answer.contact,
        "dates": wording.listed(answer.times),
        "motif": wording.SENTENCES.get(answer.reason, ""),
    }
    return wording.filled(answer.text, {name: value or unsaid.get(name, "") for name, value in blanks.items()})


@transaction.atomic
def send(application: Application, answer: Answer, seen: str) -> Exchange:
    """The message that left, with the step it goes with.

    Raises ``AlreadyAnswered`` when the application is no more as it was ``seen``, ``ImpossibleStepError`` when it does
    not allow the step; both with the sentence to show, and nothing is changed.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if seen != seen_by(locked):
        raise AlreadyAnswered(_what_happened(locked))
    changes = {"refusal_reason": answer.reason} if answer.step == "refuse" else {}
    application.take(answer.step, Actor.EMPLOYER, **changes)
    text = message(application, answer)
    exchange = Exchange.objects.create(application=application, step=answer.step, actor=Actor.EMPLOYER, text=text)
    letters.tell_candidate(application, "answered", f"answer-{exchange.pk}", step=answer.step)
    _count_again(application)
    return exchange


def send_all(user, keys: Sequence, answer: Answer, seen: dict[str, str]) -> list[Outcome]:
    """What came of the same answer to several applications, in the order asked; each is checked again, alone.

    ``seen`` holds what the page showed of each, by key. Those that are not in the inbox of this person are left out.
    """
    applications = received().sent_to(user).by_keys(keys[:MOST_AT_ONCE]).with_correspondents()
    found = {str(application.key): application for application in applications}
    return [_send_one(found[key], answer, seen.get(key, "")) for key in dict.fromkeys(map(str, keys)) if key in found]


def _send_one(application: Application, answer: Answer, seen: str) -> Outcome:
    try:
        send(application, answer, seen)
    except (AlreadyAnswered, ImpossibleStepError) as refused:
        return Outcome(application, str(refused))
    return Outcome(application)


def _what_happened(application: Application) -> str:
    """The sentence for who comes second."""
    last = application.exchanges.last()
    state = State(application.state).label
    if last is not None and last.actor == Actor.EMPLOYER:
        return f"Une réponse est déjà partie de chez vous. La candidature est à l'état « {state} ». Relisez-la."
    return f"La candidature a changé entre-temps : elle est à l'état « {state} ». Relisez-la avant de répondre."


def _count_again(application: Application) -> None:
    from offers.answers.jobs import recompute_score  # jobs imports this room

    enqueue(recompute_score, organisation_id=application.organisation_id)


def choices(application: Application):
    """The answers that an employer may give now, in the order of the lifecycle."""
    return steps_for(Actor.EMPLOYER, application.state)
