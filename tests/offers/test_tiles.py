"""The vector tiles: the very offers of the list, grouped from afar, bounded, and never a 500."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apprentissage.territories.basemap import base_tile
from apprentissage.territories.grid import BITS, MAX_ZOOM, Tile, interleave, to_degrees, to_units
from offers.lifecycle import State
from offers.models import Offer
from offers.search.search import search_offers
from offers.tiles.models import Pin
from offers.tiles.sought import Sought
from offers.tiles.vector import offer_tile, tile_query
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory
from tests.factories.trades import RomeFactory
from tests.offers.tiles import layers

SARLAT, VEZAC = (44.889, 1.2166), (44.835, 1.170)
WORLD = Tile(0, 0, 0)
NUL, LONG, HTML = "\x00", "é" * 10_000, "<script>alert(1)</script>' OR 1=1 --"


@pytest.fixture(autouse=True)
def _no_tile_is_kept():
    caches["near"].clear()


def tile_at(zoom, latitude, longitude):
    x, y = to_units(longitude, latitude)
    return Tile(zoom, x >> (BITS - zoom), y >> (BITS - zoom))


def drawn(tile, pins=None):
    return layers(offer_tile(tile, Pin.objects.open() if pins is None else pins)).get("offres", [])


def ids_on_map(query):
    return set(Sought.by(QueryDict(query)).pins.offer_ids(1000))


# -- the grid ----------------------------------------------------------------------------------------------------------


@given(st.floats(-179.9, 179.9), st.floats(-85, 85))
def test_a_position_comes_back_from_the_grid_to_a_metre(longitude, latitude):
    there = to_degrees(*to_units(longitude, latitude))

    assert there == pytest.approx((longitude, latitude), abs=2e-6)


@given(st.integers(0, 16), st.integers(0, (1 << BITS) - 1), st.integers(0, (1 << BITS) - 1))
def test_the_quadkeys_of_a_tile_are_those_of_its_units_and_no_others(zoom, x, y):
    size = BITS - zoom
    first, last = Tile(zoom, x >> size, y >> size).quadkeys

    assert first <= interleave(x, y) <= last
    assert (interleave(x, y) >> 2 * size) == (first >> 2 * size) == (last >> 2 * size)


@pytest.mark.django_db
def test_the_database_places_a_pin_where_python_does():
    OfferFactory(point=SARLAT)

    pin = Pin.objects.get()
    x, y = to_units(SARLAT[1], SARLAT[0])
    assert abs(pin.x - x) <= 1
    assert abs(pin.y - y) <= 1
    assert pin.quadkey == interleave(pin.x, pin.y)


# -- pins follow offers ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.FILLED, State.CLOSED, State.EXPIRED, State.DRAFT])
def test_only_open_offers_have_pins(state):
    OfferFactory(state=state)

    assert not Pin.objects.exists()


@pytest.mark.django_db
def test_a_pin_goes_with_its_offer():
    closed, deleted, kept = OfferFactory(), OfferFactory(), OfferFactory()

    closed.take("close")
    deleted.take("close")
    deleted.delete()

    assert [pin.offer_id for pin in Pin.objects.all()] == [kept.pk]


@pytest.mark.django_db
def test_a_pin_moves_with_its_site():
    offer = OfferFactory(point=SARLAT)
    offer.sites.update(point=f"SRID=4326;POINT({VEZAC[1]} {VEZAC[0]})")

    assert drawn(tile_at(14, *VEZAC))
    assert not drawn(tile_at(14, *SARLAT))


@pytest.mark.django_db
def test_a_pin_learns_what_changes_in_its_offer():
    offer = OfferFactory(level=3)
    Offer.objects.filter(pk=offer.pk).update(level=5, needs_licence=False)

    pin = Pin.objects.get()
    assert (pin.level, pin.needs_licence) == (5, False)


@pytest.mark.django_db
def test_an_application_received_rewrites_no_pin():
    offer = OfferFactory()

    def version():
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text FROM tiles_pin")
            return cursor.fetchall()

    before = version()
    Offer.objects.filter(pk=offer.pk).update(applications_count=7)
    assert version() == before


@pytest.mark.django_db
def test_an_offer_whose_last_day_is_past_is_on_no_map():
    published = timezone.now() - timedelta(days=9)
    OfferFactory(published_at=published, closes_on=timezone.localdate() - timedelta(days=1))

    assert not drawn(WORLD)


# -- what a tile shows -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_offers_are_grouped_from_afar_and_named_from_near():
    near, other = OfferFactory(point=SARLAT, is_fictional=True), OfferFactory(point=VEZAC)

    (group,) = drawn(tile_at(6, *SARLAT))
    (alone,) = drawn(tile_at(14, *SARLAT))

    assert group["count"] == 2
    assert (alone["id"], alone["title"], alone["employer"]) == (near.pk, near.title, near.employer_name)
    assert alone["fictional"]
    assert other.pk not in {alone["id"]}


@pytest.mark.django_db
def test_places_on_one_spot_tell_so_at_every_zoom():
    OfferFactory.create_batch(3, point=SARLAT)
    x, y = to_units(SARLAT[1], SARLAT[0])

    for zoom in (0, 5, 10, 11, MAX_ZOOM):
        (group,) = drawn(tile_at(zoom, *SARLAT))
        assert group["count"] == 3
        assert group["at"].startswith("28/")
        assert [int(number) for number in group["at"].split("/")[1:]] == pytest.approx([x, y], abs=1)


@pytest.mark.django_db
@pytest.mark.parametrize("zoom", range(0, MAX_ZOOM + 1, 4))
def test_every_offer_is_in_exactly_one_tile_of_each_zoom(zoom):
    OfferFactory.create_batch(2, point=SARLAT)
    OfferFactory(point=(-21.1, 55.5))  # La Réunion
    OfferFactory(point=(48.85, 2.35))

    tiles = {tile_at(zoom, *where) for where in (SARLAT, (-21.1, 55.5), (48.85, 2.35))}
    assert sum(point["count"] for tile in tiles for point in drawn(tile)) == 4


@pytest.mark.django_db
def test_a_group_stands_inside_its_cell_and_off_its_border():
    OfferFactory.create_batch(3, point=SARLAT)
    OfferFactory(point=VEZAC)

    (group,) = drawn(tile_at(5, *SARLAT))
    cell = 4096 / 8
    for place in group["point"]:
        assert 0.19 <= place % cell / cell <= 0.81


@pytest.mark.django_db
@pytest.mark.parametrize(("zoom", "most"), [(4, 64), (10, 64), (11, 256), (16, 256)])
def test_a_tile_is_bounded_however_many_offers_it_holds(zoom, most):
    tile = tile_at(zoom, *SARLAT)
    x, y = tile.origin
    step = (1 << (BITS - zoom)) // 40
    common = {"commune": "24520", "department": "24", "counts_in_commune": True, "counts_in_department": True}
    common |= {"closes_on": timezone.localdate(), "rome_codes": [], "start_kind": "soon"}
    Pin.objects.bulk_create(
        Pin(site_id=n, offer_id=n, x=px, y=py, quadkey=interleave(px, py), **common)
        for n, (px, py) in enumerate((x + column * step, y + row * step) for column in range(40) for row in range(40))
    )

    points = drawn(tile)
    assert len(points) <= most
    assert sum(point["count"] for point in points) == 1600


# -- the same offers as the list ---------------------------------------------------------------------------------------


@pytest.fixture
def country(db):
    baker, mason = RomeFactory(code="D1102"), RomeFactory(code="F1703")
    days = timezone.now() - timedelta(days=12)
    return [
        OfferFactory(rome=baker, point=SARLAT, needs_licence=False, start_kind="soon", employer_name="Maison Delpech"),
        OfferFactory(rome=baker, point=VEZAC, needs_licence=True, level=4, months=12, published_at=days),
        OfferFactory(rome=baker, point=(48.85, 2.35), welcomes_disabled=True, minimum_age=18, level=None),
        OfferFactory(
            rome=mason, title="Maçonne ou maçon", point=(43.3, 5.4), level=5, start_kind="date", starts_on="2027-09-01"
        ),
        OfferFactory(rome=mason, title="Maçon", point=(48.1, -1.7), months=36, start_kind="flexible"),
    ]


QUERIES = [
    "",
    "metier=boulanger",
    "metier=boulang%C3%A8re&permis=non",
    "metier=ma%C3%A7on",
    "metier=delpech",
    "metier=nexistepas",
    "niveau=3",
    "niveau=4&niveau=5",
    "domaine=F",
    "domaine=D&domaine=F&mineur=oui",
    "handicap=oui",
    "duree=24",
    "debut=des-que-possible",
    "debut=2027-06-01",
    "depuis=7",
    "employeur=delpech",
    "niveau=abc&rayon=-1&domaine=F",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_map_shows_the_very_offers_of_the_list(country, query):
    listed = {result.offer.pk for result in search_offers(QueryDict(f"{query}&code=fr")).results}

    assert ids_on_map(query) == listed


def test_the_queries_compared_tell_offers_apart(country):
    assert len({frozenset(ids_on_map(query)) for query in QUERIES}) >= 10


def test_the_place_the_radius_and_the_order_narrow_no_map(country):
    assert ids_on_map("code=c24520&lieu=Sarlat&rayon=10&tri=distance") == {offer.pk for offer in country}


def test_two_searches_that_mean_the_same_share_their_tiles():
    one, same, other = (
        Sought.by(QueryDict(query))
        for query in ("niveau=3&metier=boulanger", "metier=boulanger&niveau=3&rayon=30&inconnu=1", "metier=boulanger")
    )

    assert one.key == same.key != other.key


# -- the answer --------------------------------------------------------------------------------------------------------


def url_of(tile, name="offers:tile"):
    return reverse(name, kwargs={"z": tile.zoom, "x": tile.x, "y": tile.y})


@pytest.mark.django_db
def test_a_tile_costs_one_query_then_none(client, django_assert_num_queries):
    OfferFactory(point=SARLAT)
    url = url_of(tile_at(9, *SARLAT))

    with django_assert_num_queries(1):
        cold = client.get(url)
    with django_assert_num_queries(0):
        warm = client.get(url)

    assert cold["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert cold.content == warm.content
    assert layers(cold.content)["offres"]


@pytest.mark.django_db
def test_a_tile_is_compressed_kept_and_recognised(client):
    OfferFactory(point=SARLAT)
    url = url_of(tile_at(9, *SARLAT))

    plain, packed = client.get(url), client.get(url, headers={"Accept-Encoding": "gzip, br"})
    again = client.get(url, headers={"If-None-Match": packed["ETag"]})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "max-age=300" in plain["Cache-Control"]
    assert again.status_code == 304
    assert not again.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "40/0/0",
        "17/0/0",
        "3/8/0",
        "3/0/8",
        "3/-1/0",
        "3/0/-1",
        "-1/0/0",
        "99999999999999999999/0/0",
        "a/b/c",
        "5/16/11.5",
    ],
)
@pytest.mark.parametrize("start", ["/offres/tuiles/", "/fond/", "/offres/carte/ici/"])
def test_an_address_outside_the_grid_is_not_found(client, start, address):
    end = "/" if "ici" in start else ".mvt"
    beyond_offers = address.startswith("17/") and "tuiles" not in start

    assert client.get(f"{start}{address}{end}").status_code == (200 if beyond_offers else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["metier", "lieu", "code", "rayon", "niveau", "debut", "duree", "domaine", "depuis"])
@pytest.mark.parametrize("value", ["abc", "-1", "1000000000", NUL, LONG, HTML])
def test_nonsense_in_a_search_never_breaks_a_tile(client, name, value):
    assert client.get(url_of(WORLD), {name: value}).status_code == (400 if value == NUL else 200)


@pytest.mark.django_db
def test_the_index_answers_for_a_tile():
    sql, params = tile_query(tile_at(12, *SARLAT), Pin.objects.open())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql, params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "pins_by_place" in plan


# -- the base map ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zoom", "names"),
    [
        (2, {"regions"}),
        (4, {"regions", "departements"}),
        (7, {"regions", "departements", "noms"}),
        (9, {"regions", "departements", "communes", "noms"}),
    ],
)
def test_the_base_map_tells_more_from_near(zoom, names):
    assert {name for name, features in layers(base_tile(tile_at(zoom, *SARLAT))).items() if features} == names


@pytest.mark.django_db
def test_the_base_map_names_the_town_that_one_looks_at():
    named = {place["name"] for place in layers(base_tile(tile_at(11, *SARLAT)))["noms"]}

    assert "Sarlat-la-Canéda" in named


@pytest.mark.django_db
@pytest.mark.parametrize("zoom", [4, 5, 6, 9])
@pytest.mark.parametrize("where", [(48.85, 2.35), (45.75, 4.85), (44.889, 1.2166)])
def test_a_tile_of_the_base_map_weighs_less_than_20_kb(zoom, where):
    assert len(gzip.compress(base_tile(tile_at(zoom, *where)))) < 20 * 1024


@pytest.mark.django_db
def test_the_open_sea_is_an_empty_tile(client):
    answer = client.get(url_of(Tile(9, 10, 10), "territories:base_map"))

    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.django_db
def test_communes_of_the_ground_are_where_the_map_says():
    commune = CommuneFactory()

    OfferFactory(commune=commune)
    pin = Pin.objects.get()
    assert (pin.commune, pin.department) == (commune.code, commune.department_id)
