"""The comparison, the pay, the scale, the minimum beside an offer, the integrated version."""

import re

import pytest
from django.urls import reverse

from apprentissage.law import parameters
from tests.simulators.reading_pages import BAKER, HTMX, error_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn")]

PAGES = ["simulators:index", "simulators:cost", "simulators:comparison", "simulators:pay", "simulators:scale"]
PAGES += ["simulators:minimum", "simulators:snippet", "simulators:embedded"]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_leaves_a_cookie(client, name):
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert page.cookies == {}


def test_two_cases_are_told_apart_in_one_sentence(client):
    page = text_of(client.get(reverse("simulators:comparison"), BAKER | {"b_naissance": "12 mars 2008"}))

    assert "Sur 24 mois, le cas B coûte 2 130 € de plus." in page
    assert "Une seule réponse change : date de naissance" in page
    assert "De septembre 2026 à mars 2027, le cas A est payé 27 % du Smic (504 € brut par mois), le cas B 43 %" in page
    assert "art. L. 1132-1" in page


def test_a_signature_before_and_after_a_change_of_scale_may_be_compared(client):
    dates = {"a_signature": "7 mars 2026", "b_signature": "8 mars 2026", "niveau": "5", "naissance": "20"}

    page = text_of(client.get(reverse("simulators:comparison"), BAKER | dates))

    assert "le cas B coûte 4 500 € de moins" in page
    assert "Aide, déduite 0 € − 4 500 € − 4 500 €" in page


def test_the_same_case_twice_costs_the_same(client):
    page = text_of(client.get(reverse("simulators:comparison"), BAKER | {"b_naissance": "12 mars 2009"}))

    assert "Les deux cas coûtent autant." in page


def test_a_wrong_case_is_said_and_the_other_stays(client):
    page = client.get(reverse("simulators:comparison"), BAKER | {"b_naissance": "demain"})

    assert "Écrivez un âge" in error_of(page, "b_naissance")
    assert 'value="12 mars 2009"' in page.content.decode()


def test_an_apprentice_reads_the_net_first(client):
    page = text_of(client.get(reverse("simulators:pay"), BAKER))

    assert "Vous recevez 504 € net par mois, puis 803 € à partir d'avril 2027." in page
    assert "Vous ne payez pas d'impôt sur ce salaire." in page
    assert "L'aide de 500 € au permis de conduire n'existe plus depuis le 1er janvier 2026" in page


def test_an_apprentice_is_told_what_is_taken_and_why(client):
    page = text_of(client.get(reverse("simulators:pay"), BAKER | {"naissance": "26"}))

    assert "Vieillesse plafonnée" in page
    assert "CSG" in page
    assert "50 % du Smic de 1 867,02 €, d'après la date de signature" in page


def test_the_pay_page_leads_to_offers_of_the_same_place_and_level(client):
    page = client.get(reverse("simulators:pay"), BAKER | {"lieu": "Dordogne"}).content.decode()

    assert f'href="{reverse("offers:search")}?lieu=Dordogne&amp;niveau=3"' in page


def test_the_scale_shows_every_value_with_an_anchor_that_figures_lead_to(client):
    page = client.get(reverse("simulators:scale")).content.decode()
    leads = re.findall(r'/simulateurs/bareme/#(\w+)"', client.get(reverse("simulators:cost"), BAKER).content.decode())

    assert all(f'id="{name}"' in page for name in parameters())
    assert {"pay_grid", "smic_hourly", "single_reduction"} <= set(leads)


def test_no_word_of_the_code_is_left_on_the_scale(client):
    """Scales are tables with English keys: each must have its French words."""
    words = text_of(client.get(reverse("simulators:scale")))

    assert re.findall(r"\b[a-z]+_[a-z0-9_]+\b", words) == []
    assert re.findall(r"\b(small|large|exit|slope|floor|power|shares|rates|hours|mandatory)\b", words) == []


def test_the_minimum_for_an_age_is_a_fragment_and_a_page(client):
    asked = {"age": "17", "niveau": "3", "debut": "2026-12-01"}

    fragment = client.get(reverse("simulators:minimum"), asked, headers=HTMX)
    page = client.get(reverse("simulators:minimum"), asked)

    assert fragment.content.decode().lstrip().startswith('<div id="minimum"')
    for answer in (fragment, page):
        assert "Au moins 504 € net par mois, 504,10 € brut." in text_of(answer)
    assert "<html" in page.content.decode()


@pytest.mark.parametrize("age", ["", "abc", "3", "150", "29/02/2011"])
def test_the_minimum_for_a_wrong_age_is_a_sentence(client, age):
    fragment = client.get(reverse("simulators:minimum"), {"age": age}, headers=HTMX)

    assert fragment.status_code == 200
    assert 'class="err"' in fragment.content.decode()


def test_only_the_integrated_version_may_stand_in_a_frame(client):
    embedded, page = client.get(reverse("simulators:embedded")), client.get(reverse("simulators:cost"))

    assert "X-Frame-Options" not in embedded
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "<script" not in embedded.content.decode()
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_the_lines_to_copy_lead_to_the_integrated_version(client, settings):
    settings.SITE_URL = "https://bourse.exemple.fr"

    page = client.get(reverse("simulators:snippet")).content.decode()

    assert "&lt;iframe src=&quot;https://bourse.exemple.fr/simulateurs/cout/integrer/&quot;" in page.replace(
        '"https://bourse.exemple.fr/simulateurs/cout/integrer/"',
        "&quot;https://bourse.exemple.fr/simulateurs/cout/integrer/&quot;",
    )
