"""How the offers of an employer fare, beside those of others for the same trade in the same department."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from offers.answers.models import SMALLEST_SAMPLE
from offers.answers.querysets import a_year_before, received
from offers.models import Offer, Site

FEWEST_COMPANIES = 3  # compared with: fewer would tell how one competitor does


@dataclass(frozen=True)
class Figures:
    """What is known of the applications of the last twelve months: of one offer, or of similar ones."""

    received: int = 0
    waiting: int = 0
    counted: int = 0
    answered_in_time: int = 0
    median_days: float | None = None

    @property
    def times(self) -> int | None:
        """Answers in time out of ten; nothing when the sample is too small."""
        return self.answered_in_time * 10 // self.counted if self.counted >= SMALLEST_SAMPLE else None

    @property
    def days(self) -> int | None:
        return None if self.median_days is None else max(1, round(self.median_days))


@dataclass(frozen=True)
class OfferStatistics:
    """One offer, and the similar ones when enough companies have some."""

    offer: Offer
    own: Figures
    similar: Figures | None
    applications_of_similar: float | None  # mean for one offer

    @property
    def verdict(self) -> str:
        """The one sentence worth reading."""
        if self.similar is None:
            return "Pas encore assez d'offres semblables dans le département pour comparer."
        if self.own.days is None or self.similar.days is None:
            return "Aucune réponse à comparer pour le moment."
        if self.own.days > self.similar.days:
            more = self.own.days - self.similar.days
            return f"Vous répondez {more} jour{'s' if more > 1 else ''} plus tard que les autres. Ils choisissent avant vous."  # noqa: E501
        return "Vous répondez aussi vite que les autres, ou plus vite."


def of_offers(offers: Sequence[Offer], today: date | None = None) -> list[OfferStatistics]:
    """The figures of each of these offers, in four queries whatever their number."""
    today = today or timezone.localdate()
    since = a_year_before(today)
    numbers = [offer.pk for offer in offers]
    mine = received().for_offers(numbers)
    own = {row["offer"]: row for row in mine.countable(today, since).measured_by("offer")}
    received_by = {row["offer"]: row["count"] for row in mine.sent_since_day(since).counted_by("offer")}
    waiting = {row["offer"]: row["count"] for row in mine.waiting().counted_by("offer")}
    departments = _departments(numbers)
    others = _others(offers, departments, today, since)
    return [
        OfferStatistics(
            offer,
            Figures(received_by.get(offer.pk, 0), waiting.get(offer.pk, 0), **_measured(own.get(offer.pk))),
            *others.get((offer.rome_id, departments.get(offer.pk)), (None, None)),
        )
        for offer in offers
    ]


def _departments(numbers: Sequence[int]) -> dict[int, str]:
    """The department of the first place of work of each offer."""
    first = Site.objects.filter(offer__in=numbers, position=0)
    return dict(first.values_list("offer", "commune__department"))


def _others(offers, departments, today: date, since: date) -> dict:
    """By trade and department: the figures of other companies, and how many applications their offers receive."""
    companies = {offer.organisation_id for offer in offers}
    rows = (
        received()
        .of_others_than(companies)
        .for_trades({offer.rome_id for offer in offers}, set(departments.values()))
        .countable(today, since)
        .measured_by("offer__rome", "offer__sites__commune__department")
        .with_breadth()
    )
    return {
        (row["offer__rome"], row["offer__sites__commune__department"]): (
            Figures(received=row["counted"], **_measured(row)),
            round(row["counted"] / row["offers"], 1),
        )
        for row in rows
        if row["companies"] >= FEWEST_COMPANIES and row["counted"] >= SMALLEST_SAMPLE
    }


def _measured(row: dict | None) -> dict:
    names = ("counted", "answered_in_time", "median_days")
    return {name: row[name] for name in names} if row else {}
