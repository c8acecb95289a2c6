"""What the operator sees and does in the administration."""

import pytest
from django.urls import reverse

from offers.lifecycle import State
from offers.models import ImportRemark, ImportRun, Offer
from offers.reports import Report
from tests.access import enter
from tests.factories.accounts import staff
from tests.factories.offers import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    enter(client, staff(is_superuser=True))
    return client


def test_every_list_and_page_is_readable(operator, django_assert_max_num_queries):
    offer = OfferFactory()
    run = ImportRun.objects.create(file_name="offres.json")
    remark = ImportRemark.objects.create(
        run=run, line=3, code="WRONG_DATA", is_refusal=True, sentence="Le SIRET manque."
    )
    report = Report.objects.create(offer=offer, reason=Report.Reason.WRONG)

    for instance in (offer, run, remark, report):
        name = f"admin:offers_{instance._meta.model_name}"
        with django_assert_max_num_queries(15):
            assert operator.get(reverse(f"{name}_changelist")).status_code == 200
            assert operator.get(reverse(f"{name}_change", args=[instance.pk])).status_code == 200


def test_a_step_of_the_table_is_an_action_of_the_list(operator):
    opened, closed = OfferFactory(), OfferFactory(state=State.CLOSED)

    answer = operator.post(
        reverse("admin:offers_offer_changelist"),
        {"action": "fill", "_selected_action": [opened.pk, closed.pk]},
        follow=True,
    )

    assert "ne permet pas" in answer.content.decode()
    assert Offer.objects.get(pk=opened.pk).state == State.FILLED
    assert Offer.objects.get(pk=closed.pk).state == State.CLOSED


def test_nobody_types_in_an_offer_nor_deletes_it(operator):
    offer = OfferFactory(title="Fleuriste")
    name = "admin:offers_offer"

    assert operator.post(reverse(f"{name}_change", args=[offer.pk]), {"title": "Autre"}).status_code == 403
    assert operator.post(reverse(f"{name}_delete", args=[offer.pk]), {"post": "yes"}).status_code == 403
    assert Offer.objects.get().title == "Fleuriste"
