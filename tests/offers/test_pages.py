"""The page of one offer, its neighbours, what machines read of it, and the form that reports it."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone

from offers.lifecycle import State
from offers.reports import REPORTS_PER_HOUR, Report
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory
from tests.factories.trades import RomeFactory

pytestmark = pytest.mark.django_db

SARLAT = Point(1.2166, 44.889, srid=4326)
SQL, HTML = "'; DROP TABLE offers_offer; --", "<script>alert(1)</script>"
HOSTILE = ["", "x", "-1", "1" * 400, "\x00", SQL, HTML, "é" * 10_000]


def page_of(client, offer, **parameters):
    return client.get(reverse("offers:offer", args=[offer.pk]), parameters)


def text_of(answer) -> str:
    """The words of a page, with ordinary spaces and apostrophes."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", words.replace("’", "'"))


def posting_in(answer) -> dict | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    return json.loads(found[1]) if found else None


# -- what one reads ----------------------------------------------------------------------------------------------------


def test_the_page_says_what_one_needs_to_decide(client):
    offer = OfferFactory(
        title="Boulangère ou boulanger",
        rhythm="1 semaine au CFA, 2 au fournil",
        weekly_hours="35.0",
        taught_skills=["Pétrir et façonner"],
        access_conditions=["Avoir fini la 3e"],
        needs_licence=False,
        welcomes_disabled=True,
        start_kind="soon",
    )

    words = text_of(page_of(client, offer))

    for fact in (
        "CAP Boulanger",
        "Dès que possible",
        "2 ans",
        "1 semaine au CFA",
        "35 h",
        "Pétrir et façonner",
        "Avoir fini la 3e",
        "Sans permis",
        "Accueille les personnes handicapées",
        "Sarlat-la-Canéda",
        "recrutement@example.org",
    ):
        assert fact in words


def test_what_is_unknown_is_neither_a_yes_nor_a_no(client):
    offer = OfferFactory(needs_licence=None, welcomes_disabled=None, minimum_age=None)

    words = text_of(page_of(client, offer))

    assert "permis" not in words.lower()
    assert "handicap" not in words


def test_the_distance_is_told_from_the_place_one_searched(client):
    offer = OfferFactory(point=(44.889, 1.2166))

    far = text_of(page_of(client, offer, depuis="@44.800,1.217"))
    nowhere = text_of(page_of(client, offer))

    assert "10 km de votre position" in far
    assert "À vélo" in far
    assert " km " not in nowhere


def test_the_way_back_keeps_the_search_and_leads_nowhere_else(client):
    offer = OfferFactory()

    kept = page_of(client, offer, recherche="metier=boulanger&lieu=Sarlat&page=2").content.decode()
    hostile = page_of(client, offer, recherche="//mechant.example/?x=1").content.decode()

    assert f'href="{reverse("offers:search")}?metier=boulanger&amp;lieu=Sarlat&amp;page=2"' in kept
    assert 'href="//mechant.example' not in hostile


def test_the_minimum_of_an_apprentice_is_not_promised_for_another_contract(client):
    words = text_of(page_of(client, OfferFactory(contract_kinds=["professionnalisation"])))

    assert "Ce que vous gagnez" not in words
    assert "Professionnalisation" in words


def test_one_applies_with_what_the_source_gives(client):
    offer = OfferFactory(
        apply_url="https://emploi.example.org/offre?n=1", apply_phone="+33553000000", apply_email="a@example.org"
    )

    page = page_of(client, offer).content.decode()

    assert 'href="https://emploi.example.org/offre?n=1" rel="nofollow noopener external"' in page
    assert 'href="tel:+33553000000"' in page
    assert "05\u00a053\u00a000\u00a000\u00a000" in page
    assert 'href="mailto:a@example.org"' in page


def test_a_fictional_offer_says_so_and_cannot_be_answered(client):
    answer = page_of(client, OfferFactory(is_fictional=True))

    assert "Offre fictive de démonstration" in text_of(answer)
    assert "recrutement@example.org" not in answer.content.decode()
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert posting_in(answer) is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.FILLED, "Cette place est prise"),
        (State.CLOSED, "L'employeur a retiré cette offre"),
        (State.EXPIRED, "On ne peut plus répondre"),
    ],
)
def test_an_offer_that_is_over_says_so_and_shows_its_neighbours(client, state, sentence):
    neighbour = OfferFactory(title="Boulangère à Vézac")
    offer = OfferFactory(state=state)

    answer = page_of(client, offer)

    assert answer.status_code == 410
    assert sentence in text_of(answer)
    assert reverse("offers:offer", args=[neighbour.pk]) in answer.content.decode()
    assert "recrutement@example.org" not in answer.content.decode()
    assert posting_in(answer) is None


def test_an_offer_can_be_answered_until_the_evening_of_its_last_day(client, time_machine):
    offer = OfferFactory(closes_on=timezone.localdate())

    assert page_of(client, offer).status_code == 200

    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert page_of(client, offer).status_code == 410


def test_a_draft_and_an_unknown_number_are_not_found(client):
    draft = OfferFactory(state=State.DRAFT)

    assert page_of(client, draft).status_code == 404
    assert client.get(f"/offres/{draft.pk + 1_000_000}/").status_code == 404
    assert client.get(f"/offres/{10**30}/").status_code == 404


@pytest.mark.parametrize("name", ["depuis", "recherche", "inconnu"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_strange_parameter_never_breaks_the_page(client, name, text):
    answer = page_of(client, OfferFactory(), **{name: text})

    assert answer.status_code == (400 if "\x00" in text else 200)  # no honest browser sends a NUL
    assert "<script>alert" not in answer.content.decode()


SEARCH_PARAMETERS = [
    *("metier", "lieu", "code", "rayon", "niveau", "debut", "duree", "domaine"),
    *("permis", "handicap", "mineur", "depuis", "employeur", "tri", "page", "inconnu"),
]


@pytest.mark.parametrize("name", SEARCH_PARAMETERS)
def test_a_strange_parameter_gets_a_sentence_and_never_an_error(client, name):
    for text in HOSTILE:
        answer = client.get(reverse("offers:search"), {"metier": "boulanger", "lieu": "Sarlat"} | {name: text})

        assert answer.status_code == (400 if "\x00" in text else 200), text[:40]
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("address", ["offers:search", "offers:map", "offers:density"])
def test_a_search_that_is_strange_throughout_never_breaks_a_page(client, address):
    for text in HOSTILE:
        answer = client.get(reverse(address), dict.fromkeys(SEARCH_PARAMETERS, text))

        assert answer.status_code in (200, 400), text[:40]
        assert "<script>alert" not in answer.content.decode()


def test_what_was_typed_is_kept_beside_its_sentence(client):
    page = client.get(reverse("offers:search"), {"metier": "boulanger", "lieu": "Wwxzqkvwx", "rayon": "abc"})

    assert 'value="boulanger"' in page.content.decode()
    assert 'value="Wwxzqkvwx"' in page.content.decode()
    assert 'value="abc"' in page.content.decode()
    assert "Le rayon est un nombre de kilomètres" in text_of(page)
    assert "Nous ne connaissons pas" in text_of(page)


def test_htmx_gets_the_region_and_a_browser_the_page(client):
    region = client.get(reverse("offers:search"), headers={"HX-Request": "true"})
    restored = client.get(
        reverse("offers:search"), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert "<html" not in region.content.decode()
    assert 'id="resultats"' in region.content.decode()
    assert "<html" in restored.content.decode()
    assert "HX-Request" in region["Vary"]


# -- its neighbours ----------------------------------------------------------------------------------------------------


def similar_in(answer) -> list[str]:
    return [result.offer.title for result in answer.context["similar"]]


def test_neighbours_are_of_the_same_trade_first_and_the_nearest_first(client):
    offer = OfferFactory(point=(44.889, 1.2166))
    OfferFactory(title="loin", point=(45.1, 1.2166))
    OfferFactory(title="près", point=(44.9, 1.2166))
    OfferFactory(title="autre métier, tout près", rome=RomeFactory(code="D1104"), point=(44.889, 1.2166))

    titles = similar_in(page_of(client, offer))

    assert titles[:2] == ["près", "loin"]


def test_neighbours_are_near_open_and_not_the_offer_itself(client):
    offer = OfferFactory(point=(44.889, 1.2166))
    OfferFactory(title="à Lille", point=(50.63, 3.06), commune=CommuneFactory())
    OfferFactory(title="prise", state=State.FILLED)

    assert similar_in(page_of(client, offer)) == []


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_page_costs_the_same_whatever_the_number_of_neighbours(client, how_many, django_assert_max_num_queries):
    offer = OfferFactory()
    OfferFactory.create_batch(how_many)

    with django_assert_max_num_queries(13):
        page_of(client, offer)


# -- what machines read ------------------------------------------------------------------------------------------------


def test_the_job_posting_says_what_the_offer_says(client):
    offer = OfferFactory(
        siret="55203253400646",
        source_label="Bourse des tests",
        closes_on=timezone.localdate() + timedelta(days=10),
        start_kind="date",
        starts_on=timezone.localdate() + timedelta(days=60),
        openings=2,
    )

    posting = posting_in(page_of(client, offer))

    assert posting["@type"] == "JobPosting"
    assert posting["title"] == offer.title
    assert posting["description"].startswith("<p>Pétrir")
    assert posting["identifier"]["value"] == offer.source_id
    assert posting["validThrough"].startswith(f"{offer.closes_on.isoformat()}T23:59:59+0")
    assert posting["jobStartDate"] == offer.starts_on.isoformat()
    assert posting["employmentType"] == ["FULL_TIME", "TEMPORARY"]
    assert posting["hiringOrganization"]["name"] == offer.employer_name
    assert posting["hiringOrganization"]["identifier"]["value"] == "55203253400646"
    assert posting["totalJobOpenings"] == 2
    assert posting["directApply"] is False
    place = posting["jobLocation"][0]
    assert (place["geo"]["latitude"], place["geo"]["longitude"]) == pytest.approx((SARLAT.y, SARLAT.x), abs=0.01)
    assert place["address"]["addressLocality"] == "Sarlat-la-Canéda"
    assert place["address"]["addressCountry"] == "FR"


def test_the_job_posting_invents_nothing(client):
    posting = posting_in(page_of(client, OfferFactory(starts_on=None, weekly_hours=None)))

    for unknown in ("baseSalary", "jobStartDate", "workHours", "skills", "qualifications", "educationRequirements"):
        assert unknown not in posting
    assert "sameAs" not in posting["hiringOrganization"]


def test_an_offer_cannot_escape_from_its_script(client):
    title = 'Chef </script><script>alert(1)</script> <!-- & "quotes" \u2028'
    answer = page_of(client, OfferFactory(title=title))

    assert posting_in(answer)["title"] == title
    assert "<script>alert" not in answer.content.decode()


def test_the_page_has_one_true_address(client):
    offer = OfferFactory()

    page = page_of(client, offer, depuis="@44.889,1.217", recherche="metier=boulanger").content.decode()

    assert f'<link rel="canonical" href="http://testserver/offres/{offer.pk}/">' in page


def test_the_site_map_lists_open_real_offers_only(client):
    listed = OfferFactory()
    hidden = [OfferFactory(is_fictional=True), OfferFactory(state=State.CLOSED), OfferFactory(state=State.DRAFT)]

    index = client.get(reverse("offers:sitemap")).content.decode()
    part = client.get(reverse("offers:sitemap-part", args=["offres"])).content.decode()

    assert "sitemap-offres.xml" in index
    assert f"/offres/{listed.pk}/<" in part
    assert not any(f"/offres/{offer.pk}/<" in part for offer in hidden)


def test_the_site_map_is_split(client, monkeypatch):
    monkeypatch.setattr("offers.sitemaps.OfferSitemap.limit", 2)
    OfferFactory.create_batch(3)

    index = client.get(reverse("offers:sitemap")).content.decode()

    assert "sitemap-offres.xml?p=2" in index
    assert client.get(reverse("offers:sitemap-part", args=["offres"]), {"p": 2}).content.count(b"<loc>") == 1
    assert client.get(reverse("offers:sitemap-part", args=["offres"]), {"p": "x"}).status_code == 404


# -- reports -----------------------------------------------------------------------------------------------------------


def send_report(client, offer, **answers):
    return client.post(reverse("offers:report", args=[offer.pk]), answers)


def test_a_report_is_kept_without_a_word_on_who_sent_it(client):
    offer = OfferFactory()

    answer = send_report(client, offer, reason="fraud", detail="On me demande 300 €.")

    assert answer["Location"] == reverse("offers:reported", args=[offer.pk])
    report = Report.objects.get()
    assert (report.offer, report.reason, report.detail) == (offer, "fraud", "On me demande 300 €.")
    assert {field.name for field in Report._meta.get_fields()} == {"id", "offer", "reason", "detail", "created_at"}
    assert "Merci" in text_of(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choisissez ce qui ne va pas."),
        ({"reason": "n'importe quoi"}, "Choisissez une des six lignes."),
        ({"reason": "other", "detail": "x" * 501}, "Restez sous 500 signes"),
    ],
)
def test_a_report_that_says_nothing_is_asked_again_with_its_words_kept(client, answers, sentence):
    answer = send_report(client, OfferFactory(), **answers)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert answers.get("detail", "") in answer.content.decode()
    assert not Report.objects.exists()


def test_one_visitor_sends_a_few_reports_an_hour(client, time_machine):
    offer = OfferFactory()
    for _ in range(REPORTS_PER_HOUR):
        assert send_report(client, offer, reason="wrong").status_code == 302

    assert send_report(client, offer, reason="wrong").status_code == 429
    assert Report.objects.count() == REPORTS_PER_HOUR

    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    assert send_report(client, offer, reason="wrong").status_code == 302


def test_a_report_needs_the_token_of_its_form(client):
    client.handler.enforce_csrf_checks = True

    assert send_report(client, OfferFactory(), reason="wrong").status_code == 403


def test_reading_an_offer_sets_no_cookie(client):
    assert not page_of(client, OfferFactory()).cookies
