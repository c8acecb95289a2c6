"""What a search promises: places, criteria, counts, orders, ways out, and calm in front of any input."""

from datetime import timedelta
from math import floor

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from offers.intake.records import SiteRecord
from offers.lifecycle import State
from offers.models import Offer
from offers.search.document import GRIDS, squares_around
from offers.search.results import Count
from offers.search.words import understand
from tests.offers.corpus import PARIS, SARLAT, around, ask, labels, record, write

pytestmark = pytest.mark.django_db

VERSAILLES = SiteRecord("78646", 2.1266, 48.8039)
MARSEILLE = SiteRecord("13055", 5.3806, 43.2803)
BRIVE = SiteRecord("19031", 1.5332, 45.1583)  # 39 km from Sarlat
SAINT_DENIS = SiteRecord("97411", 55.4481, -20.8789)


# -- place -------------------------------------------------------------------------------------------------------------


def test_thirty_kilometres_around_paris_hold_versailles_and_not_marseille():
    write(*(record(name, "Boulanger", site=site) for name, site in [("p", PARIS), ("v", VERSAILLES), ("m", MARSEILLE)]))

    search = ask("boulanger", code="c75056", rayon=30)

    assert labels(search) == ["p", "v"]
    assert search.results[0].km < 5 < search.results[1].km < 20


@pytest.mark.parametrize("words", ["", "boulanger"])
def test_the_nearest_comes_first(words):
    write(*(record(f"{km}", "Boulanger", site=around(SARLAT, km)) for km in (7, 1, 12, 3, 9)))

    distances = [result.km for result in ask(words, code="c24520", rayon=20).results]

    assert distances == sorted(set(distances))
    assert [round(km) for km in distances] == [1, 3, 7, 9, 12]


def test_an_offer_with_two_places_is_told_once_at_the_nearest():
    write(record("two", "Boulanger", site=BRIVE))
    offer = Offer.objects.get()
    offer.sites.create(position=1, commune_id="24520", point=Point(1.2166, 44.9069, srid=4326))

    [result] = ask("boulanger", code="c24520").results

    assert round(result.km) == 2


@pytest.mark.parametrize("key", ["d24", "r75", "fr"])
def test_a_territory_holds_its_offers_without_a_distance(key):
    write(record("in", "Boulanger", site=SARLAT), record("out", "Boulanger", site=SAINT_DENIS))

    search = ask("boulanger", code=key)

    assert "in" in labels(search)
    assert ("out" in labels(search)) == (key == "fr")
    assert {result.km for result in search.results} == {None}


def test_an_ambiguous_place_is_never_picked_in_silence():
    write(record("any", "Boulanger", site=SAINT_DENIS))

    search = ask("boulanger", lieu="Saint-Denis")

    assert len(search.place_choices) > 1
    assert search.results == []
    assert search.headline == "Où cherchez-vous ?"


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    latitude=st.floats(-60, 72), longitude=st.floats(-179, 179), km=st.sampled_from([1, 10, 30, 31, 100]),
    share=st.floats(0, 0.999), angle=st.floats(0, 6.28),
)  # fmt: skip
def test_no_point_of_a_circle_is_outside_its_squares(latitude, longitude, km, share, angle):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p)"
            " FROM (SELECT ST_Project(ST_MakePoint(%s, %s)::geography, %s, %s)::geometry AS p) AS projected",
            [longitude, latitude, km * 1000 * share * 0.995, angle],
        )
        x, y = cursor.fetchone()
    squares = squares_around(latitude, longitude, km)

    if abs(x - longitude) < 90:  # France does not cross the meridian of dates
        assert any(f"%{size}{floor(y * up)}:{floor(x * aside)}" in squares for size, (up, aside, _) in GRIDS.items())
    assert len(squares) <= 9


# -- radius ------------------------------------------------------------------------------------------------------------


def test_the_radius_widens_itself_and_says_so():
    write(*(record(f"{km}", "Boulanger", site=around(SARLAT, km)) for km in (1, 2, 3, 24, 25, 26)))

    search = ask("boulanger", code="c24520")

    assert (search.asked_radius_km, search.radius_km, search.is_widened) == (10, 30, True)
    assert search.widening == "À moins de 10 km, il n'y en avait que 3 : nous avons cherché jusqu'à 30 km."
    assert [(km, str(count)) for km, count in search.rings] == [(10, "3"), (20, "3"), (30, "6")]
    assert "rayon=10" in search.keep_radius_url


def test_a_radius_asked_is_kept():
    write(*(record(f"{km}", "Boulanger", site=around(SARLAT, km)) for km in (1, 24)))

    search = ask("boulanger", code="c24520", rayon=10)

    assert (search.radius_km, search.is_widened, labels(search)) == (10, False, ["1"])


def test_a_radius_with_enough_offers_does_not_widen():
    write(
        *(record(f"{n}", "Boulanger", site=around(SARLAT, n / 2)) for n in range(12)),
        record("far", "Boulanger", site=BRIVE),
    )

    assert (ask("boulanger", code="c24520").radius_km, ask("", code="c24520").radius_km) == (10, 10)


def test_the_radius_goes_as_far_as_it_takes():
    write(record("far", "Luthier", rome="B1501", site=around(SARLAT, 90)))

    assert ask("luthier", code="c24520").radius_km == 100


# -- criteria ----------------------------------------------------------------------------------------------------------


def test_an_offer_without_a_level_stays_whatever_level_is_asked():
    write(record("3", "Boulanger", level=3), record("5", "Boulanger", level=5), record("none", "Boulanger", level=None))

    assert set(labels(ask("boulanger", niveau=["5", "6"]))) == {"5", "none"}


def test_a_start_asked_keeps_what_starts_before_or_on_the_day_and_what_is_open():
    day = timezone.localdate() + timedelta(days=60)
    write(
        record("before", "Boulanger", start_kind="date", starts_on=day - timedelta(days=1)),
        record("on", "Boulanger", start_kind="date", starts_on=day),
        record("after", "Boulanger", start_kind="date", starts_on=day + timedelta(days=1)),
        record("soon", "Boulanger", start_kind="soon"),
        record("flexible", "Boulanger", start_kind="flexible"),
    )

    assert set(labels(ask("boulanger", debut=day.isoformat()))) == {"before", "on", "soon", "flexible"}
    assert set(labels(ask("boulanger", debut="des-que-possible"))) == {"soon", "flexible"}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"duree": 24}, {"short", "unknown"}),
        ({"permis": "non"}, {"short"}),
        ({"handicap": "oui"}, {"short"}),
        ({"mineur": "oui"}, {"short", "unknown"}),
        ({"domaine": "D"}, {"short", "unknown"}),
        ({"depuis": "3"}, {"short", "unknown"}),
        ({"employeur": "fournil"}, {"short"}),
    ],
)
def test_a_criterion_keeps_what_answers_and_an_unknown_is_no_promise(asked, kept):
    old = timezone.now() - timedelta(days=9)
    long = record(
        "long",
        "Pâtissier plombier",
        rome="F1603",
        months=36,
        needs_licence=True,
        welcomes_disabled=False,
        minimum_age=18,
    )
    long.published_at = old
    write(
        record(
            "short",
            "Boulanger",
            months=12,
            needs_licence=False,
            welcomes_disabled=True,
            minimum_age=16,
            employer="Le Fournil",
        ),
        record("unknown", "Boulanger"),
        long,
    )

    assert set(labels(ask("", **asked))) == kept


def test_only_offers_that_can_be_answered_today_are_found():
    write(record("open", "Boulanger"), record("filled", "Boulanger"), record("past", "Boulanger"))
    Offer.objects.filter(source_id="filled").update(state=State.FILLED)
    Offer.objects.filter(source_id="past").update(
        closes_on=timezone.localdate() - timedelta(days=1), published_at=timezone.now() - timedelta(days=5)
    )

    assert labels(ask("boulanger")) == ["open"]


# -- counts ------------------------------------------------------------------------------------------------------------


def options(search, name) -> dict[str, str]:
    [facet] = [facet for facet in search.facets if facet.name == name]
    return {option.value: str(option.count) for option in facet.options}


def test_each_facet_is_counted_without_itself():
    write(
        *(record(f"a{n}", "Boulanger", level=3, needs_licence=False) for n in range(3)),
        *(record(f"b{n}", "Boulanger", level=5, needs_licence=False) for n in range(2)),
        record("c", "Boulanger", level=5, needs_licence=True),
    )

    search = ask("boulanger", niveau="3", permis="non")

    assert str(search.total) == "3"
    assert options(search, "niveau") == {"3": "3", "5": "2"}
    assert options(search, "permis") == {"non": "3"}


def test_the_counter_of_a_chip_does_not_move_when_it_is_on():
    write(*(record(f"{n}", "Boulanger", needs_licence=n % 2 == 0) for n in range(5)))

    [off] = [chip for chip in ask("boulanger").chips if chip.label == "Sans permis"]
    [on] = [chip for chip in ask("boulanger", permis="non").chips if chip.label == "Sans permis"]

    assert (off.is_on, on.is_on) == (False, True)
    assert off.count == on.count == Count(2)
    assert "permis" in off.url
    assert "permis" not in on.url


def test_beyond_five_hundred_nobody_counts():
    write(*(record(f"{n}", "Boulanger") for n in range(502)))

    search = ask("boulanger")

    assert str(search.total) == "plus de 500"
    assert search.headline == "Plus de 500 places de boulanger"


def test_counts_beyond_the_candidates_are_minimums(monkeypatch):
    monkeypatch.setattr("offers.search.candidates.MOST", 10)
    write(*(record(f"{n}", "Boulanger", level=3 if n < 5 else 4, site=around(SARLAT, n / 10)) for n in range(30)))

    search = ask("", code="c24520", niveau="4")

    assert search.results[0].offer.source_id == "5"
    assert str(search.total) == "plus de 10"
    assert options(search, "niveau") == {"3": "plus de 4", "4": "plus de 5"}


# -- order -------------------------------------------------------------------------------------------------------------


def test_the_soonest_start_comes_first_and_an_open_start_last():
    day = timezone.localdate()
    write(
        record("june", "Boulanger", start_kind="date", starts_on=day + timedelta(days=90)),
        record("flexible", "Boulanger", start_kind="flexible"),
        record("may", "Boulanger", start_kind="date", starts_on=day + timedelta(days=60)),
        record("soon", "Boulanger", start_kind="soon"),
    )

    assert labels(ask("boulanger", tri="debut")) == ["soon", "may", "june", "flexible"]


def test_the_shortest_queue_comes_first():
    write(*(record(f"{n}", "Boulanger") for n in range(3)))
    for queue, identifier in enumerate(["2", "0", "1"]):
        Offer.objects.filter(source_id=identifier).update(applications_count=queue)

    assert labels(ask("boulanger", tri="candidatures", code="c24520")) == ["2", "0", "1"]


def test_an_order_that_means_nothing_here_is_not_offered_nor_followed():
    write(record("any", "Boulanger"))

    search = ask("", tri="distance")

    assert [sort.value for sort in search.sorts if sort.is_on] == ["recentes"]
    assert not {"distance", "pertinence"} & {sort.value for sort in search.sorts}


def test_pages_follow_each_other_without_a_gap():
    write(*(record(f"{n}", "Boulanger", site=around(SARLAT, 1 + n / 10)) for n in range(45)))

    pages = [ask("boulanger", code="c24520", page=page) for page in (1, 2, 3)]

    assert [label for page in pages for label in labels(page)] == [f"{n}" for n in range(45)]
    assert [page.has_next for page in pages] == [True, True, False]
    assert "page=2" in pages[0].next_url
    assert "page" not in pages[1].previous_url


# -- words -------------------------------------------------------------------------------------------------------------


def test_the_page_tells_why_an_offer_is_there():
    write(record("any", "Boulanger H/F", level=3, site=around(SARLAT, 3)))

    [result] = ask("boulanger", code="c24520", niveau="3").results

    assert result.reasons == [
        "« boulanger » est dans l'intitulé.",
        "C'est à 3 km de Sarlat-la-Canéda (24), à vol d'oiseau.",
        "Elle prépare le niveau demandé : CAP.",
    ]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("bac pro boulanger", ["boulanger"]),
        ("apprenti boulanger en alternance H/F", ["boulanger"]),
        ("Agent de Sécurité", ["agent sécurité"]),
        ("boulanger boulangère", ["boulanger"]),
        ("maintenace", ["maintenance"]),
        ("verte", ["verte"]),
        ("", []),
        ("CAP", []),
    ],
)
def test_words_are_read_as_people_mean_them(text, understood):
    assert understand(text).understood == understood


@pytest.mark.parametrize(
    ("terms", "needed"), [("a1 b1", 2), ("a1 b1 c1", 2), ("a1 b1 c1 d1", 3), ("a1 b1 c1 d1 e1 f1 g1 h1", 6)]
)
def test_most_terms_of_a_long_search_are_needed(terms, needed):
    words = terms.split()
    write(
        record("enough", " ".join(words[:needed]), rome=None),
        record("short", " ".join(words[: needed - 1]) + " xyz", rome=None),
    )

    assert labels(ask(terms)) == ["enough"]


# -- ways out ----------------------------------------------------------------------------------------------------------


def test_an_empty_search_tells_what_would_open_doors():
    write(
        record("far", "Luthier", rome="B1501", site=around(SARLAT, 25)),
        *(record(f"near{n}", "Ébéniste", rome="H2208", site=SARLAT) for n in range(2)),
    )

    search = ask("luthier", code="c24520", rayon=10)

    ways = {way.label: way for way in search.ways_out}
    assert search.headline == "Pas de place de luthier à moins de 10 km"
    assert str(ways["Chercher jusqu'à 30 km"].count) == "1"
    assert "rayon=30" in ways["Chercher jusqu'à 30 km"].url
    assert str(ways["Toute la France"].count) == "1"
    assert str(ways["Tous les métiers, ici"].count) == "2"
    assert all(way.count for way in search.ways_out)


def test_a_filter_that_hides_everything_can_be_taken_off():
    write(*(record(f"{n}", "Boulanger", level=4) for n in range(3)))

    search = ask("boulanger", code="c24520", niveau="3")

    [way] = [way for way in search.ways_out if way.label == "Un autre niveau"]
    assert str(way.count) == "3"
    assert "niveau" not in way.url


def test_an_order_that_ranges_over_the_nearest_offers_alone_says_so(monkeypatch):
    monkeypatch.setattr("offers.search.candidates.MOST", 10)
    write(*(record(f"{n}", "Boulanger", site=around(SARLAT, n / 10)) for n in range(12)))

    notes = [ask("", code="c24520", tri=order).notes for order in ("recentes", "distance")]

    assert notes == [["Les places sont nombreuses ici : cet ordre range les 1 000 plus proches."], []]
