"""MinHash against the sets themselves: a share of equal rows is an estimate of Jaccard similarity."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.dedup import minhash
from bioroberta.dedup.config import NearConfig
from bioroberta.dedup.hashing import Hashes, mix
from bioroberta.dedup.minhash import band_keys, signatures

PERMUTATIONS = 4096
CONFIG = NearConfig(bands=7, rows=3)
sets = st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=20), min_size=1, max_size=5)


def laid_out(texts: list[list[int]]) -> tuple[Hashes, np.ndarray]:
    """N-gram hashes of texts that have these n-grams, and where each text's begin."""
    return mix(np.array([each + 1 for text in texts for each in text], np.uint64)), np.cumsum([0, *map(len, texts)])


@pytest.mark.parametrize(("both", "alone"), [(0, 50), (1, 1), (30, 70), (80, 10), (95, 3), (400, 100), (50, 0)])
def test_the_share_of_equal_rows_is_about_the_jaccard_similarity(both: int, alone: int) -> None:
    left = [*range(both), *range(1000, 1000 + alone)]
    right = [*range(both), *range(2000, 2000 + alone)]
    found = signatures(*laid_out([left, right]), PERMUTATIONS)
    assert found.shape == (2, PERMUTATIONS)
    similarity = both / (both + 2 * alone)
    deviation = np.sqrt(similarity * (1 - similarity) / PERMUTATIONS)
    assert abs(np.mean(found[0] == found[1]) - similarity) <= 4 * deviation


@given(sets, st.randoms(use_true_random=False), st.integers(1, 50))
def test_order_repetition_and_blocks_make_no_difference(
    texts: list[list[int]], chance: random.Random, block: int
) -> None:
    shuffled = [chance.sample(text * 2, len(text) * 2) for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minhash, "BLOCK", block)
        found = band_keys(*laid_out(shuffled), CONFIG)
    assert np.array_equal(found, band_keys(*laid_out(texts), CONFIG))


@given(sets)
def test_a_text_s_keys_do_not_depend_on_the_others(texts: list[list[int]]) -> None:
    together = band_keys(*laid_out(texts), CONFIG)
    assert together.shape == (len(texts), CONFIG.bands)
    alone = [band_keys(*laid_out([text]), CONFIG)[0].tolist() for text in texts]
    assert together.tolist() == alone


@given(sets)
def test_two_texts_share_a_key_when_all_rows_of_that_band_are_equal(texts: list[list[int]]) -> None:
    keys = band_keys(*laid_out(texts), CONFIG)
    rows = signatures(*laid_out(texts), CONFIG.bands * CONFIG.rows).reshape(len(texts), CONFIG.bands, CONFIG.rows)
    assert np.array_equal(keys[0] == keys, (rows[0] == rows).all(axis=2))


def test_all_of_a_hash_counts() -> None:
    hashes = np.array([5, 5 + (1 << 32), 6], np.uint64)
    found = signatures(hashes, np.arange(4), 100)
    assert not (found[0] == found[1]).any()
    assert not (found[0] == found[2]).any()


def test_equal_rows_of_two_bands_are_no_equal_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minhash, "_factors", lambda count: np.ones(count, np.uint32))
    [keys] = band_keys(*laid_out([[1, 2, 3]]), NearConfig(bands=200, rows=2))
    assert len({*keys.tolist()}) == 200
