"""How long the database takes to suggest places: each query is run again under EXPLAIN ANALYZE, and added up.

./bourse bench places
"""

import csv
import os
import re
import sys
from pathlib import Path
from statistics import median, quantiles

import django

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Sarlat-la-Canéda", "Saint-Étienne", "Marseille", "Bourg-en-Bresse", "Paris 15", "24200", "Évry", "Le Mans")
TARGET = 30  # milliseconds, planning included
TIME = re.compile(r"(?:Planning|Execution) Time: ([\d.]+)")


def texts() -> dict[str, list[str]]:
    """What is typed: every beginning of a few names, then names misspelt."""
    with (ROOT / "tests/territories/data/misspelt.csv").open(encoding="utf-8", newline="") as lines:
        misspelt = [row["typed"] for row in csv.DictReader(lines)]
    return {
        "while typing": [name[:length] for name in NAMES for length in range(2, len(name) + 1)],
        "misspelt": misspelt,
    }


def database_time(text: str) -> float:
    """Milliseconds that PostgreSQL spends on the suggestions for a text."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from apprentissage.territories.places import suggest

    with CaptureQueriesContext(connection) as context:
        suggest(text)
    total = 0.0
    with connection.cursor() as cursor:
        for query in context.captured_queries:
            cursor.execute("EXPLAIN (ANALYZE, SUMMARY) " + query["sql"])
            total += sum(float(found) for row in cursor.fetchall() for found in TIME.findall(row[0]))
    return total


def main() -> None:
    from apprentissage.territories.loading import load_territories

    load_territories()
    print(f"{'':14} {'texts':>6} {'median':>8} {'p95':>8} {'longest':>8}   (ms in the database; target {TARGET})")
    for name, typed in texts().items():
        times = sorted(database_time(text) for text in typed)
        print(f"{name:14} {len(times):6} {median(times):8.1f} {quantiles(times, n=20)[-1]:8.1f} {times[-1]:8.1f}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")
    django.setup()
    main()
