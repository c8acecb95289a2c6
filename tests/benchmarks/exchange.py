"""How the two sides meet: alerts matched with new offers, the inbox, applications written through the real server.

    ./bourse bench exchange                        every part
    ./bourse bench exchange --part alerts          one of them

Each part is a module ``exchange_NAME`` of this folder whose ``measure()`` prints its figures, and tells whether they
reach the target of the part.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

import django  # noqa: E402

django.setup()

PARTS = ("alerts", "inbox", "applications")


def main() -> None:
    """Run the parts asked, one after the other: none disturbs the figures of another."""
    parts = {
        name: importlib.import_module(f"exchange_{name}")
        for name in PARTS
        if importlib.util.find_spec(f"exchange_{name}")
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=list(parts), action="append", help="one part; all of them when not said")
    asked = parser.parse_args().part or list(parts)
    reached = {}
    for name in asked:
        print(f"\n== {name}")
        reached[name] = parts[name].measure()
    print("\n" + ", ".join(f"{name}: {'reached' if is_reached else 'MISSED'}" for name, is_reached in reached.items()))


if __name__ == "__main__":
    main()
