"""What PostgreSQL keeps of an offer, whoever writes and however."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.contrib.postgres.search import SearchQuery
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from apprentissage.trades.words import word_key
from offers.lifecycle import State
from offers.models import Offer, Site
from tests.factories.offers import OfferFactory, SiteFactory
from tests.factories.territories import CommuneFactory, DepartmentFactory, RegionFactory
from tests.factories.trades import RomeFactory

pytestmark = pytest.mark.django_db

LA_POSTE_OFFICE = "35600000049837"  # digits that sum to a multiple of 5; Luhn's key is wrong
LA_POSTE_HEAD = "35600000000048"  # its head office keeps Luhn's key

BREAKS = [
    ("source_identifier_is_given", {"source_id": "  "}),
    ("demonstration_offers_are_fictional", {"source": "demonstration"}),
    ("employer_has_a_name", {"employer_name": " "}),
    ("siret_can_exist", {"siret": "73282932000075"}),
    ("siret_can_exist", {"siret": "7328293200007"}),
    ("siret_can_exist", {"siret": "35600000049838"}),
    ("employer_website_is_a_web_address", {"employer_website": "javascript:alert(1)"}),
    ("title_has_three_letters", {"title": "ab "}),
    ("description_holds_only_safe_tags", {"description": "<p>Bonjour</p><script>alert(1)</script>"}),
    ("description_holds_only_safe_tags", {"description": "<p onclick=alert(1)>Bonjour</p>"}),
    ("rome_codes_are_well_formed", {"rome_codes": ["D1102", "boulanger"]}),
    ("main_trade_is_among_the_codes", {"rome_codes": ["D1104"]}),
    ("level_is_three_to_eight", {"level": 2}),
    ("level_is_three_to_eight", {"level": 9}),
    ("contract_kinds_are_known", {"contract_kinds": ["stage"]}),
    ("contract_kinds_are_known", {"contract_kinds": []}),
    ("start_date_goes_with_its_kind", {"start_kind": "date", "starts_on": None}),
    ("start_date_goes_with_its_kind", {"start_kind": "soon", "starts_on": date(2027, 9, 1)}),
    ("start_date_goes_with_its_kind", {"start_kind": "later"}),
    ("contract_lasts_one_to_48_months", {"months": 0}),
    ("contract_lasts_one_to_48_months", {"months": 49}),
    ("there_is_a_place_to_fill", {"openings": 0}),
    ("weekly_hours_are_lawful", {"weekly_hours": Decimal("48.5")}),
    ("minimum_age_is_15_to_30", {"minimum_age": 14}),
    ("minimum_age_is_15_to_30", {"minimum_age": 31}),
    ("apply_link_is_a_web_address", {"apply_url": "javascript:alert(1)"}),
    ("apply_address_looks_like_one", {"apply_email": "recrutement"}),
    ("apply_phone_is_international", {"apply_phone": "01 99 00 12 34"}),
    ("open_offers_are_dated", {"published_at": None}),
    ("open_offers_are_dated", {"closes_on": None}),
    ("open_offers_can_be_answered", {"apply_email": ""}),
    ("published_before_closing", {"closes_on": date(2020, 1, 1)}),
]


@pytest.mark.parametrize(("constraint", "change"), BREAKS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(BREAKS)])
def test_the_database_refuses_what_an_offer_cannot_be(constraint, change):
    offer = OfferFactory()

    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**change)


def test_every_constraint_has_a_test_that_breaks_it():
    elsewhere = {"one_offer_per_source_identifier", "open_offers_have_a_place", "state_is_known"}

    assert {name for name, _ in BREAKS} | elsewhere == {constraint.name for constraint in Offer._meta.constraints}


@pytest.mark.parametrize(
    "change",
    [
        {"siret": "73282932000074"},
        {"siret": LA_POSTE_OFFICE},
        {"siret": LA_POSTE_HEAD},
        {"months": 48},
        {"weekly_hours": Decimal("48")},
        {"minimum_age": 15},
        {"minimum_age": 30},
        {"level": 8},
        {"description": "<p>Du pain &lt;bio&gt;<br>et des <strong>viennoiseries</strong></p><ul><li>Pétrir</li></ul>"},
        {"apply_phone": "+33199001234"},
        {"apply_email": "", "source": "bourse"},  # typed here: candidates answer here
        {"rome": None, "rome_codes": []},
    ],
)
def test_the_database_accepts_the_edges_of_what_an_offer_can_be(change):
    offer = OfferFactory(rome=RomeFactory())

    Offer.objects.filter(pk=offer.pk).update(**change)


def test_a_state_outside_the_table_is_refused_from_the_start():
    with pytest.raises(IntegrityError, match="state_is_known"), transaction.atomic():
        Offer.objects.create(source="tests", source_id="1", employer_name="X", title="Maçon", state="sold")


def test_a_source_gives_an_identifier_once():
    offer = OfferFactory()

    with pytest.raises(IntegrityError, match="one_offer_per_source_identifier"), transaction.atomic():
        OfferFactory(source=offer.source, source_id=offer.source_id)


def test_a_nul_byte_never_enters_the_database():
    offer = OfferFactory()

    with pytest.raises(DataError, match="NUL"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(title="Boulan\x00ger")


def test_an_offer_without_site_cannot_open():
    offer = OfferFactory(state=State.DRAFT, sites=[])

    with pytest.raises(IntegrityError, match="open_offers_have_a_place"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(state=State.OPEN)


def test_an_open_offer_keeps_its_last_site():
    offer = OfferFactory()

    with pytest.raises(IntegrityError, match="open_offers_have_a_place"), transaction.atomic():
        offer.sites.all().delete()


def test_the_siret_function_of_the_database_agrees_with_the_register_library():
    from stdnum.fr import siret

    numbers = [f"{n:014}" for n in range(73282932000000, 73282932000100)]
    numbers += [f"356000000{n:05}" for n in range(40, 140)] + ["00000000000007", "", "abc", "1" * 15]
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM unnest(%s::text[]) AS n WHERE siret_is_valid(n)", [numbers])
        accepted = [number for (number,) in cursor]

    assert accepted == [number for number in numbers if siret.is_valid(number)]
    assert len(accepted) > 20


class TestWhereabouts:
    def test_an_offer_carries_the_codes_and_points_of_all_its_sites(self):
        city = CommuneFactory(
            code="75056",
            name="Paris",
            department=DepartmentFactory(
                code="75", name="Paris", region=RegionFactory(code="11", name="Île-de-France")
            ),
        )
        eleventh = CommuneFactory(
            code="75111", name="Paris 11e", department=city.department, parent=city, point=Point(2.38, 48.86, srid=4326)
        )

        offer = OfferFactory(sites=[{}, {"commune": eleventh}])

        assert offer.area_codes == ["C24520", "C75056", "C75111", "D24", "D75", "R11", "R75"]
        assert [(round(p.x, 2), round(p.y, 2)) for p in offer.places] == [(1.22, 44.89), (2.38, 48.86)]

    def test_moving_or_removing_a_site_moves_the_offer(self):
        offer = OfferFactory(sites=[{}, {"point": Point(2, 46, srid=4326)}])

        Site.objects.filter(offer=offer, position=1).update(point=Point(3, 47, srid=4326))
        offer.refresh_from_db()
        assert offer.places[1].coords == (3, 47)

        Site.objects.filter(offer=offer, position=0).delete()
        offer.refresh_from_db()
        assert [point.coords for point in offer.places] == [(3, 47)]

    def test_a_site_that_changes_offer_moves_both(self):
        one, other = OfferFactory(sites=[{}, {"point": Point(2, 46, srid=4326)}]), OfferFactory()

        Site.objects.filter(offer=one, position=1).update(offer=other, position=5)

        one.refresh_from_db()
        other.refresh_from_db()
        assert (len(one.places), len(other.places)) == (1, 2)

    def test_a_hand_cannot_write_another_place(self):
        offer = OfferFactory()
        before = offer.places.coords, offer.area_codes

        Offer.objects.filter(pk=offer.pk).update(places=None, area_codes=["R11"])

        offer.refresh_from_db()
        assert (offer.places.coords, offer.area_codes) == before

    def test_an_offer_may_be_written_after_its_sites_in_the_same_transaction(self):
        commune = CommuneFactory()
        with transaction.atomic():
            SiteFactory._meta.model.objects.create(offer_id=987654, commune=commune, point=commune.point)
            Offer.objects.create(
                pk=987654,
                source="tests",
                source_id="first",
                employer_name="X",
                title="Maçon",
                apply_email="a@example.org",
                published_at=timezone.now(),
                closes_on=timezone.localdate() + timedelta(days=1),
                state=State.OPEN,
            )

        assert Offer.objects.get(pk=987654).area_codes == ["C24520", "D24", "R75"]


class TestDocument:
    def test_it_follows_the_words_of_the_offer(self):
        offer = OfferFactory(title="Fleuriste")

        Offer.objects.filter(pk=offer.pk).update(title="Charpentier")

        assert offers_saying("charpentier") == [offer]
        assert offers_saying("fleuriste") == []

    def test_a_hand_cannot_write_another_one(self):
        offer = OfferFactory(title="Fleuriste")

        Offer.objects.filter(pk=offer.pk).update(document=None)

        assert offers_saying("fleuriste") == [offer]


def offers_saying(word):
    return list(Offer.objects.filter(document=SearchQuery(word_key(word), search_type="raw", config="simple")))
