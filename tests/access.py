"""How a row of the table of access is written and tried; the table itself is in ``test_access``."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.factories import accounts as people

SHOWN = 200
MOVED = 302  # sent to another page
FORBIDDEN = 403  # signed in, but in another role
NOT_FOUND = 404  # not yours, or nothing there: both look alike
NOT_BY_GET = 405
REFUSED = 422  # admitted, but the form is not filled in
SIGN_IN = "sign in"  # sent to the door of the service

ANONYMOUS = "anonymous"
CANDIDATE, EMPLOYER, TRAINING_CENTRE = "candidate", "employer", "training centre"
OFFICER, STAFF = "officer", "staff"
OWNER = "owner"

PEOPLE = {  # one person of each kind, who owns nothing that a row makes
    CANDIDATE: people.UserFactory,
    EMPLOYER: people.employer,
    TRAINING_CENTRE: people.training_centre,
    OFFICER: people.officer,
    STAFF: people.staff,
}
Answer = int | str
Path = dict | Callable | None


@dataclass(frozen=True)
class Row:
    answers: dict[str, Answer]  # by kind of visitor
    path: Path = None  # arguments of the address, or a function of the owner (None when there is none)
    ask: dict | None = None  # parameters
    owner: str = ""  # the kind of person that ``path`` makes an object for
    post: bool = False


# -- ways to write a row -----------------------------------------------------------------------------------------------
def everyone(answer: Answer = SHOWN, path: Path = None, ask=None, *, post=False) -> Row:
    """Open to all, with or without an account."""
    return Row(dict.fromkeys([ANONYMOUS, *PEOPLE], answer), path, ask, post=post)


def entrance(answer: Answer = SHOWN, path: Path = None) -> Row:
    """On the way in: whoever is in already goes on to their account."""
    return Row({ANONYMOUS: answer} | dict.fromkeys(PEOPLE, MOVED), path)


def signed_in(answer: Answer = SHOWN, path: Path = None, ask=None, *, post=False) -> Row:
    """Open to whoever has an account."""
    return Row({ANONYMOUS: SIGN_IN} | dict.fromkeys(PEOPLE, answer), path, ask, post=post)


def only(
    *kinds: str, answer: Answer = SHOWN, others: Answer = FORBIDDEN, path: Path = None, ask=None, post=False
) -> Row:
    """Open to some kinds of people, whoever they are."""
    answers = {ANONYMOUS: SIGN_IN} | dict.fromkeys(PEOPLE, others) | dict.fromkeys(kinds, answer)
    return Row(answers, path, ask, post=post)


def owned(
    owner: str, path: Callable, *, answer: Answer = SHOWN, alike: Answer = NOT_FOUND, others: Answer = FORBIDDEN,
    anonymous: Answer = SIGN_IN, also: dict[str, Answer] | None = None, ask=None, post=False,
) -> Row:  # fmt: skip
    """About one object: its owner gets ``answer``, a stranger of the same kind ``alike``, the other kinds ``others``.

    ``path`` takes the owner, makes an object of theirs, and gives the arguments of its address. ``also`` says what
    other kinds get when it is not ``others``: ``also={STAFF: SHOWN}``.
    """
    answers = {ANONYMOUS: anonymous} | dict.fromkeys(PEOPLE, others) | {owner: alike} | (also or {}) | {OWNER: answer}
    return Row(answers, path, ask, owner, post)


# -- trying a row ------------------------------------------------------------------------------------------------------
def enter(client: Client, user) -> None:
    """Sign in a moment ago, with two factors: what is tried here is who may enter, not how they prove who they are."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()


def outcomes(name: str, row: Row) -> dict[str, Answer]:
    """What each kind of visitor gets at an address."""
    owner = PEOPLE[row.owner]() if row.owner else None
    address = reverse(name, kwargs=row.path(owner) if callable(row.path) else row.path)
    visitors = {kind: person() for kind, person in PEOPLE.items()} | ({OWNER: owner} if owner else {})
    return {ANONYMOUS: _outcome(address, row)} | {kind: _outcome(address, row, who) for kind, who in visitors.items()}


def _outcome(address: str, row: Row, visitor=None) -> Answer:
    client = Client()
    if visitor:
        enter(client, visitor)
    answer = (client.post if row.post else client.get)(address, row.ask or {})
    door = resolve_url(settings.LOGIN_URL)
    return SIGN_IN if answer.status_code == 302 and answer["Location"].startswith(door) else answer.status_code
