"""Importing the official archive, on a cut of a few lines, and on the whole when it is beside the project."""

import gzip
import shutil
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from apprentissage.trades.models import (
    Appellation,
    Mobility,
    Rome,
    RomeSkill,
    Skill,
    SubDomain,
    Trade,
    TradeName,
)
from apprentissage.trades.naming import deduce_rome
from apprentissage.trades.rome_archive import Part, UnreadableArchive, open_archive
from apprentissage.trades.rome_import import import_rome

pytestmark = pytest.mark.django_db
CUT = Path(__file__).parent / "data"
OFFICIAL = settings.BASE_DIR.parent / "shared" / "data" / "rome"
MODELS = (SubDomain, Rome, Trade, Appellation, Skill, RomeSkill, Mobility, TradeName)


def test_each_part_is_known_by_its_header_and_the_newest_version_wins():
    archive = open_archive(CUT)

    assert {part: source.version for part, source in archive.items()} == {
        Part.DOMAINS: 400,
        Part.CODES: 460,
        Part.APPELLATIONS: 460,
        Part.SKILLS: 460,
        Part.KNOWLEDGE: 460,
        Part.MOBILITIES: 460,
        Part.TEXTS: 460,
        Part.LINKS: 347,
    }


def test_the_archive_enriches_codes_with_what_they_are():
    report = import_rome(CUT)

    rome = Rome.objects.get(code="D1102")
    assert report.refusals == []
    assert rome.label == "Boulanger / Boulangère"
    assert rome.definition.splitlines()[0].startswith("Le Boulanger, artisan")
    assert "''" not in rome.access
    assert Rome.objects.get(code="D1108").parent == rome
    assert [move.target_id for move in rome.mobilities.all()] == ["D1104", "D1108"]
    assert Mobility.objects.count() == 4


def test_the_archive_brings_appellations_with_both_genders():
    import_rome(CUT)

    chief = Appellation.objects.get(code=12006)
    assert (chief.masculine, chief.feminine, chief.rome_id) == ("Chef boulanger", "Cheffe boulangère", "D1108")
    assert chief.is_main
    assert chief in Appellation.objects.usual()
    assert deduce_rome("Boulanger-viennoisier").code == "D1102"


def test_skills_of_both_files_are_linked_to_the_codes_that_ask_for_them():
    import_rome(CUT)

    kinds = set(Skill.objects.values_list("kind", flat=True))
    ferment = RomeSkill.objects.get(rome="D1102", skill__label="Conduire une fermentation")
    sell = RomeSkill.objects.get(rome="D1102", skill__label="Conclure une vente")
    assert kinds == {Skill.Kind.KNOW_HOW, Skill.Kind.KNOWLEDGE, Skill.Kind.SOFT}
    assert ferment.is_core
    assert not sell.is_core


def test_a_code_that_left_the_register_stays_for_what_refers_to_it():
    trades = Trade.objects.count()

    report = import_rome(CUT)

    assert "K2503" in report.retired
    assert Rome.objects.get(code="K2503").is_retired
    assert not Rome.objects.current().filter(code="K2503").exists()
    assert Trade.objects.count() == trades


def test_a_code_that_comes_back_is_retired_no_more():
    Rome.objects.filter(code="D1102").update(is_retired=True)

    import_rome(CUT)

    assert not Rome.objects.get(code="D1102").is_retired


def test_importing_twice_is_importing_once():
    import_rome(CUT)
    first = _everything()

    report = import_rome(CUT)

    assert _everything() == first
    assert report.retired == []


def test_the_layout_of_version_3_is_read_too():
    report = import_rome(CUT / "v347")

    assert report.refusals == []
    assert Rome.objects.get(code="D1102").label == "Boulangerie - viennoiserie"
    assert Appellation.objects.filter(rome="D1102").count() == 5
    assert Skill.objects.get(code=100340).kind == Skill.Kind.KNOWLEDGE
    assert RomeSkill.objects.filter(rome="D1102").exists()


@pytest.mark.parametrize("packing", ["zip", "zip of gzip", "gzip", "windows", "semicolons"])
def test_the_archive_is_read_in_whatever_packing(tmp_path, packing):
    import_rome(CUT)
    expected = _everything()

    import_rome(_packed(tmp_path, packing))

    assert _everything() == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('"900001","Pâtissier de rêve","","Z9999"', "unknown_rome"),
        ('"","Pâtissier de rêve","","D1104"', "bad_code"),
        ('"neuf","Pâtissier de rêve","","D1104"', "bad_code"),
        ('"900001","","","D1104"', "empty_label"),
        (f'"900001","{"x" * 301}","","D1104"', "too_long"),
        ('"900000","Pâtissier de rêve","","D1104"', "duplicate"),
        ("900001", "empty_label"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_a_reason_and_the_others_are_kept(tmp_path, line, code):
    header = '"code_ogr","libelle_appellation_long","libelle_appellation_court","code_rome"'
    good = '"900000","Pâtissier lunaire / Pâtissière lunaire","","D1104"'
    (tmp_path / "appellations.csv").write_text("\n".join([header, good, line]), encoding="utf-8")

    [refusal] = import_rome(tmp_path).refusals

    assert (refusal.file, refusal.line, refusal.code) == ("appellations.csv", 3, code)
    assert refusal.sentence.endswith(".")
    assert Appellation.objects.get().masculine == "Pâtissier lunaire"


def test_a_move_to_oneself_or_to_an_unknown_code_is_refused(tmp_path):
    lines = ["code_rome,code_rome_cible,numero_ordre", "D1102,D1102,1", "D1102,Z9999,2", "D1102,D1104,3"]
    (tmp_path / "mobilites.csv").write_text("\n".join(lines), encoding="utf-8")

    report = import_rome(tmp_path)

    assert [refusal.code for refusal in report.refusals] == ["same_rome", "unknown_rome"]
    assert Mobility.objects.get().target_id == "D1104"


def test_mobilities_of_version_3_say_whether_they_are_an_evolution(tmp_path):
    header = "code_rome,code_rome_cible,code_type_mobilite,libelle_type_mobilite"
    lines = [header, "D1102,D1104,1,Proche", "D1102,D1301,2,Si évolution"]
    (tmp_path / "mobilites.csv").write_text("\n".join(lines), encoding="utf-8")

    import_rome(tmp_path)

    kinds = dict(Mobility.objects.values_list("target_id", "kind"))
    assert kinds == {"D1104": Mobility.Kind.NEAR, "D1301": Mobility.Kind.EVOLUTION}


def test_nul_bytes_do_not_stop_the_import(tmp_path):
    lines = ["code_ogr,libelle_competence,cat_comp", "1,Pét\x00rir,Savoir-faire"]
    (tmp_path / "competences.csv").write_text("\n".join(lines), encoding="utf-8")

    import_rome(tmp_path)

    assert Skill.objects.get().label == "Pétrir"


def test_a_truncated_file_changes_nothing(tmp_path):
    folder = _packed(tmp_path, "gzip")
    file = next(folder.glob("unix_texte*"))
    file.write_bytes(file.read_bytes()[:-20])
    before = _everything()

    with pytest.raises(UnreadableArchive, match="abîmé ou incomplet"):
        import_rome(folder)

    assert _everything() == before


@pytest.mark.parametrize("content", ["nothing", "another file", "no such folder", "not a zip"])
def test_what_is_no_archive_of_rome_is_said_in_a_sentence(tmp_path, content):
    path = tmp_path / "source"
    if content == "not a zip":
        path.write_text("bonjour", encoding="utf-8")
    elif content != "no such folder":
        path.mkdir()
    if content == "another file":
        (path / "communes.csv").write_text("code,nom\n24520,Sarlat", encoding="utf-8")

    with pytest.raises(CommandError, match=r"Aucun fichier|ni un dossier"):
        call_command("import_rome", path)


def test_the_command_reports_what_it_read_and_refused(tmp_path, capsys):
    folder = shutil.copytree(CUT, tmp_path / "rome")
    with next(folder.rglob("unix_rubrique*")).open("a", encoding="utf-8") as file:
        file.write('"D1102","Z9999","3"\n')
    report = tmp_path / "refus.csv"

    call_command("import_rome", folder, report=report)

    said = capsys.readouterr().out
    assert "Lignes refusées : 1" in said
    assert "unix_rubrique_mobilite_v460.csv, ligne 6 (unknown_rome)" in said
    assert "Z9999" in report.read_text(encoding="utf-8")


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files of ROME are not beside the project")
def test_the_whole_archive_is_imported_without_a_refused_line():
    report = import_rome(OFFICIAL)

    assert report.refusals == []
    assert report.retired == []
    assert Rome.objects.count() == 1584
    assert Rome.objects.heads().count() == 532
    assert Appellation.objects.count() == 13_120
    assert Skill.objects.count() == 18_317 + 15_354
    assert Mobility.objects.count() == 14_912
    assert not Rome.objects.filter(definition="").exists()
    assert not Appellation.objects.filter(label__contains="''").exists()


def _everything():
    return [list(model.objects.order_by("pk").values_list(*_columns(model))) for model in MODELS]


def _columns(model):
    """Every column, but the keys that the database numbers."""
    return [field.attname for field in model._meta.fields if field.get_internal_type() != "BigAutoField"]


def _packed(folder, packing):
    files = [file for file in CUT.rglob("*.csv") if file.parent.name == "v460" or "liens" in file.name]
    packed = folder / "packed"
    packed.mkdir()
    for file in files:
        text = file.read_text(encoding="utf-8")
        if packing == "semicolons":
            text = text.replace('","', '";"')
        content = text.encode("cp1252" if packing == "windows" else "utf-8")
        if "gzip" in packing:
            (packed / f"{file.name}.gz").write_bytes(gzip.compress(content))
        else:
            (packed / file.name).write_bytes(content)
    if not packing.startswith("zip"):
        return packed
    with zipfile.ZipFile(folder / "rome.zip", "w") as archive:
        for file in packed.iterdir():
            archive.write(file, f"ROME/{file.name}")
    return folder / "rome.zip"
