"""What no template may do, whichever room it belongs to."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
COMPONENTS = sorted((ROOT / "components").glob("*.html"))

CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))


@every_template
def test_a_template_is_sound(path):
    assert get_template(str(path.relative_to(ROOT)))


@every_template
def test_a_template_holds_no_style_and_no_script_of_its_own(path):
    markup = CODE.sub("", path.read_text(encoding="utf-8"))

    assert re.findall(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", markup) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", markup) == []


@every_template
def test_a_template_loads_nothing_from_elsewhere(path):
    markup = path.read_text(encoding="utf-8")

    assert re.findall(r'(?:src|srcset|poster)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//', markup) == []


@every_template
def test_a_template_parts_no_french_sign_from_its_word(path):
    text = re.sub(r"<[^>]*>", "", CODE.sub("", path.read_text(encoding="utf-8")))

    assert re.findall(r"\w+ [?!;:»%€]|« \w+|\w'\w+", text) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_says_what_it_takes(path):
    opening = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.match(r"{# .*#}", opening)
    assert re.search(r"\bTakes\b", opening)
