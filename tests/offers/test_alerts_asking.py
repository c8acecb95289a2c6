"""An alert is asked without account, confirmed by its owner, changed and ended in one click; nobody learns who asks."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.models import Message
from offers.alerts import ending, keeping, links
from offers.alerts.models import MOST_ALERTS, Alert, Subscriber
from tests.factories.accounts import UserFactory
from tests.factories.alerts import SubscriberFactory, an_alert

pytestmark = pytest.mark.django_db

SEARCH = "metier=boulanger&code=c24520&rayon=20"
LINA = "lina.diaz@exemple.fr"


def ask(client, search=SEARCH, **form):
    return client.post(
        f"{reverse('alerts:new')}?{search}", {"email": LINA, "frequency": "daily", "radius": "20"} | form
    )


def path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def last_letter() -> Message:
    return Message.objects.latest("pk")


# -- asking ------------------------------------------------------------------------------------------------------------


def test_the_page_of_results_leads_to_the_alert_of_its_search(client):
    page = client.get(f"{reverse('offers:search')}?{SEARCH}&tri=recentes&depuis=7").content.decode()

    assert page.count('href="/alertes/nouvelle/?metier=boulanger&amp;code=c24520&amp;rayon=20"') >= 1
    assert "tri=" not in re.findall(r"/alertes/nouvelle/[^\"]*", page)[0]


def test_an_alert_waits_for_its_confirmation_by_a_button(client):
    answer = ask(client)
    assert answer["Location"] == reverse("alerts:asked")
    alert = Alert.objects.get()
    assert alert.confirmed_at is None

    link = path(last_letter().facts["confirm_url"])
    client.get(link)  # a mail scanner follows it
    alert.refresh_from_db()
    assert alert.confirmed_at is None

    answer = client.post(link)

    alert.refresh_from_db()
    assert alert.confirmed_at
    assert answer["Location"] == links.manage_path(alert.subscriber)


def test_the_answer_is_the_same_for_a_known_address_and_an_unknown_one(client):
    an_alert(SubscriberFactory(email=LINA), metier="boulanger", code="c24520", rayon=20)

    known, unknown = ask(client), ask(client, email="personne@exemple.fr")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert list(Message.objects.order_by("pk").values_list("template", flat=True)) == ["alerts/known", "alerts/confirm"]


def test_an_eleventh_alert_is_told_by_mail_only(client):
    subscriber = SubscriberFactory(email=LINA)
    for km in range(1, MOST_ALERTS + 1):
        an_alert(subscriber, code="c24520", rayon=km)

    answer = ask(client)

    assert answer["Location"] == reverse("alerts:asked")
    assert last_letter().template == "alerts/full"
    assert subscriber.alerts.count() == MOST_ALERTS


def test_nobody_floods_a_mailbox_with_requests(client):
    for km in (10, 20, 30, 50, 100):
        ask(client, search=f"metier=boulanger&code=c24520&rayon={km}", radius=str(km))
        ask(client, search=f"metier=boulanger&code=c24520&rayon={km}", radius=str(km))

    assert Message.objects.to(LINA).count() == keeping.MOST_ASKED


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"email": ""}, "Donnez l’adresse où vous écrire"),
        ({"email": "lina"}, "Cette adresse est incomplète"),
        ({"frequency": "hourly"}, "Choisissez une des lignes proposées"),
        ({"frequency": "never"}, "Choisissez une des lignes proposées"),
        ({"radius": "7000"}, "Choisissez une des distances"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_what_was_typed_is_kept(client, form, sentence):
    answer = ask(client, **form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert form.get("email", LINA) in page
    assert not Alert.objects.exists()


@pytest.mark.parametrize("search", ["", "code=fr", "metier=boulanger&lieu=xqzk"])
def test_a_search_that_cannot_wait_says_why(client, search):
    answer = client.get(f"{reverse('alerts:new')}?{search}")

    assert answer.status_code == 422
    assert "Modifier la recherche" in answer.content.decode()


def test_the_radius_chosen_in_the_form_is_that_of_the_alert(client):
    ask(client, radius="50")

    assert Alert.objects.get().radius_km == 50


@pytest.mark.parametrize("words", ["visitez www.exemple.fr", "06 12 34 56 78", "lina@exemple.fr", "<b>gagnez</b>"])
def test_no_link_nor_number_can_hide_in_the_mail_to_somebody_else(client, words):
    ask(client, search=f"metier={words}&code=c24520&rayon=20")

    title = last_letter().facts["title"]
    assert not re.search(r"[.@<\d/]", title.partition(" près de ")[0])


def test_an_account_needs_no_confirmation_for_its_own_address(client):
    user = UserFactory()
    client.force_login(user)

    answer = ask(client, frequency="weekly")

    assert answer["Location"] == reverse("alerts:mine")
    alert = Alert.objects.get()
    assert (alert.subscriber.address, alert.frequency) == (user.email, "weekly")
    assert alert.confirmed_at
    assert not Message.objects.exists()


def test_htmx_gets_the_form_alone_then_what_to_do(client):
    form = client.get(f"{reverse('alerts:new')}?{SEARCH}", headers={"HX-Request": "true"}).content.decode()
    asked = client.get(reverse("alerts:asked"), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in form
    assert 'id="alerte"' in form
    assert 'id="alerte"' in asked


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_of_confirmation_lives_three_days(clock, client):
    ask(client)
    link = path(last_letter().facts["confirm_url"])

    clock.shift(timedelta(days=links.CONFIRM_DAYS, seconds=-60))
    assert client.get(link).status_code == 200
    clock.shift(timedelta(seconds=120))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Alert.objects.get().confirmed_at is None


@pytest.mark.parametrize("name", ["confirm", "manage", "stop", "no_reminders"])
@pytest.mark.parametrize(
    "token", ["x", "é", signing.dumps("x", salt="alerts.manage"), signing.dumps("0" * 32, salt="?")]
)
def test_a_link_that_is_not_ours_leads_to_a_calm_page(client, name, token):
    url = reverse(f"alerts:{name}", args=[token])

    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410


def test_a_link_for_one_purpose_does_not_open_another(client):
    subscriber = SubscriberFactory()
    token = links.manage_url(subscriber).split("/")[-2]

    assert client.post(reverse("alerts:stop", args=[token])).status_code == 410
    assert Subscriber.objects.exists()


def test_one_click_of_a_mail_program_ends_everything_and_forgets_the_address(client):
    alert = an_alert()
    client.handler.enforce_csrf_checks = True
    link = path(links.stop_url(alert.subscriber))

    assert client.get(link).status_code == 200
    assert Subscriber.objects.exists()  # opening a link changes nothing

    answer = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not Subscriber.objects.exists()
    assert client.post(link).status_code == 200  # twice is once


def test_the_searches_of_an_account_stay_saved_when_its_mails_end(client):
    alert = an_alert(SubscriberFactory(user=UserFactory()))

    client.post(path(links.stop_url(alert.subscriber)))

    alert.refresh_from_db()
    assert alert.frequency == "never"


# -- managing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock(time_machine):
    """Time to travel in; it starts now."""
    time_machine.move_to(timezone.now())
    return time_machine


@pytest.fixture
def alert():
    return an_alert()


def change(client, alert, **form):
    return client.post(path(links.manage_url(alert.subscriber)), {"alert": alert.key} | form, follow=True)


def test_an_alert_is_paused_resumed_and_changed_without_account(client, alert):
    change(client, alert, action="pause")
    alert.refresh_from_db()
    assert alert.is_paused
    change(client, alert, action="resume")
    change(client, alert, action="frequency", frequency="weekly")
    alert.refresh_from_db()
    assert (alert.is_paused, alert.frequency) == (False, "weekly")

    change(client, alert, action="delete")

    assert not Alert.objects.exists()


def test_the_page_of_alerts_does_not_show_the_address(client, alert):
    page = client.get(path(links.manage_url(alert.subscriber))).content.decode()

    assert alert.title.split(",")[0] in page.replace("\xa0", " ")
    assert alert.subscriber.email not in page


def test_nobody_changes_the_alert_of_somebody_else(client, alert):
    other = an_alert(code="c75056")

    client.post(path(links.manage_url(other.subscriber)), {"alert": alert.key, "action": "delete"})

    assert Alert.objects.filter(pk=alert.pk).exists()


def test_the_alerts_of_an_account_are_its_own(client, alert):
    user = UserFactory()
    client.force_login(user)

    client.post(reverse("alerts:mine"), {"alert": alert.key, "action": "delete"})

    assert Alert.objects.exists()
    assert "Aucune recherche gardée" in client.get(reverse("alerts:mine")).content.decode()


def test_at_sign_in_the_alerts_of_the_address_join_the_account(client):
    user = UserFactory(email=LINA)
    alert = an_alert(SubscriberFactory(email=LINA))

    client.force_login(user)

    alert.refresh_from_db()
    assert alert.subscriber.user == user
    assert Subscriber.objects.count() == 1


def test_mails_follow_an_account_to_its_new_address():
    user = UserFactory()
    subscriber = SubscriberFactory(user=user)
    user.email = "nouvelle@exemple.fr"
    user.save()

    assert Subscriber.objects.at("nouvelle@exemple.fr").get() == subscriber
    assert Subscriber.objects.get().address == "nouvelle@exemple.fr"


# -- the end -----------------------------------------------------------------------------------------------------------


def test_six_months_of_silence_end_an_alert_told_two_weeks_before(clock, alert):
    clock.shift(ending.SIGN_OF_LIFE - ending.NOTICE - timedelta(hours=1))
    assert ending.notice_silent_subscribers() == 0

    clock.shift(timedelta(hours=2))
    assert ending.notice_silent_subscribers() == 1
    assert ending.notice_silent_subscribers() == 0
    assert last_letter().template == "alerts/ending"

    clock.shift(ending.NOTICE - timedelta(hours=1, minutes=30))
    assert ending.end_silent_alerts(timezone.now()) == 0
    clock.shift(timedelta(hours=2))
    assert ending.end_silent_alerts(timezone.now()) == 1
    assert not Subscriber.objects.exists()


def test_a_sign_of_life_gives_six_more_months(clock, client, alert):
    clock.shift(ending.SIGN_OF_LIFE - timedelta(days=1))
    ending.notice_silent_subscribers()

    change(client, alert, action="stay")

    clock.shift(ending.NOTICE + timedelta(days=2))
    assert ending.end_silent_alerts(timezone.now()) == 0
    assert Alert.objects.exists()


def test_an_alert_that_nobody_confirms_is_forgotten_with_its_address(clock, client):
    ask(client)

    clock.shift(timedelta(days=links.CONFIRM_DAYS, seconds=1))
    ending.forget_unconfirmed(timezone.now())

    assert not Alert.objects.exists()
    assert not Subscriber.objects.exists()
