"""The words of an import are those that the database would have found by itself."""

import pytest
from django.db import connection

from offers.demo.generator import Generator
from offers.intake.gazetteer import Gazetteer
from offers.intake.mappings import record_of
from offers.intake.writer import write_offers
from offers.models import Offer
from tests.offers.intake import job

pytestmark = pytest.mark.django_db

ODD = [
    "Boulangère-pâtissière·s (H/F) d'e-commerce",
    "Cafe\u0301 de l’Œuf — 100 % bio, naïveté & Co",
    "Vendeur(se) \\ 'quoted' \"double\" ; :* | ! <->",
    "日本 🥖 boulanger",
    "de la le un",
    "éé" * 90,
]


def astray() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM offers_offer AS o WHERE document IS DISTINCT FROM offer_document(o)")
        return [number for (number,) in cursor]


def test_the_demonstration_has_the_documents_of_the_database():
    generator = Generator()
    write_offers([generator.offer(number) for number in range(1, 301)])

    assert astray() == []


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_have_the_documents_of_the_database(text):
    gazetteer = Gazetteer(points={"24520": (1.2, 44.9)}, by_postal_code={"24200": ["24520"]})
    changes = {
        "offer__title": text,
        "workplace__name": text[:160],
        "offer__description": f"<p>{text}</p><ul><li>{text}</li></ul> {text * 20}",
        "offer__desired_skills": [text] * 30,
    }
    jobs = [job("A", **changes), job("B", offer__rome_codes=["D1102", "F1703", "Z9999"], **changes)]
    jobs.append(job("C", offer__rome_codes=["Z9999"], **changes))
    write_offers([record_of(each, "partenaire", gazetteer) for each in jobs])

    assert astray() == []


def test_an_update_that_moves_and_rewords_leaves_nothing_of_the_former_document():
    generator = Generator()
    first, second = generator.offer(1), generator.offer(2)
    write_offers([first])
    second.source_id = first.source_id
    write_offers([second])

    assert astray() == []


def test_after_an_import_a_hand_cannot_write_a_document_in_the_same_transaction():
    write_offers([Generator().offer(1)])

    Offer.objects.update(document="'menteur'")

    assert astray() == []
