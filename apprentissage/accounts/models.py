from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from apprentissage.accounts.joining import Invitation, JoinRequest
from apprentissage.accounts.organisations import Decision, Establishment, Membership, Organisation
from apprentissage.accounts.register_import import RegisterImport

__all__ = [
    "Decision",
    "Establishment",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organisation",
    "RegisterImport",
    "User",
]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person known by an e-mail address; without a password the account cannot sign in with one."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """An operator of this platform, allowed everything in the administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def of(self, organisation: Organisation):
        """The people who act for an organisation."""
        return self.filter(memberships__organisation=organisation.pk)

    def managing(self, organisation: Organisation):
        """The people who are responsible for an organisation, the oldest there first."""
        return self.filter(
            memberships__organisation=organisation.pk, memberships__role=Membership.Role.MANAGER
        ).order_by("memberships__joined_at", "pk")

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, whatever its capitals."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail address is the identifier, and the only datum asked at first."""

    email = models.EmailField("adresse e-mail", max_length=254, unique=True)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("opérateur", default=False)
    joined_at = models.DateTimeField("inscrit le", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_lower_case"),
        ]

    def __str__(self):
        return f"Compte {self.pk}"
