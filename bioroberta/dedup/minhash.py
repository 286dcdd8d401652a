"""MinHash: the keys under which texts with similar sets of n-grams meet (Broder 1997; LSH: Indyk and Motwani 1998)."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from bioroberta.dedup.config import NearConfig
from bioroberta.dedup.hashing import Counts, Hashes, mix

Halves = NDArray[np.uint32]
"""Halves of hashes."""

BLOCK = 1 << 13
"""N-grams that all permutations see before the next ones come: enough to make numpy's calls few, and with 112
permutations 3.7 MB, which stay in a core's caches."""


def band_keys(grams: Hashes, texts: Counts, config: NearConfig) -> Hashes:
    """A key for each text and band, shape (texts, bands). Two texts whose n-gram hashes have Jaccard similarity s share
    a band's key with a chance of s^rows.

    `texts` is where each text's n-grams begin, and the end of the last; a text without any must not be asked for.
    """
    smallest = signatures(grams, texts, config.bands * config.rows)
    rows = smallest.reshape(len(smallest), config.bands, config.rows).astype(np.uint64)
    keys: Hashes = np.zeros((len(smallest), config.bands), np.uint64)
    for row in range(config.rows):
        keys = mix(keys ^ rows[:, :, row])
    return mix(keys ^ np.arange(1, config.bands + 1, dtype=np.uint64))


def signatures(grams: Hashes, texts: Counts, permutations: int) -> Halves:
    """The smallest hash of each text's n-grams under each permutation, shape (texts, permutations).

    A permutation is low * factor + high, modulo 2^32. The halves of a mixed 64-bit hash are independent, so the sums of
    two n-grams are too, for all but the factors that they happen to agree in.
    """
    low, high = (grams & np.uint64(0xFFFFFFFF)).astype(np.uint32), (grams >> np.uint64(32)).astype(np.uint32)
    factors = _factors(permutations)[:, None]
    smallest = np.full((permutations, len(texts) - 1), 0xFFFFFFFF, np.uint32)
    # One buffer for all: memory that is asked for anew must be cleared by the system each time.
    buffer = np.empty((permutations, min(BLOCK, len(grams))), np.uint32)
    for start in range(0, len(grams), BLOCK):
        part = low[start : start + BLOCK]
        permuted = np.multiply(factors, part, out=buffer[:, : len(part)])
        permuted += high[start : start + BLOCK]
        first = np.searchsorted(texts, start, side="right") - 1
        here = smallest[:, first : np.searchsorted(texts, start + len(part))]
        begins = np.maximum(texts[first : first + here.shape[1]] - start, 0)
        np.minimum(here, np.minimum.reduceat(permuted, begins, axis=1), out=here)
    return smallest.T


@cache
def _factors(count: int) -> Halves:
    """One for each permutation; odd, so that it is one."""
    return (mix(np.arange(1, count + 1, dtype=np.uint64)) >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
