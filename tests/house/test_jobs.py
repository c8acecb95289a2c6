"""Jobs are kept by PostgreSQL: none without its transaction, none lost with its worker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from apprentissage import jobs

pytestmark = pytest.mark.django_db(transaction=True)

DONE = []


@jobs.task()
def remember(*, number):
    """A task of this test: it notes what it was called with."""
    DONE.append(number)


@pytest.fixture(autouse=True)
def _no_job_before_nor_after():
    def sweep():
        DONE.clear()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    sweep()
    yield
    sweep()


def work():
    """Run a worker until nothing is left to do; in its own thread, since a browser may hold the loop of this one."""

    def run():
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


def test_a_job_is_done_once():
    jobs.enqueue(remember, number=7)

    work()
    work()

    assert DONE == [7]


def test_a_job_goes_with_the_transaction_that_wanted_it():
    with transaction.atomic():
        jobs.enqueue(remember, number=7)
        transaction.set_rollback(True)

    assert not ProcrastinateJob.objects.exists()


def test_a_job_whose_worker_died_is_done_by_another():
    number = jobs.enqueue(remember, number=7)
    silent = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 min') RETURNING id"
    with connection.cursor() as cursor:  # a worker took the job, and was never heard of again
        cursor.execute(silent)
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, number])
    jobs.enqueue(jobs.retry_stalled_jobs, timestamp=0)

    work()

    assert DONE == [7]


def test_the_stalled_jobs_are_looked_for_every_minute():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic["apprentissage.jobs.retry_stalled_jobs"] == "* * * * *"
