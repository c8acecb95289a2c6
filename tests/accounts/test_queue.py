"""The officer's desk: who checks whom, what speaks for and against a company, and what a decision does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.competence import competence
from apprentissage.accounts.evidence import evidence
from apprentissage.accounts.jobs import remind_officers
from apprentissage.accounts.lifecycle import State
from apprentissage.accounts.models import Establishment, Membership, Organisation
from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message
from tests.access import enter
from tests.factories.accounts import (
    EstablishmentFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    a_siret,
    officer,
    staff,
)

pytestmark = pytest.mark.django_db


def waiting_company(**fields) -> Organisation:
    """A bakery of Dordogne that waits for the chamber of trades, and somebody responsible for it."""
    fields = {"state": State.PENDING, "instructed_by": "cma", "department_id": "24"} | fields
    email = fields.pop("email", "lina@gmail.com")
    company = OrganisationFactory(**fields)
    MembershipFactory(organisation=company, user=UserFactory(email=email))
    return company


def desk(person) -> Client:
    client = Client()
    enter(client, person)
    return client


def url(company) -> str:
    return reverse("accounts:company", kwargs={"pk": company.pk})


def sentences(company, tone="warn") -> str:
    return " ".join(each.sentence for each in evidence(company) if each.tone == tone)


# -- which chamber -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"naf": "10.71C", "headcount_band": "03"}, "cma"),  # nine employees at most
        ({"naf": "10.71C", "headcount_band": "11"}, "cci"),  # ten and more: an industry
        ({"naf": "10.71C", "headcount_band": "11", "is_craft": True}, "cma"),  # the register knows better
        ({"naf": "01.21Z"}, "agriculture"),
        ({"naf": "02.20Z", "is_craft": True}, "agriculture"),
        ({"naf": "62.01Z"}, "cci"),
        ({"naf": ""}, "cci"),
        ({"naf": "84.11Z", "legal_form": "7210"}, "state"),  # a town hall
    ],
)
def test_the_kind_of_chamber_follows_the_activity_the_register_and_the_size(facts, kind):
    found = competence(Establishment(**facts))

    assert found.kind == kind
    assert found.because.endswith((".", "alors."))


def test_an_officer_sees_the_companies_of_their_kind_and_territory_only():
    mine = waiting_company()
    for other in [{"instructed_by": "cci"}, {"department_id": "33"}, {"department_id": None}]:
        waiting_company(**other, email=f"personne{len(other)}{next(iter(other.values()))}@exemple.fr".lower())

    seen = desk(officer(area_codes=("D24",))).get(reverse("accounts:queue")).context["page"]

    assert list(seen) == [mine]
    assert len(desk(staff()).get(reverse("accounts:queue")).context["page"].object_list) == 4


def test_the_longest_waiting_comes_first_with_its_days():
    waiting_company(name="Jeune", email="a@exemple.fr")
    waiting_company(name="Ancienne", email="b@exemple.fr", waiting_since=timezone.now() - timedelta(days=3))

    answer = desk(officer()).get(reverse("accounts:queue"))

    assert [company.name for company in answer.context["page"]] == ["Ancienne", "Jeune"]
    assert "attend depuis 3&nbsp;jours" in answer.content.decode()


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_queue_costs_the_same_whatever_its_length(how_many, django_assert_max_num_queries):
    for number in range(how_many):
        waiting_company(email=f"personne-{number}@exemple.fr")
    client = desk(officer())

    with django_assert_max_num_queries(11):
        client.get(reverse("accounts:queue"))


# -- evidence ----------------------------------------------------------------------------------------------------------
def test_what_speaks_against_a_company_comes_first_in_plain_sentences():
    place = EstablishmentFactory(naf="85.59A", opened_on=timezone.localdate() - timedelta(days=20), is_employer=False)
    company = waiting_company(establishment=place)

    found = evidence(company)

    assert [each.tone for each in found] == ["warn", "warn", "warn", "info"]
    assert "l'enseignement" in sentences(company)
    assert "récent" in sentences(company)
    assert "gmail.com" in sentences(company)


def test_an_old_establishment_with_its_own_domain_has_nothing_against_it():
    company = waiting_company(
        establishment=EstablishmentFactory(opened_on=timezone.localdate() - timedelta(days=4000)),
        email="lina@fournil.exemple",
    )

    assert [each.tone for each in evidence(company)] == ["aid"]


def test_one_contact_behind_many_companies_is_told():
    company = waiting_company(phone="+33553000000", email="lina@ecole.exemple")
    manager = company.memberships.get().user
    for number in range(4):
        other = OrganisationFactory(name=f"Filiale {number}", phone="+33553000000")
        Membership.objects.create(user=manager, organisation=other, role=Membership.Role.MANAGER)
    OrganisationFactory(kind="cfa", name="Grande École", email_domains=["ecole.exemple"])

    told = sentences(company)

    assert "gère aussi : Filiale 0, Filiale 1, Filiale 2…" in told
    assert "Le même téléphone est celui de 4 autres organismes" in told
    assert "comme celles du centre de formation « Grande École »" in told


def test_an_address_of_another_domain_than_the_company_s_is_told():
    sibling = EstablishmentFactory(siret=a_siret(500))
    OrganisationFactory(establishment=sibling, email_domains=["fournil.exemple"])
    company = waiting_company(establishment=EstablishmentFactory(siret=a_siret(500, office=2)), email="l@autre.exemple")

    assert "l'entreprise est connue en fournil.exemple" in sentences(company)


def test_a_siret_that_was_never_read_is_told():
    company = waiting_company(establishment=EstablishmentFactory(read_on=None, name=""))

    assert "Le registre n'a pas répondu" in sentences(company)


# -- decisions ---------------------------------------------------------------------------------------------------------
def test_a_yes_validates_remembers_the_domain_and_is_told_by_mail():
    company = waiting_company(email="lina@fournil.exemple")
    person = officer()

    answer = desk(person).post(url(company), {"step": "validate"})

    company.refresh_from_db()
    message = Message.objects.get(template="accounts/decided")
    assert answer.status_code == 302
    assert (company.state, company.email_domains) == (State.VALID, ["fournil.exemple"])
    assert company.decisions.get().by == person
    assert message.recipient == "lina@fournil.exemple"
    assert "est validée" in compose(message.template, message.facts).subject


def test_a_free_mail_domain_is_never_remembered():
    company = waiting_company(email="lina@gmail.com")

    desk(officer()).post(url(company), {"step": "validate"})

    company.refresh_from_db()
    assert company.email_domains == []


def test_a_no_needs_its_reason_which_the_company_reads_on_its_page():
    company = waiting_company()
    client = desk(officer())

    refused = client.post(url(company), {"step": "refuse", "reason": " "})
    company.refresh_from_db()
    assert (refused.status_code, company.state) == (422, State.PENDING)
    assert "Écrivez la raison" in refused.content.decode()

    client.post(url(company), {"step": "refuse", "reason": "Appelez-nous au 05 53 11 22 33."})
    page = desk(company.memberships.get().user).get(reverse("accounts:organisation", kwargs={"pk": company.pk}))
    assert "Appelez-nous" in page.content.decode()
    message = Message.objects.get(template="accounts/decided")
    assert "05 53" not in str(message.facts)


def test_after_a_no_the_company_answers_and_the_chamber_looks_again():
    company = waiting_company(state=State.REFUSED)
    client = desk(company.memberships.get().user)

    client.post(reverse("accounts:ask_again", kwargs={"pk": company.pk}), {"reason": "Voici le bon numéro."})

    company.refresh_from_db()
    assert company.state == State.PENDING
    assert "Voici le bon numéro." in desk(officer()).get(url(company)).content.decode()


def test_a_suspended_company_no_longer_recruits_until_it_is_restored():
    company = waiting_company(state=State.VALID)
    client = desk(officer())

    client.post(url(company), {"step": "suspend", "reason": "Offres payantes."})
    assert company not in Organisation.objects.recruiting()

    client.post(url(company), {"step": "restore"})
    assert company in Organisation.objects.recruiting()


@pytest.mark.parametrize("step", ["vouch", "recheck", "ask_again", "open", "unknown"])
def test_an_officer_takes_no_step_of_somebody_else(step):
    company = waiting_company()

    answer = desk(officer()).post(url(company), {"step": step, "reason": "Essai."})

    company.refresh_from_db()
    assert (answer.status_code, company.state) == (422, State.PENDING)


def test_officers_are_reminded_of_what_waits_once_a_day_and_not_of_nothing():
    waiting_company(waiting_since=timezone.now() - timedelta(days=2))
    concerned, other = officer(), officer(kind="cci")

    remind_officers(0)
    remind_officers(0)

    message = Message.objects.get(template="accounts/queue")
    letter = compose(message.template, message.facts)
    assert message.recipient == concerned.email != other.email
    assert "depuis 2 jours" in letter.text.replace("\u00a0", " ")
