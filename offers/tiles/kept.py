"""What the map computes, kept for a few minutes under the name of the search that asked it.

A map may be a little late; the list beside it never is. Servers that share a cache share the answer; those that do not
need not agree.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches

from offers.tiles.sought import Sought

KEPT_FOR = 300  # seconds

Answer = TypeVar("Answer")


def kept(name: str, sought: Sought, compute: Callable[[], Answer]) -> Answer:
    """What ``compute`` gives, at most ``KEPT_FOR`` seconds old."""
    return cast(Answer, caches["near"].get_or_set(f"map:{name}:{sought.key}", compute, KEPT_FOR))
