"""The demonstration: fictional, believable, the same every time."""

import io
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from stdnum.fr import siret

from offers.demo.generator import Generator
from offers.demo.seeding import seed
from offers.lifecycle import State
from offers.models import Offer

MANY = 1000


@pytest.fixture(scope="module")
def offers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        generator = Generator()
        return [generator.offer(number) for number in range(1, MANY + 1)]


@pytest.mark.django_db
def test_a_number_always_gives_the_same_offer(offers):
    again = Generator()

    assert [again.offer(number) for number in (1, 7, MANY)] == [offers[0], offers[6], offers[-1]]
    assert Generator(seed=1).offer(1) != offers[0]


def test_every_offer_is_marked_and_nobody_real_can_be_reached(offers):
    for offer in offers:
        assert offer.is_fictional
        assert offer.source == "demonstration"
        assert offer.siret.startswith("000")
        assert siret.is_valid(offer.siret)
        assert offer.apply_email.endswith(".example")
        assert re.fullmatch(r"(\+3319900\d{4})?", offer.apply_phone)  # Arcep keeps 01 99 00 for fiction
        assert "€" not in offer.description


def test_texts_are_varied_and_complete(offers):
    assert len({offer.description for offer in offers}) > 0.98 * MANY
    assert len({offer.title for offer in offers}) > 0.6 * MANY
    assert len({offer.employer_name for offer in offers}) > 0.8 * MANY
    assert not [offer for offer in offers if re.search(r"[{}]", offer.title + offer.description + offer.employer_name)]
    assert {offer.level for offer in offers} == {3, 4, 5, 6, 7}
    assert {offer.start_kind for offer in offers} == {"date", "soon", "flexible"}
    assert 5 < sum(len(offer.sites) > 1 for offer in offers) < 80


def test_whoever_discovers_the_service_finds_a_baker_at_sarlat(offers):
    baker = offers[2]

    assert baker.rome_codes == ["D1102"]
    assert baker.sites[0].commune_code == "24520"
    assert baker.is_fictional


def test_frequent_trades_and_populated_places_come_more_often(offers):
    trades = Counter(offer.rome_codes[0] for offer in offers)
    regions = Counter(offer.sites[0].commune_code[:2] for offer in offers)

    assert trades["D1202"] > 5 * trades["B1401"]
    assert regions["59"] > regions["48"]
    assert regions["97"] > 5


def test_work_that_the_law_closes_to_minors_says_so(offers):
    for offer in offers:
        if offer.rome_codes[0] in ("K2503", "N4101", "G1801"):
            assert offer.minimum_age == 18


@pytest.mark.django_db
class TestSeeding:
    def test_it_fills_then_leaves_alone_what_is_there(self):
        assert seed(30) == 30
        before = dict(Offer.objects.values_list("source_id", "updated_at"))

        assert seed(30) == 0
        assert seed(35) == 5

        assert Offer.objects.open().count() == 35
        assert {key: Offer.objects.get(source_id=key).updated_at for key in before} == before

    def test_what_closed_since_is_renewed(self):
        seed(3)
        yesterday = timezone.localdate() - timedelta(days=1)
        published = timezone.now() - timedelta(days=90)
        Offer.objects.filter(source_id="demo-000002").update(published_at=published, closes_on=yesterday)
        call_command("close_offers", stdout=io.StringIO())

        assert seed(3) == 1
        assert Offer.objects.filter(state=State.OPEN).count() == 3

    def test_the_command_counts_what_it_wrote(self):
        said = io.StringIO()

        call_command("seed_demo", offers=12, stdout=said)

        assert said.getvalue() == "Offres fictives écrites : 12.\n"
