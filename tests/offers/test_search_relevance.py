"""What a search finds, and in what order: cases learned from real boards, and precision on a labelled corpus."""

import pytest
from django.db import connection, transaction

from offers.intake.writer import write_offers
from tests.offers.corpus import LABELLED, QUERIES, ask, labels, record, titles, write_corpus

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def corpus(django_db_setup, django_db_blocker):
    """Written once for the module, inside a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_corpus()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE offers_offer")
        yield
        transaction.set_rollback(True)


def precision_at_10(query: str, **place) -> float:
    """The share of the first ten offers that a reader accepts; nothing found is worth nothing."""
    first = labels(ask(query, **place))[:10]
    return sum(label in QUERIES[query] for label in first) / len(first) if first else 0.0


# -- the labelled corpus -----------------------------------------------------------------------------------------------


def test_the_labelled_corpus_is_large_enough_to_mean_something():
    assert len(QUERIES) >= 50
    assert sum(len(group["titles"]) for group in LABELLED["offers"].values()) * 2 >= 400


@pytest.mark.parametrize("place", [{}, {"code": "c24520", "tri": "pertinence"}], ids=["everywhere", "in Sarlat"])
def test_nine_of_the_first_ten_offers_answer(place):
    precisions = {query: precision_at_10(query, **place) for query in QUERIES}

    wrong = {query: round(value, 2) for query, value in precisions.items() if value < 0.9}
    assert sum(precisions.values()) / len(precisions) >= 0.9, wrong
    assert not [query for query, value in precisions.items() if value < 0.5], wrong


@pytest.mark.parametrize("query", [query for query, accepted in QUERIES.items() if len(accepted) == 1])
def test_a_trade_is_found_whole(query):
    [label] = QUERIES[query]

    found = labels(ask(query, code="c24520"))

    assert label in found[:3]


# -- cases learned from real boards ------------------------------------------------------------------------------------


def test_a_slip_in_a_long_word_is_put_right():
    search = ask("maintenace")

    assert set(labels(search)) <= set(QUERIES["maintenace"])
    assert search.words_understood == ["maintenance"]


def test_plumber_finds_plumbers_only():
    assert set(labels(ask("plombier"))) == {"plombier"}


def test_the_offers_of_an_employer_come_first_for_its_name():
    assert set(labels(ask("sncf"))) == {"sncf"}


def test_an_acronym_stands_for_its_phrase():
    write_offers([record("mco", "Management commercial opérationnel en alternance", rome=None)])

    assert "Management commercial opérationnel en alternance" in titles(ask("mco"))
    assert set(labels(ask("mco"))) <= {*QUERIES["bts mco"], "mco"}


def test_a_synonym_is_read_as_a_phrase_and_never_as_an_employer_spelt_nearly_so():
    assert set(labels(ask("vigile"))) == {"securite"}


@pytest.mark.parametrize(
    "query",
    [
        "Animateur socioculturel / Animatrice socioculturelle",
        "Cuisinier / Cuisinière à domicile",
        "Apprenti cadreur / Monteur H/F",
    ],
)
def test_the_exact_title_comes_first(query):
    assert titles(ask(query))[0] == query


def test_a_cook_at_home_is_no_help_at_home():
    assert "aide_domicile" not in labels(ask("Cuisinier / Cuisinière à domicile"))


def test_the_full_match_comes_before_a_mention_in_the_description():
    found = labels(ask("chargé de déploiement"))

    assert found[0] == "deploiement"
    assert "charge_projet" not in found[: found.count("deploiement")]


def test_a_mention_in_the_description_alone_finds_nothing():
    write_offers(
        [record("mention", "Vendeuse en boutique", rome="D1214", text="<p>Proche d'un orchestre philharmonique.</p>")]
    )

    assert not ask("philharmonique").total


def test_the_title_beats_the_description():
    found = titles(ask("commerce"))

    assert any("commerce" in title for title in found[:3])
    assert "Développeur e-commerce" not in found


def test_two_words_are_both_needed():
    assert set(labels(ask("product manager"))) == {"product_manager"}


def test_sales_never_find_a_green_roof():
    assert "paysagiste" not in labels(ask("vente", code="c24520", rayon=10))


def test_diploma_words_are_neutral():
    assert labels(ask("bac pro commerce")) == labels(ask("commerce"))


def test_a_generic_skill_alone_does_not_open_the_results():
    write_offers([record("skill", "Maçon H/F", rome="F1703", desired_skills=["communication", "esprit d'équipe"])])

    assert set(labels(ask("communication"))) == {"communication"}


def test_a_skill_completes_a_trade():
    write_offers([record("skill", "Maçon H/F", rome="F1703", taught_skills=["pierre sèche"])])

    assert labels(ask("maçon pierre sèche"))[0] == "skill"


def test_a_baker_is_also_found_by_the_bakery_and_in_the_feminine():
    found = [titles(ask(query, tri="recentes")) for query in ("boulanger", "boulangère", "boulangerie", "Boulangères")]

    assert found[0] == found[1] == found[2] == found[3] != []
    assert labels(ask("boulanger"))[:10] == ["boulanger"] * 10


def test_an_electrician_is_never_a_hairdresser():
    assert not {"coiffeur", "estheticien"} & set(labels(ask("électricien")))


def test_accents_and_genders_change_nothing():
    assert titles(ask("developpeur")) == titles(ask("développeur")) == titles(ask("développeuse")) != []


def test_nonsense_honestly_finds_nothing():
    search = ask("zzz nonsense")

    assert not search.total
    assert search.results == []
    assert search.headline == "Pas de place de zzz nonsense"


def test_a_shop_named_after_a_trade_does_not_answer_for_the_trade():
    assert "boulanger_shop" not in labels(ask("boulanger"))


def test_an_employer_is_never_guessed():
    assert not ask("virgille").total
    assert labels(ask("virgile")) == ["virgile", "virgile"]


def test_a_detail_that_no_trade_bears_may_stand_in_the_description():
    found = labels(ask("développeur python"))

    assert found
    assert set(found) == {"developpeur"}


def test_nothing_but_neutral_words_asks_for_every_offer():
    assert (
        str(ask("apprentissage en alternance").total) == "plus de 500"
        or ask("apprentissage en alternance").total.value > 400
    )
