"""Rule `containment`: a document most of whose word n-grams stand in kept documents before it (onion's rule)."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]


def ngram_hashes(tokens: list[str], size: int) -> Hashes:
    """One 64-bit hash for each position of a word n-gram; empty for a text with fewer words than `size`.

    A word has a 64-bit hash (blake2b: stable across machines, unlike Python's own), an n-gram combines those of its
    words in their order by a polynomial over 2^64.
    """
    positions = len(tokens) - size + 1
    if positions < 1:
        return np.empty(0, np.uint64)
    hashes = {token: _word_hash(token) for token in set(tokens)}
    words = np.array([hashes[token] for token in tokens], np.uint64)
    combined = np.zeros(positions, np.uint64)
    for offset in range(size):
        combined = combined * MULTIPLIER + words[offset : offset + positions]
    return combined


MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so multiplication loses nothing: 2^64 over the golden ratio (Knuth, The Art of Computer Programming 6.4)."""


def _word_hash(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")
