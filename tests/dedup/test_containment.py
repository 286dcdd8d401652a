"""Hashes of word n-grams against the n-grams themselves."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.dedup.containment import ngram_hashes

words = st.lists(st.sampled_from(["el", "la", "de", "niño", "2"]), max_size=12)


def ngrams(tokens: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)]


@given(words, words, st.integers(1, 6))
def test_two_positions_have_equal_hashes_when_their_words_are_equal(
    left: list[str], right: list[str], size: int
) -> None:
    grams = ngrams(left, size) + ngrams(right, size)
    hashes = [*ngram_hashes(left, size).tolist(), *ngram_hashes(right, size).tolist()]
    assert len(hashes) == len(grams)
    assert len(set(hashes)) == len(set(grams))
    assert len(set(zip(hashes, grams, strict=True))) == len(set(grams))


@pytest.mark.parametrize("tokens", [[], ["a"], ["a"] * 4])
def test_a_text_shorter_than_an_ngram_has_none(tokens: list[str]) -> None:
    hashes = ngram_hashes(tokens, 5)
    assert hashes.shape == (0,)
    assert hashes.dtype == np.uint64


def test_the_order_of_words_matters() -> None:
    assert ngram_hashes(["a", "b"], 2) != ngram_hashes(["b", "a"], 2)
    assert ngram_hashes("a b c d e".split(), 5).shape == (1,)


def test_hashes_are_the_same_in_every_process() -> None:
    here = ngram_hashes("el paciente niega dolor".split(), 2).tolist()
    code = (
        "from bioroberta.dedup.containment import *; print(ngram_hashes('el paciente niega dolor'.split(), 2).tolist())"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == str(here)
