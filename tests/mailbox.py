"""A real SMTP server for tests, on a free port: it keeps what it accepts, and can be told to refuse or to be slow."""

import asyncio
import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


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
