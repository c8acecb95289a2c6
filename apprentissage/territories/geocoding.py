"""The door to geopy: the point of a street address, asked from the national address base.

Nothing is asked while the setting ``GEOCODER_DOMAIN`` is empty, and no failure is ever an error: without a sure answer
the point is that of the commune. An address is not kept in clear in the cache: its key is a hash.
"""

import hashlib
import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.cache import caches
from geopy.exc import GeopyError
from geopy.geocoders import BANFrance

from apprentissage.territories.models import Commune

logger = logging.getLogger(__name__)

KEPT_SECONDS = 30 * 24 * 3600  # addresses move little
RETRY_SECONDS = 300  # after a failure, the service is left alone this long for that address
LONGEST_QUERY = 200  # the service refuses more with a 413
LEAST_SCORE = 0.5  # a score alone proves nothing: the commune must be the right one too
EXACT_TYPES = frozenset({"housenumber", "street", "locality"})
NOT_FOUND = ("none",)


@dataclass(frozen=True)
class Located:
    """A point, and whether it is that of the address; otherwise it is that of the commune, or None overseas."""

    point: Point | None
    is_exact: bool


def locate_address(address: str, commune: Commune) -> Located:
    """The point of an address in a commune; never raises, and never leaves the commune."""
    address = " ".join(address.replace("\x00", " ").split())
    if not address or not settings.GEOCODER_DOMAIN:
        return Located(commune.point, is_exact=False)
    query = f"{address} {next(iter(commune.postal_codes), '')} {commune.name}"[:LONGEST_QUERY]
    position = _remembered(query, commune)
    if position is None:
        return Located(commune.point, is_exact=False)
    return Located(Point(*position, srid=4326), is_exact=True)


def _remembered(query: str, commune: Commune) -> tuple[float, float] | None:
    """The answer kept for that question, or a new one: longitude and latitude."""
    question = f"{settings.GEOCODER_DOMAIN}|{commune.pk}|{query.casefold()}"
    key = f"geocoding:{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()}"
    kept = caches["near"].get(key)
    if kept is None:
        try:
            kept = _ask(query, commune) or NOT_FOUND
            seconds = KEPT_SECONDS
        except (GeopyError, LookupError, TypeError, ValueError, AttributeError) as error:
            # Down, slow, over its quota, or an answer of another shape: the address itself is personal, not logged.
            logger.warning("geocoder without answer: %s", type(error).__name__)
            kept, seconds = NOT_FOUND, RETRY_SECONDS
        caches["near"].set(key, kept, seconds)
    return None if kept == NOT_FOUND else kept


def _ask(query: str, commune: Commune) -> tuple[float, float] | None:
    """The best answer that lies in the commune: homonyms score as well as the right one."""
    service = BANFrance(
        domain=settings.GEOCODER_DOMAIN,
        scheme=settings.GEOCODER_SCHEME,
        timeout=settings.GEOCODER_TIMEOUT,
        user_agent="bourse-apprentissage",
    )
    for answer in service.geocode(query, exactly_one=False, limit=5) or []:
        facts = answer.raw["properties"]
        is_there = facts.get("citycode") in _codes(commune)
        if is_there and facts.get("type") in EXACT_TYPES and facts.get("score", 0) >= LEAST_SCORE:
            return answer.longitude, answer.latitude
    return None


def _codes(commune: Commune) -> set[str]:
    """The codes under which the service may file the commune: with its arrondissements and former communes."""
    districts = commune.arrondissements.values_list("pk", flat=True)
    former = commune.former_communes.values_list("pk", flat=True)
    return {commune.pk, *districts, *former}
