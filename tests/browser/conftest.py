"""A small country for the journeys: bakers around Sarlat, and nobody who makes violins."""

import pytest

from tests.factories.offers import OfferFactory
from tests.factories.trades import RomeFactory

SARLAT = (44.889, 1.2166)


def baker(title, employer, latitude, longitude, **fields):
    return OfferFactory(
        title=title, employer_name=employer, point=(latitude, longitude), rome=RomeFactory(code="D1102"), **fields
    )


@pytest.fixture
def bakers(transactional_db):
    """Five bakeries, from the nearest to the farthest; the second wants a licence."""
    return [
        baker(
            "Boulangère ou boulanger",
            "Le Fournil de la Bouquerie",
            44.905,
            1.22,
            needs_licence=False,
            start_kind="soon",
        ),
        baker("Boulanger", "Maison Delpech", 44.84, 1.26, needs_licence=True),
        baker("Boulangère", "Au Pain de Vézac", 44.83, 1.17, needs_licence=False, welcomes_disabled=True),
        baker("Boulanger-pâtissier", "Fournil Lagrange", 44.87, 1.04, months=12),
        baker("Ouvrier boulanger", "Les Blés du Lot", 44.70, 1.37, level=4, diploma="BP Boulanger"),
    ]
