"""How fast an employer's inbox answers through the real server, with 10,000 applications in it.

    ./bourse bench exchange --part inbox

One person runs three establishments with forty offers. A fixed mix of lists (tabs, filters, first and last pages) and
of single applications is asked one after the other, after a short warm-up. Target: p95 at most 60 ms.
"""

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from apprentissage.accounts.models import Establishment, Membership, Organisation, User  # noqa: E402
from apprentissage.territories.models import Commune  # noqa: E402
from offers.applications.models import Application  # noqa: E402
from offers.models import Offer  # noqa: E402
from tests.factories.accounts import a_siret  # noqa: E402
from tests.factories.offers import OfferFactory  # noqa: E402

APPLICATIONS, COMPANIES, OFFERS = 10_000, 3, 40
STATES = ["sent"] * 5 + ["silent"] * 2 + ["asked", "interview", "chosen", "refused", "refused", "withdrawn", "over"]
ADDRESS = "mesure-boite@exemple.fr"
ASKED, WARM_UP = 200, 30
TARGET_MS = 60


def seed() -> User:
    """The employer and what it received; made once, found again by the next run."""
    user, is_new = User.objects.get_or_create(email=ADDRESS)
    if not is_new and Application.objects.sent_to(user).count() >= APPLICATIONS:
        return user
    towns = list(Commune.objects.filter(department="24").exclude(point=None))
    companies = [_company(user, rank, towns[rank]) for rank in range(COMPANIES)]
    offers = [_offer(companies[rank % COMPANIES], rank) for rank in range(OFFERS)]
    draw, now = random.Random(2027), timezone.now()
    Application.objects.bulk_create(
        (_application(draw.choice(offers), rank, draw, now, towns) for rank in range(APPLICATIONS)), batch_size=2000
    )
    return user


def _company(user: User, rank: int, town: Commune) -> Organisation:
    siret = a_siret(9_000_000 + rank)
    place, _ = Establishment.objects.get_or_create(
        siret=siret, defaults={"name": f"FOURNIL {rank}", "commune": town, "read_on": timezone.localdate()}
    )
    company, _ = Organisation.objects.get_or_create(
        establishment=place,
        defaults={
            "kind": Organisation.Kind.COMPANY,
            "name": f"Fournil {rank}",
            "state": Organisation.State.VALID,
        },
    )
    Membership.objects.get_or_create(user=user, organisation=company)
    return company


def _offer(company: Organisation, rank: int) -> Offer:
    return OfferFactory(organisation=company, source="bench-inbox", source_id=f"B-{rank}", commune=_town_of(company))


def _town_of(company: Organisation) -> Commune:
    assert company.establishment is not None
    assert company.establishment.commune is not None
    return company.establishment.commune


def _application(offer: Offer, rank: int, draw: random.Random, now, towns) -> Application:
    sent = now - timedelta(minutes=draw.randrange(1, 300_000))
    return Application(
        offer=offer,
        organisation_id=offer.organisation_id,
        first_name=f"Prénom{rank}",
        last_name="Mesure",
        email=f"candidat{rank}@exemple.fr",
        age=17,
        commune=draw.choice(towns),
        course="CAP Boulanger",
        course_level=3,
        travel="bicycle",
        answers={"why": "J'aime le pain et me lever tôt. " * 10, "done": "Un stage de 3e."},
        state=draw.choice(STATES),
        sent_at=sent,
        answer_due_on=timezone.localdate(sent) + timedelta(days=15),
    )


def mix(user: User) -> list[tuple[str, str]]:
    """Pages asked, as (family, address), always the same."""
    draw = random.Random(7)
    offers = list(Offer.objects.of(user).values_list("pk", flat=True).order_by("pk"))
    companies = list(Organisation.objects.of(user).values_list("pk", flat=True).order_by("pk"))
    keys = list(Application.objects.sent_to(user).order_by("pk").values_list("key", flat=True)[:500])
    lists = [
        ("first page", lambda: ""),
        ("a tab", lambda: f"?etat={draw.choice(['en-cours', 'terminees', 'toutes'])}"),
        ("an offer", lambda: f"?offre={draw.choice(offers)}"),
        ("an establishment", lambda: f"?etablissement={draw.choice(companies)}&etat=toutes"),
        ("a far page", lambda: f"?etat=toutes&page={draw.randrange(2, 500)}"),
    ]
    asked = [(name, f"/employeur/candidatures/{query()}") for name, query in lists for _ in range(ASKED // 6)]
    asked += [("one application", f"/employeur/candidatures/{draw.choice(keys)}/") for _ in range(ASKED // 6)]
    draw.shuffle(asked)
    return asked


def signed_in(user: User) -> str:
    """The session of this person, as its cookie bears it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def server():
    """The port of a real server, as ``./bourse up`` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--port", str(port), "apprentissage.wsgi:application"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, **quiet)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(client: http.client.HTTPConnection, address: str, cookie: str) -> float:
    """Milliseconds until the last byte of a page."""
    start = time.perf_counter()
    client.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    response = client.getresponse()
    response.read()
    if response.status != 200:
        raise SystemExit(f"{response.status} for {address}")
    return (time.perf_counter() - start) * 1000


def measure() -> bool:
    """Print a line per family of pages; whether the target was reached."""
    start = time.perf_counter()
    user = seed()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE applications_application, offers_offer")
    count = Application.objects.sent_to(user).count()
    print(f"\ninbox: {count} applications, ready after {time.perf_counter() - start:.0f} s")
    pages, cookie = mix(user), signed_in(user)
    with server() as port:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _, address in pages[:WARM_UP]:
            ask(client, address, cookie)
        times = [(family, ask(client, address, cookie)) for family, address in pages]
    print(f"{'':18} {'pages':>6} {'median':>9} {'p95':>9} {'slowest':>9}")
    for family in [*sorted({family for family, _ in times}), "all"]:
        line(family, sorted(ms for of, ms in times if family in (of, "all")))
    return _p95(sorted(ms for _, ms in times)) <= TARGET_MS


def line(name: str, times: list[float]) -> None:
    print(f"{name:18} {len(times):6} {statistics.median(times):6.1f} ms {_p95(times):6.1f} ms {max(times):6.1f} ms")


def _p95(times: list[float]) -> float:
    return times[max(0, round(0.95 * len(times)) - 1)]


if __name__ == "__main__":
    print(f"target: p95 at most {TARGET_MS} ms: {'reached' if measure() else 'MISSED'}")
