"""The stylesheet: its weight, its contrasts computed from its own tokens, and nothing in it that nobody uses."""

import gzip
import re

import pytest
from django.conf import settings

SOURCE = (settings.BASE_DIR / "apprentissage/static/css/bourse.css").read_text(encoding="utf-8")
HEAVIEST = 12 * 1024  # bytes, compressed

TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2, criteria 1.4.3 and 1.4.11
PAIRS = [
    *[("ink", ground, TEXT) for ground in ("paper", "surface", "sunken", "honey-soft", "accent-soft", "danger-soft")],
    *[("ink-2", ground, TEXT) for ground in ("paper", "surface", "sunken", "accent-soft")],
    *[("accent", ground, TEXT) for ground in ("paper", "surface", "sunken", "accent-soft")],
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-2", TEXT),
    ("on-hero", "hero", TEXT),
    ("on-hero-2", "hero", TEXT),
    *[(tone, f"{tone}-soft", TEXT) for tone in ("aid", "danger", "warn", "info")],
    *[(tone, "paper", TEXT) for tone in ("aid", "danger")],
    *[("edge", ground, CONTROL) for ground in ("paper", "surface", "sunken")],
    ("focus", "paper", CONTROL),
    ("honey", "hero", CONTROL),  # the focus on the dark bands
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def root_blocks() -> tuple[dict[str, str], dict[str, str]]:
    """The tokens of the light, and those of the dark over them."""
    light = tokens(re.search(r"^:root \{(.*?)^\}", SOURCE, re.M | re.S)[1])
    dark = re.search(r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", SOURCE, re.S)[1]
    return light, light | tokens(dark)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str) -> float:
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def resolve(name: str, values: dict[str, str]) -> str:
    value = values[name]
    while inner := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = values[inner[1]]
    return value


def test_the_stylesheet_is_light():
    assert len(gzip.compress(SOURCE.encode(), 9)) <= HEAVIEST


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_each_pair_of_colours_can_be_read(scheme, front, back, least):
    values = root_blocks()[scheme]

    assert contrast(resolve(front, values), resolve(back, values)) >= least


def test_the_measure_of_contrast_is_right():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_every_token_read_is_defined():
    defined = set(re.findall(r"--([\w-]+)\s*:", SOURCE))

    assert set(re.findall(r"var\(--([\w-]+)", SOURCE)) <= defined


def test_the_stylesheet_asks_nothing_from_elsewhere():
    addresses = re.findall(r"url\(([^)]+)\)", SOURCE)

    assert addresses == ['"../fonts/atkinson-next-fr.woff2"']
    assert (settings.BASE_DIR / "apprentissage/static/fonts/atkinson-next-fr.woff2").stat().st_size < 16_000
    assert "Open Font License" in (settings.BASE_DIR / "apprentissage/static/fonts/OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "preference", ["prefers-color-scheme: dark", "prefers-contrast", "prefers-reduced-motion", "forced-colors", "print"]
)
def test_the_stylesheet_heeds_what_the_reader_asks_of_the_screen(preference):
    assert re.search(rf"@media [^{{]*{preference}", SOURCE)
