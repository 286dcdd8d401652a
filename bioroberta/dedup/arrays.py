"""Sorted arrays of numbers: pairs in one number, runs of equal values, sums by key."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bioroberta.dedup.hashing import Hashes

Numbers = NDArray[np.uint32]


def pair(first: NDArray[Any], second: Numbers) -> Hashes:
    """Two 32-bit numbers as one, which sorts as they do."""
    paired: Hashes = (first.astype(np.uint64) << np.uint64(32)) | second
    return paired


def unpair(pairs: Hashes) -> tuple[Numbers, Numbers]:
    """The two numbers of each pair."""
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def contains(there: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    """Whether each wanted value is among the sorted ones."""
    if not len(there):
        return np.zeros(len(wanted), np.bool_)
    found: NDArray[np.bool_] = there[np.minimum(np.searchsorted(there, wanted), len(there) - 1)] == wanted
    return found


def starts(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a run of equal values begins."""
    begins = np.ones(len(values), np.bool_)
    begins[1:] = values[1:] != values[:-1]
    return begins


def sums(keys: NDArray[Any], counts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different keys in order, and the sum of the counts of each."""
    found, place = np.unique(keys, return_inverse=True)
    total = np.zeros(len(found), np.int64)
    np.add.at(total, place, counts)
    return found, total


def drop_single(keys: Hashes, of_keys: NDArray[Any]) -> tuple[Hashes, NDArray[Any]]:
    """Without most keys that stand there once: those that have one of many buckets for themselves. `of_keys` is what
    goes with each.
    """
    places, count = buckets(keys, len(keys))
    many = np.bincount(places, minlength=count)[places] > 1
    return keys[many], of_keys[many]


def buckets(keys: Hashes, expected: int) -> tuple[NDArray[np.int64], int]:
    """A bucket for each key, out of some times as many as keys are expected to count."""
    bits = max(expected, 1).bit_length() + 1
    return (keys & np.uint64((1 << bits) - 1)).astype(np.int64), 1 << bits
