"""The map page, the drawing of the server, the bubbles, and where the chances are."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage
from django.http import QueryDict
from django.urls import reverse

from apprentissage.territories.grid import BITS, Window, to_units
from apprentissage.territories.models import Commune, Department
from apprentissage.territories.places import place_for_key
from offers.tiles.density import by_commune, by_department, class_bounds, count_bounds
from offers.tiles.figure import Group, draw_figure
from offers.tiles.sought import Sought
from tests.factories.offers import OfferFactory
from tests.factories.trades import RomeFactory

SARLAT, PERIGUEUX = (44.889, 1.2166), (45.184, 0.721)
EVERYTHING = Sought()


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    caches["near"].clear()


def commune(code):
    return Commune.objects.get(pk=code)


@pytest.fixture
def dordogne(db):
    """Three offers in Sarlat, one in Périgueux, one at two sites in Dordogne and one in Lot."""
    sarlat, perigueux, cahors = commune("24520"), commune("24322"), commune("46042")
    return [
        *OfferFactory.create_batch(3, commune=sarlat, is_fictional=True),
        OfferFactory(commune=perigueux),
        OfferFactory(sites=[{"commune": sarlat}, {"commune": perigueux}, {"commune": cahors}]),
    ]


# -- where the chances are ---------------------------------------------------------------------------------------------


def test_an_offer_counts_once_in_each_territory(dordogne):
    departments = {row.code: row.offers for row in by_department(EVERYTHING).rows if row.offers}
    communes = {row.code: row.offers for row in by_commune(EVERYTHING, Department.objects.get(pk="24")).rows}

    assert departments == {"24": 5, "46": 1}
    assert communes["24520"] == 4
    assert communes["24322"] == 2
    assert sum(communes.values()) == 6


def test_density_speaks_of_the_offers_sought(dordogne):
    OfferFactory(title="Maçon", rome=RomeFactory(code="F1703"), commune=commune("46042"))

    masons = by_department(Sought.by(QueryDict("metier=ma%C3%A7on")))
    assert [(row.code, row.offers) for row in masons.best] == [("46", 1)]


def test_the_rate_is_for_100_000_inhabitants(dordogne):
    row = next(row for row in by_department(EVERYTHING).rows if row.code == "24")

    assert row.rate == pytest.approx(5 * 100_000 / row.population)
    assert 400_000 < row.population < 430_000


def test_paris_is_told_by_arrondissement_without_losing_what_says_paris_alone(db):
    OfferFactory(commune=commune("75056"))
    OfferFactory(commune=commune("75111"))

    rows = {row.code: row.offers for row in by_commune(EVERYTHING, Department.objects.get(pk="75")).rows}
    assert rows["75056"] == rows["75111"] == 1
    assert len(rows) == 21


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], ()),
        ([0, 0, None], ()),
        ([7, 7, 7], (7,)),
        (range(1, 101), (21, 41, 61, 81)),
        ([0.123, 0.456, 1234, 5678, 99999], (0.46, 1200, 5700, 100_000)),
    ],
)
def test_classes_are_of_the_same_size_and_read_well(values, bounds):
    assert class_bounds(values) == bounds


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [([], (1,)), ([0, 1, 1], (1,)), ([0, 1, 2, 3, 5, 8], (1, 2, 3, 5)), ([0, 1, 9], (1, 9))],
)
def test_no_offer_is_a_class_of_its_own(counts, bounds):
    assert count_bounds(counts) == bounds


def test_the_legend_covers_every_count_once(dordogne):
    density = by_commune(EVERYTHING, Department.objects.get(pk="24"))

    steps = density.legend
    assert steps[0] == (0, None, 0)
    assert steps[-1][2] is None
    for (_, _, most), (_, least, _) in pairwise(steps):
        assert least == most + 1


@pytest.mark.parametrize("order", ["rate", "offers", "population", "name", "nonsense", ""])
def test_the_table_of_density_sorts_by_any_column(client, dordogne, order):
    page = client.get(reverse("offers:density"), {"ordre": order}).content.decode()

    names = re.findall(r'<th scope="row"><a[^>]*>([^<]+)<', page)
    assert len(names) == Department.objects.count()
    assert names[0] == {"name": "Ain", "population": "Nord"}.get(order, "Dordogne")
    assert page.count("aria-sort") == 1


def test_density_says_the_same_in_the_map_and_in_the_table(client, dordogne):
    page = client.get(reverse("offers:density")).content.decode()

    assert re.search(r'class="d d\d"[^>]*><title>Dordogne&nbsp;: 5 offres</title>', page)
    assert re.search(r'>Dordogne</a></th>\s*<td class="num">5</td>', page)


@pytest.mark.parametrize("name", ["offers:density", "offers:commune_density"])
def test_density_costs_two_queries_more_when_cold(client, dordogne, name, django_assert_max_num_queries):
    url = reverse(name, kwargs={"code": "24"} if "commune" in name else {})

    with django_assert_max_num_queries(11):  # seven of them draw the shapes, kept for a day
        client.get(url)
    with django_assert_max_num_queries(2):  # the names, the department
        client.get(url)


def test_an_unknown_department_is_not_found(client, db):
    assert client.get("/offres/densite/99/").status_code == 404


# -- the drawing of the server -----------------------------------------------------------------------------------------


def test_the_drawing_around_a_place_holds_its_pin_its_circle_and_its_groups(dordogne):
    figure = draw_figure(EVERYTHING, place_for_key("c24520"), 10)

    width, height = figure.drawing.width, figure.drawing.height
    assert figure.pin == pytest.approx((width / 2, height / 2), abs=1)
    assert figure.circle == pytest.approx(width / 2 / 1.9, rel=0.02)
    assert sum(group.count for group in figure.groups) == 4  # Périgueux and Cahors are out of sight
    assert "Dordogne" in {row.name for row in figure.seen}
    assert "près de Sarlat-la-Canéda (24), cercle de 10 km" in figure.title


def test_names_cover_neither_groups_nor_each_other(dordogne):
    figure = draw_figure(EVERYTHING, place_for_key("c24520"), 100)

    assert len(figure.names) >= 4
    for one in figure.names:
        for other in figure.names:
            assert one is other or abs(one.x - other.x) > 40 or abs(one.y - other.y) > 20


@pytest.mark.parametrize(("key", "seen"), [("d24", "Dordogne"), ("r75", "Gironde"), ("fr", "Finistère")])
def test_an_area_is_drawn_whole(dordogne, key, seen):
    figure = draw_figure(EVERYTHING, place_for_key(key), None)

    assert seen in {row.name for row in figure.seen}
    assert figure.circle is None


@pytest.mark.parametrize(("count", "text"), [(7, "7"), (999, "999"), (1000, "1,0 k"), (1260, "1,3 k"), (9960, "10 k")])
def test_the_number_of_a_group_stays_short(count, text):
    assert Group(0, 0, 13, count).text == text


@pytest.mark.parametrize("km", [1, 10, 100, 1000])
def test_a_window_is_covered_by_four_tiles_at_most(km):
    window = Window.around(1.2166, 44.889, km)

    assert 1 <= len(window.tiles) <= 4
    for x, y in [(window.x, window.y), (window.x + window.width, window.y + window.height)]:
        tiles = [tile for tile in window.tiles if (x >> BITS - tile.zoom, y >> BITS - tile.zoom) == (tile.x, tile.y)]
        assert len(tiles) == 1


def test_the_small_map_comes_alone(client, dordogne):
    page = client.get(reverse("offers:map_figure"), {"code": "c24520", "rayon": "30"}).content.decode()

    assert page.strip().startswith("{#") is False
    assert "<html" not in page
    assert page.count("<figure") == 1
    assert ' style="' not in page


# -- the map page ------------------------------------------------------------------------------------------------------


def test_the_list_comes_before_the_map_and_says_the_same(client, dordogne):
    page = client.get(reverse("offers:map"), {"code": "c24520", "rayon": "10"}).content.decode()

    assert page.index('id="proches"') < page.index('id="carte"')
    assert all(reverse("offers:offer", args=[offer.pk]) in page for offer in dordogne if offer.is_fictional)
    assert page.count("Offre fictive de démonstration") == 3


def test_the_map_page_keeps_its_number_of_queries(client, dordogne, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):  # those of the list, and four that draw
        client.get(reverse("offers:map"), {"code": "c24520", "metier": "boulanger"})


def test_the_links_of_the_map_page_stay_on_the_map(client, dordogne):
    page = client.get(reverse("offers:map"), {"code": "c24520", "metier": "boulanger"}).content.decode()

    chips = re.findall(r'<a class="chip[^"]*" id="filtre-[^"]*" href="([^"]+)"', page)
    assert chips
    assert all(link.startswith(reverse("offers:map")) for link in chips)


def test_the_tiles_of_the_page_carry_its_search(client, dordogne):
    page = client.get(
        reverse("offers:map"), {"code": "c24520", "metier": "boulanger", "permis": "non"}
    ).content.decode()

    assert 'data-query="metier=boulanger&amp;permis=non"' in page
    assert 'data-tiles="/offres/tuiles/0/0/0.mvt"' in page


@pytest.mark.parametrize("name", ["offers:map", "offers:map_figure", "offers:density"])
@pytest.mark.parametrize("field", ["metier", "lieu", "code", "rayon", "niveau", "ordre", "page"])
@pytest.mark.parametrize("value", ["abc", "-1", "1000000000", "é" * 10_000, "<script>alert(1)</script>' OR 1=1 --"])
def test_nonsense_never_breaks_a_page(client, db, name, field, value):
    answer = client.get(reverse(name), {field: value})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


# -- bubbles -----------------------------------------------------------------------------------------------------------


def bubble(client, latitude, longitude, zoom=20, **query):
    x, y = to_units(longitude, latitude)
    tile = {"z": zoom, "x": x >> (BITS - zoom), "y": y >> (BITS - zoom)}
    return client.get(reverse("offers:here", kwargs=tile), query).content.decode()


@pytest.mark.django_db
def test_a_bubble_says_who_where_how_far_and_that_it_is_fictional(client):
    offer = OfferFactory(point=SARLAT, commune=commune("24520"), is_fictional=True, employer_name="Fournil <Delpech>")

    words = bubble(client, *SARLAT, code="@44.900,1.2166")
    assert offer.title in words
    assert "Fournil &lt;Delpech&gt;, Sarlat-la-Canéda" in words
    assert re.search(r"<b>1[,\d]*\s?k?m</b>", words.replace("\u202f", " ").replace("\xa0", " "))
    assert "Offre fictive de démonstration" in words
    assert reverse("offers:offer", args=[offer.pk]) in words


@pytest.mark.django_db
def test_a_bubble_shows_eight_offers_and_the_way_to_the_others(client):
    OfferFactory.create_batch(9, point=SARLAT)

    words = bubble(client, *SARLAT)
    assert words.count("<li>") == 8
    assert "Toutes les offres à cet endroit" in words
    assert "code=%4044.889%2C1.217" in words


@pytest.mark.django_db
def test_a_bubble_keeps_to_the_search(client):
    OfferFactory(point=SARLAT, level=5)

    assert "<li>" in bubble(client, *SARLAT, niveau="5")
    assert "pourvues ou fermées" in bubble(client, *SARLAT, niveau="3")


# -- the library -------------------------------------------------------------------------------------------------------

ASSETS = [
    "js/map.js",
    "css/map.css",
    *(f"vendor/maplibre-gl/maplibre-gl{end}" for end in (".mjs", "-worker.mjs", ".css")),
]


def test_the_map_survives_hashed_file_names(tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    origin = FileSystemStorage(location=Path(finders.find(ASSETS[0])).parents[1])
    for asset in ASSETS:
        with origin.open(asset) as file:
            storage.save(asset, file)

    failed = [done for _, _, done in storage.post_process({asset: (storage, asset) for asset in ASSETS}) if not done]
    assert failed == []
    assert set(storage.hashed_files) == set(ASSETS)


@pytest.mark.parametrize("asset", ASSETS)
def test_no_script_of_the_map_names_another_file(asset):
    text = Path(finders.find(asset)).read_text()

    assert "sourceMappingURL" not in text
    assert not re.search(r"""^import\b.*from\s*["']""", text, re.MULTILINE)
