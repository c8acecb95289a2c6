"""What every page may read besides its own context."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Whether this is a demonstration, and where the source code can be read (empty: not said)."""
    return {
        "is_demonstration": settings.DEMONSTRATION,
        "has_gallery": settings.DEMONSTRATION or settings.DEBUG,
        "source_url": settings.SOURCE_URL,
    }
