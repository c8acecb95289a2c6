"""The gestures of a person who signs in, for tests."""

import re

from django.core import mail
from django.urls import reverse

DOOR = reverse("account_login")
CODE_PAGE = reverse("account_confirm_login_code")


def code_of(message) -> str:
    """The code that a letter holds."""
    return re.search(r"\d{4}-\d{4}", message.body).group()


def ask_code(client, email: str, after: str = "") -> str:
    """Ask for a code at the door; the code that was sent."""
    answer = client.post(DOOR, {"email": email} | ({"next": after} if after else {}))
    assert answer.status_code == 302, answer.content.decode()
    return code_of(mail.outbox[-1])


def sign_in(client, email: str):
    """Sign in with a code by e-mail; the answer to the code."""
    return client.post(CODE_PAGE, {"code": ask_code(client, email)})


def is_in(client) -> bool:
    """Whether somebody is signed in here."""
    return "_auth_user_id" in client.session


def let_time_pass(client, seconds: int = 3600) -> None:
    """Make every proof of this session older."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()
