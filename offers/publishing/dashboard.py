"""What an employer's first page says: what waits for them, and how many offers are in each state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from offers.applications.models import Application
from offers.lifecycle import State
from offers.publishing.reminders import DAYS_BEFORE

GROUPS = {
    "": ("En cours", (State.OPEN, State.PAUSED, State.HELD, State.WAITING, State.DRAFT)),
    "terminees": ("Terminées", (State.FILLED, State.CLOSED, State.EXPIRED, State.WITHDRAWN)),
}


@dataclass(frozen=True)
class Tab:
    """A group of states, and how many offers are in it."""

    name: str
    label: str
    count: int
    states: Sequence[State]

    @property
    def url(self) -> str:
        """Where the tab leads."""
        return reverse("employers:home") + (f"?etat={self.name}" if self.name else "")


@dataclass(frozen=True)
class Tabs:
    """The tabs of the page, and the one that is open."""

    all: Sequence[Tab]
    open: Tab

    def chosen(self, offers):
        """The offers of the open tab."""
        return offers.in_state(*self.open.states)


@dataclass(frozen=True)
class Task:
    """One thing that waits: a sentence, and the page where it is done."""

    label: str
    url: str
    icon: str


def tabs_of(offers, asked: str) -> Tabs:
    """The tabs with their counts, in one query."""
    counts = dict(offers.order_by().values_list("state").annotate(Count("pk")))
    tabs = [
        Tab(name, label, sum(counts.get(state, 0) for state in states), states)
        for name, (label, states) in GROUPS.items()
    ]
    return Tabs(tabs, next((tab for tab in tabs if tab.name == asked), tabs[0]))


def tasks_of(user, offers) -> list[Task]:
    """What waits for this person, the young people first."""
    tasks = []
    if waiting := Application.objects.sent_to(user).waiting().count():
        words = "candidatures attendent" if waiting > 1 else "candidature attend"
        tasks.append(Task(f"{waiting} {words} votre réponse", reverse("inbox:inbox"), "inbox"))
    tasks += [
        Task(f"« {offer.title} » est à corriger", reverse("employers:offer", args=[offer.pk]), "pencil")
        for offer in offers.in_state(State.DRAFT)[:5]
    ]
    soon = timezone.localdate() + timedelta(days=max(DAYS_BEFORE))
    tasks += [
        Task(f"« {offer.title} » s'arrête bientôt", reverse("employers:offer", args=[offer.pk]), "hourglass")
        for offer in offers.open().closing_by(soon)[:5]
    ]
    return tasks
