"""The files of SIRENE become our establishments: whole, once, in any packing."""

import csv
import gzip
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from apprentissage.accounts.models import Establishment, RegisterImport
from apprentissage.accounts.register_running import import_register
from tests.factories.accounts import EstablishmentFactory, a_siret

HEADER = [
    "siren", "nic", "siret", "statutDiffusionEtablissement", "dateCreationEtablissement",
    "trancheEffectifsEtablissement", "activitePrincipaleRegistreMetiersEtablissement", "numeroVoieEtablissement",
    "indiceRepetitionEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement", "codePostalEtablissement",
    "codeCommuneEtablissement", "etatAdministratifEtablissement", "enseigne1Etablissement",
    "denominationUsuelleEtablissement", "activitePrincipaleEtablissement", "caractereEmployeurEtablissement",
]  # fmt: skip
ORDINARY = {
    "statutDiffusionEtablissement": "O",
    "dateCreationEtablissement": "2011-04-01",
    "trancheEffectifsEtablissement": "02",
    "numeroVoieEtablissement": "3",
    "indiceRepetitionEtablissement": "B",
    "typeVoieEtablissement": "RUE",
    "libelleVoieEtablissement": "DES CONSULS",
    "codePostalEtablissement": "24200",
    "codeCommuneEtablissement": "24520",
    "etatAdministratifEtablissement": "A",
    "enseigne1Etablissement": "LE FOURNIL, CHEZ LINA",
    "activitePrincipaleEtablissement": "10.71C",
    "caractereEmployeurEtablissement": "O",
}
UNITS = ["siren", "statutDiffusionUniteLegale", "denominationUniteLegale", "nomUniteLegale", "prenom1UniteLegale",
         "categorieJuridiqueUniteLegale"]  # fmt: skip


def text_of(rows: list[dict], header=HEADER) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def place(number: int, **changes) -> dict:
    siret = changes.pop("siret", a_siret(number))
    return ORDINARY | {"siren": siret[:9], "nic": siret[9:], "siret": siret} | changes


@pytest.fixture
def write(tmp_path):
    def write(rows, name="StockEtablissement_utf8.csv", header=HEADER):
        path = tmp_path / name
        path.write_text(text_of(rows, header))
        return path

    return write


@pytest.mark.django_db
def test_an_establishment_has_what_the_file_says(write):
    call_command("import_establishments", write([place(1)]))

    kept = Establishment.objects.get()
    assert (kept.siret, kept.name, kept.sign) == (a_siret(1), "", "LE FOURNIL, CHEZ LINA")
    assert (kept.naf, kept.headcount_band, kept.is_employer) == ("10.71C", "02", True)
    assert (kept.address, kept.postal_code, kept.commune_id) == ("3 B RUE DES CONSULS", "24200", "24520")
    assert (str(kept.opened_on), kept.is_open, kept.is_public, kept.is_craft) == ("2011-04-01", True, True, None)


@pytest.mark.django_db
@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_packed_file_is_read_as_the_plain_one(tmp_path, pack):
    path = tmp_path / f"StockEtablissement.{pack}"
    if pack == "gzip":
        path.write_bytes(gzip.compress(text_of([place(1), place(2)]).encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("StockEtablissement_utf8.csv", text_of([place(1), place(2)]))

    call_command("import_establishments", path)

    assert Establishment.objects.count() == 2


@pytest.mark.django_db
def test_closed_craft_and_masked_establishments_are_told_apart(write):
    call_command(
        "import_establishments",
        write(
            [
                place(1, etatAdministratifEtablissement="F", activitePrincipaleEtablissement="74.1G"),
                place(2, activitePrincipaleRegistreMetiersEtablissement="1071CB"),
                place(
                    3, statutDiffusionEtablissement="P", enseigne1Etablissement="[ND]", libelleVoieEtablissement="[ND]"
                ),
            ]
        ),
    )

    closed, craft, masked = Establishment.objects.order_by("siret")
    assert (closed.is_open, closed.naf) == (False, "")  # a code of an older list says nothing today
    assert craft.is_craft
    assert (masked.is_public, masked.name, masked.sign, masked.address) == (False, "", "", "")


@pytest.mark.django_db
def test_names_come_from_the_file_of_companies(write):
    call_command(
        "import_establishments",
        write([place(1), place(2), place(3, statutDiffusionEtablissement="P")]),
        units=write(
            [
                {"siren": a_siret(1)[:9], "statutDiffusionUniteLegale": "O", "denominationUniteLegale": "FOURNIL SARL",
                 "categorieJuridiqueUniteLegale": "5499"},
                {"siren": a_siret(2)[:9], "statutDiffusionUniteLegale": "O", "nomUniteLegale": "DIAZ",
                 "prenom1UniteLegale": "LINA", "categorieJuridiqueUniteLegale": "1000"},
                {"siren": a_siret(3)[:9], "statutDiffusionUniteLegale": "O", "denominationUniteLegale": "CACHÉ"},
                {"siren": "12", "statutDiffusionUniteLegale": "O"},
            ],
            "StockUniteLegale_utf8.csv",
            UNITS,
        ),
    )  # fmt: skip

    assert list(Establishment.objects.order_by("siret").values_list("name", "legal_form")) == [
        ("FOURNIL SARL", "5499"),
        ("LINA DIAZ", "1000"),
        ("", ""),
    ]
    assert RegisterImport.objects.get(kind="units").refused == 1

    call_command("import_establishments", write([place(1, enseigne1Etablissement="AUTRE")], "mois suivant.csv"))
    assert Establishment.objects.get(siret=a_siret(1)).name == "FOURNIL SARL"  # the next month does not lose it


@pytest.mark.django_db
def test_what_is_wrong_is_refused_line_by_line_and_the_rest_is_taken(write, tmp_path):
    path = write(
        [place(1), place(2, siret="12345678901234"), place(3, etatAdministratifEtablissement="X"), place(4), place(4)]
    )
    path.write_text(path.read_text() + "une,ligne,coupée\n")

    call_command("import_establishments", path, report=tmp_path / "refus.csv")

    report = list(csv.reader((tmp_path / "refus.csv").read_text().splitlines()))
    assert [row[1:] for row in report[1:]] == [
        ["3", "12345678901234", "Ce SIRET n'existe pas."],
        ["4", a_siret(3), "L'état n'est ni A (actif) ni F (fermé)."],
        ["7", "", "Ce SIRET n'existe pas."],
    ]
    assert set(Establishment.objects.values_list("pk", flat=True)) == {a_siret(1), a_siret(4)}


@pytest.mark.django_db
def test_only_the_departments_asked_for_are_kept(write):
    call_command(
        "import_establishments",
        write([place(1), place(2, codeCommuneEtablissement="33063"), place(3, codeCommuneEtablissement="97411")]),
        departments="24,974",
    )

    assert set(Establishment.objects.values_list("pk", flat=True)) == {a_siret(1), a_siret(3)}


@pytest.mark.django_db
def test_a_second_import_changes_nothing_and_a_later_one_what_changed(write):
    EstablishmentFactory(siret=a_siret(9), read_on=None)
    call_command("import_establishments", write([place(1), place(9)]))
    call_command("import_establishments", write([place(1), place(9)], "again.csv"))
    call_command("import_establishments", write([place(1, etatAdministratifEtablissement="F")], "later.csv"))

    assert [run.written for run in RegisterImport.objects.order_by("pk")] == [2, 0, 1]
    assert Establishment.objects.get(siret=a_siret(1)).is_open is False


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_cut_goes_on_after_its_last_batch(write):
    path = write([place(number) for number in range(1, 8)])

    def cut(run, file):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_register(path, "establishments", batch=3, on_progress=cut)
    assert Establishment.objects.count() == 3
    run = import_register(path, "establishments", batch=3)

    assert (run.read, run.written, RegisterImport.objects.count()) == (7, 7, 1)
    assert run.finished_at


@pytest.mark.django_db
def test_another_file_is_refused_with_the_columns_it_lacks(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_text("titre,lieu\nBoulanger,Sarlat\n")

    with pytest.raises(CommandError, match="Il manque les colonnes : siret, statutDiffusionEtablissement"):
        call_command("import_establishments", path)
