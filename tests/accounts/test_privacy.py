"""Invitations and requests are kept a month after they end, and go with the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apprentissage.accounts.models import Invitation, JoinRequest
from apprentissage.accounts.privacy import forget_old_joining
from apprentissage.privacy.registry import all_kept
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def kept():
    [found] = [each for each in all_kept() if each.name == "Invitations et demandes d'accès"]
    return found


def test_what_is_over_goes_after_a_month_and_not_a_day_before():
    organisation, now = OrganisationFactory(), timezone.now()
    Invitation.objects.create(organisation=organisation, email="a@exemple.fr", accepted_at=now)
    Invitation.objects.create(organisation=organisation, email="b@exemple.fr", revoked_at=now)
    Invitation.objects.create(organisation=organisation, email="c@exemple.fr", expires_at=now)
    JoinRequest.objects.create(organisation=organisation, user=UserFactory(), answered_at=now, is_accepted=True)

    assert forget_old_joining(now + timedelta(days=29)) == 0
    assert forget_old_joining(now + timedelta(days=30, minutes=1)) == 4


def test_a_person_reads_and_erases_them():
    person, organisation = UserFactory(), OrganisationFactory(name="Le Fournil")
    Invitation.objects.create(organisation=organisation, email=person.email)
    JoinRequest.objects.create(organisation=organisation, user=person)
    JoinRequest.objects.create(organisation=organisation, user=UserFactory())

    assert [set(each.values()) & {"Le Fournil"} for each in kept().export(person)] == [{"Le Fournil"}] * 2
    assert kept().erase(person) == 2
    assert JoinRequest.objects.count() == 1
