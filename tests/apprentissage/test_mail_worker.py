"""Real workers, killed in the middle of their letters: none is sent twice, and none is lost in silence."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apprentissage.mail import jobs, outbox
from apprentissage.mail.models import NO_ANSWER_AFTER, Message, State

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS, KILLED_AT = 300, (40, 160)
PATIENCE = 120  # seconds


@pytest.fixture(autouse=True)
def _no_job_before_nor_after():
    def sweep():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    sweep()
    yield
    sweep()


@pytest.fixture
def start_worker(smtp):
    """A function that starts a worker as ``./bourse up`` does, on the database of the tests."""
    started = []
    database = connection.settings_dict
    host = quote(database["HOST"] or "localhost", safe="")
    address = f"postgis://{database['USER']}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
    surroundings = os.environ | {
        "DATABASE_URL": address,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        "LOG_LEVEL": "ERROR",
    }

    def start():
        command = [sys.executable, "manage.py", "procrastinate", "worker"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(holds) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, "nothing happens any more"
        time.sleep(0.05)


def a_minute_later() -> None:
    """What the periodic task finds once the time of the dead has passed."""
    past = timezone.now() - NO_ANSWER_AFTER - timedelta(seconds=1)
    Message.objects.filter(state=State.SENDING).update(claimed_at=past)
    Message.objects.waiting().update(next_try_at=past)
    jobs.look_again(0)


def test_workers_killed_in_the_middle_of_their_letters_send_none_twice_and_lose_none_in_silence(smtp, start_worker):
    smtp.seconds = 0.02
    with transaction.atomic():
        for number in range(LETTERS):
            outbox.post(f"n-{number}", "moderation/received", f"n{number}@exemple.fr", offer_url="https://b.fr/1/")

    for threshold in KILLED_AT:
        worker = start_worker()
        wait_until(lambda threshold=threshold: len(smtp.letters) >= threshold)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        a_minute_later()
    start_worker()
    wait_until(lambda: not Message.objects.filter(state__in=[State.WAITING, State.SENDING]).exists())

    received, by_state = Counter(smtp.recipients), Counter(Message.objects.values_list("state", flat=True))
    sent = set(Message.objects.filter(state=State.SENT).values_list("recipient", flat=True))
    assert received.most_common(1)[0][1] == 1
    assert sent <= set(received)
    assert set(by_state) <= {State.SENT, State.DOUBTFUL}
    assert by_state[State.DOUBTFUL] <= len(KILLED_AT)  # one mail at most was in each worker's hands
    assert by_state.total() == LETTERS
