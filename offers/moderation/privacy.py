"""What moderation keeps of people who report an offer."""

from datetime import timedelta

from apprentissage.privacy import Kept, register
from offers.moderation.limits import forget_salts
from offers.moderation.models import REPORTS_KEPT_FOR, FiledReport, forget_old_reports


def _export(user) -> list[dict]:
    """The reports that wait for an answer to this person's address."""
    filed = FiledReport.objects.of(user.email).select_related("report")
    return [
        {
            "offre": one.report.offer_id,
            "motif": one.report.get_reason_display(),
            "précision": one.report.detail,
            "reçu le": one.report.created_at,
        }
        for one in filed
    ]


def _until(user):
    """A year after the last report, unless it is answered before."""
    last = FiledReport.objects.of(user.email).order_by("-report__created_at").select_related("report").first()
    return last and (last.report.created_at + REPORTS_KEPT_FOR).date()


register(
    Kept(
        name="Signalements d'offres",
        data="le motif et vos mots, sans votre nom ; votre adresse si vous la laissez, jusqu'à notre réponse",
        why="vérifier l'offre et vous dire ce que nous avons fait",
        lasts=REPORTS_KEPT_FOR,
        since="le signalement",
        purge=forget_old_reports,
        export=_export,
        erase=lambda user: FiledReport.objects.of(user.email).forget(),
        until=_until,
    )
)
register(
    Kept(
        name="Compteurs de signalements",
        data="une empreinte du réseau d'où vient un signalement, qui ne permet pas de vous retrouver",
        why="empêcher les envois en masse",
        lasts=timedelta(days=1),
        since="le signalement",
        purge=forget_salts,
    )
)
