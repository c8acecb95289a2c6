"""Whole imports: what is written, what is told, and what survives."""

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from offers.intake import running
from offers.intake.gazetteer import Gazetteer
from offers.intake.mappings import record_of
from offers.intake.records import Outcome
from offers.intake.writer import write_offers
from offers.lifecycle import State
from offers.models import ImportRun, Offer
from tests.offers.intake import JOB, job, lines, refusals, take

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
SAMPLES = settings.BASE_DIR.parent / "shared" / "data"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files do not stand beside the project")


@pytest.fixture(scope="module")
def gazetteer(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return Gazetteer.loaded()


@pytest.fixture(autouse=True)
def _one_gazetteer(gazetteer, monkeypatch):
    """Loaded once for all: it takes longer than these small imports."""
    monkeypatch.setattr(Gazetteer, "loaded", lambda: gazetteer)


@pytest.fixture(autouse=True)
def _today(request):
    if "kill" in request.node.name:  # another process has its own clock
        yield
        return
    with time_machine.travel("2026-11-23 10:00:00+01:00"):
        yield


def counts(run):
    return {name: getattr(run, name) for name in ("read", "created", "updated", "unchanged", "withheld", "refused")}


def test_an_imported_offer_is_open_placed_and_found():
    run = take(lines(job()), source="partenaire")

    offer = Offer.objects.open().get(source="partenaire", source_id="P-1")
    assert counts(run) == {"read": 1, "created": 1, "updated": 0, "unchanged": 0, "withheld": 0, "refused": 0}
    assert (offer.rome_id, offer.area_codes) == ("D1102", ["C24520", "D24", "R75"])
    assert offer.sites.get().address == "12 rue de la République"
    assert offer.document


def test_the_format_names_the_source_when_nobody_does():
    take(lines(job()))
    take((DATA / "france_travail.json").read_bytes())

    assert set(Offer.objects.values_list("source", flat=True)) == {"api-apprentissage", "france-travail"}


def test_the_same_file_again_rewrites_nothing():
    take(lines(job()))
    before = Offer.objects.values("pk", "updated_at", "fingerprint").get()

    run = take(lines(job()))

    assert (run.unchanged, run.updated) == (1, 0)
    assert Offer.objects.values("pk", "updated_at", "fingerprint").get() == before


def test_a_changed_offer_is_updated_in_place():
    take(lines(job()))
    number = Offer.objects.get().pk

    run = take(lines(job(offer__title="Pâtissier", workplace__location__address="1 rue Haute, 23000 Guéret")))

    offer = Offer.objects.get()
    assert (run.updated, offer.pk, offer.title, offer.area_codes) == (1, number, "Pâtissier", ["C23096", "D23", "R75"])
    assert offer.sites.count() == 1


@pytest.mark.parametrize(("status", "state"), [("Filled", State.FILLED), ("Cancelled", State.CLOSED)])
def test_a_partner_ends_its_offer_and_opens_it_again(status, state):
    take(lines(job()))

    take(lines(job(offer__status=status)))
    assert Offer.objects.get().state == state

    take(lines(job()))
    assert Offer.objects.get().state == State.OPEN


def test_an_expired_offer_listed_again_opens_again():
    take(lines(job()))
    with time_machine.travel("2027-01-10 10:00:00+01:00"):
        call_command("close_offers", stdout=io.StringIO())
        assert Offer.objects.get().state == State.EXPIRED

        take(lines(job()))

        offer = Offer.objects.get()
        assert (offer.state, f"{offer.closes_on}") == (State.OPEN, "2027-02-28")


def test_an_offer_withdrawn_here_never_comes_back_by_import():
    take(lines(job()))
    Offer.objects.get().take("withdraw")

    run = take(lines(job(offer__title="Pâtissier")))

    offer = Offer.objects.get()
    assert (run.withheld, offer.state, offer.title) == (1, State.WITHDRAWN, "Boulanger ou boulangère")
    assert [remark.code for remark in run.remarks.all()] == ["WITHDRAWN"]


def test_a_refused_line_stops_nothing_and_is_told_with_its_line():
    run = take(
        lines(job("A"), job("B", workplace__siret="12"))
        + b"{cut\n"
        + lines(job("C", workplace__location=None), job("D"))
    )

    assert refusals(run) == [(2, "B", "WRONG_DATA"), (3, "", "WRONG_DATA"), (4, "C", "GEOLOCATION_NOT_FOUND")]
    assert list(Offer.objects.order_by("source_id").values_list("source_id", flat=True)) == ["A", "D"]
    assert counts(run) == {"read": 5, "created": 2, "updated": 0, "unchanged": 0, "withheld": 0, "refused": 3}


def test_a_second_identifier_in_the_file_is_refused_with_the_line_of_the_first(monkeypatch):
    monkeypatch.setattr(running, "BATCH", 2)

    run = take(lines(job("A"), job("A", offer__title="Autre"), job("B"), job("C"), job("A")))

    assert refusals(run) == [(2, "A", "DUPLICATE"), (5, "A", "DUPLICATE")]
    assert {remark.sentence for remark in run.remarks.all()} == {
        "Cet identifiant figure déjà dans ce fichier, à la ligne 1."
    }
    assert Offer.objects.get(source_id="A").title == "Boulanger ou boulangère"
    assert not run.seen.exists()


def test_what_only_the_database_refuses_is_told_too(monkeypatch):
    monkeypatch.setattr(
        "offers.intake.api_apprentissage.safe_html",
        lambda text: "<script>alert(1)</script>" if "piège" in text else "<p>Bon</p>",
    )

    run = take(lines(job("A"), job("B", offer__description="Une description qui tend un piège."), job("C")))

    assert refusals(run) == [(2, "B", "WRONG_DATA")]
    assert run.remarks.get().sentence == "La description contient une balise interdite."
    assert Offer.objects.count() == 2


def test_a_trade_is_deduced_from_the_title_when_no_code_is_given():
    take(
        lines(
            job("A", offer__rome_codes=None, offer__title="Apprentie boulangère H/F"),
            job("B", offer__rome_codes=None, offer__title="Zzz qqq"),
        )
    )

    assert Offer.objects.get(source_id="A").rome_id == "D1102"
    assert Offer.objects.get(source_id="B").rome_codes == []
    assert [remark.code for remark in ImportRun.objects.get().remarks.all()] == ["ROME_NOT_FOUND"]


def test_the_csv_of_a_spreadsheet_is_read_with_its_mistakes():
    run = take((DATA / "offers.csv").read_bytes())

    offer = Offer.objects.get()
    assert (offer.source_id, offer.rome_codes, offer.months, offer.level) == ("C-1", ["D1104", "D1106"], 24, 3)
    assert offer.desired_skills == ["Soin", "Goût du travail matinal"]
    assert refusals(run) == [(4, "C-2", "GEOLOCATION_NOT_FOUND"), (5, "", "WRONG_DATA")]


def test_an_address_or_a_name_of_the_file_never_reaches_the_logs(caplog, capfd):
    take(lines(job("A", apply__email="jeanne.secret@example.org", workplace__siret="12")))

    assert "secret" not in caplog.text + "".join(capfd.readouterr())


class TestCheckpoint:
    FILE = lines(*(job(f"N-{number}") for number in range(7)))

    def test_an_interrupted_import_goes_on_where_it_stopped(self, monkeypatch):
        monkeypatch.setattr(running, "BATCH", 2)
        real, calls = running.write_offers, []

        def fails_at_the_third(batch):
            calls.append(len(batch))
            if len(calls) == 3:
                raise ConnectionError
            return real(batch)

        monkeypatch.setattr(running, "write_offers", fails_at_the_third)
        with pytest.raises(ConnectionError):
            take(self.FILE, fingerprint="f" * 64)
        assert ImportRun.objects.get().read == Offer.objects.count() == 4

        run = take(self.FILE, fingerprint="f" * 64)

        assert ImportRun.objects.get() == run
        assert (run.read, run.created, run.unchanged, run.refused) == (7, 7, 0, 0)
        assert calls == [2, 2, 2, 2, 1]

    def test_restart_begins_again_at_the_first_line(self):
        ImportRun.objects.create(fingerprint="f" * 64, read=5, file_name="essai")

        run = take(self.FILE, fingerprint="f" * 64, restart=True)

        assert (run.read, run.created, ImportRun.objects.count()) == (7, 7, 1)

    def test_another_file_does_not_go_on_with_it(self):
        ImportRun.objects.create(fingerprint="e" * 64, read=5, file_name="essai")

        assert take(self.FILE, fingerprint="f" * 64).created == 7


class TestWriter:
    def record(self, **changes):
        gazetteer = Gazetteer(points={"24520": (1.2, 44.9)}, by_postal_code={"24200": ["24520"]})
        return record_of(job(**changes), "partenaire", gazetteer)

    def test_a_batch_tells_what_became_of_each_record_in_order(self):
        write_offers([self.record(identifier="A")])

        results = write_offers(
            [
                self.record(identifier="B"),
                self.record(identifier="A"),
                self.record(identifier="A", offer__title="Autre"),
            ]
        )

        assert [result.outcome for result in results] == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.UPDATED]
        assert results[0].offer_id == Offer.objects.get(source_id="B").pk

    def test_sites_removed_and_added_follow_without_leaving_the_offer_nowhere(self):
        first = self.record()
        [site] = first.sites
        first.sites = [site, type(site)("24037", 0.48, 44.85), type(site)("24322", 0.72, 45.18)]
        write_offers([first])
        assert len(Offer.objects.get().places) == 3

        second = self.record()
        second.sites = [type(site)("24322", 0.72, 45.18)]
        write_offers([second])

        offer = Offer.objects.get()
        assert (len(offer.places), offer.area_codes) == (1, ["C24322", "D24", "R75"])

    def test_five_hundred_offers_cost_a_handful_of_queries(self, django_assert_max_num_queries):
        records = [self.record(identifier=f"N-{number}") for number in range(500)]

        with django_assert_max_num_queries(15):
            write_offers(records)

        assert Offer.objects.count() == 500


class TestCommand:
    def test_it_tells_the_counts_and_writes_the_report(self, tmp_path):
        (tmp_path / "offres.dat").write_bytes(
            gzip.compress(json.dumps([job("=1+1", workplace__siret="12"), job("B")]).encode())
        )

        said = io.StringIO()
        call_command("import_offers", str(tmp_path / "offres.dat"), report=tmp_path / "rapport.csv", stdout=said)

        assert said.getvalue() == "2 lues : 1 créées, 0 mises à jour, 0 inchangées, 0 retenues, 1 refusées.\n"
        rows = list(csv.reader((tmp_path / "rapport.csv").read_text(encoding="utf-8").splitlines()))
        assert rows[0] == ["ligne", "identifiant", "code", "suite", "explication"]
        assert rows[1][:4] == ["1", "'=1+1", "WRONG_DATA", "refusée"]  # no spreadsheet will run it
        assert not list(tmp_path.glob("*.partiel"))

    def test_standard_input_is_a_dash(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(job()))))

        call_command("import_offers", "-", stdout=io.StringIO())

        assert Offer.objects.count() == 1

    @pytest.mark.parametrize(("content", "sentence"), [(b"Bonjour", "format"), (None, "ne peut pas être lu")])
    def test_a_file_that_is_no_file_of_offers_ends_with_a_sentence(self, tmp_path, content, sentence):
        if content:
            (tmp_path / "fichier").write_bytes(content)

        with pytest.raises(CommandError, match=sentence):
            call_command("import_offers", str(tmp_path / "fichier"))
        assert not ImportRun.objects.exists()

    def test_a_file_cut_short_keeps_its_beginning_and_says_so(self, tmp_path):
        (tmp_path / "fichier").write_bytes(json.dumps([job("A"), job("B")]).encode()[:-30])

        with pytest.raises(CommandError, match="jusqu'au bout"):
            call_command("import_offers", str(tmp_path / "fichier"), stdout=io.StringIO())
        assert Offer.objects.count() == 1


@needs_samples
class TestSamples:
    def test_the_eight_real_offers_of_france_travail_are_taken(self):
        run = take((SAMPLES / "search" / "france_travail_offers_8.json").read_bytes())

        assert (run.created, run.refused) == (8, 0)
        assert Offer.objects.open().count() == 8
        assert Offer.objects.filter(rome_id="D1212", area_codes__contains=["R44"]).count() == 8
        assert Offer.objects.get(needs_licence=True).title == "Vendeur / vendeuse de cuisines"

    def test_the_two_thousand_made_up_offers_are_taken(self):
        with (SAMPLES / "samples" / "job_offer_write_2000.ndjson.gz").open("rb") as file:
            run = running.Import(file, file_name="2000").run()

        assert (run.created, run.refused) == (2000, 0)
        assert Offer.objects.open().count() == 2000


def environment() -> dict:
    """The environment of a process that works in the database of the tests."""
    current = connection.settings_dict
    url = f"postgis://{current['USER']}:{current['PASSWORD']}@{current['HOST'].replace('/', '%2F')}:{current['PORT']}"
    return os.environ | {"DATABASE_URL": f"{url}/{current['NAME']}"}


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_in_the_middle_completes_without_loss_nor_double(tmp_path):
    now = timezone.now() - timedelta(days=1)
    recent = {"offer__publication__creation": now.isoformat()}
    file = tmp_path / "offres.ndjson"
    file.write_bytes(lines(*(job(f"N-{number}", **recent) for number in range(3000)), job("N-3", **recent)))
    command = [sys.executable, "manage.py", "import_offers", str(file)]

    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment(), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not (500 <= Offer.objects.count() < 3000) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = ImportRun.objects.get().read
    assert 500 <= killed_at < 3000
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment(), check=True, capture_output=True)

    run = ImportRun.objects.get()
    assert (run.read, run.created, run.unchanged, run.refused) == (3001, 3000, 0, 1)
    assert refusals(run) == [(3001, "N-3", "DUPLICATE")]
    assert Offer.objects.count() == 3000


def test_the_example_of_the_tests_is_what_the_public_api_takes():
    assert {"workplace", "apply", "offer"} <= set(JOB)
