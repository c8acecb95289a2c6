"""A word with clamd, the ClamAV server, in its INSTREAM protocol. Without the setting ANTIVIRUS_URL nobody is asked."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 20
CHUNK = 64 * 1024

INFECTED = "L'antivirus a reconnu un virus dans ce fichier. Envoyez-en un autre, et vérifiez votre appareil."
ABSENT = "Nous ne pouvons pas vérifier les fichiers en ce moment. Réessayez dans une heure, ou répondez aux questions."


class Refused(ValueError):
    """A file that the antivirus does not let in; the message is the sentence to show."""


def check(content: bytes) -> None:
    """Raise ``Refused`` when clamd knows a virus in the content, or when it should answer and does not."""
    if not settings.ANTIVIRUS_URL:
        return
    try:
        verdict = _ask(content)
    except OSError:
        raise Refused(ABSENT) from None
    if verdict.endswith(b" FOUND"):
        raise Refused(INFECTED)
    if verdict != b"stream: OK":
        raise Refused(ABSENT)


def _ask(content: bytes) -> bytes:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n")


def _connected() -> socket.socket:
    """A line to ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""
    url = urlsplit(settings.ANTIVIRUS_URL)
    if url.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(url.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((url.hostname, url.port or 3310), timeout=SECONDS)
