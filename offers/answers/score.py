"""The answer score: "Répond en 6 jours, 8 fois sur 10", computed from the applications of the last twelve months.

The rule, as ``inbox:score`` tells it to who is scored: ``ReceivedApplications.countable``. Below ``SMALLEST_SAMPLE``
applications nothing is shown, and the search places the employer in the middle.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.answers.models import POOR, SMALLEST_SAMPLE, UNKNOWN_CHANCE, AnswerScore
from offers.answers.querysets import a_year_before, received


def silent_scores():
    """The scores of valid companies that, with enough past, leave more than one candidate in two without an answer."""
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
    return counted.latest_first().select_related("offer").only("sent_at", "answered_at", "offer__title")


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
