"""The ground as loaded: the counts that the sources promise, and the codes that are easily got wrong."""

from collections import Counter

import pytest
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import IsValid
from django.db.models import Count, F
from django.db.models.functions import Cast

from apprentissage.territories import DATA
from apprentissage.territories.loading import read_rows
from apprentissage.territories.models import Commune, CommuneContour, Department, FormerCommune, PlaceName, Region

pytestmark = pytest.mark.django_db


def test_every_territory_of_france_is_there():
    assert Region.objects.count() == 18
    assert Department.objects.count() == 109  # 101 departments, 8 collectivities overseas
    assert Commune.objects.count() == 35_014
    assert Commune.objects.whole().count() == 34_969
    assert FormerCommune.objects.count() == 2_105 + 471


def test_many_communes_share_their_name_and_many_postal_codes_serve_several():
    communes = Commune.objects.whole()
    names = Counter(communes.values_list("name", flat=True))
    postal_codes = Counter(code for codes in communes.values_list("postal_codes", flat=True) for code in codes)

    # 3,667 in published counts that leave out the collectivities overseas and the re-established communes
    assert sum(times for times in names.values() if times > 1) == 3_675
    assert sum(times > 1 for times in postal_codes.values()) == 4_205
    assert postal_codes["51300"] == 46


@pytest.mark.parametrize(
    ("code", "name", "postal_code", "department"),
    [
        ("75056", "Paris", "75001", "75"),
        ("75116", "Paris 16e Arrondissement", "75116", "75"),
        ("69381", "Lyon 1er Arrondissement", "69001", "69"),
        ("13201", "Marseille 1er Arrondissement", "13001", "13"),
        ("59350", "Lille", "59000", "59"),
        ("97411", "Saint-Denis", "97400", "974"),
        ("2A004", "Ajaccio", "20000", "2A"),
        ("24520", "Sarlat-la-Canéda", "24200", "24"),
        ("97611", "Mamoudzou", "97600", "976"),
        ("98818", "Nouméa", "98800", "988"),
        ("15035", "Chalinargues", "15170", "15"),
    ],
)
def test_the_codes_easily_got_wrong_are_right(code, name, postal_code, department):
    commune = Commune.objects.get(pk=code)

    assert (commune.name, commune.department_id) == (name, department)
    assert postal_code in commune.postal_codes
    assert commune.point is not None


def test_the_45_arrondissements_belong_to_their_city():
    cities = Commune.objects.exclude(parent=None).values_list("parent").annotate(how_many=Count("pk"))

    assert dict(cities) == {"75056": 20, "69123": 9, "13055": 16}


def test_only_small_communes_overseas_have_no_point():
    without = Commune.objects.filter(point=None)

    assert without.count() == 58
    assert set(without.values_list("department", flat=True)) <= {"984", "987", "988", "989"}
    assert not without.filter(population__gt=9_000).exists()


def test_every_point_lies_in_its_part_of_the_world():
    boxes = {  # longitude and latitude, from west to east and south to north
        "metropole": (-5.2, 41.3, 9.6, 51.1),
        "971": (-61.9, 15.8, -61.0, 16.6),
        "972": (-61.3, 14.3, -60.8, 14.9),
        "973": (-54.7, 2.1, -51.6, 5.8),
        "974": (55.2, -21.4, 55.9, -20.8),
        "975": (-56.5, 46.7, -56.1, 47.2),
        "976": (45.0, -13.1, 45.3, -12.6),
        "977": (-62.95, 17.85, -62.75, 17.97),
        "978": (-63.2, 18.0, -62.95, 18.15),
        "986": (-178.3, -14.4, -176.1, -13.1),
        "987": (-154.8, -28.0, -134.0, -7.8),
        "988": (163.5, -22.8, 168.2, -19.5),
    }
    astray = []
    for code, department, point in Commune.objects.exclude(point=None).values_list("pk", "department", "point"):
        west, south, east, north = boxes.get(department, boxes["metropole"])
        if not (west <= point.x <= east and south <= point.y <= north):
            astray.append(code)

    assert astray == []


def test_every_contour_is_valid_and_not_empty():
    for contours, how_many in (
        (Region.objects.exclude(contour=None), 18),
        (Department.objects.exclude(contour=None), 101),
        (CommuneContour.objects.all(), 34_916),
    ):
        assert contours.count() == how_many
        assert not contours.annotate(is_valid=IsValid("contour")).exclude(is_valid=True).exists()
        assert not contours.filter(contour__isempty=True).exists()


def test_nearly_every_commune_lies_in_its_light_contour():
    """The coast and the simplification put some outside: contours draw, they never decide."""
    spots = CommuneContour.objects.annotate(spot=Cast("commune__point", GeometryField()))
    inside = spots.filter(contour__intersects=F("spot")).count()

    assert inside > 0.97 * CommuneContour.objects.count()


def test_each_place_has_a_label_of_its_own():
    labels = PlaceName.objects.values_list("label").annotate(how_many=Count("key", distinct=True))

    assert not labels.filter(how_many__gt=1).exists()


def test_the_committed_data_stays_small_and_holds_no_person():
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 5_000_000
    for name in ("communes.csv", "former_communes.csv", "departments.csv", "regions.csv"):
        assert "@" not in (DATA / name).read_text(encoding="utf-8")


def test_every_alias_leads_to_a_place():
    keys = {row["key"] for row in read_rows(DATA, "aliases.csv")}

    assert keys == set(PlaceName.objects.filter(key__in=keys).values_list("key", flat=True))
