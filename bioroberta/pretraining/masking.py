"""Dynamic masking: which tokens of a micro-batch are predicted, and what the model sees instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bioroberta.pretraining.config import MaskingConfig

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """What masking has to know of a tokenizer: its size, `<pad>` and `<mask>`, and all special ids."""

    size: int
    pad: int
    mask: int
    special: tuple[int, ...]

    def ordinary(self) -> Ids:
        """All ids that are not special: those that can stand in a text."""
        return np.setdiff1d(np.arange(self.size), self.special)


@dataclass(frozen=True)
class Masked:
    """`input_ids` [rows, columns] as the model sees them; `positions` [n] index the flattened matrix; `labels` [n]."""

    input_ids: Ids
    positions: Ids
    labels: Ids


def mask_tokens(input_ids: Ids, vocabulary: Vocabulary, config: MaskingConfig, seed: int) -> Masked:
    """Choose `share` of each row's ordinary tokens to predict; show `<mask>`, a random token or the token itself.

    A row's number is its tokens times the share, rounded up or down at random so that its mean is exact (as fairseq
    does); special tokens are never chosen. Random tokens are ordinary ones, as in fairseq; BERT draws from all.
    """
    generator = np.random.default_rng(seed)
    eligible = ~np.isin(input_ids, vocabulary.special)
    wanted = np.floor(eligible.sum(axis=1) * config.share + generator.random(len(input_ids)))
    draws = np.where(eligible, generator.random(input_ids.shape), 2.0)
    ranks = draws.argsort(axis=1).argsort(axis=1)
    positions = np.flatnonzero(eligible & (ranks < wanted[:, None]))
    labels = input_ids.ravel()[positions]

    fate = generator.random(len(positions))
    others = generator.choice(vocabulary.ordinary(), size=len(positions))
    seen = np.where(
        fate < config.masked, vocabulary.mask, np.where(fate < config.masked + config.random, others, labels)
    )
    shown = input_ids.copy()
    shown.ravel()[positions] = seen
    return Masked(shown, positions, labels)
