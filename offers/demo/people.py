"""The people of the demonstration meet its offers: the baker near Sarlat runs the company of the first one."""

from django.db import transaction

from apprentissage.accounts import demo
from offers.constraints import DEMONSTRATION_SOURCE
from offers.models import Offer

FIRST_OFFER = "demo-000001"


@transaction.atomic
def settle_people() -> None:
    """Everybody of the demonstration has an account, and the first offer belongs to the baker. Can be run again."""
    first = Offer.objects.given_by(DEMONSTRATION_SOURCE, [FIRST_OFFER]).first()
    bakery = demo.settle({"name": first.employer_name, "siret": first.siret} if first else {})
    if first and first.organisation_id is None:
        first.organisation = bakery
        first.save(update_fields=["organisation"])
