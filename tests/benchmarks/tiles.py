"""How heavy and how fast the tiles of the map are: through the real server, beside the bare SQL of the same tiles.

    ./bourse bench tiles                     at 10,000, 100,000 and 1,000,000 offers
    ./bourse bench tiles --offers 100000     at one size

The tiles of a walk across France, zoom by zoom, for four searches. "Cold": first asked of a server that just started;
"warm": asked again. "SQL": the query of the cold tile sent straight to the driver. Targets at a million: 20 kB at most
each, cold zoom 5 in 500 ms, warm in 30 ms; density by department in 300 ms.
"""

import argparse
import http.client
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402

from apprentissage.territories.grid import BITS, Tile, to_units  # noqa: E402
from offers.models import Offer  # noqa: E402
from offers.tiles.sought import Sought  # noqa: E402
from offers.tiles.vector import tile_query  # noqa: E402
from tests.benchmarks.search import server  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
WHERE = [(48.857, 2.352), (45.764, 4.836), (44.889, 1.217), (48.114, -1.680), (50.637, 3.063), (43.297, 5.370)]
ZOOMS = (3, 4, 5, 6, 8, 10, 11, 13, 16)
SEARCHES = {
    "everything": "",
    "a weak filter": "niveau=3&niveau=4",
    "a trade": "metier=boulanger",
    "trade and filters": "metier=vente&permis=non&mineur=oui",
}
PAGES = {
    "base map, zoom 5": "/fond/5/16/11.mvt",
    "density": "/offres/densite/",
    "small map": "/offres/carte/apercu/?code=c75056&rayon=30",
}
TARGETS = {"kB": 20, "cold zoom 5": 500, "warm": 30, "density": 300}


def tiles(zoom: int) -> list[Tile]:
    """The different tiles of that zoom along the walk."""
    size = BITS - zoom
    units = [to_units(longitude, latitude) for latitude, longitude in WHERE]
    return [Tile(zoom, x, y) for x, y in dict.fromkeys((x >> size, y >> size) for x, y in units)]


def ask(client: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Milliseconds until the last byte, and the bytes that travelled."""
    start = time.perf_counter()
    client.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = client.getresponse()
    body = response.read()
    if response.status != 200:
        raise SystemExit(f"{response.status} for {path}")
    return (time.perf_counter() - start) * 1000, len(body)


def bare(query: str, tile: Tile) -> float:
    """Milliseconds of the query of a tile, straight to the driver."""
    sql, params = tile_query(tile, Sought.by(QueryDict(query)).pins)
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(sql, params)
        cursor.fetchall()
        return (time.perf_counter() - start) * 1000


def measure(offers: int) -> None:
    """Seed up to so many offers, walk, print a line per search and zoom."""
    start = time.perf_counter()
    if Offer.objects.open().count() < offers:  # a database kept from an earlier run is measured as it stands
        call_command("seed_demo", offers=offers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE offers_offer, offers_site, tiles_pin")
    print(f"\n{offers} offers, ready after {time.perf_counter() - start:.0f} s")
    titles = (
        ("zoom", 4),
        ("tiles", 5),
        ("largest", 9),
        ("cold", 9),
        ("slowest", 9),
        ("warm", 8),
        ("SQL", 9),
        ("ratio", 6),
    )
    print(" " * 18, *(f"{title:>{width}}" for title, width in titles))
    worst = {"kB": 0.0, "cold zoom 5": 0.0, "warm": 0.0, "density": 0.0}
    with server() as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        ask(client, "/offres/tuiles/16/0/0.mvt")  # the first request of a process opens its connection
        for name, query in SEARCHES.items():
            for zoom in ZOOMS:
                _line(client, name, query, zoom, worst)
        for name, path in PAGES.items():
            (cold, size), (warm, _) = ask(client, path), ask(client, path)
            print(f"{name:18} {'':4} {'':5} {size / 1024:6.1f} kB {cold:6.0f} ms {'':9} {warm:5.1f} ms")
            if name == "density":
                worst["density"] = cold
    for name, value in worst.items():
        print(f"worst {name}: {value:.1f}, target {TARGETS[name]}: {'held' if value <= TARGETS[name] else 'MISSED'}")


def _line(client, name: str, query: str, zoom: int, worst: dict[str, float]) -> None:
    cold, warm, sizes, sql = [], [], [], []
    for tile in tiles(zoom):
        path = f"/offres/tuiles/{tile.zoom}/{tile.x}/{tile.y}.mvt?{query}"
        milliseconds, size = ask(client, path)
        cold.append(milliseconds)
        sizes.append(size / 1024)
        warm.append(min(ask(client, path)[0] for _ in range(3)))
        sql.append(bare(query, tile))
    worst["kB"] = max(worst["kB"], *sizes)
    worst["warm"] = max(worst["warm"], *warm)
    if zoom == 5:
        worst["cold zoom 5"] = max(worst["cold zoom 5"], *cold)
    middle, middle_sql = statistics.median(cold), statistics.median(sql)
    print(
        f"{name:18} {zoom:4} {len(cold):5} {max(sizes):6.1f} kB {middle:6.0f} ms {max(cold):6.0f} ms"
        f" {max(warm):5.1f} ms {middle_sql:6.0f} ms {middle / middle_sql:6.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--offers", type=int, action="append", help="one size instead of the three")
    for offers in parser.parse_args().offers or SIZES:
        measure(offers)


if __name__ == "__main__":
    main()
