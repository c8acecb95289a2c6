"""The committed list of trades is right in every row."""

import csv
import gzip
import re

import pytest
from django.conf import settings

from apprentissage.trades import DATA
from apprentissage.trades.loading import read, read_trades
from apprentissage.trades.words import word_key

TRADES = read_trades()
ROMES = read(DATA / "romes.toml")
DOMAINS = read(DATA / "domains.toml")
SYNONYMS = read(DATA / "synonyms.toml")
NEUTRAL = read(DATA / "neutral_words.toml")
LEVELS_OF = {  # what the name of a diploma says of its level
    r"(CAP|BEP|CTM)\b": 3,
    r"(BP|Bac pro|BTM|BMA|BPJEPS|DT)\b": 4,
    r"(BTSA?|BM|DEUST|DEJEPS|DTS)\b": 5,
    r"(BUT|Licence|Bachelor|DN MADE|DCG)\b": 6,
    r"(Master|Mastère|DSCG|Diplôme d'ingénieur|Diplôme d'école de commerce)\b": 7,
}
OFFICIAL = settings.BASE_DIR.parent / "shared" / "data" / "rome"


def test_there_are_at_least_three_hundred_trades():
    assert len(TRADES) >= 300


def test_rome_has_14_domains_and_110_subdomains():
    subdomains = [code for domain in DOMAINS.values() for code in domain["subdomains"]]

    assert len(DOMAINS) == 14
    assert len(subdomains) == len(set(subdomains)) == 110
    assert all(code.startswith(letter) for letter, domain in DOMAINS.items() for code in domain["subdomains"])


@pytest.mark.parametrize("letter", DOMAINS)
def test_every_great_domain_has_trades_for_apprentices(letter):
    assert sum(trade["rome"].startswith(letter) for trade in TRADES.values()) >= 10


@pytest.mark.parametrize("letter", DOMAINS)
def test_a_file_holds_the_trades_of_its_domain_in_the_order_of_rome(letter):
    codes = [trade["rome"] for trade in read(DATA / "trades" / f"{letter}.toml").values()]

    assert codes == sorted(codes)
    assert {code[0] for code in codes} == {letter}


@pytest.mark.parametrize("letter", DOMAINS)
def test_a_trade_is_complete(letter):
    for slug, trade in _trades_of(letter):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert trade["rome"] in ROMES, slug
        assert all(trade[part] for part in ("feminine", "masculine", "diplomas", "levels")), slug
        assert trade["levels"] == sorted(set(trade["levels"]) & {3, 4, 5, 6, 7}), slug


@pytest.mark.parametrize("letter", DOMAINS)
def test_a_name_or_a_diploma_is_written_once(letter):
    for slug, trade in _trades_of(letter):
        names = [name.casefold() for name in trade["everyday_names"]]
        labels = {trade["feminine"].casefold(), trade["masculine"].casefold()}
        assert len(set(names)) == len(names), slug
        assert labels.isdisjoint(names), slug
        assert len(set(trade["diplomas"])) == len(trade["diplomas"]), slug
        assert all(text == " ".join(text.split()) for text in (*trade["everyday_names"], *trade["diplomas"])), slug


@pytest.mark.parametrize("letter", DOMAINS)
def test_the_levels_are_those_of_the_diplomas(letter):
    for slug, trade in _trades_of(letter):
        kinds = [[level for kind, level in LEVELS_OF.items() if re.match(kind, name)] for name in trade["diplomas"]]
        known = {level for levels in kinds for level in levels}
        assert known <= set(trade["levels"]), slug
        assert known == set(trade["levels"]) or not all(kinds), slug


def test_two_trades_never_bear_the_same_label():
    labels = [trade["masculine"] for trade in TRADES.values()]

    assert len(set(labels)) == len(labels)


def test_a_label_has_one_form_or_a_feminine_that_the_search_knows_for_the_same_word():
    irregular = {"manager-de-rayon-alimentaire", "manager-de-rayon-non-alimentaire", "pizzaiolo", "steward"}
    pairs = {slug: (word_key(trade["feminine"]), word_key(trade["masculine"])) for slug, trade in TRADES.items()}

    assert {slug for slug, (feminine, masculine) in pairs.items() if feminine != masculine} <= irregular


def test_synonyms_lead_to_trades_that_exist():
    assert {slug for slugs in SYNONYMS["trades"].values() for slug in slugs} <= TRADES.keys()


@pytest.mark.parametrize("acronym", ["mco", "nrc", "ndrc", "gpme", "assp", "melec", "sio"])
def test_the_acronyms_of_trainings_are_known(acronym):
    assert SYNONYMS["phrases"][acronym]


def test_neutral_words_leave_every_trade_something_to_be_found_by():
    neutral = {word_key(word) for word in NEUTRAL["diplomas"] + NEUTRAL["contracts"]}

    emptied = [slug for slug, trade in TRADES.items() if neutral.issuperset(word_key(trade["masculine"]).split())]

    assert emptied == []


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files of ROME are not beside the project")
def test_codes_and_labels_are_those_of_rome():
    with gzip.open(OFFICIAL / "unix_referentiel_code_rome_v460_utf8.csv.gz", "rt", encoding="utf-8") as file:
        official = {row["code_rome"]: row["libelle_rome"].replace("''", "'") for row in csv.DictReader(file)}

    assert ROMES.items() <= official.items()


def _trades_of(letter):
    return [(slug, trade) for slug, trade in TRADES.items() if trade["rome"].startswith(letter)]
