"""Drafts: what was typed is kept first, and judged afterwards."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404

from apprentissage.accounts.models import Organisation, User
from offers.models import Offer
from offers.publishing.answers import Answers, answers_of, first
from offers.publishing.models import Draft

MOST_COMPANIES = 200
RESCUED = "reprend"  # the answer that names the draft a text belongs to


@dataclass(frozen=True)
class Writer:
    """Who writes, and where from: an account or not, the drafts of this browser, the window on the screen."""

    user: User | AnonymousUser
    own_keys: tuple[str, ...] = ()
    window: str = ""


@dataclass(frozen=True)
class Saved:
    """A draft after a save. In conflict, nothing was written: ``draft`` holds what somebody else wrote meanwhile."""

    draft: Draft
    is_conflict: bool = False


def find(key: UUID, writer: Writer) -> Draft:
    """A draft that this person may open. Raises ``Http404`` when there is none."""
    try:
        return (
            Draft.objects.visible_to(writer.user, writer.own_keys).select_related("offer", "organisation").get(pk=key)
        )
    except Draft.DoesNotExist:
        raise Http404 from None


@transaction.atomic
def save(key: UUID, answers: Answers, writer: Writer, *, seen_version: int) -> Saved:
    """Keep what was typed under a key, which begins a draft when it is new: the same post twice makes one.

    Another window that wrote since ``seen_version`` is a conflict, unless it wrote the very same. Raises ``Http404``
    for the draft of somebody else.
    """
    author = writer.user if isinstance(writer.user, User) else None
    _, is_new = Draft.objects.get_or_create(key=key, defaults={"author": author, "answers": answers})
    find(key, writer)
    draft = Draft.objects.select_for_update().get(pk=key)
    if draft.answers != answers or is_new:
        if not is_new and draft.window != writer.window and draft.version != seen_version:
            return Saved(draft, is_conflict=True)
        draft.version += not is_new
        draft.is_applied = False
    draft.answers, draft.window = answers, writer.window
    draft.author = draft.author or author
    draft.organisation = _organisation(answers, writer) or draft.organisation
    draft.save()
    return Saved(draft)


def claim(draft: Draft, user) -> None:
    """A draft begun before signing in becomes its writer's."""
    if draft.author_id is None and user.is_authenticated and draft.organisation_id is None:
        draft.author = user
        draft.save(update_fields=["author", "updated_at"])


def rescue(key: UUID, answers: Answers) -> Draft:
    """What was typed in the draft of an account that is signed out by now, kept apart until it is back."""
    return Draft.objects.create(answers=answers | {RESCUED: [str(key)]})


def put_back(draft: Draft, user) -> Draft | None:
    """The draft that a rescued text belongs to, with that text, once its writer is signed in again."""
    key = first(draft.answers, RESCUED)
    if not key or not user.is_authenticated:
        return None
    original = Draft.objects.visible_to(user).in_bulk([key]).get(UUID(key))
    if original is None:
        return None
    original.answers = {name: values for name, values in draft.answers.items() if name != RESCUED}
    original.version, original.window, original.is_applied = original.version + 1, "", False
    original.save()
    draft.delete()
    return original


def draft_of(offer: Offer, user) -> Draft:
    """The draft through which an offer is changed: what is being changed already, else the offer as it stands."""
    fields = {"answers": answers_of(offer), "is_applied": True}
    common = {"organisation": offer.organisation, "author": user}
    draft, is_new = Draft.objects.get_or_create(offer=offer, defaults=fields | common)
    if not is_new and draft.is_applied and draft.answers != fields["answers"]:
        draft.answers = fields["answers"]
        draft.version += 1
        draft.save(update_fields=["answers", "version", "updated_at"])
    return draft


def copy_of(offer: Offer, user) -> Draft:
    """A new draft that says the same as an offer, its date of start aside: that one belongs to its year."""
    answers = answers_of(offer)
    if first(answers, "debut_type") == Offer.StartKind.DATE:
        answers |= {"debut_type": [str(Offer.StartKind.FLEXIBLE)], "debut": [""]}
    author = user if user is not None and user.is_authenticated else None
    return Draft.objects.create(organisation=offer.organisation, author=author, answers=answers)


def _organisation(answers: Answers, writer: Writer) -> Organisation | None:
    """The company chosen, or the only one that this person acts for."""
    companies = list(Organisation.objects.of(writer.user).companies()[:MOST_COMPANIES])
    chosen = next((company for company in companies if str(company.pk) == first(answers, "entreprise")), None)
    return chosen or (companies[0] if len(companies) == 1 else None)
