"""The life of an application, as one table: code, buttons, the database's trigger and the tests all read it."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SENT = "sent", "Envoyée"
    ASKED = "asked", "Question posée"  # the employer asked something: the candidate's turn
    INTERVIEW = "interview", "Entretien proposé"
    CHOSEN = "chosen", "L'employeur dit oui"  # the candidate's turn
    AGREED = "agreed", "D'accord des deux côtés"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"  # by the candidate
    SILENT = "silent", "Sans réponse"  # the delay is over; an answer is still possible
    OVER = "over", "Offre pourvue ou fermée"


class Actor(models.TextChoices):
    CANDIDATE = "candidate", "le candidat"
    EMPLOYER = "employer", "l'employeur"
    CLOCK = "clock", "le service"


WAITING = (State.SENT, State.ASKED, State.INTERVIEW, State.CHOSEN, State.SILENT)  # nothing is final yet
LIVE = (*WAITING, State.AGREED)  # one at most per offer and per address


@dataclass(frozen=True)
class Step:
    name: str
    label: str  # of the button
    actor: Actor
    sources: tuple[State, ...]
    target: State


STEPS = {
    step.name: step
    for step in [
        Step("send", "Envoyer ma candidature", Actor.CANDIDATE, (State.DRAFT,), State.SENT),
        Step("ask", "Poser une question", Actor.EMPLOYER, (State.SENT, State.SILENT), State.ASKED),
        Step("reply", "Répondre", Actor.CANDIDATE, (State.ASKED,), State.SENT),
        Step("confirm", "Répondre", Actor.CANDIDATE, (State.INTERVIEW,), State.INTERVIEW),  # to the invitation
        Step(
            "invite", "Proposer un entretien", Actor.EMPLOYER, (State.SENT, State.ASKED, State.SILENT), State.INTERVIEW
        ),
        Step(
            "choose", "D'accord !", Actor.EMPLOYER,
            (State.SENT, State.ASKED, State.INTERVIEW, State.SILENT), State.CHOSEN,
        ),
        Step("agree", "D'accord !", Actor.CANDIDATE, (State.CHOSEN,), State.AGREED),
        Step(
            "refuse", "Refuser", Actor.EMPLOYER,
            (State.SENT, State.ASKED, State.INTERVIEW, State.SILENT), State.REFUSED,
        ),
        Step("withdraw", "Retirer ma candidature", Actor.CANDIDATE, (State.DRAFT, *WAITING), State.WITHDRAWN),
        Step("lapse", "Délai passé", Actor.CLOCK, (State.SENT,), State.SILENT),
        Step("end", "Offre pourvue ou fermée", Actor.CLOCK, WAITING, State.OVER),
    ]
}  # fmt: skip

TRANSITIONS = sorted({(str(source), str(step.target)) for step in STEPS.values() for source in step.sources})


class ImpossibleStepError(ValueError):
    """A step that this actor may not take from the present state; the message is the sentence to show."""


def follow(step_name: str, state: str, actor: str) -> State:
    """The state where a step leads. Raises ``ImpossibleStepError`` when it may not be taken."""
    step = STEPS[step_name]
    if state not in step.sources or actor != step.actor:
        raise ImpossibleStepError(
            f"Une candidature à l'état « {State(state).label} » ne permet pas l'action « {step.label} »."
        )
    return step.target


def steps_for(actor: str, state: str) -> list[Step]:
    """The steps that this actor may take from a state, in the order of the table."""
    return [step for step in STEPS.values() if step.actor == actor and state in step.sources]
