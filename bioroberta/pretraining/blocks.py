"""Encoded blocks in memory, and the order in which training visits them.

Ray Data's shards are neither deterministic nor resumable in mid-epoch (ray issues 58658 and 48224), so every worker
reads the blocks itself and computes which ones a step needs. There is no sampler and no state: a step's blocks follow
from (seed, step) alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bioroberta.training import derive_seed

Indices = NDArray[np.int64]

ROUNDS = 4
"""Luby and Rackoff 1988: four Feistel rounds of good functions are a strong pseudorandom permutation."""


@dataclass(frozen=True)
class Blocks:
    """Blocks end to end: block `i` is `ids[offsets[i]:offsets[i + 1]]`. Two bytes a token with up to 65,536 tokens."""

    ids: NDArray[Any]
    offsets: Indices

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def lengths(self, indices: Indices) -> Indices:
        """Tokens of the blocks of these indices, special ones included."""
        return self.offsets[indices + 1] - self.offsets[indices]

    def gather(self, indices: Indices, pad: int) -> Indices:
        """The blocks of these indices as one matrix [blocks, longest], filled up with `pad`."""
        starts, lengths = self.offsets[indices], self.lengths(indices)
        columns = np.arange(lengths.max(initial=0))
        inside = columns < lengths[:, None]
        positions = np.where(inside, starts[:, None] + columns, 0)
        return np.where(inside, self.ids[positions], pad).astype(np.int64)


def read_blocks(tables: Iterable[pa.Table]) -> dict[str, Blocks]:
    """The blocks of each split ("train", "validation") out of tables with `input_ids` and `split`, in their order."""
    columns: dict[str, list[pa.ListArray]] = {"train": [], "validation": []}
    for table in tables:
        for split, found in columns.items():
            chosen = table.filter(pc.equal(table.column("split"), split))
            found.append(chosen.column("input_ids").combine_chunks())
    return {split: _blocks(found) for split, found in columns.items()}


def step_blocks(step: int, size: int, global_batch: int, seed: int) -> Indices:
    """Indices of the blocks of a step's global batch, out of `size` blocks.

    Epochs follow each other without a gap: every run of `size` visits from a multiple of `size` on holds each block
    once, in an order of its own; a batch may begin in one epoch and end in the next.
    """
    visits = np.arange(step * global_batch, (step + 1) * global_batch, dtype=np.int64)
    epochs, within = np.divmod(visits, size)
    indices = np.empty_like(visits)
    for epoch in np.unique(epochs):
        chosen = epochs == epoch
        indices[chosen] = permute(within[chosen], size, derive_seed(seed, "order", int(epoch)))
    return indices


def micro_batches(indices: Indices, micro_batch: int, rank: int, world: int) -> Iterator[tuple[int, Indices]]:
    """Rank's share of a global batch: micro-batches rank, rank + world, ... with their number in the batch.

    How a batch is cut does not depend on the number of workers, only who computes which piece.
    """
    pieces = range(0, len(indices), micro_batch)
    for number in range(rank, len(pieces), world):
        yield number, indices[pieces[number] : pieces[number] + micro_batch]


def permute(positions: Indices, size: int, key: int) -> Indices:
    """Where each position of 0 ... size - 1 goes under the permutation of `key`: a bijection computed point by point.

    A Feistel network over the next even number of bits, walked until it lands below `size` again (Black and Rogaway
    2002, cycle walking); the domain is under 4 x size, so a walk has fewer than 4 steps on average.
    """
    half = max(1, (max(size - 1, 1).bit_length() + 1) // 2)
    values = _feistel(positions.astype(np.uint64), half, key)
    while (outside := values >= size).any():
        values[outside] = _feistel(values[outside], half, key)
    return values.astype(np.int64)


def _feistel(values: NDArray[np.uint64], half: int, key: int) -> NDArray[np.uint64]:
    mask, shift = np.uint64((1 << half) - 1), np.uint64(half)
    left, right = values >> shift, values & mask
    for number in range(ROUNDS):
        mixed = _mix(right ^ np.uint64(derive_seed(key, number)))
        left, right = right, left ^ (mixed & mask)
    return (left << shift) | right


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _blocks(columns: list[pa.ListArray]) -> Blocks:
    lengths = [pc.list_value_length(column).to_numpy() for column in columns]
    ids = [column.flatten().to_numpy() for column in columns]
    return Blocks(
        np.concatenate(ids or [np.empty(0, np.uint16)]), np.concatenate([[0], *lengths]).cumsum(dtype=np.int64)
    )
