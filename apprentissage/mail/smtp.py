"""SMTP, with the one thing that Django's backend does not tell: was the content handed over when it broke?

Before the content, a failure is harmless: the server has nothing to deliver. Once it has the content, only its answer
tells whether it took charge (RFC 5321, section 4.2.5), and a line that breaks there leaves a doubt (RFC 1047).
"""

import smtplib

from django.core.mail.backends.smtp import EmailBackend

PATIENCE = 120  # seconds for the answer to the content, while the server looks for spam; RFC 5321, 4.5.3.2.6 says 600


class Conversation(smtplib.SMTP):
    """An SMTP client that remembers whether it began to hand over a content, and waits longer for that answer."""

    has_handed_over = False

    def data(self, msg):
        self.has_handed_over = True
        if self.sock:
            self.sock.settimeout(PATIENCE)
        return super().data(msg)


class EncryptedConversation(Conversation, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    @property
    def connection_class(self):
        """What Django opens the line with."""
        return EncryptedConversation if self.use_ssl else Conversation

    @property
    def has_handed_over(self) -> bool:
        """Whether the server may hold the content of a mail of this line."""
        return getattr(self.connection, "has_handed_over", False)
