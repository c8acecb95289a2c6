"""What the worker does for answers."""

from datetime import UTC, datetime

from django.utils import timezone

from apprentissage.jobs import task
from offers.answers import clock, digest, score, silence


@task(every="12 * * * *")
def watch_the_clock(timestamp: int) -> None:
    """Every hour: delays that passed, offers that ended and whose own job was lost."""
    clock.lapse_late_applications()
    clock.end_applications()


@task()
def end_applications(offer_id: int) -> None:
    """Asked by who fills or closes an offer, in its transaction: candidates are told within a minute."""
    clock.end_applications(offer_id)


@task(every="0 6,7 * * *")  # eight in Paris, in summer and in winter
def send_digests(timestamp: int) -> None:
    """At eight; at the other of the two hours nothing happens."""
    meant = timezone.localtime(datetime.fromtimestamp(timestamp, UTC))
    if meant.hour == digest.HOUR:
        digest.send_digests(meant.date())


@task()
def recompute_score(organisation_id: int) -> None:
    """After an answer."""
    score.recompute(organisation_id)


@task(every="41 2 * * *")
def recompute_scores(timestamp: int) -> None:
    """Every night: days pass, and with them what the last twelve months hold. Silent employers are told."""
    score.recompute_all()
    silence.warn_silent_employers()
