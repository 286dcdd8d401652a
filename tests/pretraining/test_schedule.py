"""The learning rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.pretraining.config import OptimizerConfig
from bioroberta.pretraining.schedule import learning_rate


def test_fairseq_figures() -> None:
    config = OptimizerConfig()
    assert learning_rate(9_999, 125_000, config) == pytest.approx(5e-4)
    assert learning_rate(4_999, 125_000, config) == pytest.approx(2.5e-4)
    assert learning_rate(67_500, 125_000, config) == pytest.approx(2.5e-4)


@given(st.integers(1, 300), st.floats(0, 0.99))
def test_rises_then_falls_and_is_never_zero(steps: int, share: float) -> None:
    config = OptimizerConfig(peak_lr=1e-3, warmup_share=share)
    rates = [learning_rate(step, steps, config) for step in range(steps)]
    assert all(0 < rate <= 1e-3 * (1 + 1e-9) for rate in rates)
    top = rates.index(max(rates))
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert max(rates) == pytest.approx(1e-3)


def test_without_warmup_starts_at_the_peak() -> None:
    assert learning_rate(0, 10, OptimizerConfig(peak_lr=1e-3, warmup_share=0)) == 1e-3
