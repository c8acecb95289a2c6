"""What the tests of the intake share: an offer in the public API's format, and an import of bytes."""

import io
import json
from copy import deepcopy

from offers.intake.running import Import

JOB = {
    "identifier": {"partner_job_id": "P-1"},
    "workplace": {
        "siret": "73282932000074",
        "name": "Boulangerie des Remparts",
        "location": {"address": "12 rue de la République, 24200 Sarlat-la-Canéda"},
    },
    "contract": {"start": "2027-08-31T22:00:00Z", "duration": 24, "type": ["Apprentissage"], "remote": "onsite"},
    "offer": {
        "title": "Boulanger ou boulangère",
        "description": "Vous apprenez à pétrir, à façonner et à cuire le pain.",
        "rome_codes": ["D1102"],
        "target_diploma": {"european": "3"},
        "publication": {"creation": "2026-11-01T08:00:00Z"},
    },
    "apply": {"email": "recrutement@example.org"},
}


def job(identifier="P-1", **changes) -> dict:
    """The offer with values changed by dotted path, dots written as double underscores; None removes one."""
    made = deepcopy(JOB)
    made["identifier"]["partner_job_id"] = identifier
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = made
        for parent in parents:
            place = place.setdefault(parent, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return made


def lines(*jobs) -> bytes:
    """JSON Lines."""
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in jobs)


def take(content: bytes, **options):
    """The finished run of an import of these bytes."""
    restart = options.pop("restart", False)
    return Import(io.BytesIO(content), file_name="essai", **options).run(restart=restart)


def refusals(run) -> list[tuple[int, str, str]]:
    """Line, identifier and code of each refusal."""
    return list(run.remarks.filter(is_refusal=True).values_list("line", "identifier", "code"))
