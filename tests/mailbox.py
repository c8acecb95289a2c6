"""A real SMTP server for tests, on a free port: it keeps what it accepts, and can be told to refuse or to be slow."""

import asyncio
import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.cache import cache

from apprentissage.mail import delivery, outbox
from apprentissage.mail.models import Message

TO = "lina@exemple.fr"


class Mailbox:
    """What the server accepted, and what it answers next: a sentence of SMTP, or nothing to accept."""

    def __init__(self):
        self.letters = []
        self.to_recipient = self.to_content = None
        self.seconds = 0  # of silence before it answers to a content
        self.hangs_up = False  # after it took the content, without a word

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (names of aiosmtpd)
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.to_content:
            return self.to_content
        self.letters.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=policy.default)))
        if self.hangs_up:
            server.transport.abort()
        await asyncio.sleep(self.seconds)
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.letters]


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=False)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """A mailbox behind a real server, which every mail of this test goes to."""
    mailbox, port = Mailbox(), free_port()
    server = Server(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "apprentissage.mail.smtp.Backend",
        "127.0.0.1",
        port,
    )
    mailbox.port = port
    yield mailbox
    server.stop(no_assert=True)


@pytest.fixture
def trial_letter(settings, tmp_path):
    """One letter, ``trial/note``, that only tests know; the server was not found silent before."""
    folder = tmp_path / "mail" / "trial"
    folder.mkdir(parents=True)
    (folder / "note.txt").write_text(
        '{% extends "mail/_layout.txt" %}{% block subject %}C\'est à vous : répondez !{% endblock %}'
        "{% block body %}L'employeur attend votre réponse avant le {{ due }}, et depuis plusieurs jours déjà.\n\n"
        "Répondre :\n{{ url }}{% endblock %}{% block why %}Vous avez postulé.{% endblock %}"
    )
    (folder / "note.html").write_text(
        '{% extends "mail/_layout.html" %}{% block body %}<p>L\'employeur attend {{ due }} !</p>'
        '{% include "mail/_button.html" with url=url label="Répondre" only %}{% endblock %}'
    )
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    settings.SITE_URL = "https://bourse.exemple.fr"
    cache.delete(delivery.SILENT_SERVER)
    yield
    cache.delete(delivery.SILENT_SERVER)


def post(key="note-1", to=TO, **facts) -> Message:
    """A mail in the outbox."""
    outbox.post(key, "trial/note", to, **({"due": "3 mars", "url": "https://bourse.exemple.fr/s/7K3M?a=1&b=2"} | facts))
    return Message.objects.get(key=key)
