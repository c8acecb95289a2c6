"""A draft: kept at each step, found again by account or browser, begun from the application before it."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction

from apprentissage.accounts.models import Organisation
from offers.applications.models import Application, Document
from offers.applications.visitors import Visitor
from offers.models import Offer

SALT = "offers.applications.draft"

# What one application takes from the one before it; "why" only when the trade is the same.
REUSED = (
    "first_name last_name email phone age commune guardian_email course course_level school travel".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Target:
    """What one applies for: an offer, or a company that lists itself as open to apprentices (``offer`` is None)."""

    organisation: Organisation
    offer: Offer | None = None

    @cached_property
    def is_open(self) -> bool:
        """Whether an application may reach the employer today."""
        return self.organisation.state == Organisation.State.VALID and (self.offer is None or self.offer.is_open)

    @property
    def title(self) -> str:
        return self.offer.title if self.offer else "Candidature spontanée"

    @property
    def employer_name(self) -> str:
        return self.offer.employer_name if self.offer else self.organisation.name

    @property
    def is_fictional(self) -> bool:
        return self.organisation.is_fictional


def draft_of(visitor: Visitor, target: Target) -> Application | None:
    """The draft that a visitor began for a target, if any."""
    begun = visitor.applications.drafts().for_target(target.offer, target.organisation)
    return begun.select_related("commune__department").newest_first().first()


def sealed(key: UUID) -> str:
    """The key of a draft as its form carries it: sent twice, or after the session ended, it names the same draft."""
    return signing.Signer(salt=SALT).sign(key.hex)


def unsealed(seal: str) -> UUID | None:
    """The key of a draft that a form of ours carried; None for anything else."""
    try:
        return UUID(signing.Signer(salt=SALT).unsign(seal))
    except (signing.BadSignature, ValueError):
        return None


def like_the_last_one(
    visitor: Visitor, target: Target, *, is_blank: bool = False
) -> tuple[Application, Application | None]:
    """A draft not yet saved, and the application that its answers are taken from, if any."""
    draft = Application(
        key=uuid4(),
        offer=target.offer,
        organisation=target.organisation,
        candidate=visitor.account,  # type: ignore[misc]
        browser=None if visitor.account else visitor.browser,
    )
    last = None if is_blank else visitor.applications.sent().not_erased().newest_first().first()
    if last:
        for name in REUSED:
            setattr(draft, name, getattr(last, name))
        draft.answers = {name: last.answers[name] for name in _reused_answers(last, draft) if name in last.answers}
    draft.email = visitor.address or draft.email
    return draft, last


@transaction.atomic
def begun(key: UUID, visitor: Visitor, target: Target, *, is_blank: bool = False) -> Application:
    """The draft that bears a key, made from the last application when it is new. Asked twice, it is made once."""
    draft, last = like_the_last_one(visitor, target, is_blank=is_blank)
    made = {
        name: getattr(draft, name) for name in (*REUSED, "answers", "offer", "organisation", "candidate", "browser")
    }
    application, is_new = Application.objects.get_or_create(key=key, defaults=made)
    if is_new and last:
        Document.objects.copy(last, application)
    return application


def claim(application: Application, visitor: Visitor) -> None:
    """Give the draft of a browser to the account that was opened, or entered, in the middle."""
    if visitor.account and application.candidate_id is None:
        application.candidate = visitor.account  # type: ignore[assignment]
        application.browser, application.email = None, visitor.address
        application.save(update_fields=["candidate", "browser", "email"])


def _reused_answers(last: Application, draft: Application) -> list[str]:
    is_same_trade = bool(last.offer and draft.offer and last.offer.rome_id == draft.offer.rome_id)
    return ["done", "training", *(["why"] if is_same_trade else [])]
