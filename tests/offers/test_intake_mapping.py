"""From an item to an offer: what is kept, what is refused, and with which sentence."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offers.intake.gazetteer import Gazetteer
from offers.intake.mappings import record_of
from offers.intake.records import OfferRecord, RefusedError
from offers.intake.values import closing_by_default, moment
from tests.offers.intake import job

DATA = Path(__file__).parent / "data"
TODAY = "2026-11-23 10:00:00+01:00"


@pytest.fixture(scope="module")
def gazetteer(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return Gazetteer.loaded()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def record(gazetteer):
    return lambda item: record_of(item, "partenaire", gazetteer)


class TestJobOfferWrite:
    def test_an_offer_keeps_what_its_partner_says(self, record):
        made = record(job())

        assert (made.source, made.source_id, made.siret) == ("partenaire", "P-1", "73282932000074")
        assert (made.employer_name, made.title) == ("Boulangerie des Remparts", "Boulanger ou boulangère")
        assert made.description == "<p>Vous apprenez à pétrir, à façonner et à cuire le pain.</p>"
        assert (made.rome_codes, made.level, made.months, made.openings) == (["D1102"], 3, 24, 1)
        assert (made.start_kind, made.starts_on) == ("date", date(2027, 9, 1))  # 22:00 UTC is midnight in Paris
        assert made.contract_kinds == ["apprentissage"]
        assert (made.sites[0].commune_code, made.sites[0].address) == ("24520", "12 rue de la République")
        assert made.closes_on == date(2027, 1, 1)

    @pytest.mark.parametrize(
        ("european", "level"), [("6", 6), ("6 (Licence, BUT…)", 6), ("3 (CAP...)", 3), (" 7", 7), (None, None)]
    )
    def test_the_level_is_the_figure_that_opens_the_text(self, record, european, level):
        assert record(job(offer__target_diploma__european=european)).level == level

    @pytest.mark.parametrize(
        ("change", "code", "sentence"),
        [
            ({"workplace__siret": None}, "WRONG_DATA", "SIRET du lieu de travail manque"),
            ({"workplace__siret": "73282932000075"}, "WRONG_DATA", "n'existe pas"),
            ({"offer__title": "ab"}, "WRONG_DATA", "intitulé"),
            ({"offer__title": "x" * 201}, "WRONG_DATA", "200"),
            ({"offer__title": "Boulan\x00ger"}, "WRONG_DATA", "caractère interdit"),
            ({"offer__title": "Boulan\ud800ger"}, "WRONG_DATA", "caractère interdit"),
            ({"offer__title": 12}, "WRONG_DATA", "un texte est attendu"),
            ({"offer__description": "Trop court."}, "WRONG_DATA", "30"),
            ({"apply__email": None}, "WRONG_DATA", "moyen de postuler"),
            ({"apply__email": "recrutement"}, "WRONG_DATA", "adresse e-mail"),
            ({"apply__url": "javascript:alert(1)"}, "WRONG_DATA", "adresse web"),
            ({"apply__phone": "12"}, "WRONG_DATA", "téléphone"),
            ({"offer__rome_codes": ["boulanger"]}, "WRONG_DATA", "code ROME"),
            ({"offer__target_diploma__european": "9"}, "WRONG_DATA", "niveau"),
            ({"offer__opening_count": 0}, "WRONG_DATA", "de 1 à 1000"),
            ({"offer__opening_count": "deux"}, "WRONG_DATA", "nombre entier"),
            ({"offer__opening_count": float("inf")}, "WRONG_DATA", "nombre entier"),
            ({"offer__status": "Sold"}, "WRONG_DATA", "Filled"),
            ({"contract__duration": 49}, "WRONG_DATA", "48"),
            ({"contract__start": "demain"}, "WRONG_DATA", "ISO 8601"),
            ({"contract__start": "0001-01-01T00:00:00Z"}, "WRONG_DATA", "ISO 8601"),
            ({"contract__type": ["Stage"]}, "WRONG_DATA", "contract.type"),
            ({"contract__remote": "moon"}, "WRONG_DATA", "onsite"),
            ({"offer__publication__creation": "2026-11-23T10:30:00+01:00"}, "WRONG_DATA", "avenir"),
            ({"offer__publication__expiration": "2026-11-20T00:00:00Z"}, "EXPIRED", "20/11/2026"),
            ({"workplace__location": None}, "GEOLOCATION_NOT_FOUND", "manque"),
            ({"workplace__location__address": "12 rue Haute, 24999 Nullepart"}, "GEOLOCATION_NOT_FOUND", "24999"),
            ({"workplace__location__address": "12 rue Haute"}, "GEOLOCATION_NOT_FOUND", "code postal"),
            ({"workplace": "Boulangerie"}, "WRONG_DATA", "un objet est attendu"),
        ],
    )
    def test_a_refusal_has_a_stable_code_and_a_sentence(self, record, change, code, sentence):
        with pytest.raises(RefusedError, match=sentence) as refusal:
            record(job(**change))

        assert refusal.value.code == code

    def test_clocks_may_differ_by_five_minutes(self, record):
        made = record(job(offer__publication__creation="2026-11-23T10:04:00+01:00"))

        assert made.published_at.isoformat() == "2026-11-23T09:00:00+00:00"

    def test_the_last_day_is_the_one_of_the_expiration_in_paris(self, record):
        made = record(job(offer__publication__expiration="2026-12-31T23:30:00Z"))

        assert made.closes_on == date(2027, 1, 1)

    def test_without_identifier_the_same_offer_has_the_same_one(self, record):
        first, again = record(job(identifier=None)), record(job(identifier=None))
        other = record(job(identifier=None, offer__title="Pâtissier"))

        assert first.source_id == again.source_id != other.source_id

    def test_an_overseas_number_keeps_its_region(self, record):
        made = record(
            job(
                apply__phone="0590 12 34 56",
                workplace__location__address="1 rue Achille René-Boisneuf, 97110 Pointe-à-Pitre",
            )
        )

        assert made.apply_phone == "+590590123456"

    def test_html_is_cleaned(self, record):
        made = record(
            job(
                offer__description='<p onclick="x()">Pétrir <b>le pain</b></p><script>x()</script><a href="//e">Ici</a>'
            )
        )

        assert made.description == "<p>Pétrir <b>le pain</b></p>Ici"


class TestPlaces:
    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("24200 Sarlat", "24520"),
            ("24200 SARLAT LA CANEDA CEDEX", "24520"),
            ("4 place Bellecour, 69002 Lyon", "69382"),
            ("1 rue de Rivoli 75001 PARIS", "75101"),
            ("75011 Paris 11e", "75111"),
            ("5 rue Haute, 13001 Marseille, France", "13201"),
            ("12 avenue 10000 arbres, 10000 Troyes", "10387"),
            ("Rue Basse, Guéret", "23096"),
            ("97400 Saint-Denis", "97411"),
            ("20000 Ajaccio", "2A004"),
            ("33070 Bordeaux Cedex", "33063"),
        ],
    )
    def test_a_postal_code_and_a_name_are_a_commune(self, gazetteer, address, code):
        assert gazetteer.site_of_address(address).commune_code == code

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("Saint-Denis", "Plusieurs communes"),
            ("57000 Sarlat-la-Canéda", "mais : Metz"),
            ("24200", "24200"),
            ("", "code postal"),
            ("75999 Paris 21", "75999"),
        ],
    )
    def test_a_doubt_is_never_settled_silently(self, gazetteer, address, sentence):
        with pytest.raises(RefusedError, match=sentence) as refusal:
            gazetteer.site_of_address(address)
        assert refusal.value.code == "GEOLOCATION_NOT_FOUND"

    def test_a_point_far_from_its_commune_is_not_believed(self, gazetteer):
        site = gazetteer.site_of_commune("24520", longitude=44.88, latitude=1.21)  # swapped

        assert (round(site.longitude), round(site.latitude)) == (1, 45)


class TestFranceTravail:
    @pytest.fixture
    def items(self):
        return json.loads((DATA / "france_travail.json").read_text())["resultats"]

    def test_a_result_keeps_what_it_says(self, record, items):
        made = record(items[0])

        assert (made.source_id, made.employer_name, made.siret) == (
            "199AAAA",
            "Boulangerie des Remparts",
            "73282932000074",
        )
        assert made.description == (
            "<p>Vous apprenez à pétrir et à cuire.</p><p>Travail en équipe &lt;avec&gt; trois boulangers.</p>"
        )
        assert (made.months, made.openings, made.weekly_hours) == (24, 2, Decimal("35.5"))
        assert made.contract_kinds == ["apprentissage"]
        assert made.needs_licence is True
        assert made.welcomes_disabled is None  # an unticked box is not a refusal
        assert made.access_conditions == ["Bac ou équivalent (souhaité)", "Débutant accepté"]
        assert made.desired_skills == ["Pétrissage", "Travail en équipe"]
        assert made.apply_url == "https://candidat.example.org/offre/199AAAA"
        assert made.level is None  # the diploma held is not the one prepared

    def test_what_is_no_apprenticeship_is_refused(self, record, items):
        with pytest.raises(RefusedError, match="alternance") as refusal:
            record(items[1])
        assert refusal.value.code == "FULL_TIME"

    def test_an_internship_is_refused(self, record, items):
        with pytest.raises(RefusedError) as refusal:
            record(items[0] | {"intitule": "Stage en boulangerie"})
        assert refusal.value.code == "STAGE"

    def test_a_wrong_siret_is_left_out_and_told(self, record, items):
        made = record(items[0] | {"entreprise": {"nom": "X", "siret": "00000000000007"}})

        assert made.siret == ""
        assert [remark.code for remark in made.remarks] == ["SIRET_IGNORED"]

    def test_an_old_offer_still_listed_closes_at_the_end_of_next_month(self, record, items):
        assert record(items[0]).closes_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("created", "closes"),
    [
        ("2026-09-23T10:00:00Z", date(2026, 11, 23)),  # two months end today
        ("2026-09-22T10:00:00Z", date(2026, 12, 31)),  # they ended yesterday: listed again, until the end of next month
        (None, date(2026, 12, 31)),
    ],
)
def test_the_default_last_day_is_two_months_later_then_the_end_of_next_month(created, closes):
    assert closing_by_default(moment({"at": created}, "at")) == closes


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "libelle", "x"]), inner),
    max_leaves=5,
)
PATHS = [
    *("identifier", "workplace", "apply", "contract", "offer", "workplace__siret", "workplace__location"),
    *("workplace__location__address", "workplace__website", "contract__start", "contract__duration", "contract__type"),
    *("contract__remote", "offer__title", "offer__description", "offer__rome_codes", "offer__target_diploma"),
    *("offer__target_diploma__european", "offer__desired_skills", "offer__opening_count", "offer__publication"),
    *("offer__publication__creation", "offer__publication__expiration", "offer__status", "apply__phone", "apply__url"),
]
FRANCE_TRAVAIL = [
    *("id", "intitule", "description", "dateCreation", "lieuTravail", "romeCode", "entreprise", "natureContrat"),
    *("typeContratLibelle", "dureeTravailLibelle", "nombrePostes", "accessibleTH", "permis", "formations"),
    *("competences", "origineOffre", "contact", "secteurActivite", "experienceLibelle"),
]


@given(path=st.sampled_from(PATHS), value=anything)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_partner_writes_is_taken_or_refused(gazetteer, path, value):
    _taken_or_refused(job(**{path: value}), gazetteer)


@given(path=st.sampled_from(FRANCE_TRAVAIL), value=anything)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_france_travail_writes_is_taken_or_refused(gazetteer, path, value):
    [item, _] = json.loads((DATA / "france_travail.json").read_text())["resultats"]

    _taken_or_refused(item | {path: value}, gazetteer)


def _taken_or_refused(item, gazetteer):
    """Any other exception than a refusal would stop the whole import."""
    with suppress(RefusedError):
        assert isinstance(record_of(item, "partenaire", gazetteer), OfferRecord)
