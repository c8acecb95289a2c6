"""How fast a simulation is: in one process, in batch, as a page and as a PDF through the real server.

    ./bourse bench simulation

One contract of 36 months with all its lines; 10,000 different hires through ``simulate_hiring``; the page of the cost
and its PDF, one request after the other. Targets on two quiet cores: 2 ms, 1,000 hires a second, p95 60 ms, 500 ms.
"""

import http.client
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "apprentissage.settings")

from simulators.core.hire import Hire  # noqa: E402
from simulators.core.simulation import simulate  # noqa: E402

CONTRACTS, HIRES, PAGES, DOCUMENTS = 200, 10_000, 200, 20
START, LENGTHS = date(2026, 9, 1), (365, 730, 1095)


def one_contract() -> list[float]:
    """Milliseconds of a three-year contract with every line of every month; each birth date is a new computation."""
    times = []
    for rank in range(CONTRACTS):
        hire = Hire(
            signed_on=date(2026, 7, 1),
            starts_on=START,
            ends_on=date(2029, 8, 31),
            birth_date=date(2006, 1, 1) + timedelta(days=5 * rank),
            diploma_level=3 + rank % 5,
            headcount=Decimal(1 + 7 * rank),
        )
        start = time.perf_counter()
        for month in simulate(hire).months:
            month.lines()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def questions(count: int) -> str:
    """Hires of every age, level, size and length, one a line."""
    chance = random.Random(2026)
    lines = []
    for rank in range(count):
        starts_on = START + timedelta(days=chance.randrange(365))
        question = {
            "id": rank,
            "signed_on": min(starts_on, START).isoformat(),
            "starts_on": starts_on.isoformat(),
            "ends_on": (starts_on + timedelta(days=chance.choice(LENGTHS))).isoformat(),
            "birth_date": (date(1998, 1, 1) + timedelta(days=chance.randrange(4500))).isoformat(),
            "diploma_level": chance.randint(3, 7),
            "headcount": chance.choice([1, 5, 12, 60, 300]),
            "department": chance.choice(["75", "24", "67", "974"]),
        }
        lines.append(json.dumps(question))
    return "\n".join(lines)


def batch(count: int, *arguments: str) -> float:
    """Hires a second through the command, its start included."""
    text = questions(count)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", "simulate_hiring", *arguments],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    seconds = time.perf_counter() - start
    if done.stdout.count("\n") != count or '"errors"' in done.stdout:
        raise SystemExit("the batch did not answer every question")
    return count / seconds


@contextmanager
def server():
    """granian with one worker, as the service runs it; the port it listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--workers", "1", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning", "apprentissage.wsgi:application"], cwd=ROOT)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def asked(client: http.client.HTTPConnection, path: str, count: int, **headers: str) -> list[float]:
    """Milliseconds of each answer, to the last byte; every request asks something else."""
    times = []
    for rank in range(count + 3):
        birth = date(2005, 1, 1) + timedelta(days=17 * rank)
        query = {"naissance": birth.isoformat(), "debut": START.isoformat(), "signature": "2026-07-01", "duree": "36"}
        start = time.perf_counter()
        client.request("GET", f"{path}?{urlencode(query)}", headers=headers)
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} for {path}")
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times[3:])  # the first ones pay for templates and fonts


def tell(name: str, times: list[float], target: float) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name:44} {statistics.median(times):9.1f} {p95:9.1f} {times[-1]:9.1f}   {target:g} ms")


def main() -> None:
    print(f"{'milliseconds':44} {'median':>9} {'p95':>9} {'longest':>9}   target")
    tell("a contract of 36 months, all its lines", one_contract(), 2)
    with server() as port:
        client = http.client.HTTPConnection("127.0.0.1", port)
        tell("the page of the cost", asked(client, "/simulateurs/cout/", PAGES), 60)
        tell("its fragment", asked(client, "/simulateurs/cout/", PAGES, **{"HX-Request": "true"}), 60)
        tell("its PDF", asked(client, "/simulateurs/cout.pdf", DOCUMENTS), 500)
    print()
    print(f"{'hires a second through simulate_hiring':44} {'':9} {batch(HIRES):9.0f} {'':9}   1000")
    print(f"{'the same in one process':44} {'':9} {batch(HIRES, '--processes=1'):9.0f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'memory of the largest process (MB)':44} {'':9} {peak:9.0f}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
