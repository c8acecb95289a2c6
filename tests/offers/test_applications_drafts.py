"""A draft is kept at each step: nothing is lost, nothing is doubled, and the next application begins with it."""

import pytest
from django.urls import reverse

from apprentissage.mail.models import Message
from offers.applications import applying
from offers.applications.lifecycle import State
from offers.applications.models import Application, Document
from offers.applications.terms import DRAFT_LASTS
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.applications import ApplicationFactory, DocumentFactory
from tests.factories.offers import OfferFactory
from tests.offers.applying import ANSWERS, ME, address, confirm, fill, press_send, seal, upload
from tests.offers.test_uploads import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return OfferFactory(organisation=OrganisationFactory())


# -- nothing is lost, nothing is doubled -------------------------------------------------------------------------------
def test_a_field_in_error_keeps_the_others(client, offer):
    answer = fill(client, offer, "vous", age="dix-sept")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez votre âge en chiffres" in page
    assert 'value="dix-sept"' in page
    draft = Application.objects.get()
    assert (draft.first_name, draft.last_name, draft.phone) == ("Lina", "Diaz", "+33612345678")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"age": "12"}, "L’apprentissage commence à 15 ans"),
        ({"age": "120"}, "Vérifiez votre âge"),
        ({"email": "lina"}, "Exemple"),
        ({"phone": "12"}, "Ce numéro n’existe pas"),
        ({"first_name": ""}, "Écrivez votre prénom"),
        ({"lieu": "Trifouillis-les-Oies"}, "Nous ne connaissons pas cette commune"),
        ({"guardian_email": "maman"}, "parent@exemple.fr"),
    ],
)
def test_each_error_has_its_sentence(client, offer, change, sentence):
    answer = fill(client, offer, "vous", **change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_sent_twice_at_once_it_is_one_application_with_one_mail(client, offer):
    client.force_login(UserFactory())
    fill(client, offer)
    sealed = seal(client, offer, "relire")

    answers = [client.post(address(offer), {"brouillon": sealed, "etape": "relire"}) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert Application.objects.get().state == State.SENT
    assert Message.objects.count() == 1


def test_the_first_step_sent_twice_begins_one_draft(client, offer):
    sealed = seal(client, offer)

    for _ in range(2):
        client.post(address(offer), {"brouillon": sealed, "etape": "vous", **ME})

    assert Application.objects.count() == 1


def test_asking_for_the_mail_again_sends_one_an_hour(client, offer):
    fill(client, offer)
    for _ in range(3):
        press_send(client, offer)

    assert Message.objects.count() == 1


def test_a_forged_key_begins_nothing(client, offer):
    answer = client.post(address(offer), {"brouillon": "0" * 32 + ":forged", "etape": "vous", **ME})

    assert answer.status_code == 302
    assert not Application.objects.exists()


def test_the_draft_of_an_offer_is_not_that_of_another(client, offer):
    fill(client, offer, "vous")
    sealed = seal(client, offer, "reponses")
    other = OfferFactory(organisation=offer.organisation)

    client.post(address(other), {"brouillon": sealed, "etape": "reponses", **ANSWERS})

    assert Application.objects.get().answers == {}


def test_an_unfinished_application_says_what_is_missing(client, offer):
    client.force_login(UserFactory())
    fill(client, offer, "vous")

    answer = press_send(client, offer)

    assert answer.status_code == 422
    assert "Vos réponses" in answer.content.decode()
    assert Application.objects.get().state == State.DRAFT


# -- the CV ------------------------------------------------------------------------------------------------------------
def test_a_cv_stands_for_the_answers(client, offer):
    client.force_login(UserFactory())
    fill(client, offer, "vous")
    fill(client, offer, "reponses", why="", done="", cv=upload(a_pdf(), "../../etc/passwd"))
    fill(client, offer, "formation")
    press_send(client, offer)

    assert Application.objects.get().state == State.SENT
    assert bytes(Document.objects.get().content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PDF et les photos"),
        (b"%PDF-1.7\n" + bytes(11 * 1024 * 1024), "dépasse 10 Mo"),
    ],
)
def test_a_refused_file_keeps_the_text_and_says_that_it_must_be_chosen_again(client, offer, content, sentence):
    fill(client, offer, "vous")

    answer = fill(client, offer, "reponses", cv=upload(content))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "à choisir de nouveau" in page
    assert "J&#x27;aime le pain." in page
    assert Application.objects.get().answers["why"] == "J'aime le pain."
    assert not Document.objects.exists()


def test_an_empty_file_is_refused_with_its_sentence(client, offer):
    fill(client, offer, "vous")

    answer = fill(client, offer, "reponses", cv=upload(b""))

    assert "Ce fichier est vide" in answer.content.decode()


def test_a_joined_cv_may_be_taken_back(client, offer):
    fill(client, offer, "vous")
    fill(client, offer, "reponses", cv=upload(a_pdf()))

    fill(client, offer, "reponses", drop_cv="on")

    assert not Document.objects.exists()


# -- from one application to the next ----------------------------------------------------------------------------------
def test_the_answers_of_the_last_application_are_there_for_the_next(client, offer):
    user = UserFactory()
    last = ApplicationFactory(candidate=user, email=user.email, first_name="Lina", phone="+33612345678")
    DocumentFactory(application=last)
    client.force_login(user)

    page = client.get(address(offer)).content.decode()
    assert "Nous avons repris vos réponses" in page
    assert 'value="Lina"' in page
    fill(client, offer)

    draft = Application.objects.get(offer=offer)
    assert (draft.course, draft.travel) == ("CAP Boulanger", "bicycle")
    assert draft.has_cv


def test_one_may_start_from_a_blank_page(client, offer):
    user = UserFactory()
    DocumentFactory(application=ApplicationFactory(candidate=user, email=user.email))
    client.force_login(user)

    sealed = seal(client, offer, vide="1")
    client.post(address(offer), {"brouillon": sealed, "etape": "vous", "vide": "1", **ME})

    draft = Application.objects.get(offer=offer)
    assert (draft.course, draft.has_cv) == ("", False)


def test_a_browser_without_account_forgets_when_it_is_told(client, offer):
    fill(client, offer)
    press_send(client, offer)
    confirm(Application.objects.get())
    other = OfferFactory(organisation=offer.organisation)
    assert "Nous avons repris" in client.get(address(other)).content.decode()
    fill(client, other, "vous")

    client.post(reverse("applications:forget"))

    assert "Nous avons repris" not in client.get(address(other)).content.decode()
    assert list(Application.objects.values_list("state", flat=True)) == [State.SENT]


def test_the_cookie_of_a_browser_is_signed_hidden_from_scripts_and_lasts_as_long_as_a_draft(client, offer):
    answer = fill(client, offer, "vous")

    cookie = answer.cookies["candidatures"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", DRAFT_LASTS.total_seconds())
    client.cookies["candidatures"] = Application.objects.get().browser.hex
    assert "Diaz" not in client.get(address(offer)).content.decode()


def test_looking_at_the_form_writes_nothing(client, offer):
    client.get(address(offer))

    assert not Application.objects.exists()


def test_sending_counts_on_the_offer(client, offer):
    client.force_login(UserFactory())
    fill(client, offer)
    press_send(client, offer)

    offer.refresh_from_db()
    assert offer.applications_count == 1


def test_what_is_missing_is_told_by_step():
    draft = ApplicationFactory(state=State.DRAFT, first_name="", answers={"why": "x", "done": "y"})

    assert applying.is_complete(draft) == {"vous": False, "reponses": True, "formation": False}
