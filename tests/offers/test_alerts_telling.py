"""The mail of the morning: one a day at most for an address, at seven in Paris, with all that its alerts found."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message
from offers.alerts import ending
from offers.alerts.matching import match_new_offers
from offers.alerts.models import Alert, Match
from offers.alerts.telling import MOST_TOLD, tell_of_offers
from offers.lifecycle import State
from offers.models import Offer
from tests.factories.accounts import UserFactory
from tests.factories.alerts import SubscriberFactory, an_alert
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db

SUNDAY_NOON = datetime(2027, 2, 28, 11, tzinfo=UTC)  # winter: noon in Paris
MONDAY_AT_SEVEN = datetime(2027, 3, 1, 6, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def clock(time_machine):
    """Time to travel in; it starts on a Sunday at noon."""
    time_machine.move_to(SUNDAY_NOON)
    return time_machine


def found(alert, how_many=1, **fields):
    offers = OfferFactory.create_batch(how_many, **fields)
    match_new_offers()
    return offers


def letters():
    return list(Message.objects.filter(template="alerts/offers").order_by("pk"))


def test_what_was_found_in_the_day_is_told_the_next_morning_at_seven(clock):
    found(an_alert())

    assert tell_of_offers() == 0
    clock.move_to(MONDAY_AT_SEVEN - timedelta(seconds=1))
    assert tell_of_offers() == 0
    clock.move_to(MONDAY_AT_SEVEN + timedelta(seconds=1))
    assert tell_of_offers() == 1

    assert tell_of_offers() == 0


def test_seven_in_paris_is_an_hour_earlier_in_summer(clock):
    clock.move_to(datetime(2027, 7, 1, 12, tzinfo=UTC))
    found(an_alert())

    clock.move_to(datetime(2027, 7, 2, 5, 0, 1, tzinfo=UTC))

    assert tell_of_offers() == 1


def test_a_weekly_alert_is_told_on_monday_only(clock):
    clock.move_to(MONDAY_AT_SEVEN + timedelta(hours=1))
    found(an_alert(frequency="weekly"))

    for _ in range(6):
        clock.shift(A_DAY)
        assert tell_of_offers() == 0
    clock.shift(A_DAY)

    assert tell_of_offers() == 1


def test_a_monday_that_was_missed_is_told_on_tuesday(clock):
    found(an_alert(frequency="weekly"))

    clock.move_to(MONDAY_AT_SEVEN + A_DAY)

    assert tell_of_offers() == 1


def test_one_mail_a_day_groups_all_the_alerts_of_an_address(clock):
    subscriber = SubscriberFactory()
    found_by_both = an_alert(subscriber, metier="boulanger", code="c24520", rayon=20)
    an_alert(subscriber, code="c24520", rayon=50, frequency="weekly")
    other = an_alert(code="d24")
    [offer] = found(found_by_both)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))

    assert tell_of_offers() == 2

    mine, theirs = sorted(letters(), key=lambda letter: letter.recipient != subscriber.email)
    assert [(alert["title"], alert["count"]) for alert in mine.facts["alerts"]] == [(found_by_both.title, 1)]
    assert theirs.recipient == other.subscriber.email
    assert str(offer.pk) in mine.facts["alerts"][0]["offers"][0]["url"]


def test_what_is_found_after_the_mail_waits_for_the_next_day(clock):
    alert = an_alert()
    found(alert)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()
    found(alert)

    clock.shift(timedelta(hours=10))
    assert tell_of_offers() == 0
    clock.shift(timedelta(hours=14))
    assert tell_of_offers() == 1
    assert [letter.facts["count"] for letter in letters()] == [1, 1]


def test_the_mail_shows_ten_offers_and_leads_to_the_others(clock):
    subscriber = SubscriberFactory()
    an_alert(subscriber, metier="boulanger", code="c24520")
    found(None, 14)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()

    [letter] = letters()
    text = compose(letter.template, letter.facts).text
    assert letter.facts["shown"] == MOST_TOLD
    assert len(re.findall(r"^- ", text, re.MULTILINE)) == MOST_TOLD
    assert "14 nouvelles places" in " ".join(text.split())
    assert f"{settings.SITE_URL}/offres/?code=c24520" in text


def test_each_offer_is_told_with_its_distance_its_trade_its_start_and_whether_it_is_fictional(clock):
    an_alert(metier="boulanger", code="c24520")
    found(None, point=(44.889, 1.29), is_fictional=True, start_kind="date", starts_on="2027-09-01")
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()

    letter = compose(letters()[0].template, letters()[0].facts)
    for part in (letter.text, letter.html):
        words = re.sub(r"\s+", " ", part)
        for said in ("Offre fictive", "Boulanger ou boulangère", "à 6 km", "Métier", "1er septembre 2027", "jusqu'au"):
            assert said.replace("'", "’") in words.replace("'", "’"), said


def test_the_mail_carries_the_one_click_end_and_nothing_of_the_person(clock):
    subscriber = SubscriberFactory()
    an_alert(subscriber)
    found(None)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()

    facts = letters()[0].facts
    assert facts["unsubscribe_url"].startswith(f"{settings.SITE_URL}/alertes/arreter/")
    assert subscriber.email not in str(facts)


def test_an_offer_that_closed_in_the_night_is_not_told(clock):
    found(an_alert())
    Offer.objects.update(state=State.FILLED)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))

    assert tell_of_offers() == 0
    assert Match.objects.get().told_at


def test_an_offer_with_a_telephone_number_in_its_title_is_told_by_its_trade(clock):
    an_alert(code="c24520")
    found(None, title="Boulanger, appelez le 06 12 34 56 78")
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))

    assert tell_of_offers() == 1
    assert letters()[0].facts["alerts"][0]["offers"][0]["title"] == Offer.objects.get().rome.label


@pytest.mark.parametrize("change", [{"is_paused": True}, {"frequency": "never"}])
def test_an_alert_put_to_sleep_after_its_offers_were_found_says_nothing(clock, change):
    found(an_alert())
    Alert.objects.update(**change)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))

    assert tell_of_offers() == 0


def test_the_mail_of_an_account_goes_to_its_present_address(clock):
    user = UserFactory()
    an_alert(SubscriberFactory(user=user))
    found(None)
    user.email = "nouvelle@exemple.fr"
    user.save()
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()

    assert letters()[0].recipient == "nouvelle@exemple.fr"


def test_a_crash_while_writing_loses_nothing_and_doubles_nothing(clock, monkeypatch):
    found(an_alert())
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    with monkeypatch.context() as patch:
        patch.setattr("offers.alerts.telling.post", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell_of_offers()

    assert tell_of_offers() == 1
    assert len(letters()) == 1


def test_an_offer_that_opens_again_after_two_months_is_news(clock):
    found(an_alert())
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))
    tell_of_offers()

    clock.shift(ending.REMEMBERED + A_DAY)

    assert ending.forget_told(timezone.now()) == 1


def test_telling_costs_the_same_number_of_queries_whatever_is_found(clock, django_assert_max_num_queries):
    an_alert(code="c24520")
    found(None, 8)
    clock.move_to(MONDAY_AT_SEVEN + timedelta(minutes=1))

    with django_assert_max_num_queries(20):
        assert tell_of_offers() == 1
