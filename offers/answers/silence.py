"""Telling an employer that most candidates get no answer in time, and what to do about it: once a month at most."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import Membership
from apprentissage.mail import outbox
from offers.answers import letters
from offers.answers.models import AnswerScore
from offers.answers.score import silent_scores


def warn_silent_employers(today: date | None = None) -> int:
    """How many people were written to: those who manage a company that stays silent."""
    today = today or timezone.localdate()
    silent = silent_scores().select_related("organisation")
    return sum(_warn(score, manager, today) for score in silent for manager in _managers(score))


def _managers(score: AnswerScore):
    members = Membership.objects.filter(organisation=score.organisation_id, role=Membership.Role.MANAGER)
    return members.filter(user__is_active=True).select_related("user")


@transaction.atomic
def _warn(score: AnswerScore, manager: Membership, today: date) -> bool:
    return outbox.post(
        f"silent-employer-{score.pk}-{manager.user_id}-{today:%Y-%m}",
        "answers/silent_employer",
        manager.user.email,
        company=score.organisation.name,
        counted=score.counted,
        answered_in_time=score.answered_in_time,
        score_url=letters.page("inbox:score"),
        inbox_url=letters.page("inbox:inbox"),
    )
