"""How fast offers come in: reading, mapping, writing, and the memory it takes. Ratios hold from a machine to another.

./bourse bench intake [NUMBER_OF_OFFERS]
"""

import gzip
import io
import json
import os
import resource
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
TARGET = 2000  # offers written per second
SOURCE = "mesure"
BATCH = 500


def file_of_offers(count: int) -> bytes:
    """A compressed file in the public API's format, made of the demonstration's offers."""
    from apprentissage.territories.models import Commune
    from offers.demo.generator import Generator

    generator = Generator()
    towns = {
        code: (codes[0], name)
        for code, name, codes in Commune.objects.values_list("code", "name", "postal_codes")
        if codes
    }
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        for number in range(1, count + 1):
            file.write(json.dumps(_job(generator.offer(number), towns), ensure_ascii=False).encode() + b"\n")
    return out.getvalue()


def _job(offer, towns) -> dict:
    site = offer.sites[0]
    postal_code, commune = towns[site.commune_code]
    return {
        "identifier": {"partner_job_id": offer.source_id},
        "workplace": {
            "siret": offer.siret,
            "name": offer.employer_name,
            "location": {"address": f"{site.address}, {postal_code} {commune}"},
        },
        "contract": {"duration": offer.months, "type": ["Apprentissage"]},
        "offer": {
            "title": offer.title,
            "description": offer.description,
            "rome_codes": offer.rome_codes,
            "target_diploma": {"european": str(offer.level)},
            "desired_skills": offer.desired_skills,
            "to_be_acquired_skills": offer.taught_skills,
            "publication": {"creation": offer.published_at.isoformat()},
        },
        "apply": {"email": offer.apply_email},
    }


def stages(content: bytes) -> dict[str, float]:
    """Seconds spent in each stage, one after the other."""
    from offers.intake.gazetteer import Gazetteer
    from offers.intake.mappings import record_of
    from offers.intake.reading import items
    from offers.intake.writer import keep_plans_honest, write_offers

    spent, clock = {}, time.perf_counter
    start = clock()
    gazetteer = Gazetteer.loaded()
    spent["names of places"] = clock() - start
    start = clock()
    read = list(items(io.BytesIO(content)))
    spent["reading"] = clock() - start
    start = clock()
    records = [record_of(item.value, SOURCE, gazetteer) for item in read]
    spent["mapping"] = clock() - start
    start = clock()
    for first in range(0, len(records), BATCH):
        write_offers(records[first : first + BATCH])
        keep_plans_honest()
    spent["writing"] = clock() - start
    start = clock()
    for first in range(0, len(records), BATCH):
        write_offers(records[first : first + BATCH])
    spent["writing unchanged"] = clock() - start
    return spent


def whole_import(content: bytes) -> tuple[float, int]:
    """Seconds of an import from the first byte to the report, under another source; and its refusals."""
    from offers.intake.running import Import

    start = time.perf_counter()
    run = Import(io.BytesIO(content), file_name="mesure", source=f"{SOURCE}-2").run()
    return time.perf_counter() - start, run.refused


def main(count: int) -> None:
    from django.db import connection, transaction

    content = file_of_offers(count)
    with transaction.atomic():  # nothing stays: other benchmarks use the same database
        whole, refused = whole_import(content)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        spent = stages(content)
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        spent["foreign keys"] = (time.perf_counter() - start) / 2  # of both imports
        transaction.set_rollback(True)
    print(
        f"{count} offers, {len(content) / 1e6:.1f} MB compressed, {refused} refused; target {TARGET} written per second"
    )
    print(f"{'':20} {'seconds':>8} {'offers/s':>9} {'of writing':>10}")
    for name, seconds in [*spent.items(), ("whole import", whole)]:
        print(f"{name:20} {seconds:8.2f} {count / seconds:9.0f} {seconds / spent['writing']:10.2f}")
    print(f"peak memory of a whole import: {memory:.0f} MB")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")
    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
