"""Which documents share n-grams: for each n-gram of two documents or more, their numbers and how often they have it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import Numbers, pair, unpair
from bioroberta.dedup.hashing import Hashes
from bioroberta.dedup.order import NONE, Order
from bioroberta.dedup.shuffle import Made, Phase, column, table, whole

POSTING = pa.schema([("group", pa.uint32()), ("number", pa.uint32()), ("count", pa.uint32())])
"""Document `number` has n-gram `group` at `count` positions. Sorted by both; a slice counts its groups from 0."""


def find_shared(unit: int, signatures: Phase, order: Order, known: int) -> Made:
    """The postings of slice `unit` of all n-grams; those of a single document are dropped, and those that only
    documents numbered below `known` have, which have been decided.
    """
    keys, numbers = _waiting(*gather(unit, "grams", signatures, order), known)
    keys, numbers = drop_single(keys, numbers)
    _, groups = np.unique(keys, return_inverse=True)
    pairs, counts = np.unique(pair(groups, numbers), return_counts=True)
    of_pairs, numbers = unpair(pairs)
    shared = np.bincount(of_pairs)[of_pairs] > 1 if len(of_pairs) else of_pairs > 0
    rows = table(POSTING, group=of_pairs[shared], number=numbers[shared], count=counts[shared])
    return Made({"postings": whole(rows)}, {})


def gather(unit: int, name: str, signatures: Phase, order: Order) -> tuple[Hashes, Numbers]:
    """The keys of a slice from all shards, with the numbers of the documents they belong to."""
    found: list[tuple[Hashes, Numbers]] = []
    for shard, rows in enumerate(signatures.slices(name, unit)):
        numbers = order.numbers(shard)[column(rows, "row")]
        alive = numbers != NONE
        found.append((column(rows, "key")[alive], numbers[alive]))
    return np.concatenate([keys for keys, _ in found]), np.concatenate([numbers for _, numbers in found])


def _waiting(keys: Hashes, numbers: Numbers, known: int) -> tuple[Hashes, Numbers]:
    """Without most keys that no document from number `known` on has."""
    if not known:
        return keys, numbers
    waits = numbers >= known
    buckets, count = _buckets(keys, int(waits.sum()))
    wanted = np.zeros(count, np.bool_)
    wanted[buckets[waits]] = True
    return keys[wanted[buckets]], numbers[wanted[buckets]]


def drop_single(keys: Hashes, numbers: Numbers) -> tuple[Hashes, Numbers]:
    """Without most keys that stand there once: those that have one of many buckets for themselves."""
    buckets, count = _buckets(keys, len(keys))
    many = np.bincount(buckets, minlength=count)[buckets] > 1
    return keys[many], numbers[many]


def _buckets(keys: Hashes, expected: int) -> tuple[NDArray[np.int64], int]:
    """A bucket for each key, out of some times as many as keys are expected to count."""
    bits = max(expected, 1).bit_length() + 1
    return (keys & np.uint64((1 << bits) - 1)).astype(np.int64), 1 << bits
