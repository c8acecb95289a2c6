"""The life of an organisation, as one table: code, buttons, the database's trigger and the tests all read it."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    PENDING = "pending", "En attente de validation"
    VALID = "valid", "Validée"
    REFUSED = "refused", "Refusée"
    SUSPENDED = "suspended", "Suspendue"


class Actor(models.TextChoices):
    MANAGER = "manager", "l'entreprise"
    OFFICER = "officer", "la chambre"  # or the staff, where no chamber is registered
    SERVICE = "service", "le service"  # by a rule, nobody pressed a button


@dataclass(frozen=True)
class Step:
    name: str
    label: str  # of the button
    past: str  # of the history: what was done
    actor: Actor
    sources: tuple[State, ...]  # none: it begins a life
    target: State
    needs_reason: bool = False  # that the company will read


STEPS = {
    step.name: step
    for step in [
        Step("open", "Ouvrir l'espace", "Espace ouvert", Actor.MANAGER, (), State.PENDING),
        Step("vouch", "Valider", "Validée d'office", Actor.SERVICE, (State.PENDING,), State.VALID),
        Step("validate", "Valider", "Validée", Actor.OFFICER, (State.PENDING, State.REFUSED), State.VALID),
        Step("refuse", "Refuser", "Refusée", Actor.OFFICER, (State.PENDING,), State.REFUSED, needs_reason=True),
        Step(
            "ask_again", "Demander un nouvel examen", "Nouvel examen demandé",
            Actor.MANAGER, (State.REFUSED,), State.PENDING, needs_reason=True,
        ),
        Step("recheck", "Vérifier", "À vérifier de nouveau", Actor.SERVICE, (State.VALID,), State.PENDING),
        Step("suspend", "Suspendre", "Suspendue", Actor.OFFICER, (State.VALID,), State.SUSPENDED, needs_reason=True),
        Step("restore", "Rétablir", "Rétablie", Actor.OFFICER, (State.SUSPENDED,), State.VALID),
    ]
}  # fmt: skip

TRANSITIONS = sorted({(str(source), str(step.target)) for step in STEPS.values() for source in step.sources})


class ImpossibleStepError(ValueError):
    """A step that this actor may not take from the present state; the message is the sentence to show."""


def follow(step_name: str, state: str, actor: str, reason: str) -> State:
    """The state where a step leads. Raises ``ImpossibleStepError`` when it may not be taken."""
    step = STEPS[step_name]
    if state not in step.sources or actor != step.actor:
        raise ImpossibleStepError(
            f"Une entreprise à l'état « {State(state).label} » ne permet pas l'action « {step.label} »."
        )
    if step.needs_reason and not reason.strip():
        raise ImpossibleStepError("Écrivez la raison : l'entreprise la lira, et la chambre la retrouvera.")
    return step.target


def steps_for(actor: str, state: str) -> list[Step]:
    """The steps that this actor may take from a state, in the order of the table."""
    return [step for step in STEPS.values() if step.actor == actor and state in step.sources]
