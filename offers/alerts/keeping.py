"""Keeping, confirming and ending alerts: what may be asked, by whom, and how often."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apprentissage.mail.outbox import post
from offers.alerts import links
from offers.alerts.models import MOST_ALERTS, Alert, Anchor, Subscriber
from offers.alerts.waiting import Waiting

MOST_ASKED = 3  # mails of confirmation a day to one address: nobody floods somebody else's mailbox
A_DAY = timedelta(days=1)
TOO_MANY = f"Vous avez déjà {MOST_ALERTS} alertes, le plus possible. Retirez-en une pour en ajouter une autre."


class TooManyAlertsError(ValueError):
    """One alert too many for this subscriber; the message is the sentence to show."""


@transaction.atomic
def keep(subscriber: Subscriber, search: Waiting, frequency: str) -> Alert:
    """The alert of a subscriber on this search, still to confirm when it is new; one that exists is left as it is."""
    alert, is_new = Alert.objects.get_or_create(
        subscriber=subscriber,
        search=search.search,
        defaults={"title": search.title, "frequency": frequency, **search.columns},
    )
    if is_new:
        _anchor(alert, search)
    return alert


def ask_by_mail(address: str, search: Waiting, frequency: str) -> None:
    """Write to an address that wants an alert: to confirm it, or to say that it has it already, or ten of them.

    Nothing comes back: who asks must not learn what an address receives here.
    """
    with transaction.atomic():
        subscriber = _locked(address)
        known = subscriber.alerts.searching(search.search).first()
        if known and known.confirmed_at:
            _write(subscriber, known, "known")
        elif subscriber.alerts.confirmed().count() >= MOST_ALERTS:
            _write(subscriber, None, "full")
        elif known or subscriber.alerts.asked_since(timezone.now() - A_DAY).count() < MOST_ASKED:
            alert = keep(subscriber, search, frequency)
            _write(subscriber, alert, "confirm")


@transaction.atomic
def keep_for_account(user, search: Waiting, frequency: str) -> Alert:
    """The alert of an account, confirmed at once. Raises ``TooManyAlertsError`` when it has as many as one may."""
    subscriber = account_subscriber(user)
    known = subscriber.alerts.searching(search.search).first()
    if not (known and known.confirmed_at) and subscriber.alerts.confirmed().count() >= MOST_ALERTS:
        raise TooManyAlertsError(TOO_MANY)
    alert = keep(subscriber, search, frequency)
    alert.frequency, alert.is_paused = frequency, False
    alert.confirmed_at = alert.confirmed_at or timezone.now()
    alert.save(update_fields=["frequency", "is_paused", "confirmed_at"])
    subscriber.give_a_sign()
    return alert


@transaction.atomic
def confirm(key) -> Alert | None:
    """The alert that its owner now confirms; None when it is gone. Raises ``TooManyAlertsError``."""
    alert = Alert.objects.keyed(key).select_related("subscriber").first()
    if alert is None:
        return None
    subscriber = Subscriber.objects.select_for_update().get(pk=alert.subscriber_id)
    if alert.confirmed_at is None:
        if subscriber.alerts.confirmed().count() >= MOST_ALERTS:
            raise TooManyAlertsError(TOO_MANY)
        alert.confirmed_at = timezone.now()
        alert.save(update_fields=["confirmed_at"])
        subscriber.give_a_sign()
    return alert


@transaction.atomic
def stop(subscriber: Subscriber) -> None:
    """No more mails of alerts: searches of an account stay saved, an address without account is forgotten."""
    if subscriber.user_id:
        subscriber.alerts.update(frequency=Alert.Frequency.NEVER)
    else:
        subscriber.delete()


def account_subscriber(user) -> Subscriber:
    """The subscriber that an account is, locked until the end of the transaction."""
    subscriber, _ = Subscriber.objects.get_or_create(user=user)
    return Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)


@transaction.atomic
def join_account(user) -> None:
    """Hand over to an account the alerts that its own address had before: it has just proved that it reads it."""
    former = Subscriber.objects.filter(email=user.email).first()
    if former is None:
        return
    subscriber = account_subscriber(user)
    kept = set(subscriber.alerts.values_list("search", flat=True))
    for alert in former.alerts.confirmed():
        if alert.search not in kept and len(kept) < MOST_ALERTS:
            kept.add(alert.search)
            alert.subscriber = subscriber
            alert.save(update_fields=["subscriber"])
    subscriber.mailed_on = max(filter(None, [subscriber.mailed_on, former.mailed_on]), default=None)
    subscriber.save(update_fields=["mailed_on"])
    former.delete()


def _anchor(alert: Alert, search: Waiting) -> None:
    Anchor.objects.bulk_create(Anchor(alert=alert, lexeme=lexeme) for lexeme in sorted(search.anchors))


def _locked(address: str) -> Subscriber:
    """Who is told at this address, a new subscriber when nobody is; locked until the end of the transaction."""
    known = Subscriber.objects.at(address).values_list("pk", flat=True).first()
    if known is None:
        known = Subscriber.objects.get_or_create(email=address.lower())[0].pk
    return Subscriber.objects.select_for_update(of=("self",)).select_related("user").get(pk=known)


def _write(subscriber: Subscriber, alert: Alert | None, letter: str) -> None:
    """One letter of a kind a day at most for the same alert."""
    about = alert.key if alert else subscriber.key
    facts = {"manage_url": links.manage_url(subscriber), "most": MOST_ALERTS}
    if alert:
        facts |= {"title": alert.title, "confirm_url": links.confirm_url(alert), "days": links.CONFIRM_DAYS}
    post(f"alert-{letter}-{about}-{timezone.localdate()}", f"alerts/{letter}", subscriber.address, **facts)
