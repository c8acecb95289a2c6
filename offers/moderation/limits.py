"""How many reports come from one place, without knowing who sends them.

A visitor without cookies escapes the count of ``offers.reports``. Here the part of the network that an address belongs
to is counted, hashed with a number drawn at random each day and forgotten the next: after that, nobody can find it
again.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

PER_OFFER, PER_NETWORK = 10, 60  # a day: a whole class may stand behind one address
DAY = 86_400  # seconds
REMEMBERED = 31  # days of nights without a purge after which a number may still be found
PREFIX = {4: 24, 6: 48}  # bits of an address that tell the network, not the person


def is_flooding(request: HttpRequest, offer_id: int) -> bool:
    """Whether enough reports came today from this part of the network, on this offer or on all."""
    of_network, of_offer = _keys(request, offer_id)
    return cache.get(of_network, 0) >= PER_NETWORK or cache.get(of_offer, 0) >= PER_OFFER


def count_report(request: HttpRequest, offer_id: int) -> None:
    """One more report from this part of the network."""
    for key in _keys(request, offer_id):
        cache.add(key, 0, DAY)
        cache.incr(key)


def forget_salts(now: datetime) -> int:
    """How many days of counts became nobody's: their number is erased, where the cache keeps what has expired too."""
    past = [_salt_key(timezone.localdate(now) - timedelta(days=days)) for days in range(1, REMEMBERED)]
    known = cache.get_many(past)
    cache.delete_many(past)
    return len(known)


def _salt_key(day: date) -> str:
    return f"moderation:salt:{day.isoformat()}"


def _keys(request: HttpRequest, offer_id: int) -> tuple[str, str]:
    salt = cache.get_or_set(_salt_key(timezone.localdate()), lambda: secrets.token_hex(16), DAY)
    network = hashlib.sha256(f"{salt}{_network(request)}".encode()).hexdigest()
    return f"moderation:{network}", f"moderation:{network}:{offer_id}"


def _network(request: HttpRequest) -> str:
    """The network of the visitor, as the nearest proxies that we trust tell it."""
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    address = told[-trusted] if 0 < trusted <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_network((address, PREFIX[ip_address(address).version]), strict=False))
    except ValueError:  # a Unix socket, or a proxy that says nothing true
        return "unknown"
