"""The answer score: "Répond en 6 jours, 8 fois sur 10", computed from the applications of the last twelve months.

The rule, as ``inbox:score`` tells it to who is scored: ``ReceivedApplications.countable``. Below ``SMALLEST_SAMPLE``
applications nothing is shown, and the search places the employer in the middle.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.answers.models import UNKNOWN_CHANCE, AnswerScore
from offers.answers.querysets import a_year_before, received

SMALLEST_SAMPLE = 5  # applications; fewer say nothing of an employer, and would point at a candidate
GOOD, POOR = 7, 5  # answers in ten: green from 7 on, honey under 5


@dataclass(frozen=True)
class Shown:
    """A score as a page tells it."""

    days: int  # the median, a day at least
    times: int  # out of ten
    tone: str  # of the badge: aid, warn or nothing

    def __str__(self):
        if not self.times:
            return "Répond rarement dans le délai"
        return f"Répond en {self.days} jour{'s' if self.days > 1 else ''}, {self.times} fois sur 10"


def shown(score: AnswerScore | None) -> Shown | None:
    """What to show of a score; nothing when the sample is too small."""
    if score is None or score.counted < SMALLEST_SAMPLE:
        return None
    times = math.floor(10 * score.answered_in_time / score.counted)  # never more than what was done
    tone = "aid" if times >= GOOD else "warn" if times < POOR else ""
    return Shown(max(1, round(score.median_days or 0)), times, tone)


def is_silent(score: AnswerScore | None) -> bool:
    """Whether an employer, with enough past, leaves more than one candidate in two without an answer in time."""
    return score is not None and score.counted >= SMALLEST_SAMPLE and score.chance < POOR / 10


def silent_scores():
    """The scores of the valid companies that are silent, in that sense."""
    return AnswerScore.objects.filter(
        counted__gte=SMALLEST_SAMPLE, chance__lt=POOR / 10, organisation__in=Organisation.objects.recruiting()
    )


def recompute(organisation_id: int, today: date | None = None) -> AnswerScore | None:
    """The score of one organisation, written; nothing when no application of its last year counts."""
    today = today or timezone.localdate()
    figures = received().at(organisation_id).countable(today, a_year_before(today)).measured()
    _write([figures | {"organisation": organisation_id}], among=[organisation_id])
    return AnswerScore.objects.filter(pk=organisation_id).first()


def recompute_all(today: date | None = None) -> int:
    """How many organisations have a score: all are written anew, in two statements."""
    today = today or timezone.localdate()
    rows = received().countable(today, a_year_before(today)).measured_by("organisation")
    return _write(rows)


def counted_applications(organisation: Organisation, today: date | None = None):
    """The applications that a score counts, the latest first: what its employer may check."""
    today = today or timezone.localdate()
    counted = received().at(organisation.pk).countable(today, a_year_before(today))
    return (
        counted.latest_first().select_related("offer").only("sent_at", "answered_at", "answer_due_on", "offer__title")
    )


@transaction.atomic
def _write(rows: Iterable[dict], among: list[int] | None = None) -> int:
    scores = [
        AnswerScore(
            organisation_id=row["organisation"],
            counted=row["counted"],
            answered_in_time=row["answered_in_time"],
            median_days=row["median_days"],
            chance=row["answered_in_time"] / row["counted"] if row["counted"] >= SMALLEST_SAMPLE else UNKNOWN_CHANCE,
        )
        for row in rows
        if row["counted"]
    ]
    started = timezone.now()
    AnswerScore.objects.bulk_create(
        scores,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["counted", "answered_in_time", "median_days", "chance", "computed_at"],
        batch_size=5000,
    )
    stale = AnswerScore.objects.filter(computed_at__lt=started)
    (stale.filter(pk__in=among) if among is not None else stale).delete()
    return len(scores)
