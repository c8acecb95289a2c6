"""What django-allauth asks this house: its answers, its letters, its sentences."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    pass


class FactorAdapter(DefaultMFAAdapter):
    pass
