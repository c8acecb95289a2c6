"""The door to procrastinate: work done later, kept in PostgreSQL, enqueued in the transaction that wants it.

A room writes its tasks in its own ``jobs`` module: idempotent functions that take identifiers, never people's data::

    @task()
    def close_past_offers(): ...

    enqueue(close_past_offers)
"""

from collections.abc import Callable

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

STALLED_AFTER = 60  # seconds without a sign of life from the worker that held the job


def task(*, every: str | None = None) -> Callable:
    """A decorator that makes a function a task, tried five times at growing intervals.

    ``every`` is a cron line in UTC; such a task takes one argument, the time it was meant for.
    """

    def decorate(function):
        made = app.task(
            name=f"{function.__module__}.{function.__qualname__}",
            retry=RetryStrategy(max_attempts=5, exponential_wait=4),
        )(function)
        return app.periodic(cron=every)(made) if every else made

    return decorate


def enqueue(made, **identifiers) -> int:
    """The number of the job, which runs once the current transaction is committed and never when it is not."""
    return made.defer(**identifiers)


@app.periodic(cron="* * * * *")
@app.task(name="apprentissage.jobs.retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context, timestamp: int) -> None:
    """Give back the jobs whose worker died in the middle: procrastinate leaves them "doing" for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="apprentissage.jobs.forget_old_jobs", queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context, timestamp: int) -> None:
    """Finished jobs are kept thirty days, failed ones included: long enough to look into them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=30 * 24, include_failed=True)
