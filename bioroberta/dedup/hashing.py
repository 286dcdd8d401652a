"""Hashes of 64 bits, many at once, that are the same on every machine: of n-grams, and of runs of any length."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Counts = NDArray[np.int64]

_GOLDEN = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio, odd (Knuth, The Art of Computer Programming 6.4)."""
_INVERSE = pow(_GOLDEN, -1, 1 << 64)

_FEWEST = 1 << 19
"""Powers in the smallest table: those of a chunk of texts."""


def ngrams(hashes: Hashes, texts: Counts, size: int) -> tuple[Hashes, NDArray[np.int64]]:
    """One hash for each position of an n-gram of words, and the number of the text it stands in.

    `texts` is where each text's words begin, and the end of the last. A text of fewer words than `size` has none.
    """
    owner = np.repeat(np.arange(len(texts) - 1), np.diff(texts))
    positions = len(hashes) - size + 1
    if positions < 1:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    combined = np.zeros(positions, np.uint64)
    for offset in range(size):
        combined = combined * np.uint64(_GOLDEN) + hashes[offset : offset + positions]
    within = owner[:positions] == owner[size - 1 :]
    return mix(combined[within]), owner[:positions][within]


def sequences(hashes: Hashes, starts: Counts) -> Hashes:
    """One hash for each of some sequences; `starts` is where each begins, and the end of the last."""
    return runs(hashes, starts[:-1], starts[1:])


def runs(hashes: Hashes, starts: Counts, ends: Counts) -> Hashes:
    """One hash for each run of hashes: a polynomial over them, which running sums give for any run at once."""
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(hashes * _powers(len(hashes)))])
    return mix((sums[ends] - sums[starts]) * _inverses(len(hashes) + 1)[starts])


@cache
def of_numbers(count: int) -> Hashes:
    """A hash for each number from 0 on."""
    return mix(np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_GOLDEN))


def mix(values: Hashes) -> Hashes:
    """A permutation of 64-bit numbers that spreads every bit over all (splitmix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _powers(count: int) -> Hashes:
    return _table(_GOLDEN, _room(count))[:count]


def _inverses(count: int) -> Hashes:
    return _table(_INVERSE, _room(count))[:count]


def _room(count: int) -> int:
    """`count` rounded up to a power of two, so that tables are few."""
    return 1 << max(count - 1, _FEWEST).bit_length()


@cache
def _table(base: int, count: int) -> Hashes:
    """The powers of `base` modulo 2^64, from 0."""
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)
