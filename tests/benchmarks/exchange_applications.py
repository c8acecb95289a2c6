"""Applications written through the real server: each candidate presses "Envoyer" on the page that the mail led to.

Each press is a transaction: limits, state and history, the offer's count, the receipt in the outbox and its job.
The floor is the same work in one process, without HTTP. Target: 200 a second on two cores, none lost, none twice.
"""

import time

from offers.applications.applying import send
from tests.offers.sending import free_port, lost, ready_to_send, send_all, server

TARGET = 200  # a second
FLOOR, MEASURED, WARM_UP = 200, 1000, 50  # applications


def measure() -> bool:
    """Whether the target was reached; prints the rates and what was lost."""
    first = ready_to_send(FLOOR)
    floor = _rate(first, lambda drafts: [send(draft) for draft in drafts])
    port, acknowledged = free_port(), []
    with server(port):
        send_all(port, ready_to_send(WARM_UP))
        rate = _rate(ready_to_send(MEASURED), lambda drafts: acknowledged.extend(send_all(port, drafts)))
    missing = lost(acknowledged, since=first[0].pk)  # other measures leave theirs in this database
    print(f"in one process, without HTTP   {floor:7.0f} a second")
    print(f"through the server             {rate:7.0f} a second   {rate / floor:.2f} × the floor   target {TARGET}")
    print(f"acknowledged {len(acknowledged)} of {MEASURED}, lost {len(missing)}")
    return rate >= TARGET and len(acknowledged) == MEASURED and not missing


def _rate(drafts, work) -> float:
    began = time.perf_counter()
    work(drafts)
    return len(drafts) / (time.perf_counter() - began)
