"""Escaped HTML."""

from __future__ import annotations

from bioroberta.corpus.readers.escaped import unescaped


def test_deleted_text_goes() -> None:
    assert unescaped(["<p>Dosis: <del>50</del> 5 mg</p>"]) == ["Dosis: 5 mg"]


def test_lines_break_at_breaks_and_where_html_says_nothing_of_lines() -> None:
    assert unescaped(["TA 120/80<br>FC 72", "<b>HTA</b>\nEPOC", "<p>Uno\ndos</p>"]) == [
        "TA 120/80",
        "FC 72",
        "HTA",
        "EPOC",
        "Uno dos",
    ]


def test_html_is_read_and_text_is_left() -> None:
    page = "<p>Uno <i>dos</i>, 10<sup>6</sup>.</p> <ul><li>tres</li><li>p &lt; 0,05</li></ul>"
    assert unescaped([page, "Si p < 0,05 y q > 3.", " "]) == [
        "Uno dos, 10⁶.",
        "tres",
        "p < 0,05",
        "Si p < 0,05 y q > 3.",
    ]
