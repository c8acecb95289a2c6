"""What the worker does for offers published here."""

from apprentissage.jobs import task
from offers.publishing import life, reminders


@task(every="15 6 * * *")
def write_to_employers(timestamp: int) -> None:
    """Every morning: offers that stop soon, places filled nearly a year ago."""
    reminders.warn_of_closing()
    reminders.propose_again()


@task(every="*/10 * * * *")
def release_waiting_offers(timestamp: int) -> None:
    """A company validated by a way that told nobody: its offers show within ten minutes."""
    life.release_waiting()
