"""Settings that cannot work are refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from bioroberta.errors import ConfigError
from bioroberta.pretraining.config import PretrainConfig


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"global_batch": 100, "micro_batch": 16}, "not a multiple of micro_batch 16"),
        ({"model.heads": 7}, "not a multiple of heads 7"),
        ({"masking.masked": 0.95}, "is more than 1"),
        ({"optimizer.peak_ls": 1e-3}, "did you mean 'optimizer.peak_lr'"),
        ({"precision": "float8"}, "precision"),
    ],
)
def test_refused(overrides: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        PretrainConfig().with_overrides(overrides)


def test_defaults_are_the_published_ones() -> None:
    config = PretrainConfig()
    assert (config.model.layers, config.model.hidden_size, config.model.intermediate_size) == (12, 768, 3072)
    assert (config.optimizer.peak_lr, config.optimizer.betas, config.global_batch) == (5e-4, (0.9, 0.98), 2048)
    assert config.micro_batches == 128
