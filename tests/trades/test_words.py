"""When two spellings are the same word, in Python and in the database alike."""

import csv
import gzip
import io

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from apprentissage.trades.words import fold, word_key

OFFICIAL = settings.BASE_DIR.parent / "shared" / "data" / "rome" / "unix_referentiel_appellation_v460_utf8.csv.gz"
LETTERS = "abcdeéèêëàâäîïôöùûüçœæñßøÅŒÉ'’-·()/., 019\u0301\u0327eEsrx\n\u00a0\u202f漢Ωя"

SAME = [
    ("boulanger", "Boulangère"),
    ("boulanger", "BOULANGERIE"),
    ("pâtissiers", "patissière"),
    ("plombier", "plomberie"),
    ("hôtelier", "hôtellerie"),
    ("vendeur", "vendeuses"),
    ("moniteur", "monitrice"),
    ("ambassadeur", "ambassadrice"),
    ("technicien", "techniciennes"),
    ("patron", "patronne"),
    ("sportif", "sportive"),
    ("professionnel", "professionnelle"),
    ("commerciaux", "commerciale"),
    ("chargé", "chargées"),
    ("employé", "employée"),
    ("adjoint", "adjointe"),
    ("développeur", "developpeuse"),
    ("chef", "cheffe"),
    ("cuisinier", "cuisinie\u0300re"),  # the accent written apart
    ("œnologue", "OENOLOGUE"),
    ("l'apprenti", "apprenti"),
    ("apprenti·e·s", "apprenti"),
    ("vendeur(se)", "vendeur"),
    ("conducteur.trice", "conducteur"),
    ("serveur/euse", "serveur"),
    ("boulanger H/F", "boulanger (F/H)"),
    ("agent de sécurité", "agente sécurité"),
    ("réseaux", "réseau"),
]
DIFFERENT = [
    ("vente", "verte"),
    ("vente", "vent"),
    ("boucher", "boulanger"),
    ("couture", "couverture"),
    ("commerce", "e-commerce"),
    ("commercial", "commerce"),
    ("plombier", "plongeur"),
    ("coiffeur", "chauffeur"),
    ("production", "product"),
    ("électricien", "esthéticien"),
    ("serveur", "service"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_word_has_one_key(one, other):
    assert word_key(one) == word_key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_words_keep_two_keys(one, other):
    assert word_key(one) != word_key(other)


def test_a_title_that_only_says_both_genders_says_nothing():
    assert word_key("(H/F)") == word_key("le, la, les") == ""


def test_folding_keeps_the_word_itself():
    assert fold("L'Œuvre des Boulangères & Cie") == "l oeuvre des boulangeres cie"


@pytest.mark.django_db
@pytest.mark.parametrize("text", [text for pair in SAME + DIFFERENT for text in pair])
def test_the_database_gives_the_key_that_python_gives(text):
    assert keys_in_sql([text]) == [(word_key(text), fold(text))]


@pytest.mark.django_db
@hypothesis_settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.one_of(st.sampled_from(LETTERS), st.characters(exclude_characters="\x00")), max_size=60))
def test_the_database_and_python_agree_on_any_text(text):
    text = text.encode("utf-8", "ignore").decode()

    assert keys_in_sql([text]) == [(word_key(text), fold(text))]


@pytest.mark.django_db
def test_the_database_and_python_agree_on_every_label_of_rome(rome_labels):
    assert keys_in_sql(rome_labels) == [(word_key(label), fold(label)) for label in rome_labels]


def test_the_feminine_of_a_trade_finds_the_masculine_and_back(rome_labels):
    pairs = [label.split(" / ", 1) for label in rome_labels if " / " in label]

    agreed = [pair for pair in pairs if begin_alike(*(word_key(half).split() for half in pair))]

    assert len(pairs) > 10_000
    assert len(agreed) / len(pairs) >= 0.99


def begin_alike(masculine, feminine):
    """ROME writes what both share once, after the feminine: "Chef / Cheffe de rang"."""
    shared = min(len(masculine), len(feminine))
    return shared > 0 and masculine[:shared] == feminine[:shared]


def keys_in_sql(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word_key(text), fold_words(text) FROM unnest(%s::text[]) WITH ORDINALITY AS t (text, n) ORDER BY n",
            [texts],
        )
        return cursor.fetchall()


@pytest.fixture(scope="module")
def rome_labels():
    """The 13,120 appellations of ROME 4.60, from the official archive."""
    if not OFFICIAL.exists():
        pytest.skip("the official archive of ROME is not beside the project")
    with gzip.open(OFFICIAL) as packed:
        rows = list(csv.DictReader(io.TextIOWrapper(packed, "utf-8")))
    return [row["libelle_appellation_long"].replace("''", "'") for row in rows]
