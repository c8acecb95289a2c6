"""How fast the search answers: the result fragment through the real server, beside the bare SQL of the same rows.

    ./bourse bench search                     at 10,000, 100,000 and 1,000,000 offers
    ./bourse bench search --offers 100000     at one size

A fixed mix of 200 searches is asked once each, one after the other, after a short warm-up. "Bare SQL" is every
statement about offers that the page runs, sent again without Django: the ratio is what understanding, Django, the
templates and the server add. Targets: p95 at most 100 ms at a million offers on two cores, median at most three times
the bare SQL.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402

from offers.models import Offer  # noqa: E402
from offers.search.search import search_offers  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
SEARCHES = 200
WARM_UP = 40
TRADES = [
    "boulanger", "coiffeuse", "électricien", "vente", "plombier", "cuisine", "commerce", "mécanicien", "informatique",
    "bts mco", "maintenance", "aide-soignante", "comptable", "vendeur", "maçon", "luthier", "agent de sécurité",
    "conducteur routier", "developpeur web", "assistant ressources humaines", "communication", "maintenace",
    "petite enfance", "pâtissier chocolatier", "zzz nonsense",
]  # fmt: skip
TOWNS = [
    "c24520", "c75056", "c69123", "c13055", "c31555", "c59350", "c33063", "c35238", "c67482", "c44109", "c15014",
    "c97411", "@48.857,2.352", "@45.764,4.836",
]  # fmt: skip
AREAS = ["d24", "d75", "d59", "d2A", "r11", "r75", "r53", "fr"]
RADII = [None, None, None, 10, 20, 30, 50, 100]
CRITERIA = [
    {"niveau": ["3"]}, {"niveau": ["3", "4"]}, {"niveau": ["7"]}, {"permis": "non"}, {"mineur": "oui"},
    {"handicap": "oui"},
    {"domaine": ["G"]}, {"debut": "des-que-possible"}, {"duree": 24}, {"depuis": 7}, {"niveau": ["5"], "permis": "non"},
]  # fmt: skip
ORDERS = ["recentes", "debut", "candidatures", "pertinence"]


def mix() -> list[tuple[str, str]]:
    """200 searches, always the same, as (family, query string)."""
    draw = random.Random(2027)
    return [_search(draw) for _ in range(SEARCHES)]


def _search(draw: random.Random) -> tuple[str, str]:
    family = draw.choices(["trade and town", "town", "trade", "trade and area", "area"], weights=[50, 20, 12, 12, 6])[0]
    asked: dict = {}
    if "trade" in family:
        asked["metier"] = draw.choice(TRADES)
    if "town" in family:
        asked["code"] = draw.choice(TOWNS)
        asked["rayon"] = draw.choice(RADII)
    if "area" in family:
        asked["code"] = draw.choice(AREAS)
    if draw.random() < 0.35:
        asked |= draw.choice(CRITERIA)
    if draw.random() < 0.2:
        asked["tri"] = draw.choice(ORDERS)
    if draw.random() < 0.15:
        asked["page"] = draw.randint(2, 5)
    return family, urlencode({name: value for name, value in asked.items() if value}, doseq=True)


# -- the real server ---------------------------------------------------------------------------------------------------


@contextmanager
def server():
    """granian with one worker, as the service runs it; the port it listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--workers", "1", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "warning", "apprentissage.wsgi:application"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(client: http.client.HTTPConnection, query: str) -> float:
    """Milliseconds until the last byte of the fragment."""
    start = time.perf_counter()
    client.request("GET", f"/offres/?{query}", headers={"HX-Request": "true", "Accept-Encoding": "br"})
    response = client.getresponse()
    response.read()
    if response.status != 200:
        raise SystemExit(f"{response.status} for {query}")
    return (time.perf_counter() - start) * 1000


# -- bare SQL ----------------------------------------------------------------------------------------------------------


def statements(query: str) -> list[tuple[str, tuple]]:
    """What the page of this search asks of the offers."""
    kept = []

    def keep(execute, sql, params, many, context):
        if "offers_" in sql:
            kept.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        search_offers(QueryDict(query))
    return kept


def bare(query: str) -> float:
    """Milliseconds of these statements, straight to the driver."""
    asked = statements(query)
    with connection.connection.cursor() as cursor:  # psycopg's own
        start = time.perf_counter()
        for sql, params in asked:
            cursor.execute(sql, params)
            cursor.fetchall()
        return (time.perf_counter() - start) * 1000


# -- the table ---------------------------------------------------------------------------------------------------------


def measure(offers: int) -> None:
    """Seed up to so many offers, ask the mix, print a line per family of searches."""
    start = time.perf_counter()
    if Offer.objects.open().count() < offers:  # a database kept from an earlier run is measured as it stands
        call_command("seed_demo", offers=offers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE offers_offer, offers_site")
    print(f"\n{offers} offers, ready after {time.perf_counter() - start:.0f} s")
    searches = mix()
    with server() as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _, query in searches[:WARM_UP]:
            ask(client, query)
        page = [(family, query, ask(client, query)) for family, query in searches]
    sql = {query: bare(query) for _, query, _ in page}
    print(f"{'':16} {'searches':>8} {'median':>9} {'p95':>9} {'slowest':>9} {'bare SQL':>9} {'ratio':>6}")
    for family in [*dict.fromkeys(family for family, _, _ in page), "all"]:
        rows = [(query, ms) for of, query, ms in page if family in (of, "all")]
        line(family, [ms for _, ms in rows], [sql[query] for query, _ in rows])
    for _, query, ms in sorted(page, key=lambda row: -row[2])[:5]:
        print(f"  slow: {ms:6.0f} ms (SQL {sql[query]:5.0f})  {query}")


def line(name: str, page: list[float], sql: list[float]) -> None:
    median, bare_median = statistics.median(page), statistics.median(sql)
    p95 = sorted(page)[max(0, round(0.95 * len(page)) - 1)]
    print(
        f"{name:16} {len(page):8} {median:6.1f} ms {p95:6.1f} ms {max(page):6.1f} ms {bare_median:6.1f} ms"
        f" {median / bare_median:6.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--offers", type=int, action="append", help="one size instead of the three")
    for offers in parser.parse_args().offers or SIZES:
        measure(offers)


if __name__ == "__main__":
    main()
