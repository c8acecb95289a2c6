"""The agreement: made once, in the transaction of the second yes, with facts and figures that change no more."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apprentissage.mail.models import Message
from offers.applications.agreement import agree, conclude
from offers.applications.lifecycle import Actor, ImpossibleStepError, State
from offers.applications.links import follow_token
from offers.applications.models import Agreement
from offers.applications.simulation import simulate_agreement
from simulators.core.exchange import answer
from tests.factories.accounts import OrganisationFactory, UserFactory, employer
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery():
    return OrganisationFactory()


@pytest.fixture
def chosen(bakery):
    offer = OfferFactory(organisation=bakery, starts_on=timezone.localdate() + timedelta(days=40), start_kind="date")
    return ApplicationFactory(offer=offer, organisation=bakery, state=State.CHOSEN)


def test_the_second_yes_freezes_offer_company_apprentice_and_training(chosen, bakery):
    agreement = agree(chosen)

    chosen.refresh_from_db()
    assert chosen.state == State.AGREED
    facts = agreement.facts
    assert facts["version"] == 1
    assert facts["offer"]["title"] == chosen.offer.title
    assert facts["employer"]["siret"] == bakery.establishment.siret
    assert facts["apprentice"]["first_name"] == "Lina"
    assert facts["training"] == {"course": "CAP Boulanger", "level": 3, "school": ""}
    assert facts["dates"]["starts_on"] == chosen.offer.starts_on.isoformat()
    assert facts["dates"]["months"] == 24


def test_what_changes_afterwards_changes_nothing(chosen):
    agreement = agree(chosen)
    chosen.offer.title = "Autre chose"
    chosen.offer.save()

    again = conclude(chosen)

    assert again.pk == agreement.pk
    assert again.facts["offer"]["title"] == "Boulanger ou boulangère"


def test_the_simulation_is_the_answer_of_the_simulator_with_what_was_supposed(chosen):
    simulation = agree(chosen).simulation

    assert (simulation["version"], simulation["computed_on"]) == (1, timezone.localdate().isoformat())
    assert simulation["answer"] == answer(simulation["question"])
    assert simulation["question"]["headcount"] == "3"  # the least of band 02
    assert simulation["question"]["department"] == "24"
    assert any("3" in sentence for sentence in simulation["supposed"])


def test_the_company_is_told_of_the_yes_once(chosen, bakery):
    me = employer(bakery)
    agree(chosen)

    letter = Message.objects.get(template="answers/agreed")
    assert letter.recipient == me.email
    assert letter.facts["agreement_url"].endswith(f"/accords/{chosen.key}/")


def test_nobody_agrees_before_the_employer(bakery):
    application = ApplicationFactory(organisation=bakery)

    with pytest.raises(ImpossibleStepError):
        agree(application)

    assert not Agreement.objects.exists()


def test_a_yes_that_cannot_be_written_leaves_no_step_behind(chosen, monkeypatch):
    monkeypatch.setattr("offers.applications.agreement.simulate_agreement", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        agree(chosen)

    chosen.refresh_from_db()
    assert chosen.state == State.CHOSEN


def test_a_spontaneous_agreement_supposes_what_no_offer_says(bakery):
    application = ApplicationFactory(offer=None, organisation=bakery, state=State.CHOSEN, course_level=None, age=None)

    agreement = agree(application)

    assert agreement.facts["offer"] is None
    assert agreement.facts["site"]["commune"]["name"] == bakery.establishment.commune.name
    assert len(agreement.simulation["supposed"]) == 6
    assert agreement.simulation["answer"] is not None


@pytest.mark.parametrize(("band", "headcount"), [("00", "1"), ("03", "6"), ("32", "250"), ("NN", "5"), ("", "5")])
def test_the_headcount_is_the_least_of_the_band(chosen, band, headcount):
    chosen.organisation.establishment.headcount_band = band
    chosen.organisation.establishment.save()

    assert agree(chosen).simulation["question"]["headcount"] == headcount


def test_a_question_that_the_law_cannot_answer_is_said_and_the_agreement_stands(chosen):
    facts = agree(chosen).facts | {"dates": None}
    facts["apprentice"]["age"] = 4

    simulation = simulate_agreement(facts, date(2026, 11, 24))["simulation"]

    assert simulation["answer"] is None
    assert simulation["problems"] == ["L'apprenti aurait 4 ans au début du contrat. Vérifiez l'année."]


# -- the pages ---------------------------------------------------------------------------------------------------------
def test_both_sides_read_the_agreement_and_strangers_do_not(client, chosen, bakery):
    chosen.candidate = UserFactory()
    chosen.save()
    agree(chosen)
    address = reverse("agreements:agreement", kwargs={"key": chosen.key})

    for person, status in ((employer(bakery), 200), (chosen.candidate, 200), (employer(), 404), (UserFactory(), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_a_candidate_without_account_reads_it_by_the_link(client, chosen):
    agree(chosen)
    token = follow_token(chosen)

    page = client.get(reverse("agreements:followed", kwargs={"token": token}))

    assert page.status_code == 200
    assert "Salaire net" in page.content.decode()
    assert client.get(reverse("agreements:followed", kwargs={"token": token + "x"})).status_code == 404


def test_the_page_proposes_to_fill_the_offer_when_all_places_are_taken(client, chosen, bakery):
    agree(chosen)
    client.force_login(employer(bakery))
    address = reverse("agreements:agreement", kwargs={"key": chosen.key})
    assert "Marquer l’offre comme pourvue" in client.get(address).content.decode()

    client.post(reverse("agreements:fill", kwargs={"key": chosen.key}))

    chosen.offer.refresh_from_db()
    assert chosen.offer.state == "filled"
    assert "Marquer l’offre comme pourvue" not in client.get(address).content.decode()


def test_an_offer_of_two_places_stays_open_after_the_first(client, chosen, bakery):
    chosen.offer.openings = 2
    chosen.offer.save()
    agree(chosen)
    client.force_login(employer(bakery))

    page = client.get(reverse("agreements:agreement", kwargs={"key": chosen.key}))

    assert page.context["can_fill"] is False


def test_the_data_and_the_paper_are_kept_by_no_cache(client, chosen, bakery):
    agree(chosen)
    client.force_login(employer(bakery))

    data = client.get(reverse("agreements:export", kwargs={"key": chosen.key}))
    paper = client.get(reverse("agreements:summary", kwargs={"key": chosen.key}))

    assert data.json()["facts"]["employer"]["name"] == bakery.name
    assert paper.content.startswith(b"%PDF")
    assert data["Cache-Control"] == paper["Cache-Control"] == "private, no-store"


def test_the_employer_withdraws_no_agreement_by_answering_again(chosen):
    agree(chosen)

    with pytest.raises(ImpossibleStepError):
        chosen.take("refuse", Actor.EMPLOYER)
