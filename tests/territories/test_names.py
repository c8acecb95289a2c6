import pytest

from apprentissage.territories.names import has_article, name_key, of, one_slip_away


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("st etienne", "saint etienne"),
        ("SAINT ÉTIENNE CEDEX 1", "saint etienne"),
        ("Ste-Foy-l'Argentière", "sainte foy l argentiere"),
        ("Le Mans", "mans"),
        ("Mans (Le)", "mans"),
        ("L’Haÿ-les-Roses", "hay les roses"),
        ("Œuilly", "oeuilly"),
        ("Chalon s/Saône", "chalon sur saone"),
        ("La Ferté s/s Jouarre", "ferte sous jouarre"),
        ("Paris 15e Arrondissement", "paris 15"),
        ("Paris 15ème", "paris 15"),
        ("paris 05", "paris 5"),
        ("15e arrondissement de Paris", "paris 15"),
        ("Marseille 1er", "marseille 1"),
        ("Y", "y"),
        ("Les", "les"),
        ("", ""),
        ("'-()", ""),
    ],
)
def test_the_many_spellings_of_a_name_are_reduced_to_one(typed, key):
    assert name_key(typed) == key


@pytest.mark.parametrize(("typed", "expected"), [("Le Port", True), ("Port", False), ("L'Isle", True), ("", False)])
def test_a_name_typed_with_its_article_is_known(typed, expected):
    assert has_article(typed) is expected


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Arles", "d'Arles"),
        ("Évry", "d'Évry"),
        ("Le Mans", "du Mans"),
        ("Les Abymes", "des Abymes"),
        ("La Rochelle", "de La Rochelle"),
        ("Yvetot", "de Yvetot"),
        ("Sarlat", "de Sarlat"),
    ],
)
def test_a_name_after_de_is_written_as_in_french(name, phrase):
    assert of(name) == phrase


@pytest.mark.parametrize("slip", ["agn", "agenn", "agin", "agne"])
def test_a_letter_missing_added_changed_or_swapped_is_one_slip(slip):
    assert "agen" in one_slip_away(slip)
    assert slip not in one_slip_away(slip)
