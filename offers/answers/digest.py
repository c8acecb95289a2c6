"""The daily digest: one mail a day at most, on working days, to each person whose companies let candidates wait.

Who turned it off still gets it on the last working day before an answer is due: the candidate counts on that day.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.core import signing
from django.db import transaction
from django.utils import timezone

from apprentissage.accounts.models import User
from apprentissage.mail import outbox
from apprentissage.templatetags.french import french_date
from offers.answers import letters
from offers.answers.days import is_working, next_working
from offers.answers.models import NoDigest
from offers.answers.querysets import received

HOUR = 8  # in Paris
SALT = "answers.digest"  # the link that turns it off never expires: a right has no date


@dataclass
class Digest:
    """What waits for one person."""

    user_id: int
    address: str
    is_off: bool
    waiting: int = 0
    due_next: int = 0  # to be answered before the end of the next working day
    first_due: date | None = None
    companies: list[dict] = field(default_factory=list)  # name, waiting

    @property
    def is_due(self) -> bool:
        return bool(self.due_next or not self.is_off)


def send_digests(today: date | None = None) -> int:
    """How many people were written to: nobody on a day off, nobody twice a day."""
    today = today or timezone.localdate()
    if not is_working(today):
        return 0
    return sum(_post(digest, today) for digest in digests(today) if digest.is_due)


def digests(today: date) -> list[Digest]:
    """What waits for each person for whom something does. One query, whatever their number."""
    rows = received().waiting_by_person(today, next_working(today))
    found = []
    for (user_id, address, is_off), companies in groupby(
        rows, key=lambda row: (row["user"], row["address"], row["is_off"])
    ):
        digest = Digest(user_id, address, is_off)
        for row in companies:
            digest.waiting += row["waiting"]
            digest.due_next += row["due_next"]
            digest.first_due = min(filter(None, [digest.first_due, row["first_due"]]), default=None)
            digest.companies.append({"name": row["organisation__name"], "waiting": row["waiting"]})
        found.append(digest)
    return found


@transaction.atomic
def _post(digest: Digest, today: date) -> bool:
    return outbox.post(
        f"digest-{digest.user_id}-{today}",
        "answers/digest",
        digest.address,
        waiting=digest.waiting,
        due_next=digest.due_next,
        first_due=french_date(digest.first_due) if digest.first_due else "",
        companies=digest.companies if len(digest.companies) > 1 else [],
        inbox_url=letters.page("inbox:inbox"),
        unsubscribe_url=letters.page("inbox:no_digest", token=token_of(digest.user_id)),
    )


def token_of(user_id: int) -> str:
    """What the link that turns the digest off carries."""
    return signing.dumps(user_id, salt=SALT)


def user_of(token: str) -> User | None:
    """Whom a link belongs to; nobody when it is forged or the account is gone."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def turn_off(user) -> None:
    """No more daily mail; said twice, it is the same."""
    NoDigest.objects.get_or_create(user=user)


def turn_on(user) -> None:
    NoDigest.objects.filter(user=user).delete()


def is_off(user) -> bool:
    return NoDigest.objects.filter(user=user).exists()
