"""Publishing: from the first word to the offer, and nothing lost on the way."""

import re

import pytest
from django.urls import reverse

from apprentissage.accounts.models import Organisation
from apprentissage.trades.models import RomeSkill, Skill
from offers.lifecycle import State
from offers.models import Offer
from offers.moderation.models import Case
from offers.publishing.models import Draft
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory, employer
from tests.factories.offers import OfferFactory
from tests.offers.publishing import COMPLETE, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    person = employer(name="Le Fournil")
    client.force_login(person)
    return person


def shown(response):
    return response.content.decode()


def company_of(person) -> Organisation:
    return person.memberships.get().organisation


# -- from the trade to the offer ---------------------------------------------------------------------------------------
def test_the_trade_proposes_the_title_the_diploma_and_the_company_its_address(client, boss):
    first = client.get(reverse("employers:new_offer"))
    key = re.search(r"/employeur/brouillons/([0-9a-f-]{36})/", shown(first))[1]

    page = client.post(reverse("employers:draft", args=[key]), {"metier": "boulanger", "action": "trade"})

    assert page.status_code == 200
    answers = Draft.objects.get(pk=key).answers
    assert answers["titre"] == ["Boulangère ou boulanger"]
    assert answers["diplome"] == ["CAP Boulanger"]
    assert answers["niveau"] == ["3"]
    assert 'value="Boulangère ou boulanger"' in shown(page)


def test_without_a_trade_the_field_says_what_is_missing(client, boss):
    page = send(client, action="trade", metier="", rome=None, titre=None)

    assert "Écrivez le métier" in shown(page)
    assert 'aria-describedby="metier_error metier_helptext"' in shown(page)


def test_the_first_page_starts_at_the_address_of_the_only_company(client, boss):
    page = shown(client.get(reverse("employers:new_offer")))

    assert 'name="lieu-1" value="Sarlat-la-Canéda (24)"' in page
    assert 'name="adresse-1" value="3 rue des Consuls"' in page


def test_several_trades_of_one_word_are_proposed_as_buttons(client, boss):
    page = send(client, action="trade", metier="mécan", rome=None, titre=None)

    assert 'value="trade:' in shown(page)
    assert "titre" not in Draft.objects.get(pk=page.key).answers


def test_a_trade_that_nobody_knows_goes_on_with_the_employer_s_words(client, boss):
    page = send(client, action="trade", metier="zzyzx", rome=None, titre=None)

    assert Draft.objects.get(pk=page.key).answers["titre"] == ["zzyzx"]


def test_skills_of_the_trade_come_ticked_once_and_stay_unticked(client, boss):
    kneading = Skill.objects.create(code=1, label="Pétrir une pâte", kind=Skill.Kind.KNOW_HOW)
    rigour = Skill.objects.create(code=2, label="Faire preuve de rigueur", kind=Skill.Kind.SOFT)
    for skill in (kneading, rigour):
        RomeSkill.objects.create(rome_id="D1102", skill=skill, is_core=True)

    begun = send(client, action="trade", metier="boulanger", rome="")
    assert Draft.objects.get(pk=begun.key).answers["appris"] == ["Pétrir une pâte"]
    assert Draft.objects.get(pk=begun.key).answers["attendu"] == ["Faire preuve de rigueur"]

    page = send(client, key=begun.key, action="add-site", appris=["Pétrir une pâte"])
    assert "attendu" not in Draft.objects.get(pk=begun.key).answers
    assert 'value="Faire preuve de rigueur"' in shown(page)  # still there to tick again

    send(client, key=begun.key, appris=["Pétrir une pâte"], attendu_autres="Aimer se lever tôt")
    offer = Offer.objects.get()
    assert (offer.taught_skills, offer.desired_skills) == (["Pétrir une pâte"], ["Aimer se lever tôt"])


def test_a_complete_offer_is_online_at_once(client, boss):
    response = send(client)

    offer = Offer.objects.get()
    assert response.url == reverse("employers:offer", args=[offer.pk])
    assert (offer.state, offer.source, offer.organisation) == (State.OPEN, "bourse", company_of(boss))
    assert (offer.title, offer.rome_id, offer.months, offer.openings) == ("Boulangère ou boulanger", "D1102", 24, 1)
    assert offer.needs_licence is False
    assert offer.sites.get().commune_id == "24520"
    assert offer.document is not None  # the search finds it by its words
    assert "Votre offre est en ligne" in shown(client.get(response.url))
    assert client.get(reverse("offers:offer", args=[offer.pk])).status_code == 200


def test_the_offer_says_that_one_applies_here(client, boss):
    send(client)

    page = shown(client.get(reverse("offers:offer", args=[Offer.objects.get().pk])))
    assert '"directApply": true' in page


def test_an_imported_offer_says_that_one_applies_elsewhere(client):
    page = shown(client.get(reverse("offers:offer", args=[OfferFactory().pk])))

    assert '"directApply": false' in page


def test_several_sites_are_added_and_removed_without_a_script(client, boss):
    page = send(client, action="add-site")
    assert 'name="lieu-2"' in shown(page)
    third = send(client, key=page.key, action="add-site", lieu__2="Bergerac (24)", code__2="c24037")
    assert 'name="lieu-3"' in shown(third)
    send(client, key=page.key, action="remove-site:3", lieu__2="Bergerac (24)", code__2="c24037", lieu__3="")
    send(client, key=page.key, lieu__2="Bergerac (24)", code__2="c24037")

    offer = Offer.objects.get()
    assert [site.commune_id for site in offer.sites.all()] == ["24520", "24037"]
    assert "C24037" in offer.area_codes

    send(client, key=page.key, action="publish")  # one site again: the open offer keeps it
    offer.refresh_from_db()
    assert [site.commune_id for site in offer.sites.all()] == ["24520"]
    assert "C24037" not in offer.area_codes


def test_a_place_with_several_namesakes_is_chosen_by_a_button(client, boss):
    page = send(client, action="save", lieu__1="Saint-Denis", code__1="")
    page = client.get(reverse("employers:draft", args=[page.key]))
    button = re.search(r'value="(site:1:c\d{5})"', shown(page))[1]

    send(client, key=page.context["editor"].draft.key, action=button, lieu__1="Saint-Denis", code__1="")

    assert Draft.objects.get().answers["code-1"] == [button.rpartition(":")[2]]


def test_the_questions_are_three_at_most_and_reach_the_offer(client, boss):
    refused = send(client, question=["pourquoi", "deja", "venir"], question_libre="Aimez-vous le pain ?")
    assert refused.status_code == 422
    assert "3 questions au plus" in shown(refused)

    send(client, key=refused.key, question=["pourquoi"], question_libre="Aimez-vous le pain ?")
    assert Offer.objects.get().questions == ["Qu'est-ce qui vous plaît dans ce métier ?", "Aimez-vous le pain ?"]


def test_the_pay_beside_the_form_is_that_of_the_law(client, boss):
    page = shown(send(client, action="add-site", heures="17,5"))

    assert "Avant 18" in page
    assert re.search(r"Avant 18.{0,60}<b>\d{3},\d\d", page, re.DOTALL)


# -- the rules ---------------------------------------------------------------------------------------------------------
def test_words_that_the_law_forbids_hold_the_offer_back_and_one_press_corrects_them(client, boss):
    words = "Deux boulangers, un four à bois. Langue maternelle française exigée."
    refused = send(client, description=words)

    assert refused.status_code == 422
    assert "Écrire «\xa0français courant\xa0»" in shown(refused)
    assert not Offer.objects.exists()

    corrected = send(client, key=refused.key, action="fix:0", description=words)
    assert Draft.objects.get().answers["description"] == ["Deux boulangers, un four à bois. Français courant exigée."]
    assert corrected.status_code == 200


def test_a_doubt_is_read_by_somebody_before_the_offer_shows(client, boss):
    send(client, age="21")

    offer = Offer.objects.get()
    assert offer.state == State.HELD
    case = Case.objects.get(offer=offer)
    assert case.findings[0]["code"] == "sets_an_age"
    page = shown(client.get(reverse("employers:offer", args=[offer.pk])))
    assert "écarte des majeurs" in page
    assert client.get(reverse("offers:offer", args=[offer.pk])).status_code == 404


def test_changing_an_open_offer_reads_it_again(client, boss):
    first = send(client)
    refused = send(client, key=first.key, description="Nous recherchons un homme pour pétrir le pain.")
    assert refused.status_code == 422
    assert "recherchons" not in Offer.objects.get().description

    send(client, key=first.key, age="25")
    assert Offer.objects.get().state == State.HELD


def test_advice_does_not_hold_an_offer_back(client, boss):
    send(client, description="Travail en hauteur sur les toits avec deux couvreurs.")

    assert Offer.objects.get().state == State.OPEN


# -- the company -------------------------------------------------------------------------------------------------------
def test_the_offer_of_a_company_that_waits_shows_by_itself_once_it_is_valid(client):
    person = employer(state=Organisation.State.PENDING)
    client.force_login(person)

    send(client)
    offer = Offer.objects.get()
    assert offer.state == State.WAITING
    assert client.get(reverse("offers:offer", args=[offer.pk])).status_code == 404

    company_of(person).take("validate", "officer")
    offer.refresh_from_db()
    assert offer.state == State.OPEN


def test_nobody_publishes_for_the_company_of_others(client, boss):
    stranger = OrganisationFactory()
    MembershipFactory(user=boss, organisation=OrganisationFactory())  # two companies: one must choose

    response = send(client, entreprise=str(stranger.pk))

    assert response.status_code == 422
    assert not Offer.objects.exists()


def test_with_several_companies_the_one_chosen_publishes(client, boss):
    other = MembershipFactory(user=boss, organisation=OrganisationFactory(name="Le Moulin")).organisation

    send(client, entreprise=str(other.pk))

    assert Offer.objects.get().organisation == other


@pytest.mark.parametrize("state", ["refused", "suspended"])
def test_a_company_shut_out_keeps_its_draft_and_publishes_nothing(client, state):
    company = OrganisationFactory(state=state)
    client.force_login(employer(organisation=company))

    response = send(client)

    assert response.status_code == 422
    assert Draft.objects.get().answers["titre"] == [COMPLETE["titre"]]
    assert not Offer.objects.exists()


# -- the employer's page -----------------------------------------------------------------------------------------------
def test_somebody_without_company_is_shown_how_to_open_one(client):
    client.force_login(UserFactory())

    page = shown(client.get(reverse("employers:home")))

    assert reverse("accounts:open_company") in page


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_employer_s_page_costs_the_same_whatever_the_number_of_offers(
    client, boss, how_many, django_assert_max_num_queries
):
    OfferFactory.create_batch(how_many, organisation=company_of(boss))
    client.get(reverse("employers:home"))

    with django_assert_max_num_queries(18):
        page = shown(client.get(reverse("employers:home")))

    assert page.count("Boulanger ou boulangère") >= min(how_many, 12)
