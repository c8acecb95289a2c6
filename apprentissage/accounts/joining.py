"""How somebody comes to act for an organisation that already has its people: invited by them, or asking them."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from apprentissage.accounts.organisations import Membership, Organisation

OPEN_FOR = timedelta(days=14)


def two_weeks_from_now():
    """When an invitation sent now expires."""
    return timezone.now() + OPEN_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self):
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def over_before(self, moment):
        """Accepted, withdrawn or expired before a moment."""
        ended = models.Q(accepted_at__lt=moment) | models.Q(revoked_at__lt=moment)
        return self.filter(ended | models.Q(expires_at__lt=moment))

    def to(self, email: str):
        return self.filter(email=email)

    def one(self, pk: int):
        return self.filter(pk=pk)

    def of_organisations_managed_by(self, user):
        return self.filter(organisation__in=Organisation.objects.managed_by(user))


class Invitation(models.Model):
    """A manager invites an address; whoever reads that mailbox and signs in with it may accept, once."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse e-mail", max_length=254)
    role = models.CharField("rôle", max_length=8, choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sendings = models.PositiveSmallIntegerField("envois", default=1)  # each one ends the links before it
    created_at = models.DateTimeField("faite le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le", default=two_weeks_from_now)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "invitation"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_is_accepted_or_revoked",
            ),
        ]

    def __str__(self):
        return f"Invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self):
        return self.filter(answered_at=None)

    def of_organisations_managed_by(self, user):
        return self.filter(organisation__in=Organisation.objects.managed_by(user))

    def over_before(self, moment):
        """Answered before a moment; one that nobody answers is over after as long."""
        return self.filter(models.Q(answered_at__lt=moment) | models.Q(answered_at=None, created_at__lt=moment))

    def of(self, user):
        return self.filter(user=user.pk)


class JoinRequest(models.Model):
    """Somebody opened the space of a company that already has a manager: its managers say yes or no."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    created_at = models.DateTimeField("faite le", auto_now_add=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    is_accepted = models.BooleanField("acceptée", null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = "demande d'accès"
        verbose_name_plural = "demandes d'accès"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(answered_at=None),
                name="one_waiting_request_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, is_accepted=None)
                | models.Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="answered_means_yes_or_no",
            ),
        ]

    def __str__(self):
        return f"Demande d'accès {self.pk}"

    @transaction.atomic
    def answer(self, accepted: bool) -> bool:
        """Whether this answer is the first one; the person becomes a member when it is yes."""
        locked = JoinRequest.objects.select_for_update().get(pk=self.pk)
        if locked.answered_at:
            return False
        locked.answered_at, locked.is_accepted = timezone.now(), accepted
        locked.save(update_fields=["answered_at", "is_accepted"])
        self.answered_at, self.is_accepted = locked.answered_at, locked.is_accepted
        if accepted:
            Membership.objects.get_or_create(user_id=self.user_id, organisation_id=self.organisation_id)
        return True
