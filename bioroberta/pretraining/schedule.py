"""The learning rate as a pure function of the step."""

from __future__ import annotations

from bioroberta.pretraining.config import OptimizerConfig


def learning_rate(step: int, steps: int, config: OptimizerConfig) -> float:
    """The rate of step 0 ... steps - 1: up in a line to the peak, then down in a line towards 0.

    The first step already has a rate above 0, and so has the last: no step is lost on 0.
    """
    warmup = round(steps * config.warmup_share)
    if step < warmup:
        return config.peak_lr * (step + 1) / warmup
    return config.peak_lr * (steps - step) / (steps - warmup)
