"""The pages of organisations, as an employer and an officer see them: nothing for axe to say, nothing sideways."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from apprentissage.accounts.lifecycle import Actor, State
from apprentissage.accounts.models import Invitation, JoinRequest, Membership
from tests.access import enter
from tests.factories.accounts import (
    EstablishmentFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    a_siret,
    employer,
    officer,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner():
    """A person with a refused company, colleagues, an invitation and a request; and a second company."""
    person = employer(name="Le Fournil de la Bouquerie", state=State.PENDING, instructed_by="cma", department_id="24")
    company = person.memberships.get().organisation
    company.take("refuse", Actor.OFFICER, reason="Le téléphone ne répond pas.")
    MembershipFactory(organisation=company, role=Membership.Role.MEMBER)
    Invitation.objects.create(organisation=company, email="collegue@exemple.fr")
    JoinRequest.objects.create(organisation=company, user=UserFactory())
    Membership.objects.create(user=person, organisation=OrganisationFactory(), role=Membership.Role.MANAGER)
    EstablishmentFactory(siret=a_siret(777))
    return person


def sign_in(page, live_server, person) -> None:
    client = Client()
    enter(client, person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


def addresses_of(person) -> list[str]:
    pk = person.memberships.order_by("pk").first().organisation_id
    opening = reverse("accounts:open_company")
    return [
        reverse("accounts:organisations"),
        reverse("accounts:organisation", kwargs={"pk": pk}),
        reverse("accounts:edit_organisation", kwargs={"pk": pk}),
        opening,
        f"{opening}?siret=123",
        f"{opening}?siret={a_siret(777)}",
        "/invitation/x/",
    ]


def test_an_employer_s_pages_are_accessible_and_narrow(any_page, live_server, owner, assert_accessible, assert_fits):
    sign_in(any_page, live_server, owner)
    for address in addresses_of(owner):
        any_page.goto(address)
        assert_accessible(any_page)
        assert_fits(any_page)


def test_an_officer_s_pages_are_accessible_and_narrow(any_page, live_server, owner, assert_accessible, assert_fits):
    company = owner.memberships.order_by("pk").first().organisation
    company.take("ask_again", Actor.MANAGER, reason="Voici le bon numéro.")
    sign_in(any_page, live_server, officer())
    for address in [reverse("accounts:queue"), reverse("accounts:company", kwargs={"pk": company.pk})]:
        any_page.goto(address)
        assert_accessible(any_page)
        assert_fits(any_page)

    any_page.get_by_role("button", name="Refuser").click()  # without a reason: the answer is next to the field
    any_page.get_by_text("Écrivez la raison").wait_for()
    assert_accessible(any_page)


def test_a_company_opens_its_space_by_keyboard_and_without_javascript(plain_page, live_server, owner):
    page = plain_page
    sign_in(page, live_server, UserFactory(email="lina@gmail.com"))
    page.goto(reverse("accounts:open_company"))

    page.get_by_label("SIRET").fill(a_siret(777))
    page.keyboard.press("Enter")
    page.get_by_label("Nom que verront les candidats").fill("Chez Lina")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Chez Lina")
    expect(page.get_by_text("vérifier votre entreprise")).to_be_visible()
