"""Many candidates press "Envoyer" at once, on the real server, which may be killed in the middle."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.urls import reverse

from apprentissage.accounts.models import Organisation
from apprentissage.mail.models import Message
from offers.applications.lifecycle import State
from offers.applications.links import follow_token
from offers.applications.models import Application
from tests.factories.accounts import OrganisationFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory

ROOT = Path(__file__).resolve().parents[2]
PER_OFFER = 40  # under the ceiling that pauses an offer
SECRET = "c" * 32  # the two halves of the token against forgery: any that agree
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrf={SECRET}"}
BODY = urlencode({"step": "send", "csrfmiddlewaretoken": SECRET})


def ready_to_send(how_many: int) -> list[Application]:
    """Complete drafts without account, each from its own address."""
    company, drafts = Organisation.objects.recruiting().first() or OrganisationFactory(), []
    for number in range(how_many):
        key = uuid4().hex  # a database that served before has others
        if number % PER_OFFER == 0:
            offer = OfferFactory(organisation=company, source_id=key)
        address = f"{key}@exemple.fr"
        drafts.append(ApplicationFactory(organisation=company, offer=offer, email=address, state=State.DRAFT))
    return drafts


@contextmanager
def server(port: int, *, workers: int = 2) -> Iterator[subprocess.Popen]:
    """The web server of production on the database of this process; killed with all its processes at the end."""
    url = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"
    environment = os.environ | {"DATABASE_URL": url, "DATABASE_POOL": "5", "LOG_LEVEL": "ERROR"}
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "apprentissage.wsgi:application",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        _wait_for(port)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """End a server and its workers as a power cut would."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def send_all(port: int, drafts: list[Application], *, at_once: int = 8, then=None) -> list[int]:
    """The numbers of the applications that the server said were sent; ``then`` is called after each one."""
    acknowledged: list[int] = []
    addresses = [(draft.pk, reverse("applications:follow", args=[follow_token(draft)])) for draft in drafts]
    lots = [addresses[start::at_once] for start in range(at_once)]

    def press(lot):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            for number, address in lot:
                try:
                    line.request("POST", address, BODY, HEADERS)
                    with line.getresponse() as answer:
                        answer.read()
                except (OSError, http.client.HTTPException):
                    return  # the server is gone
                if answer.status == 302:
                    acknowledged.append(number)
                    if then:
                        then(len(acknowledged))

    with ThreadPoolExecutor(at_once) as crowd:
        list(crowd.map(press, lots))
    return acknowledged


def lost(acknowledged: list[int], since: int = 0) -> list[int]:
    """Acknowledged applications, from number ``since``, that are not sent, or whose receipt is not posted just once."""
    sent = {number for number in Application.objects.sent().values_list("pk", flat=True) if number >= since}
    receipts = list(Message.objects.filter(template="applications/sent").values_list("key", flat=True))
    posted = [number for key in receipts if (number := int(key.split("-")[1])) >= since]
    assert sorted(posted) == sorted(sent)
    return [number for number in acknowledged if number not in sent]


def _wait_for(port: int) -> None:
    for _ in range(600):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            try:
                line.request("GET", "/vivant")
                with line.getresponse() as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
    raise TimeoutError("the server does not answer")
