"""Drawings made by the server: SVG whose coordinates are written here as text, so that no language adds a comma."""

from collections.abc import Sequence

from django import template

register = template.Library()

LEFT, WIDTH = 8, 384  # the rule inside its 400 wide drawing
TICKS = 15  # graduations, at most
STEPS = (1, 2, 5, 10, 20, 50, 100, 200)  # kilometres between two graduations
LEAST_GAP = 48  # between two labels, so that they stay readable


@register.inclusion_tag("components/_ruler.html")
def ruler(rings: Sequence[tuple[float, object]], asked_km: float) -> dict[str, object]:
    """The distance searched as a graduated rule: what was asked in aubergine, the widened part in honey.

    ``rings`` are pairs (kilometres, count as shown to the reader), in any order. The sentence says the
    same as the drawing.
    """
    rings = sorted(rings, key=lambda ring: ring[0])
    longest = rings[-1][0]
    return {
        "sentence": ", ".join(f"{_offers(count)} à moins de {distance:g} km" for distance, count in rings),
        "asked": _number(WIDTH * min(asked_km, longest) / longest),
        "whole": WIDTH,
        "ticks": _ticks(longest),
        "labels": _labels(rings, longest),
    }


def _ticks(longest: float) -> list[dict[str, object]]:
    """The graduations, longer every fifth one."""
    step = next((step for step in STEPS if longest / step <= TICKS), STEPS[-1])
    return [
        {"x": _position(rank * step, longest), "length": 12 if rank % 5 == 0 else 6}
        for rank in range(int(longest / step) + 1)
    ]


def _labels(rings, longest: float) -> list[dict[str, object]]:
    """Counts above, kilometres below: the far end always, the others where there is room."""
    labels = [{"x": _number(LEFT - 4), "y": 68, "anchor": "start", "text": "0", "small": True}]
    edge = LEFT + WIDTH + LEAST_GAP
    for rank, (distance, count) in enumerate(reversed(rings)):
        x = LEFT + WIDTH * distance / longest
        if edge - x < LEAST_GAP or x < LEFT + LEAST_GAP / 2:
            continue
        anchor = "middle" if rank else "end"
        labels.append({"x": _number(x), "y": 68, "anchor": anchor, "text": f"{distance:g}\u00a0km", "small": True})
        if rank == 0:
            labels.append({"x": _number(x), "y": 20, "anchor": "end", "text": _offers(count), "small": False})
        elif rank == len(rings) - 1:
            labels.append({"x": _number(LEFT), "y": 20, "anchor": "start", "text": _offers(count), "small": False})
        edge = x
    return labels


def _offers(count) -> str:
    return f"{count} offre" if str(count) in {"0", "1"} else f"{count} offres"


def _position(distance: float, longest: float) -> str:
    return _number(LEFT + WIDTH * distance / longest)


def _number(value: float) -> str:
    """A coordinate with a point, whatever the language of the page."""
    return f"{value:.1f}"
