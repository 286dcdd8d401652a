"""HTML that stands escaped in the text of XML."""

from __future__ import annotations

import re

from bioroberta.corpus.readers.markup import read_html

_TAG = re.compile(r"</(?:p|div|font|b|i|em|strong|sup|sub|a|td|li|h[1-6])>", re.IGNORECASE)


def unescaped(texts: list[str]) -> list[str]:
    """The paragraphs, those that are HTML read as such. Raises DocumentError where that fails."""
    plain: list[str] = []
    for text in texts:
        plain += read_html(text, main_content=False)[1].split("\n") if _TAG.search(text) else [text]
    return [text.strip() for text in plain if text.strip()]
