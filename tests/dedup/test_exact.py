"""Equality of texts as deduplication sees it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bioroberta.dedup.exact import text_hash
from bioroberta.text import normalise


def test_case_spacing_punctuation_and_composition_make_no_difference() -> None:
    assert text_hash("Dolor  TORÁCICO,\nagudo.") == text_hash("dolor tora\u0301cico agudo")
    assert text_hash("10⁶") != text_hash("106")
    assert len(text_hash("")) == 16


@given(st.text(), st.text())
def test_hashes_are_equal_when_normalised_texts_are(left: str, right: str) -> None:
    assert (text_hash(left) == text_hash(right)) == (normalise(left) == normalise(right))
    assert text_hash(left) == text_hash(normalise(left))
