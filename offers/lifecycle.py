"""The life of an offer, as one table: code, buttons, the database's trigger and the tests all read it."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    WAITING = "waiting", "En attente de la validation de l'entreprise"
    HELD = "held", "En relecture"
    OPEN = "open", "Ouverte"
    PAUSED = "paused", "En pause"
    FILLED = "filled", "Pourvue"
    CLOSED = "closed", "Fermée"
    EXPIRED = "expired", "Échue"
    WITHDRAWN = "withdrawn", "Retirée"  # by this platform; no import brings it back


@dataclass(frozen=True)
class Step:
    name: str
    label: str  # of the button
    sources: tuple[State, ...]
    target: State


STEPS = {
    step.name: step
    for step in [
        Step("publish", "Publier", (State.DRAFT, State.WAITING, State.HELD), State.OPEN),
        Step("wait", "Attendre la validation de l'entreprise", (State.DRAFT, State.HELD), State.WAITING),
        Step("hold", "Faire relire", (State.DRAFT, State.WAITING, State.OPEN, State.PAUSED), State.HELD),
        Step("give_back", "Rendre pour correction", (State.WAITING, State.HELD), State.DRAFT),
        Step("pause", "Mettre en pause", (State.OPEN,), State.PAUSED),
        Step("resume", "Reprendre", (State.PAUSED,), State.OPEN),
        Step("fill", "Place pourvue", (State.OPEN, State.PAUSED), State.FILLED),
        Step("close", "Fermer", (State.DRAFT, State.WAITING, State.HELD, State.OPEN, State.PAUSED), State.CLOSED),
        Step("expire", "Échéance passée", (State.OPEN,), State.EXPIRED),
        Step("reopen", "Rouvrir", (State.FILLED, State.CLOSED, State.EXPIRED), State.OPEN),
        Step("withdraw", "Retirer", tuple(state for state in State if state != State.WITHDRAWN), State.WITHDRAWN),
        Step("restore", "Remettre en brouillon", (State.WITHDRAWN,), State.DRAFT),
    ]
}

TRANSITIONS = sorted({(str(source), str(step.target)) for step in STEPS.values() for source in step.sources})


class ImpossibleStepError(ValueError):
    """A step that does not leave from the present state; the message is the sentence to show."""


def follow(step_name: str, state: str) -> State:
    """The state where a step leads. Raises ``ImpossibleStepError`` when it does not leave from ``state``."""
    step = STEPS[step_name]
    if state not in step.sources:
        raise ImpossibleStepError(
            f"Une offre à l'état « {State(state).label} » ne permet pas l'action « {step.label} »."
        )
    return step.target


def steps_from(state: str) -> list[Step]:
    """The steps that may be taken from a state, in the order of the table."""
    return [step for step in STEPS.values() if state in step.sources]
