"""What accounts keep of people, and the end of accounts that nobody uses."""

import uuid
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Coalesce
from django.urls import reverse

from apprentissage.accounts.models import Invitation, JoinRequest, User
from apprentissage.mail import outbox
from apprentissage.privacy import Kept, register
from apprentissage.privacy.registry import erase_all

ASLEEP_AFTER = timedelta(days=730)  # without signing in; as the State's employment services do
WARNED_BEFORE = timedelta(days=30)
BATCH = 500  # accounts a night
JOINING_LASTS = timedelta(days=30)


def asleep_since(moment: datetime):
    """Accounts whose last sign-in, or else whose opening, is before a moment; the operator's own are left alone."""
    people = User.objects.filter(is_staff=False, is_active=True)
    people = people.annotate(seen_at=Coalesce("last_login", "joined_at"))
    return people.filter(seen_at__lt=moment).order_by("seen_at")


def close_sleeping_accounts(now: datetime) -> int:
    """How many accounts were erased: asleep for two years, and told so thirty days before at least."""
    for person in asleep_since(now - ASLEEP_AFTER + WARNED_BEFORE)[:BATCH]:
        _warn(person, now)
    closed = 0
    for person in asleep_since(now - ASLEEP_AFTER)[:BATCH]:
        warned_at = outbox.posted_at(_warning(person))
        if warned_at and warned_at <= now - WARNED_BEFORE:
            erase_all(person)
            closed += 1
    return closed


def _warning(person) -> str:
    """The key of the mail that warns of this sleep: another sleep has another."""
    return f"account-{person.pk}-asleep-{person.seen_at:%Y%m%d%H%M%S}"


def _warn(person, now: datetime) -> None:
    closes_at = max(person.seen_at + ASLEEP_AFTER, now + WARNED_BEFORE)
    sign_in = settings.SITE_URL + reverse(settings.LOGIN_URL)
    outbox.post(_warning(person), "accounts/asleep", person.email, sign_in_url=sign_in, day=closes_at.date())


def _sessions_known():
    """The sessions that sign-in shows to their owner, with the browser and the network address."""
    return apps.get_model("usersessions", "UserSession").objects.all()


def forget_past_sessions(now: datetime) -> int:
    """How many sessions over were erased, with what was noted beside them."""
    over, _ = Session.objects.filter(expire_date__lt=now).delete()
    noted, _ = _sessions_known().exclude(session_key__in=Session.objects.values("session_key")).delete()
    return over + noted


def _export_sessions(user) -> list[dict]:
    return [
        {"ouverte le": noted.created_at, "vue le": noted.last_seen_at, "navigateur": noted.user_agent, "IP": noted.ip}
        for noted in _sessions_known().filter(user=user)
    ]


def forget_old_joining(now: datetime) -> int:
    """How many invitations and requests to join went: each is kept a month after its answer or its end."""
    old = now - JOINING_LASTS
    invitations, _ = Invitation.objects.over_before(old).delete()
    requests, _ = JoinRequest.objects.over_before(old).delete()
    return invitations + requests


def _export_joining(user) -> list[dict]:
    """The invitations of a person's address, and what they asked to join."""
    invitations = Invitation.objects.to(user.email).select_related("organisation")
    requests = JoinRequest.objects.of(user).select_related("organisation")
    return [
        *({"invitation de": each.organisation.name, "faite le": each.created_at} for each in invitations),
        *({"demande d'accès à": each.organisation.name, "faite le": each.created_at} for each in requests),
    ]


def _erase_joining(user) -> int:
    invitations, _ = Invitation.objects.to(user.email).delete()
    requests, _ = JoinRequest.objects.of(user).delete()
    return invitations + requests


def _export(user) -> dict:
    """The account, and whom the person acts for."""
    return {
        "adresse e-mail": user.email,
        "inscrit le": user.joined_at,
        "dernière connexion": user.last_login,
        "organismes": [
            {"organisme": membership.organisation.name, "rôle": membership.get_role_display()}
            for membership in user.memberships.select_related("organisation")
        ],
    }


def _erase(user) -> int:
    """Delete the account. One that a lasting document names is emptied instead: nobody can be known from it."""
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:
        user.memberships.all().delete()
        user.email, user.is_active, user.last_login = f"{uuid.uuid4()}@efface.invalid", False, None
        user.set_unusable_password()
        user.save()
    return 1


register(
    Kept(
        name="Votre compte",
        data="votre adresse e-mail, vos moyens de connexion, les organismes pour qui vous agissez",
        why="vous reconnaître",
        lasts=ASLEEP_AFTER,
        since="votre dernière connexion (nous vous prévenons 30 jours avant)",
        purge=close_sleeping_accounts,
        export=_export,
        erase=_erase,
        until=lambda user: ((user.last_login or user.joined_at) + ASLEEP_AFTER).date(),
    )
)
register(
    Kept(
        name="Vos connexions",
        data="un numéro de session, votre navigateur, votre adresse IP",
        why="vous garder connecté d'une page à l'autre, et vous montrer une connexion qui n'est pas de vous",
        lasts=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        since="la dernière connexion",
        purge=forget_past_sessions,
        export=_export_sessions,
    )
)
register(  # after the account: erasing goes backwards, and needs the address to find the invitations
    Kept(
        name="Invitations et demandes d'accès",
        data="votre adresse e-mail et l'organisme que l'on vous invite, ou que vous demandez, à rejoindre",
        why="vous donner accès à son espace",
        lasts=JOINING_LASTS,
        since="leur réponse ou leur expiration",
        purge=forget_old_joining,
        export=_export_joining,
        erase=_erase_joining,
    )
)
