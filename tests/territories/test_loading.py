"""Loading twice changes nothing; loading newer data updates in place what offers refer to."""

import shutil

import pytest
from django.core.management import call_command

from apprentissage.territories import DATA
from apprentissage.territories.loading import ALIASES, CONTOURS, LISTS, load_territories
from apprentissage.territories.models import Commune, Department, LoadStamp, PlaceName
from apprentissage.territories.places import look_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer_data(tmp_path):
    """A copy of the data in which Sarlat has changed, and in which Domme is no more."""
    for name in (*LISTS, ALIASES, CONTOURS):
        shutil.copy(DATA / name, tmp_path / name)
    path = tmp_path / "communes.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line.replace("Sarlat-la-Canéda", "Sarlat-la-Neuve") for line in lines if not line.startswith("24152,")]
    path.write_text("".join(kept), encoding="utf-8")
    return tmp_path


def test_loading_the_same_data_again_is_skipped(django_assert_num_queries, capsys):
    with django_assert_num_queries(4):  # the savepoint, the lock, the stamps, the release
        assert load_territories() is False

    call_command("load_territories")

    assert "déjà à jour" in capsys.readouterr().out


def test_loading_without_the_stamp_changes_no_row():
    columns = ("pk", "name", "population", "postal_codes", "point")
    communes = list(Commune.objects.order_by("pk").values_list(*columns))
    names = PlaceName.objects.count()
    LoadStamp.objects.all().delete()

    assert load_territories() is True

    assert (
        list(Commune.objects.order_by("pk").values_list("pk", "name", "population", "postal_codes", "point"))
        == communes
    )
    assert PlaceName.objects.count() == names


def test_newer_data_updates_communes_in_place_and_forgets_the_names_of_those_that_went(newer_data):
    assert load_territories(newer_data) is True

    assert look_up("Sarlat-la-Neuve").place.key == "c24520"
    assert look_up("Domme (24)").place is None
    assert Commune.objects.filter(pk="24152").exists()  # an old offer may still be there


def test_a_loading_that_fails_leaves_everything_as_it_was(newer_data):
    with (newer_data / "communes.csv").open("a", encoding="utf-8") as file:
        file.write("99999,Nulle part,XX,,99999,1,0,0,typed\n")  # no such department

    with pytest.raises(Exception, match=r"XX"):
        load_territories(newer_data)

    assert look_up("Sarlat-la-Canéda").place.key == "c24520"
    assert Department.objects.count() == 109
