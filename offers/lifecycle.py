"""The life of an offer, as one table: code, buttons, the database's trigger and the tests all read it."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    OPEN = "open", "Ouverte"
    FILLED = "filled", "Pourvue"
    CLOSED = "closed", "Fermée"
    EXPIRED = "expired", "Échue"


@dataclass(frozen=True)
class Step:
    name: str
    sources: tuple[State, ...]
    target: State


STEPS = {
    step.name: step
    for step in [
        Step("publish", (State.DRAFT,), State.OPEN),
        Step("fill", (State.OPEN,), State.FILLED),
        Step("close", (State.DRAFT, State.OPEN), State.CLOSED),
        Step("expire", (State.OPEN,), State.EXPIRED),
        Step("reopen", (State.FILLED, State.CLOSED, State.EXPIRED), State.OPEN),
    ]
}
