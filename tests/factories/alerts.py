"""Alerts for tests, made as visitors make them: from the parameters of a search."""

from urllib.parse import urlencode

import factory
from django.http import QueryDict
from django.utils import timezone

from offers.alerts.keeping import keep
from offers.alerts.models import Alert, Subscriber
from offers.alerts.waiting import waiting


class SubscriberFactory(factory.django.DjangoModelFactory):
    """An address without account; ``user=`` makes it that of an account."""

    class Meta:
        model = Subscriber

    user = None
    email = factory.Maybe("user", None, factory.Sequence(lambda n: f"lina{n}@exemple.fr"))


def an_alert(subscriber: Subscriber | None = None, *, frequency="daily", confirmed=True, **params) -> Alert:
    """A confirmed alert on a search: ``an_alert(metier="boulanger", code="c24520", rayon=20)``."""
    search = waiting(QueryDict(urlencode(params or {"metier": "boulanger", "code": "c24520"}, doseq=True)))
    assert not search.problem, search.problem
    alert = keep(subscriber or SubscriberFactory(), search, frequency)
    if confirmed:
        Alert.objects.filter(pk=alert.pk).update(confirmed_at=timezone.now())
        alert.refresh_from_db()
    return alert
