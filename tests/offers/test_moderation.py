"""An offer that raises a doubt is read by somebody; the employer knows why, and the reader what came of it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message
from apprentissage.privacy import registry
from offers.lifecycle import ImpossibleStepError, State
from offers.moderation import limits, queue
from offers.moderation.decisions import LAW, OUTCOMES, Decision, Ground, possible
from offers.moderation.models import REPORTS_KEPT_FOR, Case, FiledReport
from offers.reports import Report
from tests.factories.accounts import OrganisationFactory, employer, staff
from tests.factories.moderation import CaseFactory, FiledReportFactory, own_offer
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db

READER = "awa@exemple.fr"
FINDINGS = [{"code": "discrimination", "sentence": "« jeune homme » écarte les femmes.", "source": "L. 1132-1"}]


@pytest.fixture(autouse=True)
def _nobody_reported_today():
    cache.clear()


def text_of(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", words.replace("’", "'"))


def report(client, offer, **answers):
    return client.post(reverse("offers:report", args=[offer.pk]), {"reason": "fraud"} | answers)


def mails(template: str) -> list[Message]:
    return list(Message.objects.filter(template=f"moderation/{template}").order_by("pk"))


# -- what opens a case -------------------------------------------------------------------------------------------------


def test_reports_of_one_offer_make_one_case(client):
    offer = OfferFactory()
    for _ in range(3):
        assert report(client, offer).status_code == 302

    assert Case.objects.get().filed.count() == 3


def test_a_reader_who_leaves_an_address_is_told_that_it_arrived(client):
    report(client, OfferFactory(), email="Awa@exemple.fr")

    assert FiledReport.objects.get().email == READER
    assert [mail.recipient for mail in mails("received")] == [READER]


def test_an_address_that_is_none_is_asked_again_with_what_was_typed(client):
    answer = report(client, OfferFactory(), email="awa chez exemple", detail="On me demande 300 €.")

    assert answer.status_code == 422
    assert "Cette adresse n'est pas complète" in text_of(answer)
    assert 'value="awa chez exemple"' in answer.content.decode()
    assert "On me demande 300 €." in answer.content.decode()
    assert not Report.objects.exists()


def test_an_offer_that_a_rule_holds_leaves_the_site_and_waits_for_somebody():
    offer, _ = own_offer()

    case = queue.hold(offer, FINDINGS)
    again = queue.hold(offer, FINDINGS * 2)

    offer.refresh_from_db()
    assert offer.state == State.HELD
    assert (case.pk, again.kind, len(again.findings)) == (again.pk, Case.Kind.HELD, 2)


def test_an_offer_already_reported_then_held_stays_one_case(client):
    offer, _ = own_offer()
    report(client, offer)

    case = queue.hold(offer, FINDINGS)

    assert Case.objects.get() == case
    assert case.filed.count() == 1


@pytest.mark.parametrize(("rate", "drawn"), [(0, 0), (1, 5)])
def test_chance_draws_a_share_of_the_offers_without_a_doubt(settings, rate, drawn):
    settings.MODERATION_SAMPLE_RATE = rate

    assert sum(queue.sample(offer) for offer in OfferFactory.create_batch(5)) == drawn
    assert Case.objects.of_kind(Case.Kind.SAMPLED).count() == drawn


def test_an_offer_that_its_employer_took_back_waits_for_nobody():
    offer, _ = own_offer()
    queue.hold(offer, FINDINGS)
    offer.take("close")

    assert not Case.objects.waiting().exists()


def test_the_database_keeps_one_open_case_per_offer_and_dates_decisions():
    case = CaseFactory()

    for broken in (
        lambda: CaseFactory(offer=case.offer),
        lambda: Case.objects.filter(pk=case.pk).update(decision=Decision.DISMISS),
        lambda: Case.objects.filter(pk=case.pk).update(decided_at=timezone.now()),
        lambda: Case.objects.filter(pk=case.pk).update(kind="odd"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


# -- too many reports --------------------------------------------------------------------------------------------------


def without_cookie(client, offer, address):
    client.cookies.clear()
    return client.post(reverse("offers:report", args=[offer.pk]), {"reason": "wrong"}, REMOTE_ADDR=address)


def test_one_network_sends_a_bounded_number_of_reports_on_an_offer_a_day(client, time_machine):
    offer, other = OfferFactory(), OfferFactory()
    for number in range(limits.PER_OFFER):
        assert without_cookie(client, offer, f"203.0.113.{number}").status_code == 302

    assert without_cookie(client, offer, "203.0.113.250").status_code == 429
    assert without_cookie(client, offer, "198.51.100.1").status_code == 302
    assert without_cookie(client, other, "203.0.113.1").status_code == 302

    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert without_cookie(client, offer, "203.0.113.250").status_code == 302


def test_one_network_sends_a_bounded_number_of_reports_in_all(client, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 3)
    answers = [without_cookie(client, offer, "2001:db8:1::1").status_code for offer in OfferFactory.create_batch(4)]

    assert answers == [302, 302, 302, 429]


def test_what_hid_the_networks_of_a_day_is_erased_the_next_night(client, time_machine):
    without_cookie(client, OfferFactory(), "203.0.113.1")
    key = limits._salt_key(timezone.localdate())
    assert registry.purge_all(timezone.now())["Compteurs de signalements"] == 0
    assert cache.get(key)

    cache.set(key, "x", None)  # a cache that keeps what has expired
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert registry.purge_all(timezone.now())["Compteurs de signalements"] == 1
    assert cache.get(key) is None


def test_an_address_behind_our_proxy_is_the_one_that_the_proxy_tells(rf, settings):
    asked = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits._network(asked) == "203.0.113.0/24"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert limits._network(asked) == "10.0.0.0/24"
    assert limits._network(rf.get("/", REMOTE_ADDR="unix:")) == "unknown"


# -- the table of decisions --------------------------------------------------------------------------------------------


def test_each_decision_follows_the_life_of_offers():
    for outcome, state in [(one, state) for one in OUTCOMES.values() for state in one.steps]:
        steps = outcome.steps[state]
        offer, _ = own_offer(state=State.OPEN if state in (State.FILLED, State.EXPIRED) else state)
        if offer.state != state:
            offer.take({State.FILLED: "fill", State.EXPIRED: "expire"}[state])
        case = CaseFactory(offer=offer)

        queue.decide(case, outcome.decision, by=staff(), ground=Ground.WRONG, words="Corrigez.")

        offer.refresh_from_db()
        left = State.WITHDRAWN if "withdraw" in steps else State.DRAFT if "give_back" in steps else state
        assert offer.state == (State.OPEN if "publish" in steps else left)


def test_nobody_is_asked_to_correct_an_offer_of_a_file():
    decisions = [outcome.decision for outcome in possible(State.OPEN, has_organisation=False)]

    assert decisions == [Decision.DISMISS, Decision.WITHDRAW]


def test_every_ground_is_a_reason_and_most_rest_on_a_text():
    assert set(LAW) <= set(Ground)
    assert all("Code du travail" in text for text in LAW.values())


def test_an_offer_of_a_company_not_validated_yet_waits_instead_of_being_published():
    offer, _ = own_offer(organisation=OrganisationFactory(state=Organisation.State.PENDING))
    case = queue.hold(offer, FINDINGS)

    queue.decide(case, Decision.PUBLISH, by=staff())

    offer.refresh_from_db()
    assert offer.state == State.WAITING


# -- what follows a decision -------------------------------------------------------------------------------------------


def test_readers_are_told_once_then_their_addresses_forgotten():
    filed = FiledReportFactory(email=READER)
    FiledReportFactory(case=filed.case)

    queue.decide(filed.case, Decision.WITHDRAW, by=staff(), ground=Ground.FRAUD, words="Argent demandé.")

    assert [mail.recipient for mail in mails("answered")] == [READER]
    assert not FiledReport.objects.to_answer().exists()


def test_the_employer_is_told_why_and_reads_on_the_page_what_to_correct():
    offer, person = own_offer()
    case = CaseFactory(offer=offer)

    queue.decide(case, Decision.GIVE_BACK, by=staff(), ground=Ground.DISCRIMINATION, words="Ôtez « jeune homme ».")

    (mail,) = mails("decided")
    letter = compose(mail.template, mail.facts)
    assert mail.recipient == person.email
    assert "L. 1132-1" in letter.text
    assert "jeune homme" not in letter.text + letter.html
    assert queue.last_word(offer).words == "Ôtez « jeune homme »."


@pytest.mark.parametrize("template", ["answered", "decided"])
@pytest.mark.parametrize("decision", Decision.values)
def test_each_mail_says_what_was_decided(template, decision):
    facts = {"decision": decision, "offer_url": "https://b.fr/offres/3/", "number": 7, "ground": "Raison"}

    letter = compose(f"moderation/{template}", facts)

    assert "\n" not in letter.subject
    assert "https://b.fr/offres/3/" in letter.text
    assert "https://b.fr/offres/3/" in letter.html


def test_an_employer_who_has_nothing_to_correct_is_told_nothing():
    offer, _ = own_offer()

    queue.decide(CaseFactory(offer=offer), Decision.DISMISS, by=staff())

    assert mails("decided") == []
    assert queue.last_word(offer) is None


def test_a_case_is_decided_once():
    case = CaseFactory()
    queue.decide(case, Decision.DISMISS, by=staff())

    with pytest.raises(queue.AlreadyDecided):
        queue.decide(case, Decision.WITHDRAW, by=staff())


def test_an_offer_that_changed_meanwhile_is_not_forced():
    offer, _ = own_offer()
    case = queue.hold(offer, FINDINGS)
    offer.take("close")

    with pytest.raises(ImpossibleStepError, match="Fermée"):
        queue.decide(case, Decision.PUBLISH, by=staff())

    case.refresh_from_db()
    assert case.decided_at is None


def test_the_history_of_a_case_is_kept_by_the_database():
    case = CaseFactory()
    queue.decide(case, Decision.DISMISS, by=staff())

    assert [event.decision for event in case.events.order_by("pgh_id")] == ["", "dismiss"]


# -- the end -----------------------------------------------------------------------------------------------------------


def test_a_report_is_erased_after_a_year_with_the_address_left(time_machine):
    FiledReportFactory(email=READER)

    time_machine.move_to(timezone.now() + REPORTS_KEPT_FOR - timedelta(hours=1))
    assert registry.purge_all(timezone.now())["Signalements d'offres"] == 0

    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert registry.purge_all(timezone.now())["Signalements d'offres"] > 0
    assert not Report.objects.exists()
    assert not FiledReport.objects.exists()
    assert Case.objects.exists()


def test_who_has_an_account_sees_and_erases_the_address_left():
    person = employer()
    FiledReportFactory(email=person.email, detail="On me demande 300 €.")

    assert registry.export_all(person)["Signalements d'offres"][0]["précision"] == "On me demande 300 €."
    assert registry.erase_all(person)["Signalements d'offres"] == 1
    assert not FiledReport.objects.to_answer().exists()
