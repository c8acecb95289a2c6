import pytest

from apprentissage.trades.labels import both_genders


@pytest.mark.parametrize(
    ("label", "masculine", "feminine"),
    [
        ("Fleuriste", "Fleuriste", "Fleuriste"),
        ("Boulanger / Boulangère", "Boulanger", "Boulangère"),
        ("Chargé / Chargée de recrutement", "Chargé de recrutement", "Chargée de recrutement"),
        (
            "Accompagnant éducatif et social / Accompagnante éducative et sociale à domicile",
            "Accompagnant éducatif et social à domicile",
            "Accompagnante éducative et sociale à domicile",
        ),
        (
            "Analyste Concepteur / Conceptrice informatique",
            "Analyste Concepteur informatique",
            "Analyste Conceptrice informatique",
        ),
        ("Homme sage-femme / Sage-femme", "Homme sage-femme", "Sage-femme"),
        ("Analyste biologie/microbiologie en industrie",) * 3,
        ("", "", ""),
        ("Boulanger / ", "Boulanger / ", "Boulanger / "),
    ],
)
def test_each_gender_gets_its_whole_label(label, masculine, feminine):
    assert both_genders(label) == (masculine, feminine)
