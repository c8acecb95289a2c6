"""The people of the demonstration: one of each kind, once, and all fictional."""

import pytest
from django.core.management import call_command

from apprentissage.accounts import demo
from apprentissage.accounts.access import Role, roles_of
from apprentissage.accounts.models import Decision, Establishment, Membership, Organisation, User
from offers.models import Offer

pytestmark = pytest.mark.django_db


def person(someone: demo.Person) -> User:
    return User.objects.get(email=someone.email)


def test_there_is_somebody_of_each_kind():
    demo.settle()

    assert {role for someone in demo.PEOPLE for role in roles_of(person(someone))} == set(Role)
    assert {Role.OFFICER} == {
        role for chamber in (demo.CMA, demo.CCI, demo.AGRICULTURE) for role in roles_of(person(chamber))
    } - {Role.CANDIDATE}
    assert all(organisation.is_fictional for organisation in Organisation.objects.all())
    assert not any(User.objects.get(email=someone.email).has_usable_password() for someone in demo.PEOPLE)


def test_the_joiner_waits_in_the_queue_of_the_right_chamber_only():
    demo.settle()

    assert Organisation.objects.checked_by(person(demo.CMA)).waiting().count() == 1
    assert Organisation.objects.checked_by(person(demo.CCI)).waiting().count() == 0


def test_the_baker_runs_the_company_of_the_first_offer_and_twice_makes_nothing_more():
    call_command("seed_demo", offers=3)
    counts = [model.objects.count() for model in (User, Organisation, Establishment, Membership, Decision)]
    call_command("seed_demo", offers=3)

    first = Offer.objects.get(source_id="demo-000001")
    assert person(demo.BAKER) in User.objects.managing(first.organisation)
    assert first.organisation.name == first.employer_name
    assert first.organisation in Organisation.objects.recruiting()
    assert first.siret == first.organisation.establishment_id
    assert counts == [model.objects.count() for model in (User, Organisation, Establishment, Membership, Decision)]
