"""Exponents and indices."""

from __future__ import annotations

import io

import pytest
from resiliparse.parse.html import HTMLParserException

from bioroberta.corpus.readers.markup import (
    MAX_TAGS,
    elements,
    extractor_failures,
    raise_scripts,
    read_html,
    subscript,
    superscript,
)
from bioroberta.corpus.readers.web_page import read_page
from bioroberta.errors import DocumentError


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


def test_more_elements_than_memory_should_hold() -> None:
    dense = io.BufferedReader(io.BytesIO(b"<a><p>" + b"<b/>" * (MAX_TAGS + 1) + b"</p></a>"))  # type: ignore[arg-type]
    with pytest.raises(DocumentError, match=r"over \d+ tags"):
        list(elements(dense, ("p",), 1 << 30))
    many = io.BufferedReader(io.BytesIO(b"<a>" + b"<p>b</p>" * MAX_TAGS + b"</a>"))  # type: ignore[arg-type]
    assert sum(1 for _ in elements(many, ("p",), 1 << 30)) == MAX_TAGS


@pytest.mark.parametrize("failure", [HTMLParserException(), UnicodeEncodeError("utf-8", "", 0, 1, "")])
def test_what_the_extractor_raises_is_the_pages_fault(failure: Exception) -> None:
    with pytest.raises(DocumentError), extractor_failures():
        raise failure


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, ZeroDivisionError])
def test_what_others_raise_goes_on(failure: type[BaseException]) -> None:
    with pytest.raises(failure), extractor_failures():
        raise failure


def test_half_of_a_surrogate_pair_in_html() -> None:
    page = "<html><title>a</title><body><p>uno \ud800 dos</p></body></html>"
    with pytest.raises(DocumentError, match="surrogate"):
        read_html(page, main_content=False)
    with pytest.raises(DocumentError, match="surrogate"):
        read_page(page)
