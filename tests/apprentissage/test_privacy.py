"""What is kept of people has an end, and they may see it, carry it away and erase it."""

import json
import logging
from datetime import date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts import privacy as accounts
from apprentissage.accounts.models import User
from apprentissage.mail import outbox
from apprentissage.mail.models import Message, State
from apprentissage.privacy import Kept, jobs, register, registry
from tests.access import enter
from tests.factories.accounts import UserFactory, employer, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(monkeypatch):
    """A register with nothing in it."""
    monkeypatch.setattr(registry, "_KEPT", {})


def a_kind(name="Essais", **functions) -> Kept:
    return Kept(name, data="x", why="y", lasts=timedelta(days=30), since="l'essai", **functions)


# -- the register ------------------------------------------------------------------------------------------------------


def test_every_room_declares_what_it_keeps_with_a_reason_and_an_end():
    for kept in registry.all_kept():
        assert kept.data
        assert kept.why
        assert kept.since or kept.lasts is None
        assert kept.purge or kept.lasts is None, f"nothing ends {kept.name}"

    assert {"Votre compte", "Vos connexions", "Courriels envoyés"} <= {kept.name for kept in registry.all_kept()}


def test_two_kinds_of_data_do_not_bear_one_name(alone):
    register(a_kind())

    with pytest.raises(ValueError, match="Essais"):
        register(a_kind())


@pytest.mark.parametrize(
    ("lasts", "words"),
    [
        (timedelta(hours=1), "1 heure"),
        (timedelta(hours=2), "2 heures"),
        (timedelta(days=1), "1 jour"),
        (timedelta(days=30), "30 jours"),
        (timedelta(days=60), "2 mois"),
        (timedelta(days=75), "75 jours"),
        (timedelta(days=182), "6 mois"),
        (timedelta(days=365), "1 an"),
        (timedelta(days=730), "2 ans"),
        (None, ""),
    ],
)
def test_a_duration_is_said_as_people_say_it(lasts, words):
    assert Kept("x", "x", "x", lasts, "x").duration == words


def test_one_purge_that_breaks_does_not_hold_the_others_and_is_told(alone, caplog):
    def broken(now):
        raise RuntimeError("table is gone")

    register(a_kind("A", purge=broken))
    register(a_kind("B", purge=lambda now: 3))
    register(a_kind("C"))

    with caplog.at_level(logging.INFO), pytest.raises(registry.PurgeFailed, match=r"^A$"):
        jobs.purge(0)

    assert "purge of B: 3 rows" in caplog.text


def test_the_purge_runs_every_night():
    assert jobs.purge.name == "apprentissage.privacy.jobs.purge"


def test_an_erasure_goes_from_the_rooms_above_down_to_the_account(alone):
    order = []
    for name in ("compte", "offres", "contrats"):
        register(a_kind(name, erase=lambda user, name=name: order.append(name) or 1))

    assert registry.erase_all(None) == {"contrats": 1, "offres": 1, "compte": 1}
    assert order == ["contrats", "offres", "compte"]


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_the_public_page_says_what_is_kept_why_and_how_long(client):
    page = client.get(reverse("pages:privacy")).content.decode()

    for kept in registry.all_kept():
        assert kept.name.replace("'", "’") in page.replace("&#x27;", "’")
    assert ">2 ans</strong> après votre dernière connexion" in page


def test_a_person_sees_only_what_is_held_with_its_last_day(client, time_machine):
    time_machine.move_to(datetime(2027, 3, 3, 12, tzinfo=timezone.get_current_timezone()))
    person = UserFactory()
    enter(client, person)

    page = client.get(reverse("privacy:mine")).content.decode()

    assert "Votre compte" in page
    assert "2\u00a0mars 2029" in page
    assert "Courriels envoyés" not in page

    outbox.post("k", "accounts/asleep", person.email, day=date(2027, 4, 1), sign_in_url="https://x.fr/")
    assert "Courriels envoyés" in client.get(reverse("privacy:mine")).content.decode()


def test_a_person_carries_away_what_is_theirs_and_nothing_else(client):
    person, other = employer(name="Fournil des Halles"), UserFactory()
    outbox.post("k", "accounts/asleep", person.email, day=date(2027, 4, 1))
    enter(client, person)

    answer = client.get(reverse("privacy:export"))

    data = json.loads(answer.content)["données"]
    assert data["Votre compte"]["adresse e-mail"] == person.email
    assert data["Votre compte"]["organismes"][0]["organisme"] == "Fournil des Halles"
    assert data["Courriels envoyés"][0]["message"] == "accounts/asleep"
    assert other.email not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    assert "no-store" in answer["Cache-Control"]


def test_a_person_erases_everything_in_one_click(client):
    person, other = employer(), UserFactory()
    outbox.post("waits", "accounts/asleep", person.email)
    enter(client, person)

    answer = client.post(reverse("privacy:erase"), follow=True)

    assert "C’est effacé" in answer.content.decode()
    assert list(User.objects.all()) == [other]
    assert not Message.objects.exists()
    assert client.get(reverse("privacy:mine")).status_code == 302


def test_who_signed_in_long_ago_proves_who_they_are_before_carrying_away_or_erasing(client):
    person = UserFactory()
    client.force_login(person)  # a session, and no recent proof

    exported, erased = client.get(reverse("privacy:export")), client.post(reverse("privacy:erase"))

    assert exported.status_code != 200
    assert erased.status_code != 200
    assert User.objects.filter(pk=person.pk).exists()


def test_an_account_that_a_lasting_document_names_is_emptied(monkeypatch):
    from django.db.models import ProtectedError

    def held(self):
        raise ProtectedError("a signed contract names it", set())

    monkeypatch.setattr(User, "delete", held)
    person = employer()
    address = person.email

    registry.erase_all(person)

    left = User.objects.get(pk=person.pk)
    assert address not in str(vars(left))
    assert not left.is_active
    assert not left.memberships.exists()
    assert not left.has_usable_password()


# -- travels in time ---------------------------------------------------------------------------------------------------


def test_an_account_that_sleeps_is_warned_thirty_days_before_and_erased_after_two_years(time_machine):
    start = datetime(2027, 1, 1, 3, tzinfo=timezone.get_current_timezone())
    time_machine.move_to(start, tick=False)
    person = UserFactory(last_login=start)

    time_machine.move_to(start + timedelta(days=699), tick=False)
    registry.purge_all(timezone.now())
    assert not Message.objects.exists()

    for _ in range(2):
        time_machine.move_to(start + timedelta(days=701), tick=False)
        registry.purge_all(timezone.now())
    warning = Message.objects.get()
    assert (warning.recipient, warning.template) == (person.email, "accounts/asleep")
    assert warning.facts["day"] == (start + timedelta(days=731)).date().isoformat()

    time_machine.move_to(start + timedelta(days=730, hours=1), tick=False)
    registry.purge_all(timezone.now())
    assert User.objects.filter(pk=person.pk).exists()  # warned 29 days ago

    time_machine.move_to(start + timedelta(days=731, hours=1), tick=False)
    registry.purge_all(timezone.now())
    assert not User.objects.filter(pk=person.pk).exists()


def test_an_account_that_wakes_up_is_warned_anew_before_its_next_end(time_machine):
    start = datetime(2027, 1, 1, 3, tzinfo=timezone.get_current_timezone())
    time_machine.move_to(start, tick=False)
    person = UserFactory(last_login=start)
    time_machine.move_to(start + timedelta(days=701), tick=False)
    registry.purge_all(timezone.now())

    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    time_machine.move_to(start + timedelta(days=800), tick=False)
    registry.purge_all(timezone.now())
    assert User.objects.filter(pk=person.pk).exists()

    time_machine.move_to(start + timedelta(days=701 + 705), tick=False)
    registry.purge_all(timezone.now())
    assert Message.objects.count() == 2


def test_an_account_left_alone_too_long_by_a_purge_that_did_not_run_still_gets_its_thirty_days(time_machine):
    start = datetime(2027, 1, 1, 3, tzinfo=timezone.get_current_timezone())
    time_machine.move_to(start, tick=False)
    person = UserFactory(last_login=start)

    time_machine.move_to(start + timedelta(days=900), tick=False)
    registry.purge_all(timezone.now())
    assert User.objects.filter(pk=person.pk).exists()
    assert Message.objects.get().facts["day"] == (start + timedelta(days=930)).date().isoformat()

    time_machine.move_to(start + timedelta(days=930, seconds=1), tick=False)
    registry.purge_all(timezone.now())
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_operators_own_accounts_do_not_fall_asleep():
    staff(last_login=timezone.now() - timedelta(days=3000))

    assert not accounts.asleep_since(timezone.now()).exists()


def test_a_session_that_is_over_is_erased_with_what_was_noted_beside_it(client, time_machine):
    enter(client, UserFactory())
    key = client.session.session_key
    assert Session.objects.filter(pk=key).exists()

    time_machine.move_to(timezone.now() + timedelta(days=13))
    registry.purge_all(timezone.now())
    assert Session.objects.filter(pk=key).exists()

    time_machine.move_to(timezone.now() + timedelta(days=2))
    registry.purge_all(timezone.now())
    assert not Session.objects.filter(pk=key).exists()


def test_a_mail_forgets_its_recipient_thirty_days_after_it_left(time_machine):
    outbox.post("k", "accounts/asleep", "lina@exemple.fr")
    Message.objects.claim(Message.objects.get().pk)
    Message.objects.end(Message.objects.get().pk, State.SENT)

    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert registry.purge_all(timezone.now())["Courriels envoyés"] == 0

    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert registry.purge_all(timezone.now())["Courriels envoyés"] == 1
    assert Message.objects.get().recipient == ""
