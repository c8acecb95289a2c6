"""The door to lucide: one tag that draws an icon inline."""

from functools import cache
from typing import Any

import lucide
from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as draw

register = template.Library()

# Hidden from readers: the word beside the icon carries the meaning.
ATTRIBUTES: dict[str, Any] = {"class": "ic", "aria-hidden": "true", "focusable": "false"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon as inline SVG. An unknown name stops the page while developing and draws nothing in production."""
    try:
        return _drawn(str(name))
    except lucide.IconDoesNotExist:
        if settings.DEBUG:
            raise
        return SafeString("")


@cache  # bounded by the names written in templates; drawing one costs more than the rest of a card
def _drawn(name: str) -> SafeString:
    drawing = draw(name, **ATTRIBUTES)
    return mark_safe("".join(line.strip() for line in drawing.splitlines()))  # noqa: S308 drawn by lucide from its own files
