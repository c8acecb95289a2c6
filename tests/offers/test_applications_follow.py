"""What a candidate sees and does after the sending: the signed link, the answers, the end, the erasure."""

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.logs import RequestLog
from apprentissage.mail.models import Message
from apprentissage.privacy.registry import erase_all, export_all
from offers.applications import applying, privacy
from offers.applications.lifecycle import STEPS, Actor, State
from offers.applications.links import follow_token
from offers.applications.models import Agreement, Application, Document, Exchange
from offers.applications.terms import ANSWER_WITHIN, APPLICATION_LASTS, CV_LASTS, DRAFT_LASTS, LINK_LASTS
from offers.applications.uploads import clean
from tests.factories.accounts import UserFactory, employer
from tests.factories.applications import ApplicationFactory, DocumentFactory, ExchangeFactory
from tests.factories.offers import OfferFactory
from tests.offers.test_uploads import a_pdf

pytestmark = pytest.mark.django_db


def address(application) -> str:
    return reverse("applications:follow", args=[follow_token(application)])


def page(client, application) -> str:
    return client.get(address(application)).content.decode()


def take(client, application, step, **more):
    return client.post(address(application), {"step": step, **more}, follow=True)


# -- the link ----------------------------------------------------------------------------------------------------------
def test_the_link_holds_nothing_personal():
    application = ApplicationFactory()

    for personal in (application.first_name, application.last_name, application.email, str(application.pk) + "/"):
        assert personal not in address(application)


def test_a_link_that_was_changed_leads_nowhere(client):
    token = follow_token(ApplicationFactory())

    assert (
        client.get(reverse("applications:follow", args=[token[:-1] + ("A" if token[-1] != "A" else "B")])).status_code
        == 404
    )


def test_an_old_link_shows_nothing_and_is_renewed_by_mail(client):
    application = ApplicationFactory()
    with time_machine.travel(timezone.now() - LINK_LASTS - timedelta(hours=1)):
        token = follow_token(application)

    answer = client.get(reverse("applications:follow", args=[token]))
    assert answer.status_code == 410
    assert "Diaz" not in answer.content.decode()

    for _ in range(3):
        client.post(reverse("applications:renew", args=[token]))
    mail = Message.objects.get()
    assert mail.recipient == application.email
    assert client.get(mail.facts["follow_url"].removeprefix("http://localhost:8000")).status_code == 200


def test_a_link_seen_by_somebody_else_is_voided_and_a_new_one_leaves_by_mail(client):
    application = ApplicationFactory()
    token = follow_token(application)

    client.post(reverse("applications:follow", args=[token]), {"step": "revoke"})

    assert client.get(reverse("applications:follow", args=[token])).status_code == 404
    assert client.post(reverse("applications:renew", args=[token])).status_code == 404
    application.refresh_from_db()
    assert Message.objects.get().recipient == application.email
    assert client.get(address(application)).status_code == 200


def test_the_log_of_requests_holds_no_link_that_could_be_followed(rf):
    token = follow_token(ApplicationFactory())

    written = RequestLog.format_request(rf.get(reverse("applications:own_file", args=[token])))

    assert written == "GET /candidatures/suivi/(signed)/dossier.pdf"


# -- where it stands ---------------------------------------------------------------------------------------------------
SENTENCES = {
    State.SENT: "vous répondre avant le",
    State.ASKED: "répondre à la question",
    State.INTERVIEW: "quand vous venez",
    State.CHOSEN: "dire si vous êtes d’accord",
    State.AGREED: "Vous êtes d’accord tous les deux",
    State.REFUSED: "n’a pas retenu votre candidature",
    State.SILENT: "n’a pas répondu en 15 jours",
    State.OVER: "a pourvu la place",
}


@pytest.mark.parametrize(("state", "sentence"), SENTENCES.items())
def test_each_state_says_who_must_act(client, state, sentence):
    assert sentence in page(client, ApplicationFactory(state=state))


@pytest.mark.parametrize("state", [State.SILENT, State.REFUSED, State.OVER])
def test_an_end_without_yes_shows_other_places(client, state):
    application = ApplicationFactory(state=state)
    OfferFactory(title="Boulanger à Vézac")

    assert "Boulanger à Vézac" in page(client, application)


def test_a_question_is_answered_and_the_delay_begins_again(client):
    application = ApplicationFactory(state=State.ASKED)
    ExchangeFactory(application=application, text="Samedi à 5 h ?")

    answer = take(client, application, "reply", text="Oui, je viens.")

    shown = answer.content.decode()
    assert "Samedi à 5 h" in shown
    assert "Oui, je viens." in shown
    application.refresh_from_db()
    assert application.state == State.SENT
    assert application.answer_due_on == timezone.localdate() + ANSWER_WITHIN


def test_an_invitation_is_answered_and_stands(client):
    application = ApplicationFactory(state=State.INTERVIEW)

    take(client, application, "confirm", text="Je serai là mardi.")

    application.refresh_from_db()
    assert application.state == State.INTERVIEW
    assert Exchange.objects.get().text == "Je serai là mardi."


def test_an_empty_answer_is_refused_beside_its_field(client):
    answer = take(client, ApplicationFactory(state=State.ASKED), "reply", text=" ")

    assert answer.status_code == 422
    assert "Écrivez votre réponse" in answer.content.decode()


def test_a_yes_to_the_employer_makes_the_agreement(client):
    application = ApplicationFactory(state=State.CHOSEN)

    answer = take(client, application, "agree")

    assert "Bravo" in answer.content.decode()
    assert Agreement.objects.get().application == application


def test_a_yes_pressed_twice_is_one_agreement_and_a_sentence(client):
    application = ApplicationFactory(state=State.CHOSEN)

    take(client, application, "agree")
    answer = take(client, application, "agree")

    assert answer.status_code == 422
    assert "ne permet pas" in answer.content.decode()
    assert Agreement.objects.count() == 1


def test_a_candidate_may_withdraw(client):
    application = ApplicationFactory()

    take(client, application, "withdraw")

    application.refresh_from_db()
    assert application.state == State.WITHDRAWN


@pytest.mark.parametrize("step", [name for name, step in STEPS.items() if step.actor != Actor.CANDIDATE])
def test_a_candidate_takes_no_step_of_another(client, step):
    application = ApplicationFactory(state=State.CHOSEN)

    assert take(client, application, step).status_code == 404


# -- the PDF -----------------------------------------------------------------------------------------------------------
def read(answer) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_employer_gets_one_tagged_pdf_the_answers_first_then_the_cv(client):
    user = employer()
    application = ApplicationFactory(organisation=user.memberships.get().organisation)
    DocumentFactory(application=application, content=clean(a_pdf(pages=2)))
    client.force_login(user)

    answer = client.get(reverse("applications:file", args=[application.key]))

    document = read(answer)
    assert len(document.pages) == 3
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "fr"
    assert "Diaz" not in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("person", [employer, UserFactory])
def test_nobody_else_opens_it(client, person):
    application = ApplicationFactory()
    client.force_login(person())

    assert client.get(reverse("applications:file", args=[application.key])).status_code == 404


def test_a_suspended_company_opens_nothing_any_more(client):
    user = employer(state="suspended")
    application = ApplicationFactory(organisation=user.memberships.get().organisation)
    client.force_login(user)

    assert client.get(reverse("applications:file", args=[application.key])).status_code == 404


def test_a_candidate_without_account_reads_what_the_employer_reads(client):
    application = ApplicationFactory()

    answer = client.get(reverse("applications:own_file", args=[follow_token(application)]))

    assert len(read(answer).pages) == 1


# -- mine --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how_many", [1, 6])
def test_my_applications_cost_the_same_whatever_their_number(client, how_many, django_assert_num_queries):
    user = UserFactory()
    for _ in range(how_many):
        ApplicationFactory(candidate=user)
    client.force_login(user)
    client.get(reverse("applications:mine"))

    with django_assert_num_queries(7):  # session, account, its roles; claim; applications, sites, communes
        client.get(reverse("applications:mine"))


def test_what_was_sent_without_account_from_my_address_joins_my_account(client):
    user = UserFactory(email="lina@exemple.fr")
    ApplicationFactory(email="lina@exemple.fr")
    ApplicationFactory(email="lina@exemple.fr", state=State.DRAFT)  # anybody may have typed it
    client.force_login(user)

    shown = client.get(reverse("applications:mine")).content.decode()

    assert shown.count("<h2>") == 1


def test_the_applications_of_others_are_not_shown(client):
    ApplicationFactory(candidate=UserFactory())
    ApplicationFactory()

    for visitor in (Client(), client):
        assert "Aucune pour le moment" in visitor.get(reverse("applications:mine")).content.decode()


# -- until when --------------------------------------------------------------------------------------------------------
def test_a_draft_goes_after_thirty_days():
    now = timezone.now()
    draft = ApplicationFactory(state=State.DRAFT)
    Application.objects.by_key(draft.key).update(created_at=now - DRAFT_LASTS + timedelta(hours=1))

    assert privacy.purge_drafts(now) == 0
    assert privacy.purge_drafts(now + timedelta(hours=2)) == 1
    assert not Application.objects.exists()


@pytest.mark.parametrize("state", [State.REFUSED, State.SILENT])
def test_a_cv_goes_a_month_after_the_end_or_the_silence(state):
    now = timezone.now()
    due = timezone.localdate(now)
    application = ApplicationFactory(state=state, ended_at=now if state == State.REFUSED else None, answer_due_on=due)
    DocumentFactory(application=application)

    assert privacy.purge_cvs(now + CV_LASTS - timedelta(hours=1)) == 0
    assert privacy.purge_cvs(now + CV_LASTS + timedelta(days=1)) == 1
    assert Application.objects.get().first_name == "Lina"


def test_after_two_years_an_application_is_nobodys():
    now = timezone.now()
    application = ApplicationFactory(state=State.REFUSED, ended_at=now, candidate=UserFactory())
    DocumentFactory(application=application)
    ExchangeFactory(application=application)

    assert privacy.purge_applications(now + APPLICATION_LASTS - timedelta(hours=1)) == 0
    assert privacy.purge_applications(now + APPLICATION_LASTS + timedelta(hours=1)) == 1
    assert privacy.purge_applications(now + APPLICATION_LASTS + timedelta(hours=2)) == 0

    application.refresh_from_db()
    assert (application.state, application.first_name, application.email) == (State.REFUSED, "", "")
    assert (application.candidate, application.age, application.answers) == (None, None, {})
    assert not Document.objects.exists()
    assert not Exchange.objects.exists()


def test_one_click_erases_everything_and_the_link(client):
    application = ApplicationFactory()
    DocumentFactory(application=application)
    token = follow_token(application)

    answer = take(client, application, "erase")

    assert "C’est effacé" in answer.content.decode()
    application.refresh_from_db()
    assert (application.state, application.first_name, application.answers) == (State.WITHDRAWN, "", {})
    assert client.get(reverse("applications:follow", args=[token])).status_code == 404
    assert not Document.objects.exists()


def test_erasing_an_agreed_application_takes_the_person_out_of_the_agreement():
    application = ApplicationFactory(state=State.CHOSEN)
    applying.agree(application)

    privacy.erase(application)

    agreement = Agreement.objects.get()
    assert "Diaz" not in str(agreement.facts)


def test_an_account_takes_its_applications_away_and_leaves_none():
    user = UserFactory()
    ApplicationFactory(candidate=user)

    exported = export_all(user)["Candidatures"]
    assert exported[0]["réponses"]["Pourquoi ce métier ?"] == "J'aime le pain et me lever tôt."
    erase_all(user)

    assert Application.objects.get().last_name == ""
