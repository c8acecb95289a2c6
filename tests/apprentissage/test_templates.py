"""What no template may do, whichever room it belongs to."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
LETTER = ROOT / "mail" / "_layout.html"
COMPONENTS = sorted((ROOT / "components").glob("*.html"))

CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
every_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))

PAGES = [path for path in TEMPLATES if ROOT / "mail" not in path.parents]  # the setting of mails is done as they leave
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


@every_template
def test_a_template_is_sound(path):
    assert get_template(str(path.relative_to(ROOT)))


@every_template
def test_a_template_holds_no_style_and_no_script_of_its_own(path):
    markup = CODE.sub("", path.read_text(encoding="utf-8"))

    if path == LETTER:  # the one style that no file can hold: mail programs fetch none
        markup = markup.replace("<style>", "", 1)
    assert re.findall(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", markup) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", markup) == []


@every_template
def test_a_template_loads_nothing_from_elsewhere(path):
    markup = path.read_text(encoding="utf-8")

    assert re.findall(r'(?:src|srcset|poster)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//', markup) == []


@every_page
def test_a_template_parts_no_french_sign_from_its_word(path):
    text = re.sub(r"<[^>]*>", "", CODE.sub("", path.read_text(encoding="utf-8")))

    assert re.findall(r"\w+ [?!;:»%€]|« \w+|\w'\w+", text) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_says_what_it_takes(path):
    opening = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.match(r"{# .*#}", opening)
    assert re.search(r"\bTakes\b", opening)


def test_each_mail_says_the_same_as_text_and_laid_out():
    mails = [path for path in (ROOT / "mail").rglob("*/*.*") if not path.name.startswith("_")]
    texts, pages = ({path.with_suffix("") for path in mails if path.suffix == kind} for kind in (".txt", ".html"))

    assert texts == pages
    for mail in texts:
        text, page = mail.with_suffix(".txt").read_text(), mail.with_suffix(".html").read_text()
        assert '{% extends "mail/_layout.txt" %}' in text, mail
        assert '{% extends "mail/_layout.html" %}' in page, mail
