"""HTML that stands escaped in the text of XML."""

from __future__ import annotations

import re

from bioroberta.corpus.readers.markup import read_html

_TAG = re.compile(r"</(?:p|div|span|font|b|i|u|em|strong|sup|sub|a|td|li|h[1-6])>|<br ?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|div|br|ul|ol|li|table|tr|td|h[1-6])\b", re.IGNORECASE)


def unescaped(texts: list[str]) -> list[str]:
    """The paragraphs, those that are HTML read as such, a paragraph a line. Raises DocumentError where that fails.

    What lines has of its own breaks only in HTML that says nothing of lines: `<b>HTA</b>`, and another line.
    """
    plain: list[str] = []
    for text in texts:
        plain += _read(text) if _TAG.search(text) else [text]
    return [text.strip() for text in plain if text.strip()]


def _read(text: str) -> list[str]:
    source = text if _BLOCK.search(text) else text.replace("\n", "<br>")
    return read_html(source, main_content=False)[1].split("\n")
