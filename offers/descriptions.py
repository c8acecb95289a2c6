"""Descriptions: the HTML that partners send, made safe before it is stored. The only door to nh3."""

import html
import re

import nh3

# The tags of the public API's offers; no attribute at all. The database refuses every other one.
TAGS = {"b", "i", "em", "strong", "p", "br", "ul", "li"}
LOOKS_LIKE_HTML = re.compile(r"</?(?:b|i|em|strong|p|br|ul|ol|li|div|span|h[1-6]|a|table)\b[^<>]*>", re.IGNORECASE)
ENDS_A_BLOCK = re.compile(r"</(?:div|h[1-6]|ol|table|tr)\s*>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
ANY_TAG = re.compile(r"<[^>]*>")


def safe_html(text: str) -> str:
    """A description ready to be shown as it is: only bare tags of ``TAGS``, everything else escaped or dropped.

    Plain text gets its paragraphs and line breaks.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if LOOKS_LIKE_HTML.search(text):
        return _clean(ENDS_A_BLOCK.sub("<br>", text))
    paragraphs = BLANK_LINES.split(html.escape(text, quote=False))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs if paragraph)


def plain_text(description: str) -> str:
    """The words of a safe description, on lines, without any tag."""
    lines = re.sub(r"<br>|</p>|</li>", "\n", description)
    return html.unescape(ANY_TAG.sub("", lines)).strip()


def _clean(text: str) -> str:
    return nh3.clean(text, tags=TAGS, attributes={}, clean_content_tags={"script", "style", "iframe", "object"})
