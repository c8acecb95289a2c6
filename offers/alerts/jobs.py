"""What the worker does for alerts and favourites."""

from apprentissage.jobs import task
from offers.alerts import ending, matching, reminders, renewing, telling


@task(every="*/2 * * * *")
def match_new_offers(timestamp: int) -> None:
    """Every other minute, the offers that have opened look for the searches that wait for them."""
    matching.match_new_offers()


@task(every="*/10 * * * *")
def tell_of_offers(timestamp: int) -> None:
    """From seven in the morning, Paris time; the other runs find nothing to tell, or what the morning missed."""
    telling.tell_of_offers()


@task(every="20 8 * * *")
def remind_of_favourites(timestamp: int) -> None:
    """Each morning, the favourites that close soon."""
    reminders.remind()


@task(every="40 8 * * *")
def notice_silent_subscribers(timestamp: int) -> None:
    """Each morning, alerts that end soon for want of a sign of life."""
    ending.notice_silent_subscribers()


@task(every="50 3 * * 0")
def understand_again(timestamp: int) -> None:
    """Every Sunday: the names of trades and places may have changed since the searches were kept."""
    renewing.understand_again()
