"""The inbox: in order of arrival, for the companies of who reads it, at the same price whatever the number."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.privacy.registry import all_kept
from offers.answers import digest
from offers.answers.models import AnswerTemplate
from offers.applications.inbox import PAGE_SIZE
from offers.applications.lifecycle import State
from tests.factories.accounts import MembershipFactory, OrganisationFactory, employer
from tests.factories.applications import ApplicationFactory, ExchangeFactory
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db
INBOX = "/employeur/candidatures/"


@pytest.fixture
def bakery():
    return OrganisationFactory()


@pytest.fixture
def baker(client, bakery):
    """A client signed in for the bakery."""
    client.force_login(MembershipFactory(organisation=bakery).user)
    return client


def names(page):
    return [card.application.first_name for card in page.context["inbox"].cards]


def received(organisation, *first_names, **fields):
    """Applications received in this order, a day apart, the last one today."""
    return [
        ApplicationFactory(
            organisation=organisation,
            first_name=name,
            sent_at=timezone.now() - timedelta(days=len(first_names) - rank),
            **fields,
        )
        for rank, name in enumerate(first_names)
    ]


# -- the list ----------------------------------------------------------------------------------------------------------
def test_the_first_to_arrive_is_the_first_of_the_list_and_the_page_says_so(baker, bakery):
    received(bakery, "Aya", "Tom", "Lina")

    page = baker.get(INBOX)

    assert names(page) == ["Aya", "Tom", "Lina"]
    assert "personne ne double personne" in page.content.decode()


def test_each_state_has_its_tab_with_its_number(baker, bakery):
    for state in (State.SENT, State.SILENT, State.ASKED, State.REFUSED, State.WITHDRAWN, State.OVER):
        ApplicationFactory(organisation=bakery, state=state, sent_at=timezone.now())
    ApplicationFactory(organisation=bakery, state=State.DRAFT)

    tabs = baker.get(INBOX).context["inbox"].tabs

    assert [(tab.label, tab.count) for tab in tabs] == [
        ("À répondre", 2),
        ("En cours", 1),
        ("Terminées", 3),
        ("Toutes", 6),
    ]


def test_a_card_tells_course_distance_way_start_delay_and_words(baker, bakery):
    ApplicationFactory(organisation=bakery, available_from=timezone.localdate() + timedelta(days=40))

    page = baker.get(INBOX)
    (card,) = page.context["inbox"].cards

    assert card.km is not None
    assert card.travel[0].mode == "bicycle"  # the candidate's own way
    assert card.brief == "J'aime le pain et me lever tôt."
    assert (card.days_left, card.urgency) == (15, "ok")
    assert "CAP Boulanger" in page.content.decode()


@pytest.mark.parametrize(("days", "urgency"), [(6, "ok"), (5, "soon"), (3, "soon"), (2, "late"), (-1, "late")])
def test_a_delay_burns_as_it_comes_near(baker, bakery, days, urgency):
    ApplicationFactory(organisation=bakery, answer_due_on=timezone.localdate() + timedelta(days=days))

    (card,) = baker.get(INBOX).context["inbox"].cards

    assert card.urgency == urgency


def test_filters_keep_one_offer_or_one_establishment(client):
    me = employer()
    first = me.memberships.get().organisation
    second = MembershipFactory(user=me).organisation
    offer = OfferFactory(organisation=first)
    ApplicationFactory(organisation=first, offer=offer, first_name="Aya")
    ApplicationFactory(organisation=first, offer=None, first_name="Tom")
    ApplicationFactory(organisation=second, first_name="Lina")
    client.force_login(me)

    assert names(client.get(INBOX, {"offre": offer.pk})) == ["Aya"]
    assert names(client.get(INBOX, {"offre": 0})) == ["Tom"]
    assert names(client.get(INBOX, {"etablissement": second.pk})) == ["Lina"]
    assert [choice.count for choice in client.get(INBOX).context["inbox"].companies] == [2, 1]


@pytest.mark.parametrize("parameters", ["etat=rien", "offre=abc", "page=9999", "page=-1", "etablissement=٣", "page=0"])
def test_a_wrong_address_gives_a_page_all_the_same(baker, bakery, parameters):
    received(bakery, "Aya")

    page = baker.get(f"{INBOX}?{parameters}")

    assert names(page) == ["Aya"]


def test_pages_are_bounded_and_lead_to_each_other(baker, bakery):
    offer = OfferFactory(organisation=bakery)
    received(bakery, *[f"N{rank:02}" for rank in range(PAGE_SIZE + 1)], offer=offer)

    first, second = baker.get(INBOX), baker.get(f"{INBOX}?page=2")

    assert len(names(first)) == PAGE_SIZE
    assert first.context["inbox"].next_url == "?etat=a-repondre&page=2"
    assert names(second) == [f"N{PAGE_SIZE:02}"]


@pytest.mark.parametrize("how_many", [1, PAGE_SIZE])
def test_the_inbox_costs_ten_queries_whatever_it_holds(baker, bakery, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        ApplicationFactory(organisation=bakery)

    # session, user, role, companies, counts, numbers, rows, titles, digest, and the corner of the account
    with django_assert_max_num_queries(10):
        baker.get(INBOX)


@pytest.mark.parametrize("state", [Organisation.State.PENDING, Organisation.State.SUSPENDED])
def test_a_company_that_is_not_valid_reads_nobody(client, state):
    application = ApplicationFactory(organisation=OrganisationFactory(state=state))
    client.force_login(MembershipFactory(organisation=application.organisation).user)

    page = client.get(INBOX)

    assert names(page) == []
    assert application.organisation.name in page.content.decode()
    assert client.get(reverse("inbox:application", kwargs={"key": application.key})).status_code == 404


def test_an_empty_inbox_says_what_comes_next(baker):
    assert "Pas encore de candidature" in baker.get(INBOX).content.decode()


def test_an_inbox_where_all_is_answered_says_so(baker, bakery):
    ApplicationFactory(organisation=bakery, state=State.REFUSED)

    assert "Tout est répondu" in baker.get(INBOX).content.decode()


# -- one application ---------------------------------------------------------------------------------------------------
def test_the_page_of_an_application_tells_all_and_offers_the_steps_of_its_state(baker, bakery):
    application = ApplicationFactory(organisation=bakery, state=State.INTERVIEW, phone="+33553000000")
    ExchangeFactory(application=application, text="Venez samedi.")

    page = baker.get(reverse("inbox:application", kwargs={"key": application.key}))

    assert [answer.step for answer in page.context["card"].answers] == ["choose", "refuse"]
    for words in ("Lina Diaz", "Venez samedi.", application.email, "05\u00a053\u00a000\u00a000\u00a000", "17 ans"):
        assert words in page.content.decode()


@pytest.mark.parametrize("state", [State.DRAFT, State.SENT])
def test_strangers_and_drafts_get_a_404(baker, bakery, state):
    foreign = ApplicationFactory(state=state)
    draft = ApplicationFactory(organisation=bakery, state=State.DRAFT)

    for key in (foreign.key, draft.key, uuid.uuid4()):
        assert baker.get(reverse("inbox:application", kwargs={"key": key})).status_code == 404


# -- answering ---------------------------------------------------------------------------------------------------------
def answer_address(application, step="refuse"):
    return reverse("inbox:answer", kwargs={"key": application.key, "step": step})


def test_an_answer_is_seen_before_it_leaves(baker, bakery):
    application = ApplicationFactory(organisation=bakery)

    page = baker.get(answer_address(application))
    looked = baker.post(
        answer_address(application),
        {"text": page.context["form"].initial["text"], "reason": "dates", "seen": page.context["seen"], "look": "1"},
    )

    assert "Vos dates et les nôtres ne vont pas ensemble." in looked.context["preview"]
    application.refresh_from_db()
    assert application.state == State.SENT


def test_the_preview_comes_alone_to_htmx_and_sends_nothing(baker, bakery):
    application = ApplicationFactory(organisation=bakery)

    answer = baker.post(
        answer_address(application, "ask"), {"text": "Bonjour {prenom} ?", "send": "1"}, headers={"HX-Request": "true"}
    )

    assert answer.content.decode().lstrip().startswith("<section")
    assert "Bonjour Lina" in answer.content.decode()
    application.refresh_from_db()
    assert application.state == State.SENT


def test_an_answer_leaves_and_its_page_says_so(baker, bakery):
    application = ApplicationFactory(organisation=bakery)
    seen = baker.get(answer_address(application)).context["seen"]

    page = baker.post(
        answer_address(application), {"text": "Non. {motif}", "reason": "taken", "seen": seen, "send": "1"}, follow=True
    )

    assert "Votre réponse est partie" in page.content.decode()
    application.refresh_from_db()
    assert application.state == State.REFUSED


def test_a_refusal_without_reason_is_kept_with_what_was_typed(baker, bakery):
    application = ApplicationFactory(organisation=bakery)

    page = baker.post(answer_address(application), {"text": "Mes mots. {motif}", "send": "1"})

    assert page.status_code == 422
    assert "Choisissez une raison" in page.content.decode()
    assert "Mes mots." in page.content.decode()


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [("", "Proposez au moins un moment."), ("2020-01-01T10:00", "Ce moment est passé."), ("demain", "Écrivez le jour")],
)
def test_an_interview_wants_a_moment_to_come(baker, bakery, moment, sentence):
    application = ApplicationFactory(organisation=bakery)

    page = baker.post(answer_address(application, "invite"), {"text": "{dates}", "time_1": moment, "send": "1"})

    assert page.status_code == 422
    assert sentence in page.content.decode().replace("\u00a0", " ")


def test_who_answers_after_a_colleague_is_sent_back_to_read(baker, bakery):
    application = ApplicationFactory(organisation=bakery)
    seen = baker.get(answer_address(application)).context["seen"]
    asked = {"text": "Une question", "seen": seen, "send": "1"}
    baker.post(answer_address(application, "ask"), asked)

    page = baker.post(
        answer_address(application), {"text": "{motif}", "reason": "taken", "seen": seen, "send": "1"}, follow=True
    )

    assert "déjà partie de chez vous" in page.content.decode()
    application.refresh_from_db()
    assert application.state == State.ASKED


def test_a_link_opened_by_a_scanner_answers_nothing(baker, bakery):
    application = ApplicationFactory(organisation=bakery)

    for step in ("refuse", "choose", "ask", "invite"):
        baker.get(answer_address(application, step))

    application.refresh_from_db()
    assert application.state == State.SENT


@pytest.mark.parametrize("step", ["withdraw", "agree", "lapse", "rien"])
def test_an_employer_takes_no_step_of_somebody_else(baker, bakery, step):
    application = ApplicationFactory(organisation=bakery)

    assert baker.post(answer_address(application, step), {"text": "x", "send": "1"}).status_code == 302
    application.refresh_from_db()
    assert application.state == State.SENT


def test_several_are_refused_at_once_and_each_outcome_is_told(baker, bakery):
    first, second = received(bakery, "Aya", "Tom")
    keys = [first.key, second.key]
    page = baker.post(reverse("inbox:answer_all"), {"step": "refuse", "keys": keys})
    assert page.status_code == 200
    second.take("withdraw", "candidate")
    seen = {f"seen-{one.key}": mark for one, mark in page.context["applications"]}

    done = baker.post(
        reverse("inbox:answer_all"),
        {"step": "refuse", "keys": keys, "text": "{motif}", "reason": "taken", "send": "1"} | seen,
    )

    assert [bool(outcome.problem) for outcome in done.context["outcomes"]] == [False, True]
    assert "Une réponse est partie" in done.content.decode()


@pytest.mark.parametrize("step", ["choose", "rien", ""])
def test_a_yes_is_not_said_to_several(baker, bakery, step):
    application = ApplicationFactory(organisation=bakery)

    assert baker.post(reverse("inbox:answer_all"), {"step": step, "keys": [application.key]}).status_code == 302
    application.refresh_from_db()
    assert application.state == State.SENT


def test_nothing_ticked_is_said(baker):
    page = baker.post(reverse("inbox:answer_all"), {"step": "refuse", "keys": ["faux"]}, follow=True)

    assert "Cochez d’abord" in page.content.decode()


# -- words and digest --------------------------------------------------------------------------------------------------
def test_one_s_own_words_are_kept_and_given_up(baker, bakery):
    address = reverse("inbox:templates", kwargs={"pk": bakery.pk})
    texts = dict(baker.get(address).context["form"].initial)

    baker.post(address, texts | {"ask": "Salut {prenom} !"})
    assert AnswerTemplate.objects.get().text == "Salut {prenom} !"

    baker.post(address, texts | {"ask": ""})
    assert not AnswerTemplate.objects.exists()


def test_a_wrong_blank_is_said_beside_its_text(baker, bakery):
    page = baker.post(reverse("inbox:templates", kwargs={"pk": bakery.pk}), {"ask": "Bonjour {nom}"})

    assert page.status_code == 422
    assert "Nous ne savons pas remplacer {nom}" in page.content.decode()


def test_the_digest_is_turned_off_and_on_from_the_inbox(client):
    me = employer()
    client.force_login(me)

    client.post(reverse("inbox:digest"), {"digest": "off"})
    assert digest.is_off(me)

    client.post(reverse("inbox:digest"), {"digest": "on"})
    assert not digest.is_off(me)


def test_the_choice_about_the_digest_is_exported_and_erased():
    me = employer()
    digest.turn_off(me)
    (kept,) = [one for one in all_kept() if one.name == "Résumé du matin"]

    assert kept.export(me) == {"résumé du matin": "refusé"}
    assert kept.erase(me) == 1
    assert kept.export(me) is None
