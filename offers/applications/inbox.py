"""The inbox of an employer: what its companies received, in order of arrival. No machine ranks people here.

``read`` turns an address into everything the page says, in five queries whatever the number of applications.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from apprentissage.accounts.models import Organisation
from apprentissage.templatetags.french import phone
from apprentissage.territories.travel import TravelTime, travel_times
from offers.answers.answering import IN_BULK
from offers.answers.models import AnswerTemplate
from offers.answers.querysets import ENDED, TO_ANSWER, UNDER_WAY, received
from offers.applications.lifecycle import Actor, State, steps_for
from offers.applications.models import Application
from offers.applications.questions import told
from offers.models import Offer

PAGE_SIZE = 20
BRIEF_WORDS = 24
SOON, LATE = 5, 2  # days before the due date from which a delay is told as near, then as burning
MOST_OFFERS = 12  # told as filters
SHORT = {kind: label.replace("'", "’") for kind, label in AnswerTemplate.Kind.choices}
NO_OFFER = 0  # in addresses: applications that asked for no offer in particular


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list: its words, how many it holds, where it leads."""

    label: str
    count: int
    is_on: bool
    url: str


class AnswerLink(NamedTuple):
    """An answer that may be given now."""

    step: str
    label: str  # the short word of a card
    sentence: str  # that of the lifecycle
    url: str
    tone: str  # of its button


class Badge(NamedTuple):
    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class Card:
    """One application of the list."""

    application: Application
    km: float | None  # from the candidate's commune to the nearest site, as the crow flies
    travel: Sequence[TravelTime]  # the candidate's own way first, when it is told and reasonable
    days_left: int | None  # until an answer is due; negative once late; nothing when none is due
    brief: str  # the beginning of the first answer, in the candidate's words

    @property
    def name(self) -> str:
        return self.application.first_name or "Candidature effacée"

    @property
    def aim(self) -> str:
        """The training wished and the place it is for."""
        course = self.application.course or "Formation à choisir"
        offer = self.application.offer
        return f"{course}, pour « {offer.title} »" if offer else f"{course}, candidature spontanée"

    @cached_property
    def url(self) -> str:
        return reverse("inbox:application", kwargs={"key": self.application.key})

    @cached_property
    def answers(self) -> list[AnswerLink]:
        """The answers that the employer may give now, in the order of the lifecycle."""
        return [
            AnswerLink(
                step.name,
                SHORT[step.name],
                step.label,
                f"{self.url}repondre/{step.name}/",
                "danger" if step.name == "refuse" else "line",
            )
            for step in steps_for(Actor.EMPLOYER, self.application.state)
        ]

    @property
    def can_be_ticked(self) -> bool:
        """Whether an answer that is given to several may be given to this one."""
        return any(answer.step in IN_BULK for answer in self.answers)

    @property
    def urgency(self) -> str:
        """The tone of the deadline: late, soon or ok."""
        if self.days_left is None:
            return ""
        return "late" if self.days_left <= LATE else "soon" if self.days_left <= SOON else "ok"

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)

    @property
    def badge(self) -> Badge:
        """The state, when no answer is due by a day."""
        return BADGES.get(self.application.state) or Badge("", "circle", self.application.get_state_display())


BADGES: dict[str, Badge] = {
    State.SILENT: Badge("warn", "clock-alert", "Délai passé : répondez encore"),
    State.AGREED: Badge("aid", "circle-check", State.AGREED.label),
    State.ASKED: Badge("info", "hourglass", State.ASKED.label),
    State.INTERVIEW: Badge("info", "hourglass", State.INTERVIEW.label),
    State.CHOSEN: Badge("info", "hourglass", State.CHOSEN.label),
}


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    states: tuple[State, ...]
    order: str  # the sentence said above the list


OLDEST = "Dans l'ordre d'arrivée, la plus ancienne d'abord : personne ne double personne."
LATEST = "Dans l'ordre d'arrivée, la plus récente d'abord."
TABS = {
    tab.name: tab
    for tab in [
        Tab("a-repondre", "À répondre", TO_ANSWER, OLDEST),
        Tab("en-cours", "En cours", UNDER_WAY, OLDEST),
        Tab("terminees", "Terminées", ENDED, LATEST),
        Tab("toutes", "Toutes", (*TO_ANSWER, *UNDER_WAY, *ENDED), LATEST),
    ]
}


@dataclass(frozen=True)
class Asked:
    """What an address asks; what it says wrong is left out."""

    tab: Tab
    offer: int | None
    organisation: int | None
    page: int

    @property
    def parameters(self) -> dict[str, str]:
        said = {"etat": self.tab.name, "offre": self.offer, "etablissement": self.organisation}
        return {name: str(value) for name, value in said.items() if value is not None}

    def url(self, **changes) -> str:
        """The same list with these changes, from its first page; ``None`` takes a parameter off."""
        asked = self.parameters | {name: str(value) for name, value in changes.items() if value is not None}
        return "?" + urlencode({name: value for name, value in asked.items() if changes.get(name, value) is not None})


class Inbox:
    """One list and all that is told around it."""

    def __init__(self, user, asked: Asked):
        self.asked = asked
        self.organisations = list(
            Organisation.objects.of(user).companies().select_related("establishment__commune").order_by("name", "pk")
        )
        self._counts = self._count()

    @cached_property
    def _received(self):
        """What the valid companies received. They are named one by one: PostgreSQL then knows how much that is."""
        return received().received_by([one.pk for one in self.organisations if one.state == Organisation.State.VALID])

    def _count(self) -> Counter:
        """How many applications by (company, offer, state): every number of the page comes from there."""
        rows = self._received.counted_by("organisation", "offer", "state")
        return Counter({(row["organisation"], row["offer"] or NO_OFFER, row["state"]): row["count"] for row in rows})

    def _sum(self, states, *, organisation=None) -> int:
        """How many are in these states, with what is asked, or with this company instead."""
        organisation = self.asked.organisation if organisation is None else organisation
        return sum(
            count
            for (company, number, state), count in self._counts.items()
            if state in states and self.asked.offer in (None, number) and organisation in (None, company)
        )

    @cached_property
    def total(self) -> int:
        return self._sum(self.asked.tab.states)

    @cached_property
    def received(self) -> int:
        """All that was ever received, whatever is asked."""
        return self._counts.total()

    @cached_property
    def tabs(self) -> list[Choice]:
        return [
            Choice(tab.label, self._sum(tab.states), tab == self.asked.tab, self.asked.url(etat=tab.name))
            for tab in TABS.values()
        ]

    @cached_property
    def offers(self) -> list[Choice]:
        """The offers with most in this list, and the one that is asked; the page of an offer leads to any other."""
        counts: Counter = Counter()
        for (company, number, state), count in self._counts.items():
            if state in self.asked.tab.states and self.asked.organisation in (None, company):
                counts[number] += count
        numbers = [number for number, _ in counts.most_common(MOST_OFFERS)]
        if self.asked.offer in counts and self.asked.offer not in numbers:
            numbers.append(self.asked.offer)
        titles = dict(Offer.objects.filter(pk__in=numbers).values_list("pk", "title"))
        return [
            Choice(
                titles.get(number, "Candidatures spontanées"),
                counts[number],
                self.asked.offer == number,
                self.asked.url(offre=None if self.asked.offer == number else number),
            )
            for number in numbers
        ]

    @cached_property
    def companies(self) -> list[Choice]:
        """The establishments of a person who runs several."""
        if len(self.organisations) < 2:
            return []
        return [
            Choice(
                place_of(one),
                self._sum(self.asked.tab.states, organisation=one.pk),
                self.asked.organisation == one.pk,
                self.asked.url(etablissement=None if self.asked.organisation == one.pk else one.pk),
            )
            for one in self.organisations
        ]

    @cached_property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def page_number(self) -> int:
        return min(self.asked.page, self.last_page)

    @property
    def previous_url(self) -> str:
        return self.asked.url(page=self.page_number - 1) if self.page_number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.asked.url(page=self.page_number + 1) if self.page_number < self.last_page else ""

    @cached_property
    def cards(self) -> list[Card]:
        """The applications of the page. First their numbers, by an index; then these few rows, whole."""
        if not self.total:
            return []
        asked = self.asked
        found = self._received.in_states(asked.tab.states)
        found = found if asked.offer is None else found.for_offer(asked.offer)
        found = found.at(asked.organisation) if asked.organisation else found
        found = found.by_arrival() if asked.tab.order == OLDEST else found.latest_first()
        first = (self.page_number - 1) * PAGE_SIZE
        numbers = list(found.values_list("pk", flat=True)[first : first + PAGE_SIZE])
        whole = received().numbered(numbers).for_cards().in_bulk()
        today = timezone.localdate()
        return [card_of(whole[number], today) for number in numbers if number in whole]


def read(user, parameters: Mapping[str, str]) -> Inbox:
    """The inbox that an address asks for."""
    return Inbox(
        user,
        Asked(
            tab=TABS.get(parameters.get("etat", ""), TABS["a-repondre"]),
            offer=_number(parameters.get("offre", "")),
            organisation=_number(parameters.get("etablissement", "")),
            page=_number(parameters.get("page", "")) or 1,
        ),
    )


def card_of(application: Application, today: date) -> Card:
    """What is told of an application fetched ``for_cards``."""
    metres = application.metres  # type: ignore[attr-defined]  # annotated
    km = None if metres is None else metres / 1000
    due = application.answer_due_on if application.state == State.SENT else None
    return Card(
        application,
        km,
        own_way_first(travel_times(km), application.travel) if km is not None else (),
        (due - today).days if due else None,
        brief_of(application),
    )


def brief_of(application: Application) -> str:
    """The first answer, cut short."""
    return next((Truncator(answer).words(BRIEF_WORDS, truncate=" …") for _, answer in told(application)), "")


def who(application: Application) -> list[tuple[str, str]]:
    """How to reach a candidate: label and value, the unknown empty."""
    return [
        ("Téléphone", phone(application.phone)),
        ("E-mail", application.email),
        ("Âge", f"{application.age} ans" if application.age else ""),
        ("Commune", str(application.commune) if application.commune else ""),
    ]


def own_way_first(times: Sequence[TravelTime], mode: str) -> list[TravelTime]:
    """The times with that of the candidate's own means first."""
    return sorted(times, key=lambda time: time.mode != mode)


def place_of(organisation: Organisation) -> str:
    """A name that tells two establishments of a company apart: "Fournil de la Bouquerie, Sarlat-la-Canéda"."""
    place = organisation.establishment
    return f"{organisation.name}, {place.commune.name}" if place and place.commune else organisation.name


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
