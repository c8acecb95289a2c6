"""The people of the demonstration meet its offers: the baker near Sarlat runs the company of the first one."""

from django.contrib.auth import get_user_model
from django.db import transaction

from apprentissage.accounts import demo
from apprentissage.accounts.models import Organisation
from offers.applications import applying
from offers.applications.models import Application
from offers.constraints import DEMONSTRATION_SOURCE
from offers.models import Offer
from offers.spontaneous.listing import list_itself
from offers.spontaneous.models import Listing

FIRST_OFFER = "demo-000001"
PASTRY = "D1104"  # a trade that the baker takes apprentices for without an offer
ANSWERS = {
    "why": "J'ai fait mon stage de troisième dans un fournil et j'ai voulu rester. J'aime me lever tôt.",
    "done": "Une semaine de stage, et les crêpes du marché avec ma tante tous les étés.",
    "training": "asked",
}


@transaction.atomic
def settle_people() -> None:
    """Everybody of the demonstration has an account, and the first offer belongs to the baker. Can be run again."""
    first = Offer.objects.given_by(DEMONSTRATION_SOURCE, [FIRST_OFFER]).first()
    bakery = demo.settle({"name": first.employer_name, "siret": first.siret} if first else {})
    if not Listing.objects.of(bakery).exists():
        list_itself(bakery, [PASTRY], "Nous prenons aussi une apprentie ou un apprenti en pâtisserie.")
    if first and first.organisation_id is None:
        first.organisation = bakery
        first.save(update_fields=["organisation"])
        _apply(first, bakery)


def _apply(offer: Offer, bakery: Organisation) -> None:
    """Lina's application: the baker finds something to answer."""
    lina = get_user_model().objects.get_by_natural_key(demo.CANDIDATE.email)
    draft = Application.objects.create(
        offer=offer,
        organisation=bakery,
        candidate=lina,
        email=lina.email,
        first_name="Lina",
        last_name="Exemple",
        age=17,
        commune=bakery.commune,
        course="CAP Boulanger",
        course_level=3,
        travel="bicycle",
        answers=ANSWERS,
    )
    applying.send(draft)
