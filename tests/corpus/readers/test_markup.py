"""Exponents and indices."""

from __future__ import annotations

import pytest

from bioroberta.corpus.readers.markup import raise_scripts, subscript, superscript


@pytest.mark.parametrize(
    ("text", "raised"),
    [("6", "⁶"), ("-3", "⁻³"), ("o", "º"), ("a", "ª"), ("1,2", "¹,²"), ("er", "er"), ("®", "®"), ("", "")],
)
def test_superscript(text: str, raised: str) -> None:
    assert superscript(text) == raised


def test_tags_in_html_and_wikitext() -> None:
    assert raise_scripts('10<sup class="x">6</sup> CO<SUB>2</SUB> 1<sup>er</sup>') == "10⁶ CO₂ 1er"
    assert raise_scripts("a<sup><a href='#1'>1</a></sup> <sub><b>2</b></sub> x<sup><b>no") == "a¹ ₂ x<sup><b>no"
    assert subscript("max") == "max"
    for long in ("<sup>" * 50_000, "<sup>" + "<b>" * 50_000, "<sup>a<b" * 50_000):
        assert raise_scripts(long) == long
