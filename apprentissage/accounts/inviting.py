"""Inviting somebody by mail: a signed link, that the right address accepts once, in time."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.joining import OPEN_FOR, Invitation
from apprentissage.accounts.organisations import Membership, Organisation
from apprentissage.mail import outbox

SALT = "accounts.invitation"
MOST_UNANSWERED = 20  # per organisation: beyond, it looks like sending mail to strangers
MOST_SENDINGS = 5


class CannotInviteError(ValueError):
    """An invitation that is not sent; the message is the sentence to show."""


@dataclass(frozen=True)
class Held:
    """What a link holds: an invitation that can be accepted, or the sentence that says why not."""

    invitation: Invitation | None
    problem: str = ""


@transaction.atomic
def invite(organisation: Organisation, email: str, role: str, *, by) -> Invitation:
    """The invitation of an address, sent; when it already waits there, it is sent again with the new role.

    Raises ``CannotInviteError`` for a member, and when too many invitations wait.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    email = email.strip().lower()
    if organisation.memberships.with_address(email).exists():
        raise CannotInviteError("Cette personne est déjà membre.")
    if waiting := organisation.invitations.unanswered().to(email).first():
        waiting.role = role
        waiting.save(update_fields=["role"])
        return send_again(waiting)
    if organisation.invitations.unanswered().count() >= MOST_UNANSWERED:
        raise CannotInviteError(f"{MOST_UNANSWERED} invitations attendent déjà. Annulez-en une d'abord.")
    invitation = organisation.invitations.create(email=email, role=role, invited_by=by)
    _send(invitation)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation) -> Invitation:
    """The same invitation with a new link and two more weeks; the links before it no longer work."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise CannotInviteError("Cette invitation a déjà une réponse, ou elle est annulée.")
    if invitation.sendings >= MOST_SENDINGS:
        raise CannotInviteError("Cette invitation est partie cinq fois. Vérifiez l'adresse avec la personne.")
    invitation.sendings += 1
    invitation.expires_at = timezone.now() + OPEN_FOR
    invitation.save(update_fields=["sendings", "expires_at"])
    _send(invitation)
    return invitation


def revoke(invitation: Invitation) -> None:
    """Take an invitation back; nothing happens when it already has its answer."""
    Invitation.objects.unanswered().one(invitation.pk).update(revoked_at=timezone.now())


def token_of(invitation: Invitation) -> str:
    """What its last link holds."""
    return signing.dumps([invitation.pk, invitation.sendings], salt=SALT)


def read(token: str) -> Held:
    """The invitation of a link, or why it cannot be accepted any more."""
    try:
        pk, sending = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return Held(None, "Ce lien n'est pas complet. Copiez-le en entier depuis le courriel.")
    invitation = Invitation.objects.select_related("organisation").filter(pk=pk).first()
    if invitation is None or invitation.revoked_at:
        return Held(None, "Cette invitation a été annulée par l'organisme.")
    if invitation.accepted_at:
        return Held(None, "Cette invitation a déjà été acceptée.")
    if sending != invitation.sendings:
        return Held(None, "Un courriel plus récent vous a été envoyé : ouvrez le lien de celui-là.")
    if not invitation.is_open:
        return Held(None, "Cette invitation avait deux semaines, elles sont passées. Demandez-en une autre.")
    return Held(invitation)


@transaction.atomic
def accept(invitation: Invitation, user) -> bool:
    """Whether the person is a member now; false when the address is another one, or the invitation ended meanwhile."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open or user.email != locked.email:
        return False
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation_id=locked.organisation_id, defaults={"role": locked.role}
    )
    if not is_new and locked.role == Membership.Role.MANAGER:
        membership.role = locked.role
        membership.save(update_fields=["role"])
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    return True


def _send(invitation: Invitation) -> None:
    path = reverse("accounts:invitation", kwargs={"token": token_of(invitation)})
    outbox.post(
        f"invitation-{invitation.pk}-{invitation.sendings}",
        "accounts/invitation",
        invitation.email,
        organisation=invitation.organisation.name,
        role=invitation.get_role_display().lower(),
        url=settings.SITE_URL + path,
        until=invitation.expires_at.date(),
    )
