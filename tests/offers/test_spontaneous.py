"""Companies open to apprentices without an offer: listed by themselves or their chamber, told, found, taken off."""

from urllib.parse import urlsplit

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from apprentissage.accounts.models import Organisation
from apprentissage.mail.models import Message
from offers.applications.models import Application
from offers.spontaneous import listing
from offers.spontaneous.models import Listing
from tests.access import enter
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory, employer, officer
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db

FORM = {"trade0": "boulanger", "trade1": "", "trade2": "", "message": "Une équipe de quatre."}


@pytest.fixture
def company():
    return employer(name="Le Fournil de la Bouquerie").memberships.get().organisation


def listed(name="Fournil", rome=("D1102",), commune=None, **fields):
    organisation = OrganisationFactory(name=name, commune=commune or CommuneFactory(), **fields)
    return listing.list_itself(organisation, list(rome), "")


def names(client, **params):
    page = client.get(reverse("spontaneous:directory"), params)
    return [company.listing.organisation.name for company in page.context["directory"].companies]


# -- the directory -----------------------------------------------------------------------------------------------------


def test_the_nearest_company_of_the_trade_comes_first_with_its_distance(client):
    listed("Loin", commune=CommuneFactory(code="19031", name="Brive", point=Point(1.5332, 45.1583, srid=4326)))
    listed("Près")
    listed("Autre métier", rome=["F1602"])

    assert names(client, metier="boulanger", code="c24520") == ["Près", "Loin"]
    assert names(client, metier="boulanger", code="c24520", rayon="10") == ["Près"]
    page = client.get(reverse("spontaneous:directory"), {"metier": "boulanger", "code": "c24520"})
    assert "sur place" in page.content.decode()


@pytest.mark.parametrize(("code", "found"), [("d24", ["Près"]), ("r75", ["Près"]), ("d19", []), ("fr", ["Près"])])
def test_a_territory_holds_its_own_companies(client, code, found):
    listed("Près")

    assert names(client, code=code) == found


def test_the_page_says_why_a_company_is_shown_and_by_whom(client, company):
    body = officer(name="CMA Dordogne").memberships.get().organisation
    listing.list_for(body, company, ["D1102"])
    listed("Fournil du Cingle")

    page = client.get(reverse("spontaneous:directory")).content.decode()

    assert "par CMA Dordogne, qui la connaît" in page
    assert "s’est inscrite elle-même" in page


@pytest.mark.parametrize("state", ["pending", "suspended", "refused"])
def test_only_valid_companies_are_shown(client, state):
    listed("Fournil", state=state)

    assert names(client) == []


def test_an_empty_search_of_offers_leads_to_the_companies(client):
    page = client.get(reverse("offers:search"), {"metier": "luthier", "code": "c24520", "niveau": "3"}).content.decode()

    assert 'href="/entreprises/?metier=luthier&amp;code=c24520"' in page


def test_the_directory_costs_the_same_whatever_it_holds(client, django_assert_num_queries):
    url, params = reverse("spontaneous:directory"), {"metier": "boulanger", "code": "c24520"}
    listed()
    client.get(url, params)
    counts = []
    for _ in range(2):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            client.get(url, params)
        counts.append(len(queries))
        for number in range(6):
            listed(f"Fournil {number}")

    assert counts[0] == counts[1] <= 6


# -- applying ----------------------------------------------------------------------------------------------------------


def test_a_young_person_proposes_themselves_without_an_offer(client):
    organisation = listed("Le Fournil").organisation
    url = reverse("spontaneous:apply", args=[organisation.pk])

    page = client.get(url)
    seal = page.context["seal"]
    form = {"brouillon": seal, "etape": "vous", "first_name": "Lina", "last_name": "Diaz", "age": "17"}
    client.post(url, form | {"email": "lina.diaz@exemple.fr"})

    assert "Candidature spontanée" in page.content.decode()
    application = Application.objects.get()
    assert (application.offer, application.organisation) == (None, organisation)


def test_one_cannot_apply_to_a_company_that_took_itself_off(client):
    organisation = listed().organisation
    listing.take_off(organisation)

    assert client.get(reverse("spontaneous:apply", args=[organisation.pk])).status_code == 404


# -- its own people ----------------------------------------------------------------------------------------------------


def test_an_employer_lists_their_company_changes_it_and_takes_it_off(client, company):
    client.force_login(company.memberships.get().user)
    url = reverse("spontaneous:mine")

    assert client.post(url, FORM).status_code == 302
    listing_ = Listing.objects.get()
    assert (listing_.rome_codes, listing_.listed_by, listing_.message) == (["D1102"], company, FORM["message"])

    client.post(url, FORM | {"trade1": "pâtissier"})
    listing_.refresh_from_db()
    assert "D1104" in listing_.rome_codes

    client.post(url, {"retirer": "oui"})
    assert names(client) == []


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"trade0": ""}, "Dites au moins un métier"),
        ({"trade0": "zzzz"}, "Nous ne connaissons pas « zzzz »"),
        ({"message": "x" * 501}, "500 signes au plus : il y en a 501"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_what_was_typed_is_kept(client, company, form, sentence):
    client.force_login(company.memberships.get().user)

    answer = client.post(reverse("spontaneous:mine"), FORM | form)

    page = answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert answer.status_code == 422
    assert sentence in page
    assert not Listing.objects.exists()


# -- its chamber -------------------------------------------------------------------------------------------------------


@pytest.fixture
def chamber_officer():
    return officer(kind=Organisation.Kind.CMA, name="CMA Dordogne", area_codes=["D24"])


def chamber_form(company, **more):
    return {"siret": company.establishment_id, "trade0": "boulanger"} | more


def in_the_territory(company, department="24"):
    Organisation.objects.filter(pk=company.pk).update(instructed_by="cma", department_id=department)


def test_an_officer_lists_a_company_which_is_told_and_takes_itself_off_in_one_click(client, company, chamber_officer):
    in_the_territory(company)
    enter(client, chamber_officer)

    assert client.post(reverse("spontaneous:chamber"), chamber_form(company)).status_code == 302

    letter = Message.objects.get(template="spontaneous/listed")
    assert letter.recipient == company.memberships.get().user.email
    client.logout()
    link = urlsplit(letter.facts["opt_out_url"]).path
    client.get(link)
    assert names(client) == [company.name]  # opening a link changes nothing
    assert client.post(link).status_code == 200
    assert names(client) == []


def test_a_chamber_cannot_put_back_a_company_that_took_itself_off(client, company, chamber_officer):
    in_the_territory(company)
    listing.list_itself(company, ["D1102"], "")
    listing.take_off(company)
    enter(client, chamber_officer)

    answer = client.post(reverse("spontaneous:chamber"), chamber_form(company))

    assert answer.status_code == 422
    assert "Elle seule peut s’inscrire de nouveau" in answer.content.decode()


@pytest.mark.parametrize("siret", ["", "123", "0" * 14, "abc"])
def test_a_wrong_siret_gets_a_sentence(client, company, chamber_officer, siret):
    enter(client, chamber_officer)

    assert client.post(reverse("spontaneous:chamber"), chamber_form(company, siret=siret)).status_code == 422


def test_an_officer_lists_no_company_of_another_territory(client, company, chamber_officer):
    in_the_territory(company, "33")
    enter(client, chamber_officer)

    assert client.post(reverse("spontaneous:chamber"), chamber_form(company)).status_code == 422
    assert not Listing.objects.exists()


def test_an_officer_takes_off_only_what_their_chamber_listed(client, chamber_officer):
    theirs = listed()
    enter(client, chamber_officer)

    assert client.post(reverse("spontaneous:chamber"), {"retirer": theirs.pk}).status_code == 404
    assert Listing.objects.exists()


def test_every_manager_of_a_company_is_told(company, chamber_officer):
    MembershipFactory(organisation=company, user=UserFactory())

    listing.list_for(chamber_officer.memberships.get().organisation, company, ["D1102"])

    assert Message.objects.filter(template="spontaneous/listed").count() == 2


@pytest.mark.parametrize("token", ["x", "é", "eyJ9:a:b"])
def test_a_link_that_is_not_ours_leads_to_a_calm_page(client, token):
    assert client.post(reverse("spontaneous:opt_out", args=[token])).status_code == 410
