"""Escaped HTML."""

from __future__ import annotations

from bioroberta.corpus.readers.escaped import unescaped


def test_html_is_read_and_text_is_left() -> None:
    page = "<p>Uno <i>dos</i>, 10<sup>6</sup>.</p> <ul><li>tres</li><li>p &lt; 0,05</li></ul>"
    assert unescaped([page, "Si p < 0,05 y q > 3.", " "]) == [
        "Uno dos, 10⁶.",
        "tres",
        "p < 0,05",
        "Si p < 0,05 y q > 3.",
    ]
