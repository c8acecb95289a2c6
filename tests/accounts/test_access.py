"""Who a person is here."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apprentissage.accounts.access import Role, roles_of
from apprentissage.accounts.models import Organisation
from tests.factories.accounts import UserFactory, employer, officer, staff, training_centre

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("somebody", "roles"),
    [
        (AnonymousUser, set()),
        (UserFactory, {Role.CANDIDATE}),
        (employer, {Role.CANDIDATE, Role.EMPLOYER}),
        (training_centre, {Role.CANDIDATE, Role.TRAINING_CENTRE}),
        (officer, {Role.CANDIDATE, Role.OFFICER}),
        (staff, {Role.CANDIDATE, Role.STAFF}),
    ],
)
def test_the_roles_of_a_person_come_from_what_they_act_for(somebody, roles):
    assert roles_of(somebody()) == roles


def test_every_company_of_the_factories_has_an_establishment_and_no_body_has():
    assert employer().memberships.get().organisation.establishment is not None
    assert officer(kind=Organisation.Kind.CCI).memberships.get().organisation.establishment is None
