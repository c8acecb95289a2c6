"""The server is killed while three hundred candidates press "Envoyer"."""

import pytest
from django.db import connection

from offers.applications.models import Application
from tests.offers.sending import free_port, kill, lost, ready_to_send, send_all, server

HOW_MANY, KILLED_AFTER = 300, 100


@pytest.fixture(autouse=True)
def _no_job_left():
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.mark.django_db(transaction=True)
def test_each_acknowledged_application_is_there_once_with_one_mail_though_the_server_was_killed():
    drafts, port = ready_to_send(HOW_MANY), free_port()

    with server(port) as process:
        acknowledged = send_all(port, drafts, then=lambda count: kill(process) if count == KILLED_AFTER else None)
    assert KILLED_AFTER <= len(acknowledged) < HOW_MANY
    assert lost(acknowledged) == []

    with server(port):  # everybody presses again, those who had an answer too
        send_all(port, drafts)
    assert Application.objects.sent().count() == HOW_MANY
    assert lost([draft.pk for draft in drafts]) == []
