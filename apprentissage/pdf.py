"""The door to WeasyPrint: a template becomes a tagged PDF, fonts inside, that asks nothing of the network.

The library is imported when a first PDF is asked: it takes half a second that commands and pages need not wait for.
"""

import atexit
import logging
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

VARIANT = "pdf/ua-1"  # tagged, so that readers of screens read it
FONT = "fonts/atkinson-next-fr.woff2"
STYLES = "css/pdf.css"
WEIGHTS = (400, 700)
ONE_AT_A_TIME = Lock()  # Pango's font map is not made for threads


class _Press(NamedTuple):
    """What every document shares: the library, the fonts, the style sheet, the refusal of the network."""

    html: Any
    fonts: Any
    style: Any
    fetcher: Any


def pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The PDF of a template. Its style is ``pdf.css``; it may show ``data:`` images and no other file."""
    html = render_to_string(template, dict(context))
    with ONE_AT_A_TIME:
        press = _press()
        document = press.html(string=html, url_fetcher=press.fetcher)
        return document.write_pdf(
            stylesheets=[press.style], font_config=press.fonts, pdf_variant=VARIANT, pdf_tags=True
        )


@cache
def _press() -> _Press:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    for talker in ("weasyprint.progress", "fontTools"):  # they tell each step of each document
        logging.getLogger(talker).setLevel(logging.WARNING)
    atexit.register(_press.cache_clear)  # fonts must go before the library that frees them
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=["data"])
    return _Press(HTML, fonts, CSS(string=_style_sheet(), font_config=fonts, url_fetcher=fetcher), fetcher)


def _style_sheet() -> str:
    """The style with the fonts written in it, so that nothing has to be fetched."""
    return "".join(_face(weight) for weight in WEIGHTS) + _static(STYLES).decode()


def _face(weight: int) -> str:
    """One weight of the variable font, cut once here rather than in each document."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = instantiateVariableFont(TTFont(BytesIO(_static(FONT))), {"wght": weight})
    font.flavor = None
    written = BytesIO()
    font.save(written)
    source = f'url("data:font/ttf;base64,{b64encode(written.getvalue()).decode()}")'
    return f'@font-face {{ font-family: "Atkinson Next"; src: {source}; font-weight: {weight} }}'


def _static(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_bytes()
