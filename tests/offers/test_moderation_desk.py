"""The desk of moderation: what waits, one offer with all that is said of it, and who may decide."""

import itertools
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.lifecycle import State
from offers.moderation import queue
from offers.moderation.decisions import Decision, Ground
from offers.moderation.models import Case
from tests.access import enter
from tests.factories.accounts import officer, staff
from tests.factories.moderation import CaseFactory, FiledReportFactory, own_offer
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory, DepartmentFactory

pytestmark = pytest.mark.django_db

READER = "awa@exemple.fr"
FINDINGS = [{"code": "discrimination", "sentence": "« jeune homme » écarte les femmes.", "source": "L. 1132-1"}]


@pytest.fixture
def operator(client):
    client.operator = staff()
    enter(client, client.operator)
    return client


def text_of(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", words.replace("’", "'"))


# -- the desk ----------------------------------------------------------------------------------------------------------


def test_the_oldest_case_comes_first_and_filters_count(operator, time_machine):
    offers = [OfferFactory(title=title) for title in ("Troisième", "Premier", "Second")]
    start = timezone.now()
    for day, offer in zip((2, 0, 1), offers, strict=True):
        time_machine.move_to(start + timedelta(days=day))
        CaseFactory(offer=offer, kind=Case.Kind.SAMPLED if day else Case.Kind.REPORTED)

    words = text_of(operator.get(reverse("moderation:queue")))
    sampled = text_of(operator.get(reverse("moderation:queue"), {"origine": "sampled"}))

    assert words.index("Premier") < words.index("Second") < words.index("Troisième")
    assert "Tirée au sort 2" in words
    assert "Premier" not in sampled


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_queue_costs_the_same_whatever_the_number_of_cases(operator, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        FiledReportFactory()

    with django_assert_max_num_queries(9):
        operator.get(reverse("moderation:queue"))


def test_strange_questions_to_the_queue_are_not_asked(operator):
    for name, value in itertools.product(["etat", "origine", "page"], ["", "x", "-1", "9" * 30, "<script>"]):
        assert operator.get(reverse("moderation:queue"), {name: value}).status_code == 200


def test_the_share_of_drawn_offers_to_change_measures_the_rules(operator):
    for decision in (Decision.DISMISS, Decision.DISMISS, Decision.WITHDRAW):
        case = CaseFactory(kind=Case.Kind.SAMPLED)
        queue.decide(case, decision, by=operator.operator, ground=Ground.WRONG, words="x")

    assert "1 offre à reprendre sur 3 relues" in text_of(operator.get(reverse("moderation:queue")))


def test_a_case_shows_the_offer_its_reports_what_rules_read_and_past_decisions(operator):
    offer, _ = own_offer(title="Boulanger")
    past = CaseFactory(offer=OfferFactory(organisation=offer.organisation, title="Pâtissier"))
    queue.decide(past, Decision.WITHDRAW, by=operator.operator, ground=Ground.FRAUD, words="x")
    case = queue.hold(offer, FINDINGS)
    FiledReportFactory(case=case, detail="On me demande 300 €.", email=READER)

    page = operator.get(reverse("moderation:case", args=[case.pk]))

    words = text_of(page)
    for fact in ("Boulanger", "Pétrir, façonner", "« jeune homme »", "300 €", "Attend une réponse", "Pâtissier"):
        assert fact in words.replace("\u00a0", " ")
    assert READER not in page.content.decode()


def test_a_decision_that_costs_the_employer_something_says_why(operator):
    offer, _ = own_offer()
    address = reverse("moderation:case", args=[CaseFactory(offer=offer).pk])

    nothing = operator.post(address, {})
    silent = operator.post(address, {"decision": "give-back", "words": "Ôtez l'âge."})
    full = operator.post(address, {"decision": "give-back", "ground": "wrong", "words": "Ôtez l'âge."})

    assert (nothing.status_code, silent.status_code, full.status_code) == (422, 422, 302)
    assert "Choisissez une décision" in text_of(nothing)
    assert "l'employeur a le droit de la connaître" in text_of(silent)
    assert "Ôtez l&#x27;âge." in silent.content.decode()
    offer.refresh_from_db()
    assert offer.state == State.DRAFT


def test_two_people_who_decide_at_once_are_told(operator):
    offer, _ = own_offer()
    case = CaseFactory(offer=offer)
    offer.take("close")

    answer = operator.post(
        reverse("moderation:case", args=[case.pk]), {"decision": "give-back", "ground": "wrong", "words": "x"}
    )

    assert answer.status_code == 422
    assert "n'est plus possible" in text_of(answer)


def test_an_officer_reads_the_cases_of_their_territory_and_decides_of_none(client):
    gironde = CommuneFactory(code="33063", name="Bordeaux", department=DepartmentFactory(code="33", name="Gironde"))
    here, there = CaseFactory(), CaseFactory(offer=OfferFactory(title="Ailleurs", commune=gironde))
    enter(client, officer(area_codes=("D24",)))

    listing = client.get(reverse("moderation:queue"))
    page = client.get(reverse("moderation:case", args=[here.pk]))

    assert "Ailleurs" not in text_of(listing)
    assert "L'équipe du service décide" in text_of(page)
    assert "<textarea" not in page.content.decode()
    assert client.get(reverse("moderation:case", args=[there.pk])).status_code == 404
    assert client.post(reverse("moderation:case", args=[here.pk]), {"decision": "dismiss"}).status_code == 403


def test_an_officer_of_a_body_not_validated_sees_nothing(client):
    case = CaseFactory()
    enter(client, officer(area_codes=("D24",), state=Organisation.State.PENDING))

    assert client.get(reverse("moderation:case", args=[case.pk])).status_code in (403, 404)
