"""A mail leaves once: in its transaction, whatever the server answers, and never with personal facts."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.template.loader import TemplateDoesNotExist
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail import delivery, jobs, outbox
from apprentissage.mail import smtp as backend
from apprentissage.mail.models import KEPT_FOR, NO_ANSWER_AFTER, Message, State
from tests.access import enter
from tests.factories.accounts import staff
from tests.mailbox import TO, free_port, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_letter")]


def send(message: Message) -> Message:
    """What is in the outbox after the worker tried."""
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


# -- what leaves -------------------------------------------------------------------------------------------------------


def test_the_headers_say_that_a_machine_writes_and_how_to_stop_it(smtp):
    message = post(unsubscribe_url="https://bourse.exemple.fr/alertes/arret/abc")

    assert send(message).state == State.SENT

    _, letter = smtp.letters[0]
    assert letter["To"] == TO
    assert letter["Message-ID"] == f"<{message.reference}@bourse.exemple.fr>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://bourse.exemple.fr/alertes/arret/abc>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "bourse de l’apprentissage" in letter["From"]
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "https://bourse.exemple.fr/alertes/arret/abc" in letter.get_body(("plain",)).get_content()


def test_a_mail_that_nobody_subscribed_to_has_no_way_out_of_a_list(smtp):
    send(post())

    assert smtp.letters[0][1]["List-Unsubscribe"] is None


# -- what the server answers -------------------------------------------------------------------------------------------


def test_a_mail_that_left_does_not_leave_again(smtp):
    message = post()

    for _ in range(3):
        assert send(message).state == State.SENT

    assert smtp.recipients == [TO]


@pytest.mark.parametrize("when", ["to_recipient", "to_content"])
def test_a_final_refusal_is_marked_and_not_tried_again(smtp, when):
    setattr(smtp, when, "550 5.1.1 lina@exemple.fr: no such user")
    message = send(post())

    assert (message.state, message.problem, message.sent_at) == (State.REFUSED, "550 5.1.1", None)

    setattr(smtp, when, None)
    send(message)
    assert smtp.letters == []


@pytest.mark.parametrize("when", ["to_recipient", "to_content"])
def test_a_passing_refusal_is_tried_again_later(smtp, when, time_machine):
    setattr(smtp, when, "451 4.7.1 Greylisted")
    message = send(post())

    assert (message.state, message.attempts, message.problem) == (State.WAITING, 1, "451 4.7.1")
    assert message.next_try_at > timezone.now()

    setattr(smtp, when, None)
    assert send(message).state == State.SENT
    assert smtp.recipients == [TO]


def test_a_server_that_is_down_costs_no_mail_and_does_not_hold_the_worker(smtp, settings):
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    first, second = send(post("a")), send(post("b"))

    assert (first.state, first.attempts, first.problem) == (State.WAITING, 1, "ConnectionRefusedError")
    assert (second.state, second.attempts) == (State.WAITING, 0)  # did not even knock

    settings.EMAIL_PORT = up
    cache.delete(delivery.SILENT_SERVER)
    assert {send(first).state, send(second).state} == {State.SENT}


def test_attempts_grow_apart_and_end_after_three_days(smtp, time_machine):
    smtp.to_recipient = "450 4.2.1 Busy"
    message, began, waits = post(), timezone.now(), []

    while send(message).state == State.WAITING:
        waits.append(message.next_try_at - timezone.now())
        time_machine.move_to(message.next_try_at)

    assert message.state == State.ABANDONED
    assert all(one <= other + timedelta(seconds=1) for one, other in pairwise(waits))
    assert timedelta(days=2) < timezone.now() - began < timedelta(days=4)


def test_a_line_that_breaks_after_the_content_leaves_a_doubt_and_no_second_mail(smtp):
    smtp.hangs_up = True
    message = send(post())

    assert message.state == State.DOUBTFUL

    smtp.hangs_up = False
    send(message)
    assert smtp.recipients == [TO]


def test_a_server_too_slow_to_answer_the_content_leaves_a_doubt(smtp, monkeypatch):
    monkeypatch.setattr(backend, "PATIENCE", 0.3)
    smtp.seconds = 1

    assert send(post()).state == State.DOUBTFUL


def test_a_slow_server_is_waited_for(smtp, settings):
    settings.EMAIL_TIMEOUT, smtp.seconds = 0.5, 0.8

    assert send(post()).state == State.SENT


def test_an_address_that_no_mail_can_bear_is_refused_here(smtp):
    assert send(post(to="lina@exemple.fr\nBcc: tous@exemple.fr")).state == State.REFUSED
    assert smtp.letters == []


def test_a_mail_without_its_template_waits_for_the_next_release(smtp):
    outbox.post("k", "trial/absent", TO)

    message = send(Message.objects.get())

    assert (message.state, message.problem) == (State.WAITING, TemplateDoesNotExist.__name__)


def test_a_person_receives_a_bounded_number_of_mails_an_hour(smtp, time_machine):
    messages = [post(f"n-{number}") for number in range(delivery.PER_RECIPIENT + 2)]
    for message in messages:
        send(message)
    someone_else = send(post("other", to="awa@exemple.fr"))

    assert smtp.recipients.count(TO) == delivery.PER_RECIPIENT
    assert someone_else.state == State.SENT

    time_machine.move_to(messages[-1].next_try_at + timedelta(seconds=1))
    assert {send(message).state for message in messages} == {State.SENT}


# -- what is found again -----------------------------------------------------------------------------------------------


def enqueued(monkeypatch) -> list[int]:
    found = []
    monkeypatch.setattr(jobs, "enqueue", lambda made, message_id: found.append(message_id))
    return found


def test_a_mail_whose_job_was_lost_gets_another_one_but_not_every_minute(monkeypatch, time_machine):
    message, given = post(), enqueued(monkeypatch)

    jobs.look_again(0)
    assert given == []

    time_machine.move_to(message.next_try_at + timedelta(seconds=1))
    jobs.look_again(0)
    jobs.look_again(0)
    assert given == [message.pk]


def test_a_mail_that_a_dead_worker_claimed_is_told_and_not_sent_again(monkeypatch, time_machine, caplog, smtp):
    message, given = post(), enqueued(monkeypatch)
    assert Message.objects.claim(message.pk)
    assert not Message.objects.claim(message.pk)

    jobs.look_again(0)
    message.refresh_from_db()
    assert message.state == State.SENDING

    time_machine.move_to(timezone.now() + NO_ANSWER_AFTER + timedelta(seconds=1))
    with caplog.at_level("WARNING"):
        jobs.look_again(0)
    assert send(message).state == State.DOUBTFUL
    assert given == []
    assert smtp.letters == []
    assert TO not in caplog.text


def test_a_worker_believed_dead_still_has_the_last_word():
    message = post()
    Message.objects.claim(message.pk)
    Message.objects.filter(pk=message.pk).update(state=State.DOUBTFUL)

    Message.objects.end(message.pk, State.SENT)

    message.refresh_from_db()
    assert message.state == State.SENT


def test_a_recipient_is_forgotten_after_thirty_days_and_the_key_never(smtp, time_machine):
    message = send(post())
    time_machine.move_to(timezone.now() + KEPT_FOR - timedelta(minutes=1))
    assert Message.objects.to_forget(timezone.now()).forget() == 0

    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert Message.objects.to_forget(timezone.now()).forget() == 1
    message.refresh_from_db()
    assert (message.recipient, message.facts) == ("", {})
    assert not outbox.post("note-1", "trial/note", TO)


# -- who looks at them -------------------------------------------------------------------------------------------------


@pytest.fixture
def operator(client):
    enter(client, staff(is_superuser=True))
    return client


def test_the_operator_finds_the_mails_that_failed_without_their_words(operator, smtp):
    smtp.to_recipient = "550 5.1.1 No such user"
    failed, waiting = send(post("a")), post("b")

    page = operator.get(reverse("admin:mail_message_changelist"), {"suite": "oui"}).content.decode()
    own = operator.get(reverse("admin:mail_message_change", args=[failed.pk])).content.decode()

    assert "550 5.1.1" in page
    assert TO not in page
    assert f"/{waiting.pk}/change" not in page
    assert "7K3M" not in own


def test_the_operator_sends_a_doubtful_mail_again_under_the_same_identifier_or_leaves_it(operator, smtp):
    smtp.hangs_up = True
    first, second = send(post("a")), send(post("b"))
    smtp.hangs_up = False
    address = reverse("admin:mail_message_changelist")

    operator.post(address, {"action": "send_again", "_selected_action": [first.pk]})
    operator.post(address, {"action": "leave_it", "_selected_action": [second.pk]})

    assert send(first).state == State.SENT
    assert send(second).state == State.SENT
    mails = [letter["Message-ID"] for _, letter in smtp.letters]
    assert mails.count(f"<{first.reference}@bourse.exemple.fr>") == 2
    assert mails.count(f"<{second.reference}@bourse.exemple.fr>") == 1


def test_a_visitor_of_the_demonstration_reads_the_mails_and_follows_their_links(client):
    message = post()

    page = client.get(reverse("mail:letters")).content.decode()
    alone = client.get(reverse("mail:laid_out", args=[message.reference]))

    assert '<a href="https://bourse.exemple.fr/s/7K3M?a=1&amp;b=2"' in page
    assert TO not in page
    assert "default-src 'none'" in alone["Content-Security-Policy"]
    assert "<script" not in alone.content.decode()


def test_a_mail_that_was_forgotten_or_lost_its_template_is_not_shown(client):
    forgotten = post("a")
    Message.objects.filter(pk=forgotten.pk).update(state=State.REFUSED)
    Message.objects.all().forget()
    outbox.post("b", "trial/absent", TO)

    assert "Pas encore de courrier" in client.get(reverse("mail:letters")).content.decode()
    assert client.get(reverse("mail:laid_out", args=[forgotten.reference])).status_code == 404
