"""Who stays in an organisation, and as what: it never loses its last manager by a change made here."""

from django.db import transaction

from apprentissage.accounts.organisations import Membership, Organisation


class LastManagerError(ValueError):
    """An organisation would be without a manager; the message is the sentence to show."""

    def __init__(self):
        super().__init__("Il faut au moins un responsable. Nommez-en un autre d'abord.")


@transaction.atomic
def change_role(membership: Membership, role: str) -> None:
    """Give a member another role. Raises ``LastManagerError``."""
    locked = _locked(membership)
    if role == Membership.Role.MEMBER:
        _keep_a_manager_besides(locked)
    locked.role = role
    locked.save(update_fields=["role"])


@transaction.atomic
def remove(membership: Membership) -> None:
    """End a membership, one's own or another's. Raises ``LastManagerError``."""
    locked = _locked(membership)
    _keep_a_manager_besides(locked)
    locked.delete()


def _locked(membership: Membership) -> Membership:
    """The membership as it is now; its organisation is locked, so that two managers cannot leave at once."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    return Membership.objects.get(pk=membership.pk)


def _keep_a_manager_besides(membership: Membership) -> None:
    others = membership.organisation.memberships.managers().exclude(pk=membership.pk)
    if membership.role == Membership.Role.MANAGER and not others.exists():
        raise LastManagerError
