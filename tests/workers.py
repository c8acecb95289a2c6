"""A real worker for tests: another process, on the database of the tests, as ``./bourse up`` starts one."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

PATIENCE = 120  # seconds


@pytest.fixture
def no_jobs(transactional_db):
    """No job before this test, none after."""
    _sweep()
    yield
    _sweep()


@pytest.fixture
def start_worker(smtp, no_jobs):
    """A function that starts a worker, with settings of its own; its mails go to the mail server of the test."""
    started = []

    def start(**surroundings):
        command = [sys.executable, "manage.py", "procrastinate", "worker"]
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}", "LOG_LEVEL": "ERROR", "DATABASE_URL": _database_url()}
        surroundings = os.environ | mail | surroundings
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(holds) -> None:
    """Wait until a function holds; fail when nothing happens any more."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, "nothing happens any more"
        time.sleep(0.05)


def _database_url() -> str:
    database = connection.settings_dict
    host = quote(database["HOST"] or "localhost", safe="")
    return f"postgis://{database['USER']}@{host}:{database['PORT'] or 5432}/{database['NAME']}"


def _sweep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
