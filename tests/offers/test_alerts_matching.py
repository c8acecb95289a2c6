"""New offers find the searches that wait for them: exactly those that would list them, once, whatever stops midway."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from offers.alerts.anchors import anchors
from offers.alerts.matching import CONDITIONS, match, match_new_offers
from offers.alerts.models import Match, NewOffer
from offers.alerts.waiting import AROUND_KM, COLUMNS, LEFT_OUT, TOO_WIDE, waiting
from offers.filters import CRITERIA
from offers.intake.records import SiteRecord
from offers.lifecycle import State
from offers.models import Offer
from offers.search.candidates import find
from offers.search.search import read
from tests.factories.alerts import an_alert
from tests.factories.offers import OfferFactory
from tests.offers.corpus import PARIS, SARLAT, around, record, write

pytestmark = pytest.mark.django_db

BRIVE = SiteRecord("19031", 1.5332, 45.1583)  # 39 km from Sarlat
SITES = [SARLAT, around(SARLAT, 8), around(SARLAT, 25), BRIVE, PARIS, SiteRecord("97411", 55.4481, -20.8789)]
WORKS = [
    ("Boulanger ou boulangère", "D1102"),
    ("Pâtissier chocolatier", "D1104"),
    ("Électricien du bâtiment", "F1602"),
    ("Vendeur en boulangerie", "D1106"),
    ("Assistant ressources humaines", "M1501"),
    ("Couvreur photovoltaïque", "F1610"),
]


def search(**params) -> QueryDict:
    return QueryDict(urlencode(params, doseq=True))


def listed(query: str) -> set[int]:
    """Every offer that the search lists, page after page."""
    found: set[int] = set()
    for page in range(1, 6):
        found |= set(find(read(QueryDict(f"{query}&page={page}")).asked).ids)
    return found


# -- the same as the search --------------------------------------------------------------------------------------------


@pytest.fixture
def many_offers():
    """Offers that differ in all that a search may ask, so that each criterion keeps some and leaves some."""
    day = timezone.localdate()
    starts = [
        {"start_kind": "soon"},
        {"start_kind": "flexible"},
        {"start_kind": "date", "starts_on": day + timedelta(days=40)},
        {"start_kind": "date", "starts_on": day + timedelta(days=200)},
    ]
    write(
        *(
            record(
                f"{number}",
                WORKS[number % len(WORKS)][0],
                rome=WORKS[number % len(WORKS)][1],
                site=SITES[number * 7 % len(SITES)] if number % 5 else SITES[number // 5 % len(SITES)],
                employer=["Fournil Dupont", "SNCF Réseau", "Boulanger"][number % 3],
                level=[None, 3, 4, 5][number % 4],
                months=[None, 12, 24, 36][number // 2 % 4],
                needs_licence=[None, True, False][number // 3 % 3],
                welcomes_disabled=[None, True, False][number // 2 % 3],
                minimum_age=[None, 16, 18, 20][number // 4 % 4],
                **starts[number // 3 % 4],
            )
            for number in range(72)
        )
    )


SEARCHES = st.fixed_dictionaries(
    {},
    optional={
        "metier": st.sampled_from(
            [
                "boulanger", "vente", "electricien photovoltaique", "rh", "patissier chocolat", "maintenace", "zzz",
                "pain sncf",
            ]
        ),
        "code": st.sampled_from(["c24520", "c75056", "d24", "d2A", "r75", "fr", "@44.889,1.217"]),
        "rayon": st.sampled_from([1, 10, 27, 30, 39, 50, 100, 500]),
        "niveau": st.lists(st.sampled_from(["3", "4", "5", "7", "9"]), min_size=1, max_size=3),
        "debut": st.sampled_from(["des-que-possible", "2027-01-15", "2031-01-01", "hier"]),
        "duree": st.sampled_from([12, 24, 30, 36, 99]),
        "domaine": st.lists(st.sampled_from(["D", "F", "M"]), min_size=1, max_size=2),
        "permis": st.just("non"),
        "handicap": st.just("oui"),
        "mineur": st.just("oui"),
        "depuis": st.sampled_from(["1", "30"]),
        "employeur": st.sampled_from(["sncf", "Boulanger", "fournil dupont", "personne"]),
        "tri": st.sampled_from(["recentes", "distance"]),
    },
)  # fmt: skip


@given(params=SEARCHES)
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_an_offer_answers_an_alert_if_and_only_if_the_search_would_list_it(many_offers, params):
    kept = waiting(search(**params))
    if kept.problem:
        assert kept.problem == TOO_WIDE
        return
    with transaction.atomic():
        alert = an_alert(**params)
        match(list(Offer.objects.values_list("pk", flat=True)))

        assert set(alert.matches.values_list("offer", flat=True)) == listed(alert.search)

        transaction.set_rollback(True)


def test_every_criterion_of_the_search_is_compared_with_new_offers():
    assert set(COLUMNS) == set(CONDITIONS) == set(CRITERIA) - set(LEFT_OUT)


def test_without_a_radius_an_alert_looks_thirty_kilometres_away_and_says_so():
    alert = an_alert(metier="boulanger", code="c24520")

    assert AROUND_KM == alert.radius_km == 30
    assert "à moins de 30 km" in alert.title
    assert "rayon=30" in alert.search


def test_two_ways_to_write_a_search_are_one_search():
    one = waiting(search(niveau=["4", "3"], metier="boulanger", code="c24520", tri="recentes", depuis=7, page=2))
    other = waiting(search(code="c24520", metier="boulanger", niveau=["3", "4"], rayon=30))

    assert one.search == other.search


@pytest.mark.parametrize("params", [{}, {"code": "fr"}, {"permis": "non"}, {"code": "fr", "domaine": ["D"]}])
def test_an_alert_on_all_offers_of_france_is_refused_with_a_sentence(params):
    assert waiting(search(**params)).problem == TOO_WIDE


def test_an_unknown_place_is_refused_with_the_sentence_of_the_search():
    assert waiting(search(metier="boulanger", lieu="xqzk")).problem.startswith("Nous ne connaissons pas")


# -- anchors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "lexemes"),
    [
        ("'pain'", {"pain"}),
        ("('pain' | 'vin')", {"pain", "vin"}),
        ("('pain' & ('vin' | 'ail'))", {"pain"}),
        ("(('a' | 'b') & ('c' | 'd' | 'e')) | '#D1102'", {"a", "b", "#D1102"}),
        ("'=boulanger patisser'", {"=boulanger patisser"}),
    ],
)
def test_whatever_answers_a_query_bears_one_of_its_anchors(query, lexemes):
    assert anchors(query) == lexemes


@pytest.mark.parametrize("query", ["", "pain", "'a' &", "('a'", "'a')", "!'a'", "'a' <-> 'b'", "& 'a'"])
def test_a_query_that_is_not_ours_is_refused(query):
    with pytest.raises(ValueError, match=r"not a query of ours|parenthesis|part is missing"):
        anchors(query)


# -- new offers --------------------------------------------------------------------------------------------------------


def test_an_offer_that_an_import_brings_finds_its_alert():
    alert = an_alert(metier="boulanger", code="c24520", rayon=20)
    write(record("near", "Boulanger", site=around(SARLAT, 5)), record("far", "Boulanger", site=PARIS))

    assert match_new_offers() == 1

    assert alert.matches.get().offer.source_id == "near"


def test_an_offer_that_is_published_here_finds_its_alert():
    alert = an_alert(metier="boulanger", code="c24520")
    offer = OfferFactory(state=State.DRAFT)
    match_new_offers()
    assert not alert.matches.exists()

    Offer.objects.filter(pk=offer.pk).update(state=State.OPEN)
    match_new_offers()

    assert alert.matches.get().offer == offer


def test_a_change_of_an_open_offer_is_no_news():
    offer = OfferFactory()
    match_new_offers()

    Offer.objects.filter(pk=offer.pk).update(title="Boulangère du matin")

    assert not NewOffer.objects.exists()


def test_an_offer_that_opens_again_is_not_told_again():
    alert = an_alert()
    offer = OfferFactory()
    match_new_offers()

    for state in (State.FILLED, State.OPEN):
        Offer.objects.filter(pk=offer.pk).update(state=state)
    assert NewOffer.objects.exists()

    assert match_new_offers() == 0
    assert alert.matches.count() == 1


def test_a_crash_in_the_middle_loses_nothing_and_doubles_nothing(monkeypatch):
    alert = an_alert()
    OfferFactory.create_batch(3)
    monkeypatch.setattr("offers.alerts.matching.BATCH", 2)

    with monkeypatch.context() as patch:
        patch.setattr("offers.alerts.matching.match", lambda offers: (match(offers), _crash()))
        with pytest.raises(RuntimeError):
            match_new_offers()
    assert NewOffer.objects.count() == 3
    assert not Match.objects.exists()

    assert match_new_offers() == 3
    assert match_new_offers() == 0
    assert alert.matches.count() == 3


def _crash():
    raise RuntimeError("power cut")


@pytest.mark.parametrize("change", [{"is_paused": True}, {"frequency": "never"}, {"confirmed_at": None}])
def test_only_alerts_that_wait_are_looked_through(change):
    alert = an_alert()
    type(alert).objects.filter(pk=alert.pk).update(**change)
    OfferFactory()

    assert match_new_offers() == 0


def test_a_batch_is_matched_in_two_statements_whatever_the_number_of_alerts(django_assert_num_queries):
    for km in (5, 10, 20, 30, 50):
        an_alert(metier="boulanger", code="c24520", rayon=km)
    OfferFactory.create_batch(4)

    with django_assert_num_queries(7):  # twice: savepoint, taking, end; matching once
        assert match_new_offers() == 20


def test_one_new_offer_finds_its_alerts_by_their_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'alerts_anchor' AND indexname = 'alerts_by_lexeme'"
        )
        assert "(lexeme, alert_id)" in cursor.fetchone()[0]
