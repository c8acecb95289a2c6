"""The mail of the morning: all that was found for one address, in one mail a day at most.

Daily alerts are told at ``HOUR`` in Paris, weekly ones on Monday at the same hour. What a morning missed (a server that
was down) is told the next time the job runs, never twice: the mail, its key in the outbox and the mark on what was told
are written in one transaction.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.guard import PersonalFactError, refuse_personal
from apprentissage.mail.outbox import post
from apprentissage.templatetags.french import french_date, km
from offers.alerts import links
from offers.alerts.models import Alert, Match, Subscriber
from offers.models import Offer

HOUR = time(7)
MOST_TOLD = 10  # offers in one mail; a link leads to the others


def tell_of_offers() -> int:
    """How many mails were put in the outbox. Safe to stop, and to run twice at once."""
    daily_before, weekly_before = _mornings()
    due = Match.objects.to_tell(daily_before, weekly_before)
    subscribers = due.values_list("alert__subscriber", flat=True).distinct()
    return sum(_tell(subscriber, daily_before, weekly_before) for subscriber in list(subscribers))


def _mornings() -> tuple[datetime, datetime]:
    """The last seven o'clock, and the last one of a Monday."""
    now = timezone.localtime()
    day = now.date() if now.time() >= HOUR else now.date() - timedelta(days=1)
    monday = day - timedelta(days=day.weekday())
    zone = timezone.get_current_timezone()
    return datetime.combine(day, HOUR, zone), datetime.combine(monday, HOUR, zone)


@transaction.atomic
def _tell(pk: int, daily_before: datetime, weekly_before: datetime) -> bool:
    """Whether a mail was written to this subscriber."""
    today = timezone.localdate()
    locked = Subscriber.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    subscriber = locked.filter(pk=pk).first()
    if subscriber is None or subscriber.mailed_on == today:
        return False
    due = Match.objects.to_tell(daily_before, weekly_before).of(subscriber)
    alerts = _found(due)
    Match.objects.filter(pk__in=list(due.values_list("pk", flat=True))).update(told_at=timezone.now())
    if not alerts:
        return False  # all of them have closed since
    subscriber.mailed_on = today
    subscriber.save(update_fields=["mailed_on"])
    offers = sum(alert["count"] for alert in alerts)
    facts = {
        "alerts": alerts,
        "count": offers,
        "shown": sum(len(alert["offers"]) for alert in alerts),
        "manage_url": links.manage_url(subscriber),
        "unsubscribe_url": links.stop_url(subscriber),
    }
    return post(f"alerts-{subscriber.key}-{today}", "alerts/offers", subscriber.address, **facts)


def _found(due) -> list[dict]:
    """For each alert, in the order they were made, the offers to tell; an offer is told once, under the first."""
    alerts: dict[Alert, list[Offer]] = {}
    told: set[int] = set()
    open_offers = Offer.objects.open().in_bulk(list(due.values_list("offer", flat=True)))
    for match in due.select_related("alert").order_by("alert__created_at", "alert", "-found_at", "-offer"):
        offer = open_offers.get(match.offer_id)
        if offer and offer.pk not in told:
            told.add(offer.pk)
            alerts.setdefault(match.alert, []).append(offer)
    shares = _shares([len(offers) for offers in alerts.values()])
    return [_said(alert, offers, share) for (alert, offers), share in zip(alerts.items(), shares, strict=True)]


def _shares(counts: list[int]) -> list[int]:
    """How many offers of each alert the mail shows: one each in turn, until it is full."""
    shares = [0] * len(counts)
    for _ in range(MOST_TOLD):
        for rank, count in enumerate(counts):
            if shares[rank] < count and sum(shares) < MOST_TOLD:
                shares[rank] += 1
    return shares


def _said(alert: Alert, offers: list[Offer], share: int) -> dict:
    """What the mail says of an alert: the nearest offers first when it has a place."""
    measured = Offer.objects.filter(pk__in=[offer.pk for offer in offers]).shown_on_cards().measured_from(alert.point)
    ordered = sorted(measured, key=lambda offer: (offer.distance.m if offer.distance else 0, -offer.pk))
    return {
        "title": alert.title,
        "count": len(offers),
        "url": search_url(alert),
        "offers": [offer_facts(offer) for offer in ordered[:share]],
    }


def search_url(alert: Alert) -> str:
    """The page of results of an alert, the newest first."""
    return f"{settings.SITE_URL}{reverse('offers:search')}?{alert.search}&{urlencode({'tri': 'recentes'})}"


def offer_facts(offer: Offer) -> dict:
    """What a mail says of an offer that was ``shown_on_cards().measured_from(…)``."""
    site = next(iter(offer.sites.all()), None)
    trade = offer.rome.label if offer.rome else ""
    return {
        "title": _safe([offer.title, trade, "Offre d'apprentissage"]),
        "trade": trade,
        "employer": _safe([offer.employer_name, ""]),
        "town": site.commune.name if site else "",
        "away": km(offer.distance.km) if offer.distance else "",  # type: ignore[attr-defined]  # measured
        "start": french_date(offer.starts_on) if offer.starts_on else offer.get_start_kind_display(),
        "closes": french_date(offer.closes_on),
        "url": settings.SITE_URL + reverse("offers:offer", args=[offer.pk]),
        "is_fictional": offer.is_fictional,
    }


def _safe(texts: Iterable[str]) -> str:
    """The first text without an address or a telephone number in it: some sources put them in titles."""
    for text in texts:
        try:
            refuse_personal({"text": text})
        except PersonalFactError:
            continue
        return text
    return ""
