"""Equality of texts as deduplication sees it."""

from __future__ import annotations

from hypothesis import example, given, settings

from bioroberta.dedup.exact import text_hashes
from bioroberta.dedup.words import words
from bioroberta.text import normalise
from tests.dedup.test_words import pieces_strategy


@given(pieces_strategy)
@example([["Dolor  TORÁCICO,\nagudo."], ["dolor", "tora\u0301cico agudo"], ["10⁶"], ["106"], [], ["."]])
@example([["a b"], ["ab"], ["a", "b"], ["b a"]])
@settings(deadline=None)
def test_hashes_are_equal_when_normalised_texts_are(texts: list[list[str]]) -> None:
    hashes, same = text_hashes(words(texts)), [normalise(" ".join(pieces)) for pieces in texts]
    assert {len(each) for each in hashes} <= {16}
    assert len(hashes) == len(texts)
    assert len({*hashes}) == len({*same}) == len({*zip(hashes, same, strict=True)})
