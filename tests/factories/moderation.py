"""Cases for tests: an offer on the site that somebody must read."""

import factory

from offers.lifecycle import State
from offers.moderation.models import Case, FiledReport
from offers.reports import Report
from tests.factories.accounts import OrganisationFactory, employer
from tests.factories.offers import OfferFactory


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    offer = factory.SubFactory(OfferFactory)
    kind = Case.Kind.REPORTED


class FiledReportFactory(factory.django.DjangoModelFactory):
    """A report in a case of its own, or in the case given; ``reason`` and ``detail`` are those of the report."""

    class Meta:
        model = FiledReport
        exclude = ["reason", "detail"]

    case = factory.SubFactory(CaseFactory)
    reason, detail = Report.Reason.WRONG, ""
    report = factory.LazyAttribute(
        lambda filed: Report.objects.create(offer=filed.case.offer, reason=filed.reason, detail=filed.detail)
    )


def own_offer(state=State.OPEN, **fields):
    """An offer that an employer published here, and that employer."""
    company = fields.pop("organisation", None) or OrganisationFactory()
    person = employer(company)
    return OfferFactory(organisation=company, state=state, **fields), person
