"""What alerts and favourites keep can be read, taken away, and ends by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apprentissage.privacy.registry import erase_all, export_all, purge_all
from offers.alerts import ending
from offers.alerts.models import Alert, Anchor, Favourite, Match, Subscriber
from tests.factories.accounts import UserFactory
from tests.factories.alerts import SubscriberFactory, an_alert
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    user = UserFactory()
    an_alert(SubscriberFactory(user=user))
    Favourite.objects.create(user=user, offer=OfferFactory(title="Boulangère du Périgord"))
    return user


def test_a_person_takes_away_their_alerts_and_favourites(user):
    data = export_all(user)

    assert data["Alertes"][0]["recherche"].startswith("Boulanger près de Sarlat-la-Canéda")
    assert data["Favoris"][0]["offre"] == "Boulangère du Périgord"


def test_a_person_erases_them_and_nothing_of_the_others(user):
    kept = an_alert()

    erase_all(user)

    assert list(Alert.objects.all()) == [kept]
    assert not Favourite.objects.exists()
    assert set(Anchor.objects.values_list("alert", flat=True)) == {kept.pk}


def test_erasing_reaches_the_alerts_asked_with_the_same_address_before_the_account():
    user = UserFactory()
    an_alert(SubscriberFactory(email=user.email))

    erase_all(user)

    assert not Subscriber.objects.exists()


def test_the_nightly_purge_ends_what_has_lasted(user):
    an_alert(confirmed=False)
    match = Match.objects.create(alert=Alert.objects.first(), offer=OfferFactory(), told_at=timezone.now())

    purge_all(timezone.now() + ending.UNCONFIRMED + timedelta(minutes=1))
    assert not Alert.objects.filter(confirmed_at=None).exists()
    assert Match.objects.filter(pk=match.pk).exists()

    purge_all(timezone.now() + ending.REMEMBERED + timedelta(minutes=1))
    assert not Match.objects.filter(pk=match.pk).exists()
