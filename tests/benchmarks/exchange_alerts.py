"""Alerts: 1,000 waiting searches matched with 10,000 new offers. Target: at most 10 seconds.

The searches are the mix of the search's own benchmark (trades, towns, territories, criteria). The floor is the bare
join: the lexemes of the new offers with those of the alerts, counted, and nothing compared. A second floor says why
matching runs from the offers: each search asked again, as a visitor would, one after the other.
"""

import random
import time
from urllib.parse import urlencode

from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

TARGET = 10.0  # seconds
ASKED_AGAIN = 100  # searches of the second floor
BARE_JOIN = """
    SELECT count(*) FROM (
        SELECT DISTINCT anchor.alert_id, offer.id
        FROM offers_offer AS offer
        CROSS JOIN LATERAL unnest(tsvector_to_array(offer.document)) AS borne (lexeme)
        JOIN alerts_anchor AS anchor ON anchor.lexeme = borne.lexeme
        WHERE offer.id = ANY (%s)
    ) AS met
"""
RADII = [10, 20, 30, 50, 100]


def measure(alerts: int = 1000, offers: int = 10_000) -> bool:
    """Make both sides, match them, print; whether the target was reached. Nothing stays in the database."""
    from offers.alerts.matching import match_new_offers

    with transaction.atomic():
        searches = _alerts(alerts)
        numbers = _new_offers(offers)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE offers_offer, alerts_anchor, alerts_alert")
        floor, pairs = _timed(lambda: _bare_join(numbers))
        spent, found = _timed(match_new_offers)
        again = searches[:ASKED_AGAIN]
        asked = _timed(lambda: _ask_again(again))[0] * len(searches) / len(again)
        transaction.set_rollback(True)
    print(f"{alerts} alerts, {len(numbers)} new offers: {found} offers found; {len(numbers) / spent:.0f} new offers/s")
    print(f"{'':34} {'seconds':>8} {'ratio':>7}")
    rows = [
        (f"bare join ({pairs} pairs met)", floor),
        ("new offers matched", spent),
        ("each search asked again", asked),
    ]
    for name, seconds in rows:
        print(f"{name:34} {seconds:8.2f} {seconds / floor:7.1f}")
    return spent <= TARGET


def _alerts(count: int) -> list[str]:
    """That many confirmed alerts of as many addresses; the parameters of their searches."""
    from offers.alerts.keeping import keep
    from offers.alerts.models import Alert, Subscriber
    from offers.alerts.waiting import waiting

    draw, searches = random.Random(2027), []
    while len(searches) < count:
        search = waiting(QueryDict(_search(draw)))
        if not search.problem:
            subscriber = Subscriber.objects.create(email=f"mesure-{len(searches)}@exemple.fr")
            keep(subscriber, search, Alert.Frequency.DAILY)
            searches.append(search.search)
    Alert.objects.update(confirmed_at=timezone.now())
    return searches


def _search(draw: random.Random) -> str:
    from search import AREAS, CRITERIA, TOWNS, TRADES

    asked: dict = {}
    family = draw.choices(["trade and town", "town", "trade", "trade and area"], weights=[60, 20, 8, 12])[0]
    if "trade" in family:
        asked["metier"] = draw.choice(TRADES)
    if "town" in family:
        asked |= {"code": draw.choice(TOWNS), "rayon": draw.choice(RADII)}
    if "area" in family:
        asked["code"] = draw.choice(AREAS)
    if draw.random() < 0.35:
        asked |= draw.choice(CRITERIA)
    return urlencode(asked, doseq=True)


def _new_offers(count: int) -> list[int]:
    """The numbers of that many open offers, all waiting to be matched; of the demonstration when there are too few."""
    from offers.alerts.models import NewOffer
    from offers.demo.seeding import seed
    from offers.models import Offer

    if Offer.objects.open().count() < count:
        seed(count)
    offers = list(Offer.objects.open().order_by("-pk").values_list("pk", flat=True)[:count])
    NewOffer.objects.all().delete()
    NewOffer.objects.bulk_create(NewOffer(offer_id=offer) for offer in offers)
    return offers


def _bare_join(offers: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(BARE_JOIN, [offers])
        return cursor.fetchone()[0]


def _ask_again(searches: list[str]) -> None:
    from offers.search.candidates import find
    from offers.search.search import read

    for search in searches:
        find(read(QueryDict(search)).asked)


def _timed(function) -> tuple[float, int]:
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result
