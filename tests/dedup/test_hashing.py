"""N-grams and sequences by hash against the words themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.dedup.hashing import ngrams, sequences
from bioroberta.dedup.words import words

few_words = st.lists(st.sampled_from(["el", "la", "de", "niño", "2"]), max_size=9)


@given(st.lists(few_words, max_size=4), st.integers(1, 6))
def test_ngrams_are_equal_when_their_words_are(texts: list[list[str]], size: int) -> None:
    found = words([[" ".join(text)] for text in texts])
    hashes, owners = ngrams(found.hashes, found.texts, size)
    wanted = [
        (number, tuple(text[start : start + size]))
        for number, text in enumerate(texts)
        for start in range(len(text) - size + 1)
    ]
    assert hashes.dtype == np.uint64
    assert owners.tolist() == [number for number, _ in wanted]
    assert_one_to_one(hashes.tolist(), [gram for _, gram in wanted])


@given(st.lists(few_words, max_size=5), st.data())
def test_sequences_are_equal_when_their_words_are_wherever_they_stand(
    runs: list[list[str]], data: st.DataObject
) -> None:
    twice = data.draw(st.permutations(runs * 2))
    found = words([[" ".join(run) for run in twice]])
    assert_one_to_one(sequences(found.hashes, found.pieces).tolist(), [tuple(run) for run in twice])


def assert_one_to_one(hashes: Sequence[int], values: Sequence[tuple[str, ...]]) -> None:
    assert len(hashes) == len(values)
    assert len({*hashes}) == len({*values}) == len({*zip(hashes, values, strict=True)})


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from bioroberta.dedup.hashing import *; from bioroberta.dedup.words import words; "
        "w = words([['El niño niega', 'dolor torácico'], ['Straße']]); "
        "print(w.hashes.tolist(), ngrams(w.hashes, w.texts, 2)[0].tolist(), sequences(w.hashes, w.pieces).tolist())"
    )
    said = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    found = words([["El niño niega", "dolor torácico"], ["Straße"]])
    grams, _ = ngrams(found.hashes, found.texts, 2)
    here = f"{found.hashes.tolist()} {grams.tolist()} {sequences(found.hashes, found.pieces).tolist()}\n"
    assert said == {here}
