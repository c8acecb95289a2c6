"""The answer score: what it counts, when it is shown, what the search and the pages make of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from apprentissage.mail.models import Message
from offers.answers import score
from offers.answers.models import AnswerScore
from offers.answers.silence import warn_silent_employers
from offers.answers.statistics import of_offers
from offers.applications.lifecycle import State
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


def sent(organisation, days_ago=60, answered_after=None, **fields):
    """An application sent some days before ``TODAY``, answered so many days later, or never."""
    day = datetime(2026, 12, 1, 10, tzinfo=UTC) - timedelta(days=days_ago)
    answered = None if answered_after is None else day + timedelta(days=answered_after)
    usual = {"state": State.REFUSED if answered else State.SILENT, "answer_due_on": (day + timedelta(days=15)).date()}
    return ApplicationFactory(organisation=organisation, sent_at=day, answered_at=answered, **(usual | fields))


@pytest.fixture
def bakery():
    return OrganisationFactory()


def test_the_badge_says_the_middle_delay_and_the_share_in_time(bakery):
    for days in (2, 4, 6, 6, 8, 9, 14, 15):
        sent(bakery, answered_after=days)
    sent(bakery)
    sent(bakery, answered_after=20)  # too late

    told = score.recompute(bakery.pk, TODAY).shown

    assert str(told) == "Répond en 8 jours, 8 fois sur 10"
    assert told.tone == "aid"


@pytest.mark.parametrize(("answered", "is_shown"), [(4, False), (5, True)])
def test_too_few_applications_say_nothing(bakery, answered, is_shown):
    for _ in range(answered):
        sent(bakery, answered_after=1)

    found = score.recompute(bakery.pk, TODAY)

    assert (found.shown is not None) == is_shown
    assert found.chance == (1 if is_shown else 0.5)


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"answered_after": 3}, 1),
        ({}, 1),  # past its due date, never answered
        ({"days_ago": 365, "answered_after": 3}, 1),  # the last day of a year
        ({"days_ago": 366, "answered_after": 3}, 0),
        ({"days_ago": 3, "state": State.SENT}, 0),  # the delay still runs
        ({"days_ago": 15, "state": State.SENT}, 0),  # its last day
        ({"days_ago": 16, "state": State.SENT}, 1),
        ({"state": State.WITHDRAWN, "ended_at": datetime(2026, 10, 5, tzinfo=UTC)}, 0),  # before the due date
        ({"state": State.WITHDRAWN, "ended_at": datetime(2026, 11, 5, tzinfo=UTC)}, 1),  # after it
        ({"state": State.OVER, "ended_at": datetime(2026, 10, 5, tzinfo=UTC)}, 0),
    ],
)
def test_what_is_counted(bakery, fields, counted):
    sent(bakery, **fields)

    found = score.recompute(bakery.pk, TODAY)

    assert (found.counted if found else 0) == counted


@pytest.mark.parametrize(("days", "in_time"), [(15, 1), (16, 0)])
def test_the_due_date_itself_is_in_time(bakery, days, in_time):
    sent(bakery, answered_after=days)

    assert score.recompute(bakery.pk, TODAY).answered_in_time == in_time


def test_a_reply_that_gives_a_new_delay_repairs_no_late_answer(bakery):
    sent(bakery, answered_after=20, state=State.SENT, answer_due_on=date(2026, 12, 30))

    assert score.recompute(bakery.pk, TODAY).answered_in_time == 0


def test_all_scores_are_written_anew_in_a_few_queries_and_stale_ones_go(bakery, django_assert_max_num_queries):
    for organisation in (bakery, OrganisationFactory(), OrganisationFactory()):
        sent(organisation, answered_after=1)
    forgotten = AnswerScore.objects.create(organisation=OrganisationFactory(), counted=9, answered_in_time=9)

    with django_assert_max_num_queries(6):
        assert score.recompute_all(TODAY) == 3

    assert not AnswerScore.objects.filter(pk=forgotten.pk).exists()


def test_a_spontaneous_application_counts_like_the_others(bakery):
    sent(bakery, answered_after=2, offer=None)

    assert score.recompute(bakery.pk, TODAY).counted == 1


def test_silent_employers_are_told_once_a_month_what_to_do(bakery):
    manager = MembershipFactory(organisation=bakery).user
    for _ in range(5):
        sent(bakery)
    score.recompute(bakery.pk, TODAY)

    assert [warn_silent_employers(TODAY), warn_silent_employers(date(2026, 12, 31))] == [1, 0]
    assert warn_silent_employers(date(2027, 1, 1)) == 1

    letter = Message.objects.filter(template="answers/silent_employer").first()
    assert letter.recipient == manager.email
    assert letter.facts["score_url"].endswith(reverse("inbox:score"))


def test_an_employer_who_answers_is_not_told_off(bakery):
    MembershipFactory(organisation=bakery)
    for answered in (1, 1, 1, None, None):
        sent(bakery, answered_after=answered)
    score.recompute(bakery.pk, TODAY)

    assert warn_silent_employers(TODAY) == 0


# -- on the pages ------------------------------------------------------------------------------------------------------
def scored(chance, **fields):
    organisation = OrganisationFactory()
    AnswerScore.objects.create(
        organisation=organisation, counted=10, answered_in_time=int(chance * 10), median_days=6, chance=chance
    )
    return OfferFactory(organisation=organisation, **fields)


def test_the_card_and_the_page_show_the_score(client):
    offer = scored(0.8)

    for address in (reverse("offers:search"), reverse("offers:offer", kwargs={"pk": offer.pk})):
        assert "Répond en 6 jours, 8 fois sur 10" in client.get(address).content.decode().replace("\u00a0", " ")


def test_the_likely_answers_come_first_the_unknown_in_the_middle_the_silent_last(client):
    sure, silent, unknown = scored(0.9, title="Sûr"), scored(0.1, title="Silence"), OfferFactory(title="Inconnu")

    page = client.get(reverse("offers:search"), {"tri": "reponses"})

    assert [result.offer for result in page.context["search"].results] == [sure, unknown, silent]
    assert "milieu" in page.content.decode()


@pytest.mark.parametrize("how_many", [1, 12])
def test_sorting_by_chance_costs_no_more_queries(client, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        scored(0.7)

    with django_assert_max_num_queries(8):
        client.get(reverse("offers:search"), {"tri": "reponses"})


def test_the_employer_sees_what_is_counted_without_a_name(client, bakery):
    sent(bakery, answered_after=2)
    score.recompute(bakery.pk)
    client.force_login(MembershipFactory(organisation=bakery).user)

    page = client.get(reverse("inbox:score")).content.decode()

    assert "Les candidatures comptées" in page
    assert "Lina" not in page


# -- figures -----------------------------------------------------------------------------------------------------------
def test_an_offer_is_compared_with_those_of_at_least_three_other_companies():
    mine = OfferFactory(organisation=OrganisationFactory())
    for days in (10, 10, 10):
        sent(mine.organisation, offer=mine, answered_after=days)
    others = [OfferFactory(organisation=OrganisationFactory()) for _ in range(3)]
    for offer in others[:2]:
        for _ in range(3):
            sent(offer.organisation, offer=offer, answered_after=4)
    assert of_offers([mine], TODAY)[0].similar is None  # two companies would be told apart

    sent(others[2].organisation, offer=others[2], answered_after=4)
    (row,) = of_offers([mine], TODAY)

    assert (row.similar.days, row.own.days, row.own.times) == (4, 10, None)
    assert row.verdict.startswith("Vous répondez 6 jours plus tard")


@pytest.mark.parametrize("how_many", [1, 8])
def test_figures_cost_five_queries_whatever_the_number_of_offers(how_many, django_assert_num_queries):
    offers = [OfferFactory(organisation=OrganisationFactory()) for _ in range(how_many)]
    for offer in offers:
        sent(offer.organisation, offer=offer, answered_after=3)

    with django_assert_num_queries(5):
        of_offers(offers, TODAY)
