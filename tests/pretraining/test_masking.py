"""Masking: exact shares, special tokens untouched, one seed one result."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.pretraining.config import MaskingConfig
from bioroberta.pretraining.masking import Vocabulary, mask_tokens

VOCABULARY = Vocabulary(size=500, pad=1, mask=4, special=(0, 1, 2, 3, 4))
CONFIG = MaskingConfig()


def matrix(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    ids = np.random.default_rng(seed).integers(5, 500, size=(rows, columns))
    ids[:, 0], ids[:, -1], ids[:, columns // 2] = 0, 2, 2
    return ids


@given(st.integers(1, 8), st.integers(4, 60), st.integers(0, 2**63 - 1))
def test_special_tokens_are_never_chosen_nor_changed(rows: int, columns: int, seed: int) -> None:
    ids = matrix(rows, columns)
    ids[-1, columns // 2 :] = 1
    masked = mask_tokens(ids, VOCABULARY, CONFIG, seed)
    assert (masked.labels >= 5).all()
    assert (masked.labels == ids.ravel()[masked.positions]).all()
    untouched = np.setdiff1d(np.arange(ids.size), masked.positions)
    assert (masked.input_ids.ravel()[untouched] == ids.ravel()[untouched]).all()
    assert not np.isin(masked.input_ids.ravel()[masked.positions], [0, 1, 2, 3]).any()


@given(st.integers(0, 2**63 - 1))
def test_each_row_has_its_share(seed: int) -> None:
    ids = matrix(6, 100)
    masked = mask_tokens(ids, VOCABULARY, CONFIG, seed)
    counts = np.bincount(masked.positions // 100, minlength=6)
    assert set(counts) <= {14, 15}  # 97 ordinary tokens x 0.15 = 14.55


def test_shares_hold_over_many_tokens() -> None:
    ids = matrix(400, 128)
    masked = mask_tokens(ids, VOCABULARY, CONFIG, 7)
    seen = masked.input_ids.ravel()[masked.positions]
    count = len(masked.labels)
    assert abs(count / (400 * 125) - 0.15) < 0.001
    assert abs((seen == 4).sum() / count - 0.8) < 0.015
    assert abs((seen == masked.labels).sum() / count - 0.1) < 0.015
    assert abs(np.isin(np.arange(5, 500), seen).mean() - 1) < 0.3


def test_seed_decides() -> None:
    ids = matrix(4, 64)
    first, again, other = (mask_tokens(ids, VOCABULARY, CONFIG, seed) for seed in (1, 1, 2))
    assert (first.positions == again.positions).all()
    assert (first.input_ids == again.input_ids).all()
    assert first.positions.tolist() != other.positions.tolist()


def test_input_is_not_changed() -> None:
    ids = matrix(4, 64)
    before = ids.copy()
    mask_tokens(ids, VOCABULARY, CONFIG, 1)
    assert (ids == before).all()


def test_everything_can_be_masked() -> None:
    config = MaskingConfig(share=0.999, masked=1.0, random=0.0)
    masked = mask_tokens(matrix(2, 2000), VOCABULARY, config, 1)
    assert set(masked.input_ids.ravel()[masked.positions]) == {4}
