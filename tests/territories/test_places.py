"""From what a visitor types to a place, or to a choice; never to a place picked in silence."""

import csv
from pathlib import Path

import pytest

from apprentissage.territories.places import Kind, look_up, place_for_key, suggest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Sarlat-la-Canéda", "c24520"),
        ("sarlat la caneda", "c24520"),
        ("SARLAT", "c24520"),  # the only name that begins so
        ("Sarlat 24200", "c24520"),
        ("24200 sarlat", "c24520"),
        ("F-24200 Sarlat", "c24520"),
        ("Sarlat (24)", "c24520"),
        ("Sarlat 24", "c24520"),
        ("Sarlat en Dordogne", "c24520"),
        ("12 rue de la République, 24200 Sarlat", "c24520"),
        ("le Mans", "c72181"),
        ("Mans", "c72181"),
        ("Mans (Le)", "c72181"),
        ("Chalon s/ Saone", "c71076"),
        ("Paris", "c75056"),
        ("PARIS CEDEX 08", "c75056"),
        ("Paris 15", "c75115"),
        ("Paris 15e", "c75115"),
        ("75015", "c75115"),
        ("75 015", "c75115"),
        ("75116", "c75116"),
        ("Lyon 3ème", "c69383"),
        ("69003 Lyon", "c69383"),
        ("10 place Bellecour 69002 Lyon", "c69382"),
        ("Marseille 1er", "c13201"),
        ("St-Denis 97400", "c97411"),
        ("Saint-Denis, La Réunion", "c97411"),
        ("Saint-Denis (974)", "c97411"),
        ("Lille, France", "c59350"),
        ("Vienne (38)", "c38544"),
        ("2A004", "c2A004"),  # INSEE code
        ("75056", "c75056"),  # INSEE code that is no postal code
        ("Vergné (17330)", "c17464"),  # the label of a homonym within a department
        ("Dordogne", "d24"),
        ("dordogne (24)", "d24"),
        ("département de la Dordogne", "d24"),
        ("24", "d24"),
        ("1", "d01"),
        ("2a", "d2A"),
        ("974", "d974"),
        ("Landes (département)", "d40"),
        ("Guadeloupe", "d971"),
        ("Nouvelle-Aquitaine", "r75"),
        ("région Bretagne", "r53"),
        ("PACA", "r93"),
        ("Corse", "r94"),
        ("France", "fr"),
        ("toute la France", "fr"),
        ("@44.889,1.2166", "@44.889,1.217"),
    ],
)
def test_a_text_that_means_one_place_leads_to_it(typed, key):
    found = look_up(typed)

    assert found.place is not None, found.problem
    assert found.place.key == key
    assert found.problem == ""
    assert found.choices == ()


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Saint-Denis", ["c97411", "c93066", "c11339", "c30247"]),
        ("st denis", ["c97411", "c93066", "c11339", "c30247"]),
        ("Évry", ["c91228", "c77175", "c89162"]),  # a hamlet bears the short name of a town
        ("Clermont", ["c63113", "c60157"]),
        ("Vienne", ["d86", "c38544"]),
        ("Bretagne", ["r53"]),
        ("Le Port", ["c97407", "c09231"]),
        ("Port", ["c97407", "c01307", "c09231"]),
        ("Marseille 13", ["c13055", "c13213"]),  # the department or the arrondissement
        ("24200", ["c24520", "c24082"]),
        ("20", ["d2A", "d2B"]),
        ("La Défense", ["c92026", "c92062"]),
        ("75001 Marseille", ["c13055", "c75101"]),
    ],
)
def test_a_text_that_means_several_places_gives_the_choice_biggest_first(typed, keys):
    found = look_up(typed)

    assert found.place is None
    assert [choice.key for choice in found.choices][: len(keys)] == keys
    assert found.problem
    assert len({choice.label for choice in found.choices}) == len(found.choices)


def test_a_postal_code_that_serves_46_communes_shows_them_all():
    assert len(look_up("51300").choices) == 46


@pytest.mark.parametrize(
    ("typed", "key", "note"),
    [
        ("Cherbourg-Octeville", "c50129", "Cherbourg-Octeville fait aujourd'hui partie de Cherbourg-en-Cotentin (50)."),
        ("Arbignieu", "c01015", "Arbignieu fait aujourd'hui partie d'Arboys en Bugey (01)."),
        ("Aquitaine", "r75", "Pour « Aquitaine », nous cherchons dans ce lieu : Nouvelle-Aquitaine."),
    ],
)
def test_a_former_name_leads_to_the_place_of_today_with_a_sentence(typed, key, note):
    found = look_up(typed)

    assert (found.place.key, found.note) == (key, note)


def test_a_commune_without_point_is_found_by_name_with_a_sentence():
    found = look_up("Anaa")

    assert found.place.centre is None
    assert found.place.area_codes == ("C98711",)
    assert "La position d'Anaa (987) nous est inconnue" in found.note


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("zzzzqqqq", "Nous ne connaissons pas « zzzzqqqq »."),
        ("92911", "Aucune commune n'a le code postal 92911. Si c'est un code CEDEX"),
        ("00000", "Aucune commune n'a le code postal 00000."),
        ("2420", "Un code postal a cinq chiffres"),
        ("123456789", "Un code postal a cinq chiffres"),
        ("99", "Aucun département ne porte le numéro 99."),
        ("Autour de moi", "Votre position n'a pas été transmise."),
        ("()", "Tapez le nom d'une commune"),
        ("\x00", "Ce lieu contient des caractères illisibles."),
        ("a" * 10_000, "Ce lieu est trop long."),
        ("<script>alert(1)</script>", "Nous ne connaissons pas « <script>alert(1)</script> »."),
        ("'; DROP TABLE offers; --", "Nous ne connaissons pas «"),
    ],
)
def test_a_text_that_means_nothing_gets_a_sentence(typed, beginning):
    found = look_up(typed)

    assert found.place is None
    assert found.problem.startswith(beginning)


def test_nothing_typed_is_no_problem():
    assert look_up("") == look_up("   ") == look_up("", "")
    assert look_up("").problem == ""


def test_over_a_hundred_misspelt_names_are_recognised_and_none_is_picked_wrongly():
    with (Path(__file__).parent / "data" / "misspelt.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["typed"], f"c{row['code']}") for row in csv.DictReader(lines)]
    proposed, first, wrong = 0, 0, []
    for typed, key in rows:
        found = look_up(typed)
        keys = [found.place.key] if found.place else [choice.key for choice in found.choices]
        proposed += key in keys
        first += keys[:1] == [key]
        if found.place and found.place.key != key:
            wrong.append(typed)

    assert len(rows) >= 100
    assert wrong == []
    assert proposed == len(rows)
    assert first >= 0.9 * len(rows)


# -- keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "label", "kind", "area_codes"),
    [
        ("c24520", "Sarlat-la-Canéda (24)", Kind.COMMUNE, ()),
        ("c75115", "Paris 15e (75)", Kind.COMMUNE, ()),
        ("d24", "Dordogne", Kind.DEPARTMENT, ("D24",)),
        ("d2A", "Corse-du-Sud", Kind.DEPARTMENT, ("D2A",)),
        ("d75", "Paris (département)", Kind.DEPARTMENT, ("D75",)),
        ("r75", "Nouvelle-Aquitaine", Kind.REGION, ("R75",)),
        ("r04", "La Réunion (région)", Kind.REGION, ("R04",)),
        ("fr", "France entière", Kind.FRANCE, ()),
        ("@44.889,1.217", "Autour de moi, près de Sarlat-la-Canéda", Kind.POSITION, ()),
        ("@48,0.197", "Autour de moi, près du Mans", Kind.POSITION, ()),
        ("a44.88901,1.21660", "Adresse près de Sarlat-la-Canéda", Kind.ADDRESS, ()),
        ("@0,-30", "Autour de moi", Kind.POSITION, ()),  # far from any commune
    ],
)
def test_a_key_gives_its_place_in_two_queries_at_most(key, label, kind, area_codes, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        place = place_for_key(key)

    assert (place.label, place.kind, place.area_codes) == (label, kind, area_codes)
    assert (place.centre is None) == (kind in {Kind.DEPARTMENT, Kind.REGION, Kind.FRANCE})


def test_a_position_in_a_link_is_rounded_to_a_hundred_metres():
    place = place_for_key("@44.889123456,1.216789")

    assert place.key == "@44.889,1.217"
    assert (place.centre.y, place.centre.x) == (44.889, 1.217)
    assert place_for_key(place.key) == place


@pytest.mark.parametrize(
    "key",
    ["", "c", "c99999", "c2452", "x24520", "d", "d99", "r99", "FR", "@", "@91,0", "@0,181", "@1,2,3", "@nan,0",
     "@1e9,0", "@inf,inf", "@ 1,2", "@١,٢", "a1", "c24520\n", "c24520\x00", "d24'--", "@" + "9" * 10_000 + ",1"],
)  # fmt: skip
def test_a_wrong_key_names_nothing(key):
    assert place_for_key(key) is None


def test_the_key_of_a_suggestion_settles_a_homonym():
    assert look_up("Saint-Denis", "c93066").place.key == "c93066"
    assert look_up("Saint-Denis (93)", "c93066").place.key == "c93066"
    assert look_up("", "c93066").place.key == "c93066"
    assert look_up("Autour de moi", "@44.889,1.217").place.kind is Kind.POSITION


def test_a_text_changed_after_the_suggestion_wins_over_its_key():
    assert look_up("Lyon", "c24520").place.key == "c69123"
    assert look_up("Lyon", "n'importe quoi").place.key == "c69123"
    assert look_up("", "c99999").problem.startswith("Ce lieu n'existe pas")


def test_every_label_leads_back_to_its_own_place():
    """Without JavaScript only the label is sent."""
    for text in ("Saint-Denis", "51300", "Vienne", "Bretagne", "Landes", "Port", "La Défense", "La Réunion"):
        for choice in look_up(text).choices:
            found = look_up(choice.label)
            assert found.place is not None, choice
            assert found.place.key == choice.key, choice


# -- suggestions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("sa", "Sarthe"),
        ("sarl", "Sarlat-la-Canéda (24)"),
        ("st etienn", "Saint-Étienne (42)"),
        ("caneda", "Sarlat-la-Canéda (24)"),
        ("24", "Dordogne"),
        ("24200", "Sarlat-la-Canéda (24)"),
        ("2420", "Sarlat-la-Canéda (24)"),
        ("saint-denis (93)", "Saint-Denis (93)"),
        ("sarlat 24", "Sarlat-la-Canéda (24)"),
        ("paris 1", "Paris 1er (75)"),
        ("marseile", "Marseille (13)"),
        ("agin", "Agen (47)"),
        ("cherbourg-oct", "Cherbourg-en-Cotentin (50)"),
        ("nouvelle aq", "Nouvelle-Aquitaine"),
    ],
)
def test_suggestions_come_while_typing(typed, label, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        labels = [place.label for place in suggest(typed)]

    assert label in labels[:2]
    assert len(labels) == len(set(labels)) <= 8


@pytest.mark.parametrize("typed", ["", "s", "%", "_", "\x00", "\ud800", "a" * 10_000, "@1,2"])
def test_nothing_is_suggested_for_too_little_or_too_much(typed):
    assert suggest(typed) == []


def test_suggestions_stay_within_the_limit_asked():
    assert len(suggest("saint", limit=3)) == 3
    assert suggest("saint", limit=0) == []


@pytest.mark.parametrize("typed", ["Sarlat", "Saint-Denis", "marseile", "zzzzqqqq", "Saint-Denis Réunion", "24200"])
def test_a_look_up_costs_few_queries(typed, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        look_up(typed)
