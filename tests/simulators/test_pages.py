"""The page of the cost: the answer first, wrong answers said beside their field, nothing kept."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.simulators.reading_pages import BAKER, HTMX, error_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn")]


def cost(client, headers=None, **asked):
    return client.get(reverse("simulators:cost"), BAKER | asked, headers=headers)


# -- what an employer reads --------------------------------------------------------------------------------------------
def test_the_answer_comes_first_in_one_sentence(client):
    page = text_of(cost(client))

    assert "Vous payez 224 € par mois la première année, aide déduite." in page
    assert "Aide, 1re année 5 000 €" in page
    assert "Total sur 24 mois 14 321 €" in page


def test_the_page_answers_at_once_without_any_question(client):
    page = client.get(reverse("simulators:cost"))

    assert page.status_code == 200
    assert "Vous payez 97 € par mois la première année" in text_of(page)


def test_birthday_anniversary_and_end_of_aid_are_told_on_their_day(client):
    page = text_of(cost(client))

    assert "1er avril 2027. L'apprenti a eu 18 ans le 12 mars 2027 : le salaire passe de 27 % à 43 % du Smic" in page
    assert "1er septembre 2027. Deuxième année : 51 % du Smic. L'aide s'arrête la veille." in page


def test_a_rise_of_the_smic_is_told(client):
    page = text_of(cost(client, debut="1er mars 2026", signature="1er février 2026", naissance="16"))

    assert "1er juin 2026. Le Smic passe de 1 823,03 € à 1 867,02 € par mois." in page


def test_the_table_says_the_same_as_the_chart(client):
    page = cost(client)

    rows = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", page.content.decode(), re.S)
    assert len(rows) == 24 + 2 + 1
    assert "avril 2027" in next(row for row in rows if 'class="mark"' in row)
    assert "il vous reste 97 €" in page.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_each_figure_of_a_month_says_why_with_source_and_day_of_reading(client):
    page = text_of(cost(client, mois="2027-04"))

    assert "Avril 2027, ligne par ligne" in page
    assert "43 % × 1 867,02 € = 802,82 €" in page
    assert "Code du travail, art. D. 6222-26" in page
    assert "d'après le mois payé. Relu le 22 août 2026" in page
    assert "Reste à payer 401,05 €" in page


def test_a_figure_that_is_not_sure_says_so(client):
    assert "qu'une seule source sûre : à confirmer" in text_of(cost(client))


def test_months_whose_law_is_not_known_are_said_in_plain_words(client):
    page = text_of(cost(client))

    assert "Le Smic de 2027 n'est pas connu. Nous gardons celui d'aujourd'hui" in page
    assert "janvier 2027 * (projeté)" in page
    assert "décembre 2026 *" not in page


def test_the_law_used_bears_its_date(client):
    page = text_of(cost(client))

    assert "Calculé avec la loi lue jusqu'au 22 août 2026, pour un contrat signé le 1er juillet 2026." in page


def test_a_refused_aid_says_why(client):
    page = text_of(cost(client, niveau="5", debut="5 janvier 2027", signature="15 décembre 2026"))

    assert "sans aide" in page
    assert "le décret demande un début avant le 01/01/2027" in page.lower()


def test_aids_outside_the_figures_are_told_to_whom_they_concern(client):
    assert "Agefiph" not in text_of(cost(client))
    assert "Aide de l'Agefiph, en plus Jusqu'à 3 000,00 €" in text_of(cost(client, handicap="on"))
    assert "FIPHFP" in text_of(cost(client, handicap="on", secteur="public"))


def test_the_aid_may_exceed_the_cost(client):
    page = text_of(cost(client, handicap="on", heures="20"))

    assert re.search(r"L'aide dépasse le coût : il vous reste \d+ € par mois", page)


def test_an_age_is_enough_and_the_page_says_what_it_supposes(client):
    assert "Vous avez donné un âge" in text_of(cost(client, naissance="17"))
    assert "Vous avez donné un âge" not in text_of(cost(client))


def test_the_address_of_each_answer_asks_the_same_again(client):
    first = cost(client, headers=HTMX)

    again = client.get(first["HX-Replace-Url"])

    assert "Vous payez 224 € par mois" in text_of(again)


def test_a_shared_link_says_the_signature_so_that_it_lasts(client):
    page = client.get(reverse("simulators:cost"), {"niveau": "4"}).content.decode()

    shared = re.search(r'data-share="([^"]+)"', page)[1].replace("&amp;", "&")

    assert parse_qs(urlsplit(shared).query)["signature"] == ["2026-11-24"]
    assert parse_qs(urlsplit(shared).query)["debut"] == ["1er décembre 2026"]


# -- as one types ------------------------------------------------------------------------------------------------------
def test_htmx_gets_the_region_alone_with_errors_and_words_beside_it(client):
    page = cost(client, headers=HTMX).content.decode()

    assert page.lstrip().startswith('<div class="stack g7" id="resultat">')
    assert "<html" not in page
    assert 'id="annonce" hx-swap-oob' in page
    assert 'id="resume"' in page
    assert 'id="naissance_error" aria-live="polite" hx-swap-oob="true"' in page


def test_a_page_and_its_fragment_are_told_apart_by_caches(client):
    assert "HX-Request" in cost(client)["Vary"]


# -- wrong answers -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("naissance", "abc", "Écrivez un âge, par exemple 17, ou une date"),
        ("naissance", "29 février 2009", "Le 29 février 2009 n'existe pas"),
        ("naissance", "12", "L'apprenti aurait 12 ans au début du contrat"),
        ("naissance", "1899", "Écrivez un âge"),
        ("naissance", "", "Il manque cette réponse"),
        ("niveau", "9", "Choisissez une des réponses proposées"),
        ("debut", "2018-09-01", "Les règles d'avant le 01/01/2019 ne sont pas calculées ici"),
        ("debut", "31/09/2026", "n'existe pas"),
        ("duree", "120", "Le contrat durerait plus de 5 ans"),
        ("duree", "0", "Le contrat finirait avant de commencer"),
        ("fin", "1er août 2026", "Le contrat finirait avant de commencer"),
        ("effectif", "-1", "Choisissez une des réponses proposées"),
        ("heures", "99", "La durée du travail va de 1 à 48 heures"),
        ("brut", "beaucoup", "Ce montant est en euros par mois"),
        ("atmp", "250", "C'est un pourcentage entre 0 et 100"),
        ("lieu", "Wwxzqkvwx", "Wwxzqkvwx"),
        ("lieu", "Saint-Denis", "Plusieurs lieux"),
        ("lieu", "Occitanie", "trop large"),
        ("faites", "9", "Le nombre d'années déjà faites va de 0 à 4"),
        ("rupture", "1er janvier 2020", "La rupture serait avant le début"),
        ("signature", "1er janvier 2018", "Les règles d'avant le 01/01/2019"),
    ],
)
def test_a_wrong_answer_gets_its_sentence_beside_the_field_and_stays_typed(client, field, typed, sentence):
    page = cost(client, **{field: typed})

    assert page.status_code == 200
    assert sentence in error_of(page, field)
    assert "à revoir" in text_of(page)
    if typed and field not in ("niveau", "effectif"):
        assert f'value="{typed}"' in page.content.decode()


def test_several_wrong_answers_are_all_told_at_once(client):
    page = cost(client, naissance="abc", heures="99", debut="31/09/2026")

    assert all(error_of(page, field) for field in ("naissance", "heures", "debut"))
    assert "3 réponses sont à revoir" in text_of(page)


@pytest.mark.parametrize(
    "asked",
    [
        {"heures": "20,5"},
        {"heures": "20.5 h"},
        {"brut": "1 200,50 €"},
        {"effectif": "1000000000"},
        {"effectif": "37"},
        {"naissance": "70", "handicap": "on"},
        {"duree": "1"},
        {"fin": "1er septembre 2026"},
        {"naissance": "29 février 2008"},
        {"rupture": "15 janvier 2027"},
        {"secteur": "public", "points": "20"},
        {"lieu": "Mayotte"},
        {"lieu": "Strasbourg"},
        {"niveau": "8"},
        {"repas": "20", "mutuelle": "25,50"},
        {"effectif": "250", "alternants": "3", "quota": "non"},
        {"licence": "on", "niveau": "6", "duree": "12"},
        {"connexe": "on", "duree": "12"},
        {"mois": "2099-01"},
        {"mois": "n'importe quoi"},
    ],
)
def test_what_is_unusual_but_possible_is_answered(client, asked):
    page = cost(client, **asked)

    assert page.status_code == 200
    assert "à revoir" not in text_of(page)


def test_several_places_of_one_name_are_all_proposed(client):
    page = cost(client, lieu="Saint-Denis").content.decode()

    links = re.findall(r'class="chip" href="(\?[^"]*code=[^"]*)"', page)
    assert len(links) > 2
    answer = client.get(reverse("simulators:cost") + links[0].replace("&amp;", "&"))
    assert "à revoir" not in text_of(answer)


def test_what_a_visitor_types_is_never_html(client):
    page = cost(client, naissance="<script>alert(1)</script>", lieu='"><img src=x>').content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page


# -- what it costs to answer -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "queries"), [({}, 0), ({"lieu": "Sarlat-la-Canéda (24)", "code": "c24520"}, 1), ({"duree": "36"}, 0)]
)
def test_an_answer_costs_no_query_but_for_its_place(client, asked, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        cost(client, **asked)


def test_the_home_page_asks_two_questions_and_leads_to_the_answer(client):
    page = client.get(reverse("pages:home")).content.decode()
    form = re.search(rf'<form action="{reverse("simulators:cost")}".*?</form>', page, re.S)[0]

    assert set(re.findall(r'name="(\w+)"', form)) == {"naissance", "niveau"}
    answer = client.get(reverse("simulators:cost"), {"naissance": "18", "niveau": "3"})
    assert "Vous payez 401 € par mois la première année" in text_of(answer)
