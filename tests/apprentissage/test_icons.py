import re

import lucide
import pytest
from django.conf import settings

from apprentissage.templatetags.icons import icon

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def test_an_icon_is_drawn_inline_and_hidden_from_readers():
    drawing = icon("map-pin")

    assert drawing.startswith("<svg")
    assert 'aria-hidden="true"' in drawing
    assert "style=" not in drawing


def test_an_unknown_icon_stops_the_developer_and_spares_the_visitor(settings):
    settings.DEBUG = True
    with pytest.raises(lucide.IconDoesNotExist):
        icon("no-such-icon")

    settings.DEBUG = False
    assert icon("no-such-icon") == ""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_named_in_a_template_exists(path):
    unknown = [
        name for name in re.findall(r'(?:{% icon |icon=)"([^"]+)"', path.read_text(encoding="utf-8")) if not icon(name)
    ]

    assert unknown == []
