"""What applications keep of people, until when, and how it ends: by the calendar, by the candidate's wish."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apprentissage.privacy import Kept, register
from offers.applications.lifecycle import WAITING, Actor
from offers.applications.models import Agreement, Application, Document, Exchange
from offers.applications.questions import facts, told
from offers.applications.terms import APPLICATION_LASTS, CV_LASTS, DRAFT_LASTS

# What an application is once it is nobody's: which offer, which company, when, with which end. Statistics need no more.
NOBODY: dict[str, Any] = {
    "first_name": "", "last_name": "", "email": "", "phone": "", "age": None, "commune": None, "guardian_email": "",
    "course": "", "school": "", "available_from": None, "travel": "", "answers": {}, "candidate": None, "browser": None,
}  # fmt: skip
NO_APPRENTICE = {"first_name": "", "last_name": "", "email": "", "phone": "", "age": None, "commune": None}


# -- by the calendar ---------------------------------------------------------------------------------------------------
def purge_drafts(now: datetime) -> int:
    """How many applications that never left were deleted."""
    old = Application.objects.never_sent_before(now - DRAFT_LASTS)
    count = old.count()
    old.delete()
    return count


def purge_cvs(now: datetime) -> int:
    """How many CVs were deleted."""
    return Document.objects.of_ended_before(now - CV_LASTS).delete()[0]


def purge_applications(now: datetime) -> int:
    """How many applications became nobody's."""
    return _make_nobodys(Application.objects.ended_before(now - APPLICATION_LASTS).not_erased(), now)


# -- by the candidate's wish -------------------------------------------------------------------------------------------
@transaction.atomic
def erase(application: Application) -> None:
    """Take an application back if somebody still waits for it, then erase all that it says of its candidate."""
    if application.sent_at is None:
        application.delete()
        return
    if application.state in WAITING:
        application.take("withdraw", Actor.CANDIDATE)
    _make_nobodys(Application.objects.by_key(application.key), timezone.now())


@transaction.atomic
def erase_all_of(user) -> int:
    """How many applications of an account were erased."""
    applications = list(Application.objects.of(user))
    for application in applications:
        erase(application)
    return len(applications)


@transaction.atomic
def forget_browser(browser) -> None:
    """Delete the drafts that a browser holds without account, and lose the trace of what it sent."""
    held = Application.objects.of_browser(browser)
    held.drafts().delete()
    held.update(browser=None)


def export(user) -> list[dict[str, Any]]:
    """Each application of an account, as JSON can say it."""
    return [_exported(one) for one in Application.objects.of(user).not_erased().with_what_is_shown().newest_first()]


def until(user):
    """The last day when an application of this account is still held, as things stand."""
    ends = [
        (one.ended_at or one.sent_at) + APPLICATION_LASTS if one.sent_at else one.created_at + DRAFT_LASTS
        for one in Application.objects.of(user).not_erased()
    ]
    return timezone.localdate(max(ends)) if ends else None


def _make_nobodys(applications, now: datetime) -> int:
    """How many applications lost their CV, their messages, and all that tells whose they were. Old links are void."""
    keys = list(applications.values_list("pk", flat=True))
    Document.objects.of_any(keys).delete()
    Exchange.objects.of_any(keys).delete()
    for agreement in Agreement.objects.filter(application__in=keys):
        agreement.facts["apprentice"] = NO_APPRENTICE
        agreement.save(update_fields=["facts"])
    return Application.objects.filter(pk__in=keys).update(**NOBODY, erased_at=now, link_version=0)


def _exported(application: Application) -> dict[str, Any]:
    return {
        "place": application.title,
        "employeur": application.employer_name,
        "état": application.get_state_display(),
        "envoyée le": application.sent_at and application.sent_at.isoformat(),
        "prénom": application.first_name,
        "nom": application.last_name,
        "adresse e-mail": application.email,
        "téléphone": application.phone,
        "âge": application.age,
        "commune": str(application.commune) if application.commune else "",
        "réponses": dict(told(application) + facts(application)),
        "CV": "joint" if application.has_cv else "",
        "messages": [
            {"de": one.get_actor_display(), "le": one.written_at.isoformat(), "texte": one.text}
            for one in application.exchanges.all()
        ],
    }


register(
    Kept(
        name="Candidatures commencées",
        data="ce que vous avez écrit avant d'envoyer, et votre CV",
        why="les retrouver pour les finir",
        lasts=DRAFT_LASTS,
        since="la première réponse",
        purge=purge_drafts,
    )
)
register(
    Kept(
        name="CV",
        data="le CV joint à une candidature",
        why="le transmettre à l'employeur",
        lasts=CV_LASTS,
        since="la fin de la candidature, ou le délai de réponse passé",
        purge=purge_cvs,
    )
)
register(
    Kept(
        name="Candidatures",
        data="votre nom, votre âge, vos coordonnées, vos réponses et les messages échangés",
        why="les transmettre à l'employeur et vous dire ce qu'elles deviennent",
        lasts=APPLICATION_LASTS,
        since="la fin de la candidature",
        purge=purge_applications,
        export=export,
        erase=erase_all_of,
        until=until,
    )
)
