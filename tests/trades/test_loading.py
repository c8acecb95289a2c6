"""Loading the committed trades again and again."""

import shutil

import pytest
from django.core.management import call_command

from apprentissage.trades import DATA
from apprentissage.trades.loading import load_trades, read_trades
from apprentissage.trades.models import Domain, LoadStamp, Rome, SubDomain, Trade, TradeName

pytestmark = pytest.mark.django_db


def test_every_trade_of_the_files_is_in_the_database():
    assert set(Trade.objects.values_list("slug", flat=True)) == set(read_trades())
    assert Domain.objects.count() == 14
    assert SubDomain.objects.count() == 110


def test_loading_the_same_data_again_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert load_trades() is False


def test_loading_after_the_stamp_is_lost_changes_nothing():
    before = list(Trade.objects.values()), TradeName.objects.count()
    LoadStamp.objects.all().delete()

    assert load_trades() is True

    assert (list(Trade.objects.values()), TradeName.objects.count()) == before


def test_a_change_of_the_data_reaches_the_trade_and_its_names(tmp_path):
    data = _copy(tmp_path)
    file = data / "trades" / "D.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"mitron"', '"pétrisseur du quartier"'), encoding="utf-8")

    load_trades(data)

    assert "pétrisseur du quartier" in Trade.objects.get(slug="boulanger").everyday_names
    assert not TradeName.objects.filter(key="mitron").exists()


def test_a_trade_that_leaves_the_files_leaves_its_rome_code(tmp_path):
    data = _copy(tmp_path)
    (data / "trades" / "L.toml").write_text("", encoding="utf-8")

    load_trades(data)

    assert not Trade.objects.filter(rome__code__startswith="L").exists()
    assert Rome.objects.filter(code="L1508").exists()


def test_loading_keeps_what_the_archive_of_rome_brought():
    Rome.objects.filter(code="D1102").update(label="Un libellé plus récent", definition="Fait du pain.")
    LoadStamp.objects.all().delete()

    load_trades()

    rome = Rome.objects.get(code="D1102")
    assert (rome.label, rome.definition) == ("Un libellé plus récent", "Fait du pain.")


def test_the_same_slug_in_two_files_is_refused_with_nothing_changed(tmp_path):
    data = _copy(tmp_path)
    shutil.copy(data / "trades" / "L.toml", data / "trades" / "Z.toml")
    before = Trade.objects.count()

    with pytest.raises(ValueError, match="identifiants déjà pris"):
        load_trades(data)

    assert Trade.objects.count() == before


def test_the_command_says_what_it_did(capsys):
    call_command("load_trades")

    assert "déjà à jour" in capsys.readouterr().out


def _copy(folder):
    return shutil.copytree(DATA, folder / "data")
