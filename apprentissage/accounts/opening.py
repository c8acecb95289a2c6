"""Opening the space of a company: from its SIRET to somebody who is responsible for it."""

from enum import StrEnum

from django.db import transaction
from django.urls import reverse

from apprentissage.accounts.competence import competence
from apprentissage.accounts.joining import JoinRequest
from apprentissage.accounts.letters import tell_managers
from apprentissage.accounts.lifecycle import Actor, State
from apprentissage.accounts.organisations import Establishment, Membership, Organisation
from apprentissage.accounts.vouching import why_vouched


class Outcome(StrEnum):
    OPENED = "opened"
    YOURS = "yours"  # it already was
    ASKED = "asked"  # somebody else manages it: they were asked


@transaction.atomic
def open_space(user, place: Establishment, **said) -> tuple[Organisation, Outcome]:
    """The company at an establishment, and what became of the person who opened it. ``said`` completes the register.

    Two people who open it in the same moment do not both become its managers: the second one asks the first.
    """
    Establishment.objects.select_for_update().get(pk=place.pk)
    organisation = Organisation.objects.at(place.siret).first()
    if organisation is None:
        return _found(user, place, said), Outcome.OPENED
    if organisation.memberships.of(user).exists():
        return organisation, Outcome.YOURS
    if organisation.memberships.managers().exists():
        _ask_to_join(user, organisation)
        return organisation, Outcome.ASKED
    _take_over(user, organisation)
    return organisation, Outcome.OPENED


def vouch(organisation: Organisation, user) -> bool:
    """Whether a company that waits could be validated at once, because of who runs it."""
    place = organisation.establishment
    if organisation.state != State.PENDING or place is None or place.read_on is None:
        return False
    if because := why_vouched(user, place.siren):
        organisation.take("vouch", Actor.SERVICE, reason=because)
    return bool(because)


def _found(user, place: Establishment, said: dict) -> Organisation:
    commune = place.commune or said.get("commune")
    organisation = Organisation.objects.create(
        kind=Organisation.Kind.COMPANY,
        establishment=place,
        instructed_by=competence(place).kind,
        department=commune.department if commune else None,
        **said,
    )
    organisation.decisions.create(step="open", by=user)
    Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.MANAGER)
    vouch(organisation, user)
    return organisation


def _take_over(user, organisation: Organisation) -> None:
    """Nobody manages it any more: whoever comes does now, and is checked unless their address speaks for them."""
    place = organisation.establishment
    because = why_vouched(user, place.siren) if place else ""  # asked before they are its manager themselves
    Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.MANAGER)
    if organisation.state == State.VALID and not because:
        organisation.take("recheck", Actor.SERVICE, reason="Un nouveau responsable, quand il n'y en avait plus.")


def _ask_to_join(user, organisation: Organisation) -> None:
    request, is_new = JoinRequest.objects.get_or_create(user=user, organisation=organisation, answered_at=None)
    if is_new:
        address = reverse("accounts:organisation", kwargs={"pk": organisation.pk})
        tell_managers(organisation, f"join-{request.pk}", "accounts/asked_to_join", path=address)
