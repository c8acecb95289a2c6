"""The addresses that mails carry: signed, so that nobody makes one up; opaque, so that they tell of no person."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

CONFIRM_DAYS = 3
DAY = 24 * 3600  # seconds


def confirm_url(alert) -> str:
    """The page that confirms an alert; its link lives ``CONFIRM_DAYS`` days."""
    return _address("alerts:confirm", _signed(alert.key, "alerts.confirm"))


def manage_url(subscriber) -> str:
    """The page where one changes one's alerts without account. It lives as long as the alerts do."""
    return settings.SITE_URL + manage_path(subscriber)


def stop_url(subscriber) -> str:
    """The address that ends all mails of alerts: by a page, or by the one click of a mail program (RFC 8058)."""
    return settings.SITE_URL + stop_path(subscriber)


def manage_path(subscriber) -> str:
    """The same page, for a redirection: it stays on the host that the browser knows."""
    return reverse("alerts:manage", args=[_signed(subscriber.key, "alerts.manage")])


def stop_path(subscriber) -> str:
    """The same page, for a link of ours."""
    return reverse("alerts:stop", args=[_signed(subscriber.key, "alerts.stop")])


def no_reminders_url(subscriber) -> str:
    """The same for reminders of favourites."""
    return _address("alerts:no_reminders", _signed(subscriber.key, "alerts.no_reminders"))


def confirmed_key(token: str) -> UUID | None:
    """The alert of a link of confirmation; None when it is not ours, or too old."""
    return _read(token, "alerts.confirm", max_age=CONFIRM_DAYS * DAY)


def manager_key(token: str) -> UUID | None:
    """The subscriber of a link of management; None when it is not ours."""
    return _read(token, "alerts.manage")


def stopped_key(token: str) -> UUID | None:
    """The subscriber of a link that ends alerts; None when it is not ours."""
    return _read(token, "alerts.stop")


def no_reminders_key(token: str) -> UUID | None:
    """The subscriber of a link that ends reminders; None when it is not ours."""
    return _read(token, "alerts.no_reminders")


def _signed(key: UUID, purpose: str) -> str:
    return signing.dumps(key.hex, salt=purpose)


def _read(token: str, purpose: str, max_age: int | None = None) -> UUID | None:
    try:
        return UUID(hex=signing.loads(token, salt=purpose, max_age=max_age))
    except (signing.BadSignature, ValueError, AttributeError, TypeError):
        return None


def _address(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])
