"""Applications for tests. By default: sent an hour ago, without account, for an open offer of a valid company."""

from datetime import timedelta

import factory
from django.utils import timezone

from offers.applications.lifecycle import LIVE, State
from offers.applications.models import Application, Document, Exchange
from tests.factories.accounts import OrganisationFactory
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory

WAS_SENT = [state for state in State if state not in (State.DRAFT, State.WITHDRAWN)]
PDF = b"%PDF-1.7\n%%EOF\n"  # what a test that never opens it may call a CV


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application as it stands in a state, with the dates of that state.

    ``organisation=`` receives it; ``offer=None`` makes it spontaneous; ``candidate=UserFactory()`` gives it an account.
    """

    class Meta:
        model = Application

    organisation = factory.SubFactory(OrganisationFactory)
    offer = factory.SubFactory(OfferFactory, organisation=factory.SelfAttribute("..organisation"))
    first_name = "Lina"
    last_name = "Diaz"
    email = factory.Sequence(lambda n: f"lina{n}@exemple.fr")
    age = 17
    commune = factory.SubFactory(CommuneFactory)
    course = "CAP Boulanger"
    course_level = 3
    travel = "bicycle"
    answers = factory.LazyFunction(
        lambda: {"why": "J'aime le pain et me lever tôt.", "done": "Un stage de 3e.", "training": "asked"}
    )
    state = State.SENT
    sent_at = factory.LazyAttribute(lambda one: one.now - timedelta(hours=1) if one.state in WAS_SENT else None)
    answer_due_on = factory.LazyAttribute(lambda one: one.sent_at and (one.sent_at + timedelta(days=15)).date())
    ended_at = factory.LazyAttribute(
        lambda one: one.now if one.state == State.AGREED or one.state not in (*LIVE, State.DRAFT) else None
    )

    class Params:
        now = factory.LazyFunction(timezone.now)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A CV, already cleaned."""

    class Meta:
        model = Document

    application = factory.SubFactory(ApplicationFactory)
    content = PDF


class ExchangeFactory(factory.django.DjangoModelFactory):
    """A message of the employer."""

    class Meta:
        model = Exchange

    application = factory.SubFactory(ApplicationFactory)
    step = "ask"
    actor = "employer"
    text = "Pouvez-vous venir samedi à 5 h ?"
