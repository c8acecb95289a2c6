"""The operator makes bodies and training centres; companies are opened by their own people."""

import pytest
from django.test import Client
from django.urls import reverse

from apprentissage.accounts.access import Role, roles_of
from apprentissage.accounts.lifecycle import State
from apprentissage.accounts.models import Organisation
from tests.access import enter
from tests.factories.accounts import EstablishmentFactory, MembershipFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

INLINES = {
    f"{inline}-{part}": count
    for inline in ("memberships", "decisions")
    for part, count in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
}


@pytest.fixture
def operator():
    client = Client()
    client.person = staff(is_superuser=True)
    enter(client, client.person)
    return client


def test_a_body_made_here_is_valid_and_its_people_are_officers(operator):
    person = UserFactory()
    people = {"memberships-TOTAL_FORMS": 1, "memberships-0-user": person.pk, "memberships-0-role": "manager"}
    facts = {"kind": "cma", "name": "CMA de la Dordogne", "area_codes": "D24", "email_domains": "cma.exemple"}

    answer = operator.post(reverse("admin:accounts_organisation_add"), INLINES | people | facts)

    body = Organisation.objects.get()
    assert answer.status_code == 302
    assert (body.state, body.area_codes) == (State.VALID, ["D24"])
    assert body.decisions.get().by == operator.person
    assert Role.OFFICER in roles_of(person)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "company", "name": "Fournil"}, "company"),
        ({"kind": "cma", "name": "CMA", "area_codes": "24"}, "Un territoire s"),
        ({"kind": "cfa", "name": "CFA", "uai": "24X"}, "Un code UAI s"),
    ],
)
def test_what_cannot_be_is_told_in_the_form(operator, facts, sentence):
    answer = operator.post(reverse("admin:accounts_organisation_add"), INLINES | facts)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["organisation", "user", "establishment", "registerimport"])
def test_each_list_opens(operator, name):
    MembershipFactory()

    assert operator.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200


def test_the_register_and_the_accounts_are_not_made_by_hand(operator):
    place = EstablishmentFactory()

    assert operator.get(reverse("admin:accounts_establishment_add")).status_code == 403
    assert operator.get(reverse("admin:accounts_user_add")).status_code == 403
    assert operator.post(reverse("admin:accounts_establishment_change", args=[place.pk]), {}).status_code == 403
