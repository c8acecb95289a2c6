"""The sending of one mail, and what is promised of it.

Claim (committed), hand to the server, mark (committed). Two workers cannot claim the same mail. An attempt that surely
failed (no connection, an answer 4xx, a line cut before the content) is tried again, later and later for three days. An
answer 5xx is final.

What remains is the moment between the content and the server's answer: when the worker or the line dies just then,
nobody can know whether the mail left. We choose not to send it again: it becomes ``DOUBTFUL``, is told in the logs and
waits in the administration, where an operator decides. So no mail leaves twice by itself, and none is lost in silence.
One that an operator does send again bears the same Message-ID, by which most mailboxes drop the second copy.
"""

import logging
import re
import smtplib
import time
from datetime import timedelta
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message, State

logger = logging.getLogger(__name__)

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)]  # three days in all
PER_RECIPIENT = 20  # mails an hour; the next ones wait
HOUR = timedelta(hours=1)
SILENT_SERVER = "mail:server-does-not-answer"
SILENCE = timedelta(seconds=30)  # no other mail knocks meanwhile: the worker has other jobs to do
NAME = "La bourse de l’apprentissage"
ENHANCED_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
CONNECTING = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)


def deliver(pk: int) -> None:
    """Send one mail, unless it already left, is being sent, or must wait."""
    message = Message.objects.waiting().filter(pk=pk).first()
    if message is None or _must_wait(message):
        return
    try:
        mail = _mail(message)
        line = get_connection()
        mail.connection = line
        _open(line)
    except Exception as problem:
        _failed_before(message, problem)
        return
    if Message.objects.claim(pk):
        _send(message, mail, line)


def _must_wait(message: Message) -> bool:
    """Whether it is not yet the turn of this mail; it is then put off."""
    now = timezone.now()
    if cache.get(SILENT_SERVER):
        Message.objects.put_off(message.pk, now + SILENCE, message.problem)
        return True
    recent = Message.objects.to(message.recipient).sent_since(now - HOUR)
    moments = list(recent.values_list("sent_at", flat=True))
    if len(moments) < PER_RECIPIENT:
        return False
    Message.objects.put_off(message.pk, moments[-PER_RECIPIENT] + HOUR, "trop de courriels pour cette adresse")
    return True


def _mail(message: Message) -> EmailMultiAlternatives:
    """The mail with its headers: made by a machine, the same identifier at each attempt, one-click unsubscription."""
    letter = compose(message.template, message.facts)
    host = urlsplit(settings.SITE_URL).hostname
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": f"<{message.reference}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's answering machine answers
        "X-Auto-Response-Suppress": "All",  # the same, for Exchange
    }
    if unsubscribe_url := message.facts.get("unsubscribe_url"):
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        }
    mail = EmailMultiAlternatives(
        letter.subject, letter.text, formataddr((name or NAME, address)), [message.recipient], headers=headers
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail


def _open(line) -> None:
    """Open the line before the mail is claimed: a server that is down leaves no doubt."""
    try:
        line.open()
    except Exception:
        cache.set(SILENT_SERVER, True, SILENCE.total_seconds())
        raise


def _send(message: Message, mail: EmailMultiAlternatives, line) -> None:
    """Hand a mail that is ours to the server, and write what came of it."""
    try:
        mail.send()
    except Exception as problem:
        state = judge(problem, has_handed_over=getattr(line, "has_handed_over", False))
        if state == State.WAITING:
            _insist(_try_later, message, reason(problem))
        else:
            _insist(_end, message, state, reason(problem))
    else:
        _insist(Message.objects.end, message.pk, State.SENT)
    finally:
        _hang_up(line)


def judge(problem: Exception, *, has_handed_over: bool) -> State:
    """What a failed attempt makes of a mail: waiting when it surely did not leave, refused for good, or doubtful."""
    if isinstance(problem, CONNECTING):
        return State.WAITING
    if code := _code(problem):
        return State.REFUSED if 500 <= code < 600 else State.WAITING
    if isinstance(problem, ValueError | smtplib.SMTPNotSupportedError):
        return State.REFUSED  # an address that no mail can bear
    return State.DOUBTFUL if has_handed_over else State.WAITING


def reason(problem: Exception) -> str:
    """A failure in a few signs: the codes of the server, or the name of what broke; its words may quote the address."""
    text = str(getattr(problem, "smtp_error", "") or getattr(problem, "recipients", "") or "")
    enhanced = ENHANCED_CODE.search(text)
    return " ".join(filter(None, [str(_code(problem) or type(problem).__name__), enhanced and enhanced[0]]))[:60]


def _code(problem: Exception) -> int:
    """The code that the server answered about this mail; zero when it did not."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return next(iter(problem.recipients.values()))[0]
    return getattr(problem, "smtp_code", 0)


def _failed_before(message: Message, problem: Exception) -> None:
    """An attempt that failed before the mail was claimed: it counts, and the next one comes later."""
    if not isinstance(problem, OSError | smtplib.SMTPException):
        logger.error("mail %s cannot be composed", message.pk, exc_info=problem)
    if Message.objects.claim(message.pk):
        _try_later(message, reason(problem))


def _try_later(message: Message, why: str) -> None:
    """Have the mail wait for its next attempt, or give it up after the last one."""
    if message.attempts < len(DELAYS):
        Message.objects.put_off(message.pk, timezone.now() + DELAYS[message.attempts], why)
        return
    _end(message, State.ABANDONED, why)


def _end(message: Message, state: State, why: str) -> None:
    """Write that a mail will not be tried again by itself, and tell it to the operator."""
    Message.objects.end(message.pk, state, why)
    logger.warning("mail %s: %s (%s)", message.pk, state, why)


def _insist(write, *what) -> None:
    """Write to the database, even if it restarts just now: what the server answered must not be forgotten."""
    for pause in (1, 2, 4, 8, None):
        try:
            return write(*what)
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            close_old_connections()
            time.sleep(pause)
    return None


def _hang_up(line) -> None:
    """Close the line; a server that says good-bye badly changes nothing."""
    try:
        line.close()
    except (OSError, smtplib.SMTPException):
        logger.info("the mail server closed the line by itself")
