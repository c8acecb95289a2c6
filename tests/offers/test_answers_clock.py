"""What time brings: the delay passes, the offer ends, the morning mail leaves; each candidate is told once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.mail.models import Message
from offers.answers import digest
from offers.answers.answering import Answer, seen_by, send
from offers.answers.clock import end_applications, lapse_late_applications
from offers.answers.days import is_working, next_working
from offers.answers.jobs import send_digests as digest_job
from offers.answers.models import NoDigest
from offers.applications.lifecycle import State
from tests.factories.accounts import MembershipFactory, OrganisationFactory, employer
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)


def letters(template):
    return Message.objects.filter(template=f"answers/{template}")


# -- the delay ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("today", "state"), [(WEDNESDAY, State.SENT), (THURSDAY, State.SILENT)])
def test_an_application_is_silent_on_the_day_after_its_due_date(today, state):
    application = ApplicationFactory(answer_due_on=WEDNESDAY)

    lapse_late_applications(today)

    application.refresh_from_db()
    assert application.state == state


def test_the_candidate_is_told_once_with_neighbouring_places():
    application = ApplicationFactory(answer_due_on=WEDNESDAY)

    assert [lapse_late_applications(THURSDAY), lapse_late_applications(THURSDAY)] == [1, 0]

    letter = letters("silent").get()
    assert letter.recipient == application.email
    assert letter.facts["similar_url"].endswith(f"/offres/{application.offer_id}/#voisines")


def test_a_silent_employer_may_still_answer():
    application = ApplicationFactory(answer_due_on=WEDNESDAY)
    lapse_late_applications(THURSDAY)
    application.refresh_from_db()

    send(application, Answer("choose", "Oui"), seen_by(application))

    assert application.state == State.CHOSEN


# -- the end of an offer -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["sent", "asked", "interview", "silent"])
def test_who_waits_is_told_when_the_place_is_taken(state):
    offer = OfferFactory(organisation=OrganisationFactory())
    application = ApplicationFactory(offer=offer, organisation=offer.organisation, state=state)
    offer.take("fill")

    assert [end_applications(offer.pk), end_applications()] == [1, 0]

    application.refresh_from_db()
    assert application.state == State.OVER
    assert letters("over").get().facts["is_filled"] is True


def test_who_was_told_yes_may_still_say_yes_to_a_filled_offer():
    offer = OfferFactory(organisation=OrganisationFactory())
    chosen = ApplicationFactory(offer=offer, organisation=offer.organisation, state=State.CHOSEN)
    offer.take("fill")

    assert end_applications() == 0
    chosen.refresh_from_db()
    assert chosen.state == State.CHOSEN


def test_an_offer_that_only_expired_lets_its_candidates_wait_for_their_answer():
    offer = OfferFactory(organisation=OrganisationFactory())
    ApplicationFactory(offer=offer, organisation=offer.organisation)
    offer.take("expire")

    assert end_applications() == 0


# -- the morning mail --------------------------------------------------------------------------------------------------
def test_one_mail_a_day_says_what_waits_in_all_one_s_companies():
    me = employer()
    second = MembershipFactory(user=me).organisation
    first = me.memberships.order_by("pk").first().organisation
    ApplicationFactory.create_batch(2, organisation=first, answer_due_on=date(2026, 12, 15))
    ApplicationFactory(organisation=second, answer_due_on=date(2026, 12, 10))

    assert [digest.send_digests(WEDNESDAY), digest.send_digests(WEDNESDAY), digest.send_digests(THURSDAY)] == [1, 0, 1]

    letter = letters("digest").order_by("pk").first()
    assert (letter.recipient, letter.facts["waiting"], letter.facts["due_next"]) == (me.email, 3, 0)
    assert letter.facts["first_due"] == "10\u00a0décembre 2026"
    assert {company["waiting"] for company in letter.facts["companies"]} == {1, 2}


@pytest.mark.parametrize("day_off", [date(2026, 12, 5), date(2026, 12, 6), date(2026, 12, 25)])
def test_nobody_is_written_to_on_a_day_off(day_off):
    application = ApplicationFactory(answer_due_on=day_off + timedelta(days=3))
    MembershipFactory(organisation=application.organisation)

    assert digest.send_digests(day_off) == 0


@pytest.mark.parametrize("state", [Organisation.State.PENDING, Organisation.State.SUSPENDED])
def test_a_company_that_is_not_valid_gets_no_digest(state):
    application = ApplicationFactory(organisation=OrganisationFactory(state=state))
    MembershipFactory(organisation=application.organisation)

    assert digest.send_digests(WEDNESDAY) == 0


def test_who_turned_it_off_is_reminded_once_before_the_due_date():
    application = ApplicationFactory(answer_due_on=date(2026, 12, 7))  # a Monday
    NoDigest.objects.create(user=MembershipFactory(organisation=application.organisation).user)

    sent = [digest.send_digests(day) for day in (THURSDAY, FRIDAY, date(2026, 12, 7))]

    assert sent == [0, 1, 0]
    assert letters("digest").get().facts["due_next"] == 1


@pytest.mark.parametrize(
    ("meant", "sent"),
    [
        (datetime(2026, 12, 2, 7, tzinfo=ZoneInfo("UTC")), 1),  # winter: 8 in Paris
        (datetime(2026, 12, 2, 6, tzinfo=ZoneInfo("UTC")), 0),
        (datetime(2027, 7, 1, 6, tzinfo=ZoneInfo("UTC")), 1),  # summer
        (datetime(2027, 7, 1, 7, tzinfo=ZoneInfo("UTC")), 0),
    ],
)
def test_the_mail_leaves_at_eight_in_paris_all_the_year(meant, sent):
    application = ApplicationFactory()
    MembershipFactory(organisation=application.organisation)

    digest_job(int(meant.timestamp()))

    assert letters("digest").count() == sent


def test_digests_are_found_by_one_query_whatever_the_number_of_people(django_assert_num_queries):
    for _ in range(4):
        MembershipFactory(organisation=ApplicationFactory().organisation)

    with django_assert_num_queries(1):
        found = digest.digests(timezone.localdate())

    assert len(found) == 4


@time_machine.travel(datetime(2026, 12, 2, 9, tzinfo=ZoneInfo("Europe/Paris")), tick=False)
def test_the_link_of_the_mail_asks_before_it_turns_the_digest_off(client):
    me = employer()
    address = reverse("inbox:no_digest", kwargs={"token": digest.token_of(me.pk)})

    assert client.get(address).status_code == 200
    assert not digest.is_off(me)

    client.post(address)
    assert digest.is_off(me)


def test_a_mail_program_turns_it_off_in_one_click_without_session(client):
    me = employer()
    client.handler.enforce_csrf_checks = True

    answer = client.post(
        reverse("inbox:no_digest", kwargs={"token": digest.token_of(me.pk)}), {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    assert digest.is_off(me)


def test_a_forged_link_turns_nothing_off(client):
    answer = client.post(reverse("inbox:no_digest", kwargs={"token": "abc:def:ghi"}))

    assert answer.status_code == 404
    assert not NoDigest.objects.exists()


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 12, 4), date(2026, 12, 7)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2027, 5, 5), date(2027, 5, 7)),  # Ascension Day
    ],
)
def test_the_next_working_day_skips_sundays_and_holidays(day, following):
    assert next_working(day) == following
    assert is_working(following)
