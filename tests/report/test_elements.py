"""Pieces of HTML: whatever the text, what comes out is well-formed, inert and shows all of it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bioroberta.report.elements import HIDDEN, bar, figure, number, percent, plural, visible

TEXT = st.text() | st.text(alphabet="<>&\"'/ab\n\t\0\x1b\u200b\u202e\u2066\ufeff\u00a0\u2028áю漢🙂]-")
CODE_POINTS = re.compile(r"U\+([0-9A-F]{4,6})")


def read(html: str) -> etree._Element:
    return etree.fromstring(f"<p>{html}</p>")


@given(TEXT)
def test_text_becomes_inert_well_formed_html_that_shows_all_of_it(text: str) -> None:
    html = visible(text)
    element = read(html)
    assert {child.tag for child in element} <= {"b"}
    assert not any(unicodedata.category(character) in HIDDEN - {"Zs"} for character in html.replace("\n", ""))
    shown = "".join(element.itertext())
    plain = "".join(c for c in text if c in " \n" or unicodedata.category(c) not in HIDDEN)
    points = [chr(int(point, 16)) for child in element for point in CODE_POINTS.findall(child.text or "")]
    assert points == [c for c in text if c not in " \n" and unicodedata.category(c) in HIDDEN]
    for child in element:
        shown = shown.replace(child.text or "", "", 1)
    assert len(shown) == len(plain)


def test_hidden_characters_stand_as_code_points() -> None:
    assert visible("a\u200b\u202eb\u00a0<") == "a<b>U+200B U+202E</b>b<b>U+00A0</b>&lt;"
    assert visible("\"x\" & 'y'") == "&quot;x&quot; &amp; &#x27;y&#x27;"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (1, 8, "12.5%"),
        (0, 8, "0%"),
        (8, 8, "100%"),
        (1, 10_000, "&lt;0.1%"),
        (9_999, 10_000, "&gt;99.9%"),
        (-1, 8, "-12.5%"),
        (-1, 10_000, "&gt;-0.1%"),
        (None, 8, "–"),
        (3, None, "–"),
        (0, 0, "–"),
    ],
)
def test_shares_are_never_rounded_to_nothing_or_all(part: int | None, whole: int | None, said: str) -> None:
    assert percent(part, whole) == said


@given(st.none() | st.integers(-9, 9), st.none() | st.integers(0, 9))
def test_a_bar_fits_its_frame_and_has_its_number(part: int | None, whole: int | None) -> None:
    element = read(bar(part, whole))
    width = float(element.find("span/i").get("style").removeprefix("width:").removesuffix("%"))
    assert 0 <= width <= 100
    assert (element.find("span").tail or "") in ("–", read(percent(part, whole)).text)


def test_numbers_as_people_write_them() -> None:
    assert (number(1129693513), number(None)) == ("1,129,693,513", "–")
    assert (figure(1234.0), figure(0.52061)) == ("1,234", "0.521")
    assert (plural(1, "word"), plural(1234, "word")) == ("1 word", "1,234 words")
