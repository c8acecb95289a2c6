"""What publishing keeps of people: drafts, and who published or ended an offer."""

from datetime import datetime, timedelta

from apprentissage.privacy import Kept, register
from offers.publishing.models import Draft

DRAFTS_LAST = timedelta(days=180)
NOBODYS_LAST = timedelta(days=30)


def purge(now: datetime) -> int:
    """How many drafts were erased: never published, and untouched for six months, or a month without an account."""
    gone, _ = Draft.objects.untouched_since(now - DRAFTS_LAST).delete()
    nobodys, _ = Draft.objects.untouched_since(now - NOBODYS_LAST).of_nobody().delete()
    return gone + nobodys


def export(user) -> list[dict]:
    """The drafts that a person began, as they were typed."""
    return [
        {"modifié le": draft.updated_at, "réponses": draft.answers}
        for draft in Draft.objects.of_person(user).unfinished()
    ]


def erase(user) -> int:
    """How many drafts were erased: those that a person began and no company holds."""
    gone, _ = Draft.objects.of_person(user).unfinished().of_nobody_else().delete()
    return gone


register(
    Kept(
        name="Brouillons d'offres",
        data="ce que vous avez tapé dans une offre que vous n'avez pas publiée",
        why="ne rien perdre de ce que vous écrivez",
        lasts=DRAFTS_LAST,
        since="la dernière modification (30 jours sans compte)",
        purge=purge,
        export=export,
        erase=erase,
    )
)
