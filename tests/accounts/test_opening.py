"""Opening the space of a company, from a SIRET to a yes, a wait, or a question to who is there already."""

import pytest
from django.test import Client
from django.urls import reverse

from apprentissage.accounts.lifecycle import State
from apprentissage.accounts.models import Establishment, JoinRequest, Membership, Organisation
from apprentissage.mail.models import Message
from tests.access import enter
from tests.factories.accounts import EstablishmentFactory, OrganisationFactory, UserFactory, a_siret, employer

pytestmark = pytest.mark.django_db

ADDRESS = "/employeur/ouvrir/"
SIRET = a_siret(777)
FACTS = {
    "name": "Le Fournil",
    "address": "3 rue des Consuls",
    "lieu": "Sarlat-la-Canéda",
    "code": "c24520",
    "phone": "05 53 00 00 00",
    "headcount": "5",
}


def visitor(email="lina@fournil.exemple.fr") -> Client:
    client = Client()
    client.person = UserFactory(email=email)
    enter(client, client.person)
    return client


def open_space(client, siret=SIRET, **facts):
    return client.post(ADDRESS, {"siret": siret} | FACTS | facts, follow=True)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().replace("’", "'").replace("\u202f", " ").split())


# -- which establishment -----------------------------------------------------------------------------------------------
def test_the_facts_of_the_register_are_shown_to_be_corrected(register):
    register.knows(SIRET)

    page = text_of(visitor().get(ADDRESS, {"siret": f"{SIRET[:3]} {SIRET[3:9]} {SIRET[9:]}"}))

    assert "FOURNIL DES CONSULS" in page
    assert "3 RUE DES CONSULS" in page
    assert "Sarlat-la-Canéda (24)" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tapez les 14 chiffres"),
        ("123", "compte 14 chiffres"),
        ("12345678901234", "un chiffre est faux"),
        (SIRET, "ne connaît pas ce SIRET"),
    ],
)
def test_a_siret_that_leads_nowhere_is_answered_next_to_its_field(register, typed, sentence):
    answer = visitor().get(ADDRESS, {"siret": typed})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_closed_establishment_is_refused_with_the_way_out(register):
    register.knows(SIRET, etat_administratif="F")
    client = visitor()

    assert "Si vous avez déménagé" in text_of(client.get(ADDRESS, {"siret": SIRET}))
    assert open_space(client).status_code == 422
    assert not Organisation.objects.exists()


def test_a_masked_establishment_shows_only_what_its_people_typed():
    EstablishmentFactory(siret=SIRET, is_public=False, name="", sign="", address="")
    client = visitor()

    assert "non diffusible" in text_of(client.get(ADDRESS, {"siret": SIRET}))
    open_space(client, name="Chez Lina", address="")

    company = Organisation.objects.get()
    assert (company.name, company.address) == ("Chez Lina", "")


def test_while_the_register_is_silent_the_person_writes_and_the_chamber_checks(register):
    register.status = 503
    client = visitor()

    assert "lire le registre national" in text_of(client.get(ADDRESS, {"siret": SIRET}))
    open_space(client)

    company = Organisation.objects.get()
    assert company.state == State.PENDING
    assert company.establishment.read_on is None
    assert company.department_id == "24"


def test_the_siret_of_a_training_centre_is_not_that_of_an_employer():
    OrganisationFactory(kind="cfa", establishment=EstablishmentFactory(siret=SIRET))

    assert "centre de formation" in text_of(visitor().get(ADDRESS, {"siret": SIRET}))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom"),
        ({"name": "Appelez le 06 12 34 56 78"}, "sans adresse e-mail ni téléphone"),
        ({"lieu": "", "code": ""}, "Dites la commune"),
        ({"lieu": "Xyzzy", "code": ""}, "Xyzzy"),
        ({"phone": "12"}, "Ce numéro de téléphone"),
        ({"headcount": "-3"}, "0"),
    ],
)
def test_bad_facts_are_told_next_to_their_field_and_what_was_typed_stays(wrong, sentence):
    EstablishmentFactory(siret=SIRET)

    answer = open_space(visitor(), **wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "05 53 00 00 00" in text_of(answer) or "phone" in wrong
    assert not Organisation.objects.exists()


# -- what becomes of it ------------------------------------------------------------------------------------------------
def test_a_stranger_of_the_register_waits_for_their_chamber_and_may_prepare_everything():
    EstablishmentFactory(siret=SIRET, naf="10.71C", headcount_band="02")
    client = visitor("lina@gmail.com")

    page = text_of(open_space(client))

    company = Organisation.objects.get()
    assert (company.state, company.instructed_by, company.department_id) == (State.PENDING, "cma", "24")
    assert (company.phone, company.headcount, company.postal_code) == ("+33553000000", 5, "24200")
    assert company.memberships.get().role == Membership.Role.MANAGER
    assert "Chambre de métiers et de l'artisanat, Dordogne" in page
    assert "deux à trois jours ouvrés" in page
    assert company.decisions.get().step == "open"


def vouched_sibling(domain: str) -> None:
    """Another establishment of the same company, validated, whose mail comes from this domain."""
    sibling = EstablishmentFactory(siret=a_siret(500))
    OrganisationFactory(establishment=sibling, email_domains=[domain])


@pytest.mark.parametrize(
    ("email", "state"),
    [
        ("lina@fournil.exemple", State.VALID),
        ("lina@FOURNIL.exemple", State.VALID),
        ("lina@autre.exemple", State.PENDING),
        ("lina@mail.fournil.exemple", State.PENDING),  # a subdomain may be anybody's
        ("lina@gmail.com", State.PENDING),  # even when somebody once wrote it as a company's domain
    ],
)
def test_an_address_of_the_company_is_enough(email, state):
    vouched_sibling("fournil.exemple")
    OrganisationFactory(establishment=EstablishmentFactory(siret=a_siret(500, office=2)), email_domains=["gmail.com"])
    EstablishmentFactory(siret=a_siret(500, office=3))

    open_space(visitor(email), siret=a_siret(500, office=3))

    assert Organisation.objects.get(establishment=a_siret(500, office=3)).state == state


def test_who_manages_a_validated_establishment_opens_the_next_one_at_once():
    owner = employer(establishment=EstablishmentFactory(siret=a_siret(500)))
    EstablishmentFactory(siret=a_siret(500, office=3))
    client = Client()
    enter(client, owner)

    open_space(client, siret=a_siret(500, office=3))

    company = Organisation.objects.get(establishment=a_siret(500, office=3))
    assert company.state == State.VALID
    assert [decision.step for decision in company.decisions.all()] == ["vouch", "open"]


def test_a_domain_vouches_for_nobody_whose_siret_was_never_read():
    vouched_sibling("fournil.exemple")
    Establishment.objects.create(siret=a_siret(500, office=3))

    open_space(visitor("lina@fournil.exemple"), siret=a_siret(500, office=3))

    assert Organisation.objects.get(establishment=a_siret(500, office=3)).state == State.PENDING


def test_a_company_that_has_a_manager_is_asked_for_and_its_manager_told():
    owner = employer(establishment=EstablishmentFactory(siret=SIRET))
    client = visitor()

    page = text_of(open_space(client))
    open_space(client)

    asked = JoinRequest.objects.get()
    assert (asked.user, asked.organisation) == (client.person, owner.memberships.get().organisation)
    assert not client.person.memberships.exists()
    assert "Quelqu'un gère déjà cet espace" in page
    assert Message.objects.get(template="accounts/asked_to_join").recipient == owner.email


def test_opening_again_ones_own_company_leads_to_it():
    EstablishmentFactory(siret=SIRET)
    client = visitor()
    open_space(client)

    page = text_of(open_space(client))

    assert "Vous aviez déjà accès" in page
    assert Organisation.objects.count() == 1


def test_a_company_left_without_manager_goes_to_who_comes_and_is_checked_again():
    company = OrganisationFactory(establishment=EstablishmentFactory(siret=SIRET))
    client = visitor()

    open_space(client)

    company.refresh_from_db()
    assert company.state == State.PENDING
    assert company.memberships.get().user == client.person


# -- several establishments --------------------------------------------------------------------------------------------
def test_one_person_runs_several_establishments_and_chooses_one():
    owner = employer(name="Fournil de Sarlat")
    second = OrganisationFactory(name="Fournil de Domme")
    Membership.objects.create(user=owner, organisation=second, role=Membership.Role.MANAGER)
    client = Client()
    enter(client, owner)

    client.post(reverse("accounts:choose_organisation", kwargs={"pk": second.pk}))
    answer = client.get(reverse("accounts:organisations"))

    assert answer.context["current"] == second
    assert text_of(answer).count("Travailler ici") == 2


@pytest.mark.parametrize("how_many", [1, 9])
def test_the_list_costs_the_same_whatever_the_number_of_organisations(how_many, django_assert_max_num_queries):
    owner = UserFactory()
    for _ in range(how_many):
        Membership.objects.create(user=owner, organisation=OrganisationFactory())
    client = Client()
    enter(client, owner)

    with django_assert_max_num_queries(9):
        client.get(reverse("accounts:organisations"))


def test_the_facts_can_be_corrected_later():
    owner = employer()
    client = Client()
    enter(client, owner)
    pk = owner.memberships.get().organisation_id

    answer = client.post(reverse("accounts:edit_organisation", kwargs={"pk": pk}), FACTS | {"name": "Chez Lina"})

    company = Organisation.objects.get(pk=pk)
    assert answer.status_code == 302
    assert (company.name, company.commune_id, company.headcount) == ("Chez Lina", "24520", 5)
