"""What PostgreSQL keeps of an application, whoever writes and however."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from offers.applications.lifecycle import LIVE, State
from offers.applications.models import Application
from tests.factories.accounts import OrganisationFactory, UserFactory, employer
from tests.factories.applications import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", LIVE)
def test_one_application_lives_per_offer_and_address(state):
    first = ApplicationFactory(state=state)

    with pytest.raises(IntegrityError, match="one_live_application_per_offer"), transaction.atomic():
        ApplicationFactory(offer=first.offer, organisation=first.organisation, email=first.email)


def test_one_application_lives_per_company_and_address_without_offer():
    company = OrganisationFactory()
    ApplicationFactory(organisation=company, offer=None, email="lina@exemple.fr")

    with pytest.raises(IntegrityError, match="one_live_application_per_company"), transaction.atomic():
        ApplicationFactory(organisation=company, offer=None, email="lina@exemple.fr")


@pytest.mark.parametrize("state", [State.DRAFT, State.REFUSED, State.WITHDRAWN, State.OVER])
def test_one_may_apply_again_after_the_end(state):
    first = ApplicationFactory(state=state)

    assert ApplicationFactory(offer=first.offer, organisation=first.organisation, email=first.email).pk


def test_an_application_that_was_sent_is_dated():
    with pytest.raises(IntegrityError, match="sent_applications_are_dated"):
        ApplicationFactory(sent_at=None, answer_due_on=None)


def test_an_address_is_kept_in_lower_case():
    with pytest.raises(IntegrityError, match="candidate_address_in_lower_case"):
        ApplicationFactory(email="Lina@exemple.fr")


def test_the_offer_counts_the_applications_that_reached_the_employer():
    draft = ApplicationFactory(state=State.DRAFT)
    ApplicationFactory(offer=draft.offer, organisation=draft.organisation)
    draft.take("send", "candidate", sent_at=timezone.now())
    draft.take("withdraw", "candidate")

    draft.offer.refresh_from_db()
    assert draft.offer.applications_count == 2


def test_an_application_is_seen_by_who_made_it_and_who_received_it():
    candidate, stranger, company = UserFactory(), UserFactory(), OrganisationFactory()
    boss, competitor = employer(company), employer()
    sent = ApplicationFactory(candidate=candidate, organisation=company)
    draft = ApplicationFactory(candidate=candidate, organisation=company, state=State.DRAFT)

    seen = {user: set(Application.objects.visible_to(user)) for user in (candidate, boss, competitor, stranger)}

    assert seen == {candidate: {sent, draft}, boss: {sent}, competitor: set(), stranger: set()}
