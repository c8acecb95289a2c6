"""Answers: one door, checked again under the lock; nothing personal in the mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from apprentissage.mail.models import Message
from offers.answers import wording
from offers.answers.answering import AlreadyAnswered, Answer, message, seen_by, send, send_all
from offers.answers.models import AnswerTemplate
from offers.applications.applying import reply
from offers.applications.lifecycle import ImpossibleStepError, State
from offers.applications.models import Application
from tests.factories.accounts import OrganisationFactory, employer
from tests.factories.applications import ApplicationFactory

REFUSAL = Answer("refuse", wording.DEFAULTS["refuse"], reason="taken")


@pytest.fixture
def application(db):
    return ApplicationFactory()


def test_a_refusal_says_why_and_ends_the_application(application):
    exchange = send(application, REFUSAL, seen_by(application))

    application.refresh_from_db()
    assert (application.state, application.refusal_reason) == (State.REFUSED, "taken")
    assert application.answered_at is not None
    assert exchange.text.startswith("Bonjour Lina,")
    assert "Nous avons choisi quelqu'un d'autre." in exchange.text


def test_the_mail_leads_to_the_page_and_holds_nothing_of_the_message(application):
    send(application, Answer("ask", "Bonjour {prenom}, avez-vous un vélo ?"), seen_by(application))

    letter = Message.objects.get(recipient=application.email)
    assert letter.template == "answers/answered"
    assert "/candidatures/suivi/" in letter.facts["follow_url"]
    assert "Lina" not in str(letter.facts)
    assert "vélo" not in str(letter.facts)


def test_an_invitation_lists_the_moments_as_one_says_them(application):
    moment = datetime(2026, 11, 30, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))

    text = message(application, Answer("invite", "{dates}\n{contact}", times=[moment], contact="chef@exemple.fr"))

    assert text == "- lundi 30\u00a0novembre 2026 à 14\u00a0h\u00a030\nchef@exemple.fr"


def test_a_spontaneous_application_is_answered_like_the_others(db):
    application = ApplicationFactory(offer=None)

    send(application, Answer("ask", "{offre}"), seen_by(application))

    assert application.exchanges.get().text == "candidature spontanée"
    assert Message.objects.get(recipient=application.email).facts["offer"] == ""


def test_who_answers_second_is_told_and_nothing_changes(application):
    seen = seen_by(application)
    send(application, Answer("ask", "Une question"), seen)

    with pytest.raises(AlreadyAnswered, match="déjà partie de chez vous"):
        send(application, REFUSAL, seen)

    application.refresh_from_db()
    assert application.state == State.ASKED
    assert application.exchanges.count() == 1


def test_an_answer_sent_twice_leaves_once(application):
    seen = seen_by(application)
    send(application, REFUSAL, seen)

    with pytest.raises(AlreadyAnswered):
        send(application, REFUSAL, seen)

    assert Message.objects.filter(recipient=application.email).count() == 1


def test_a_step_that_the_state_does_not_allow_is_refused_with_a_sentence(db):
    application = ApplicationFactory(state=State.WITHDRAWN)

    with pytest.raises(ImpossibleStepError, match="ne permet pas"):
        send(application, REFUSAL, seen_by(application))


def test_an_erased_candidate_gets_no_mail(db):
    application = ApplicationFactory(email="", first_name="")

    send(application, REFUSAL, seen_by(application))

    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_at_the_same_moment_one_wins_and_the_other_is_told():
    application = ApplicationFactory()
    seen = seen_by(application)

    def answer(step):
        try:
            send(Application.objects.get(pk=application.pk), Answer(step, "Bonjour", reason="taken"), seen)
        except AlreadyAnswered:
            return "told"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(answer, ["refuse", "choose"]))

    assert sorted(outcomes) == ["told", "won"]
    assert application.exchanges.count() == 1


def test_the_company_is_told_when_the_candidate_writes_back(db):
    bakery = OrganisationFactory()
    me = employer(bakery)
    application = ApplicationFactory(organisation=bakery, state=State.ASKED)

    reply(application, "reply", "Oui, dès lundi.")

    letter = Message.objects.get(template="answers/wrote")
    assert letter.recipient == me.email
    assert "lundi" not in str(letter.facts)


# -- many at once ------------------------------------------------------------------------------------------------------
def test_a_bulk_answer_tells_what_came_of_each(db):
    bakery = OrganisationFactory()
    first, second, gone = (ApplicationFactory(organisation=bakery, first_name=name) for name in ("Lina", "Noé", "Sam"))
    seen = {str(one.key): seen_by(one) for one in (first, second, gone)}
    gone.take("withdraw", "candidate")

    outcomes = send_all(employer(bakery), list(seen), REFUSAL, seen)

    assert [(outcome.application.first_name, bool(outcome.problem)) for outcome in outcomes] == [
        ("Lina", False),
        ("Noé", False),
        ("Sam", True),
    ]
    assert "Bonjour Noé" in second.exchanges.get().text


def test_a_bulk_answer_reaches_nobody_else_s_applications(db):
    foreign = ApplicationFactory()

    outcomes = send_all(employer(), [foreign.key], REFUSAL, {str(foreign.key): seen_by(foreign)})

    assert outcomes == []
    foreign.refresh_from_db()
    assert foreign.state == State.SENT


# -- words -------------------------------------------------------------------------------------------------------------
def test_an_organisation_s_own_words_come_before_those_of_the_house(db):
    bakery = OrganisationFactory()
    AnswerTemplate.objects.create(organisation=bakery, kind="ask", text="Salut {prenom} !")

    assert wording.text_for(bakery, "ask") == "Salut {prenom} !"
    assert wording.text_for(bakery, "choose") == wording.DEFAULTS["choose"]


@pytest.mark.parametrize("kind", wording.DEFAULTS)
def test_the_words_of_the_house_have_all_their_blanks(kind):
    wording.check(kind, wording.DEFAULTS[kind])


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("ask", "Bonjour {nom}", "Nous ne savons pas remplacer {nom}"),
        ("refuse", "Non.", "Gardez {motif}"),
        ("invite", "Venez.", "Gardez {dates}"),
    ],
)
def test_a_blank_that_cannot_be_filled_or_is_missing_is_said(kind, text, sentence):
    with pytest.raises(ValidationError) as problem:
        wording.check(kind, text)

    assert sentence in problem.value.messages[0]


def test_what_a_name_holds_is_never_read_as_a_blank(db):
    application = ApplicationFactory(first_name="{contact}")

    assert message(application, Answer("ask", "Bonjour {prenom}", contact="secret")) == "Bonjour {contact}"


def test_no_reason_of_refusal_is_one_that_the_law_forbids():
    forbidden = ("loin", "âge", "habit", "handicap", "sexe", "enceinte", "origine", "santé")

    told = " ".join([*wording.Reason.labels, *wording.SENTENCES.values()]).lower()

    assert not [word for word in forbidden if word in told]
    assert set(wording.SENTENCES) == set(wording.Reason)


def test_a_moment_is_said_in_the_time_of_paris():
    assert (
        wording.moment(datetime(2026, 7, 1, 7, 0, tzinfo=ZoneInfo("UTC")))
        == "mercredi 1er\u00a0juillet 2026 à 9\u00a0h"
    )
