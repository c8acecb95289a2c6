"""The register of what is kept of people (règlement UE 2016/679, art. 30), which the code itself obeys."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

MONTH = 30.4  # days, more or less

logger = logging.getLogger(__name__)


class PurgeFailed(Exception):
    """Some kinds of data could not be purged; the message names them, the logs say why."""


@dataclass(frozen=True)
class Kept:
    """One kind of personal data: the words that a visitor reads, and the functions that keep them true."""

    name: str  # "Candidatures"
    data: str  # what it is, for whom it concerns: "votre nom, vos réponses, votre CV"
    why: str  # "les transmettre à l'employeur"
    lasts: timedelta | None  # none: as long as the account
    since: str = ""  # from when it lasts: "la fin de la candidature"
    purge: Callable[[datetime], int] | None = None  # how many rows went; safe to run twice
    export: Callable[[Any], Any] | None = None  # of a user; what JSON can say, falsy when nothing is held
    erase: Callable[[Any], int] | None = None  # of a user; how many rows went
    until: Callable[[Any], date | None] | None = None  # of a user; the last day when something is still held
    law: str = ""  # what stays even so, and the text that wants it

    @property
    def duration(self) -> str:
        """How long, as people say it: "30 jours", "6 mois", "2 ans"; nothing when it follows the account."""
        if self.lasts is None:
            return ""
        days = self.lasts.days
        if days and days % 365 == 0:
            return f"{days // 365} an{'s' if days > 365 else ''}"
        if (months := round(days / MONTH)) >= 2 and abs(days - months * MONTH) <= 3:
            return f"{months} mois"
        if not days:
            hours = round(self.lasts.total_seconds() / 3600)
            return f"{hours} heure{'s' if hours > 1 else ''}"
        return f"{days} jour{'s' if days > 1 else ''}"


@dataclass(frozen=True)
class Holding:
    """What is held of one person under one kind: the day it goes, when it is known."""

    kept: Kept
    until: date | None


_KEPT: dict[str, Kept] = {}


def register(kept: Kept) -> Kept:
    """Declare a kind of data. Raises ``ValueError`` when another bears the same name."""
    if kept.name in _KEPT:
        raise ValueError(f"{kept.name!r} is already registered")
    _KEPT[kept.name] = kept
    return kept


def all_kept() -> list[Kept]:
    """Every kind of data, in the order of the rooms."""
    return list(_KEPT.values())


def purge_all(now: datetime) -> dict[str, int]:
    """How many rows of each kind reached their end and were erased.

    Raises ``PurgeFailed`` after all were tried when some could not be; these are left as they were.
    """
    purged, failed = {}, []
    for kept in all_kept():
        if kept.purge is None:
            continue
        try:
            with transaction.atomic():
                purged[kept.name] = kept.purge(now)
        except Exception:
            logger.exception("purge of %s failed", kept.name)
            failed.append(kept.name)
        else:
            logger.info("purge of %s: %s rows", kept.name, purged[kept.name])
    if failed:
        raise PurgeFailed(", ".join(failed))
    return purged


def holdings(user) -> list[Holding]:
    """What is held of a person: only the kinds of which there is something."""
    return [
        Holding(kept, kept.until(user) if kept.until else None)
        for kept in all_kept()
        if kept.export and kept.export(user)
    ]


def export_all(user) -> dict[str, Any]:
    """All that is held of a person, by kind, as JSON can say it (règlement UE 2016/679, art. 15 and 20)."""
    found = {kept.name: kept.export(user) for kept in all_kept() if kept.export}
    return {name: data for name, data in found.items() if data}


@transaction.atomic
def erase_all(user) -> dict[str, int]:
    """How many rows of each kind were erased for a person who wishes it (art. 17), all or nothing.

    The rooms above go first, then the ground: the account itself comes last.
    """
    return {kept.name: kept.erase(user) for kept in reversed(all_kept()) if kept.erase}
