"""What alerts and favourites keep of people, until when, and how it ends."""

from datetime import date
from typing import Any

from django.utils import timezone

from apprentissage.privacy import Kept, register
from offers.alerts import ending
from offers.alerts.models import Favourite, Subscriber


def alerts_of(user) -> list[dict[str, Any]]:
    """Each search that an account keeps."""
    subscriber = Subscriber.objects.of(user).first()
    return [
        {
            "recherche": alert.title,
            "paramètres": alert.search,
            "fréquence": alert.get_frequency_display(),
            "depuis": alert.created_at.isoformat(),
        }
        for alert in (subscriber.alerts.all() if subscriber else ())
    ]


def forget_alerts_of(user) -> int:
    """How many rows of alerts were erased, those of its address before it had an account included."""
    return Subscriber.objects.at(user.email).delete()[0]


def until(user) -> date | None:
    """The day when the mails end, without any sign of life from now on."""
    subscriber = Subscriber.objects.of(user).first()
    return timezone.localdate(subscriber.seen_at + ending.SIGN_OF_LIFE) if subscriber else None


def favourites_of(user) -> list[dict[str, Any]]:
    """Each offer that an account keeps an eye on."""
    return [
        {"offre": kept.offer.title, "employeur": kept.offer.employer_name, "depuis": kept.added_at.isoformat()}
        for kept in Favourite.objects.of(user).select_related("offer")
    ]


def forget_favourites_of(user) -> int:
    """How many favourites were erased."""
    return Favourite.objects.of(user).delete()[0]


register(
    Kept(
        name="Alertes à confirmer",
        data="l'adresse e-mail tapée dans une demande d'alerte, et la recherche",
        why="vous demander de confirmer",
        lasts=ending.UNCONFIRMED,
        since="la demande",
        purge=ending.forget_unconfirmed,
    )
)
register(
    Kept(
        name="Alertes",
        data="votre adresse e-mail et vos recherches",
        why="vous prévenir des nouvelles places",
        lasts=ending.SIGN_OF_LIFE,
        since="votre dernier signe de vie",
        purge=ending.end_silent_alerts,
        export=alerts_of,
        erase=forget_alerts_of,
        until=until,
    )
)
register(
    Kept(
        name="Places annoncées par une alerte",
        data="quelles offres nous vous avons déjà annoncées",
        why="ne pas vous annoncer deux fois la même",
        lasts=ending.REMEMBERED,
        since="le courriel",
        purge=ending.forget_told,
    )
)
register(
    Kept(
        name="Favoris",
        data="les offres que vous avez gardées avec un compte",
        why="les retrouver, et vous prévenir avant qu'elles ferment",
        lasts=None,
        since="",
        export=favourites_of,
        erase=forget_favourites_of,
    )
)
