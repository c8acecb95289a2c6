"""A young person applies: step by step, with or without an account, and nothing is ever lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.models import Message
from offers.applications import applying
from offers.applications.lifecycle import State
from offers.applications.links import follow_token
from offers.applications.models import Application, Document
from offers.applications.terms import ANSWER_WITHIN, DRAFT_LASTS, PER_DAY, UNCONFIRMED_PER_DAY
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.applications import ApplicationFactory, DocumentFactory
from tests.factories.offers import OfferFactory
from tests.offers.test_uploads import a_pdf

pytestmark = pytest.mark.django_db

ME = {"first_name": "Lina", "last_name": "Diaz", "email": "Lina@exemple.fr", "age": "17", "phone": "06 12 34 56 78"}
ANSWERS = {"why": "J'aime le pain.", "done": "Un stage de 3e.", "travel": "bicycle"}
TRAINING = {"training": "asked", "course": "CAP Boulanger", "course_level": "3"}
STEPS = {"vous": ME, "reponses": ANSWERS, "formation": TRAINING}


@pytest.fixture
def offer():
    return OfferFactory(organisation=OrganisationFactory())


def address(offer) -> str:
    return reverse("applications:apply", args=[offer.pk])


def seal(client, offer, step="", **parameters) -> str:
    """The key of the draft, as the form of a step carries it."""
    page = client.get(address(offer), {"etape": step, **parameters}).content.decode()
    return re.search(r'name="brouillon" value="([^"]+)"', page)[1]


def fill(client, offer, *steps, **changes):
    """Answer these steps, or all of them, as a person would; the last answer comes back."""
    for step in steps or STEPS:
        answer = client.post(
            address(offer), {"brouillon": seal(client, offer, step), "etape": step, **STEPS[step], **changes}
        )
    return answer


def press_send(client, offer):
    return client.post(address(offer), {"brouillon": seal(client, offer, "relire"), "etape": "relire"})


def confirm(application):
    """Press the button of the page that the mail leads to, on another device."""
    return Client().post(reverse("applications:follow", args=[follow_token(application)]), {"step": "send"})


# -- without an account ------------------------------------------------------------------------------------------------
def test_without_account_the_application_leaves_once_its_address_is_confirmed(client, offer):
    fill(client, offer)
    answer = press_send(client, offer)

    application = Application.objects.get()
    assert application.state == State.DRAFT
    assert "Plus qu’une étape" in client.get(answer["Location"]).content.decode()
    mail = Message.objects.get()
    assert (mail.template, mail.recipient) == ("applications/confirm", "lina@exemple.fr")

    confirm(application)

    application.refresh_from_db()
    assert application.state == State.SENT
    assert application.answer_due_on == timezone.localdate() + ANSWER_WITHIN
    receipts = Message.objects.filter(template="applications/sent")
    assert [mail.recipient for mail in receipts] == ["lina@exemple.fr"]


def test_opening_the_link_of_the_mail_sends_nothing(client, offer):
    fill(client, offer)
    press_send(client, offer)
    application = Application.objects.get()

    page = Client().get(reverse("applications:follow", args=[follow_token(application)]))

    assert "Envoyer à" in page.content.decode()
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_an_address_confirmed_once_is_not_asked_again_in_the_same_browser(client, offer):
    fill(client, offer)
    press_send(client, offer)
    confirm(Application.objects.get())
    other = OfferFactory(organisation=offer.organisation)

    fill(client, other)
    press_send(client, other)

    assert Application.objects.get(offer=other).state == State.SENT


def test_another_browser_must_prove_the_same_address(client, offer):
    ApplicationFactory(email="lina@exemple.fr")

    fill(client, offer)
    press_send(client, offer)

    assert Application.objects.get(offer=offer).state == State.DRAFT


def test_an_address_corrected_after_the_mail_voids_the_link_sent_elsewhere(client, offer):
    fill(client, offer)
    press_send(client, offer)
    old = follow_token(Application.objects.get())

    fill(client, offer, "vous", email="lina.diaz@exemple.fr")

    assert client.get(reverse("applications:follow", args=[old])).status_code == 404
    press_send(client, offer)
    assert Message.objects.filter(recipient="lina.diaz@exemple.fr").count() == 1


def test_nobody_is_flooded_by_mails_that_somebody_else_asked_for(client, offer):
    for _ in range(UNCONFIRMED_PER_DAY):
        ApplicationFactory(state=State.DRAFT, email="lina@exemple.fr", submitted_at=timezone.now())

    fill(client, offer)
    answer = press_send(client, offer)

    assert answer.status_code == 422
    assert "Ouvrez-en un" in answer.content.decode()
    assert not Message.objects.exists()


# -- with an account ---------------------------------------------------------------------------------------------------
def test_with_an_account_the_application_leaves_at_once(client, offer):
    user = UserFactory(email="lina@exemple.fr")
    client.force_login(user)

    fill(client, offer, email="somebody@exemple.fr")
    answer = press_send(client, offer)

    application = Application.objects.get()
    assert (application.state, application.candidate, application.email) == (State.SENT, user, "lina@exemple.fr")
    assert "Votre candidature est partie" in client.get(answer["Location"]).content.decode()


def test_a_draft_begun_without_account_goes_on_after_signing_in(client, offer):
    fill(client, offer, "vous", "reponses")
    client.force_login(UserFactory(email="lina.diaz@exemple.fr"))

    fill(client, offer, "formation")
    press_send(client, offer)

    application = Application.objects.get()
    assert (application.state, application.email) == (State.SENT, "lina.diaz@exemple.fr")


def test_what_was_typed_is_kept_when_the_session_ended_in_the_middle(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer, "vous")
    sealed = seal(client, offer, "reponses")
    client.logout()

    answer = client.post(address(offer), {"brouillon": sealed, "etape": "reponses", **ANSWERS})

    assert answer["Location"].startswith(reverse("account_login"))
    assert Application.objects.get().answers["why"] == "J'aime le pain."
    client.force_login(user)
    assert "J&#x27;aime le pain." in client.get(address(offer), {"etape": "reponses"}).content.decode()


def test_the_draft_of_somebody_else_is_not_shown(client, offer):
    fill(client, offer, "vous")

    for stranger in (Client(), Client()):
        assert "Diaz" not in stranger.get(address(offer)).content.decode()


def test_a_draft_of_an_account_is_found_from_another_device(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer, "vous", "reponses")
    telephone = Client()
    telephone.force_login(user)

    page = telephone.get(address(offer)).content.decode()

    assert "La formation" in page  # the first step that is not done


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


# -- limits ------------------------------------------------------------------------------------------------------------
def test_one_application_lives_per_offer(client, offer):
    user = UserFactory()
    ApplicationFactory(offer=offer, organisation=offer.organisation, candidate=user, email=user.email)
    client.force_login(user)

    fill(client, offer)
    answer = press_send(client, offer)

    assert answer.status_code == 422
    assert "déjà une candidature en cours" in answer.content.decode()


def test_the_day_has_a_limit_that_is_told_before(client, offer):
    user = UserFactory()
    company = OrganisationFactory()
    for _ in range(PER_DAY - 1):
        ApplicationFactory(organisation=company, candidate=user, email=user.email)
    client.force_login(user)

    fill(client, offer)
    assert "encore envoyer 1 candidature " in client.get(address(offer), {"etape": "relire"}).content.decode()
    press_send(client, offer)
    other = OfferFactory(organisation=company)
    fill(client, other)
    answer = press_send(client, other)

    assert answer.status_code == 422
    assert f"{PER_DAY} candidatures en 24 heures" in answer.content.decode()
    Application.objects.of(user).sent().update(sent_at=timezone.now() - timedelta(hours=25))
    press_send(client, other)
    assert Application.objects.get(offer=other).state == State.SENT


def test_a_stranger_learns_nothing_of_what_an_address_sent(client, offer):
    ApplicationFactory(email="lina@exemple.fr", offer=offer, organisation=offer.organisation)

    fill(client, offer)
    page = client.get(address(offer), {"etape": "relire"}).content.decode()
    answer = press_send(client, offer)

    assert "encore envoyer" not in page
    assert answer.status_code == 302


# -- the offer ---------------------------------------------------------------------------------------------------------
def test_an_offer_of_another_source_is_answered_where_it_says(client):
    offer = OfferFactory()

    assert client.get(address(offer))["Location"] == reverse("offers:offer", args=[offer.pk])


def test_a_closed_offer_keeps_the_text_and_shows_others(client, offer):
    user = UserFactory()
    client.force_login(user)
    fill(client, offer)
    offer.take("close")

    answer = client.get(address(offer))

    assert answer.status_code == 410
    assert "est gardé" in answer.content.decode()


def test_an_offer_that_closes_before_the_click_gets_nothing(client, offer):
    fill(client, offer)
    press_send(client, offer)
    offer.take("close")

    answer = confirm(Application.objects.get())

    assert answer.status_code == 422
    assert Application.objects.get().state == State.DRAFT


def test_a_suspended_company_receives_nothing(client):
    offer = OfferFactory(organisation=OrganisationFactory(state="suspended"))

    assert client.get(address(offer)).status_code == 410


def test_the_page_of_the_offer_leads_to_the_form(client, offer):
    page = client.get(reverse("offers:offer", args=[offer.pk])).content.decode()

    assert address(offer) in page


# -- minors ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("age", "letters"), [(17, 1), (18, 0)])
def test_a_parent_is_told_only_if_a_minor_wishes(client, offer, age, letters):
    client.force_login(UserFactory())
    fill(client, offer, age=str(age), guardian_email="sonia@exemple.fr")
    press_send(client, offer)

    assert Message.objects.filter(template="applications/guardian", recipient="sonia@exemple.fr").count() == letters


def test_a_minor_who_wishes_nothing_writes_to_nobody(client, offer):
    client.force_login(UserFactory())
    fill(client, offer, age="16")
    press_send(client, offer)

    assert list(Message.objects.values_list("template", flat=True)) == ["applications/sent"]


# -- the CV ------------------------------------------------------------------------------------------------------------
def upload(content, name="cv.pdf"):
    return SimpleUploadedFile(name, content)


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
