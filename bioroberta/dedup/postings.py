"""Which documents share n-grams: for each n-gram of two documents or more, their numbers and how often they have it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import Numbers, buckets, drop_single, pair, unpair
from bioroberta.dedup.hashing import Hashes
from bioroberta.dedup.order import NONE, Order
from bioroberta.dedup.shuffle import Made, Phase, column, digest, run_phase, table, whole
from bioroberta.run import Run

POSTING = pa.schema([("group", pa.uint32()), ("number", pa.uint32()), ("count", pa.uint32())])
"""Document `number` has n-gram `group` at `count` positions. Sorted by both; a slice counts its groups from 0."""

PAIRED = pa.schema([("number", pa.uint32())])
"""A document that is compared with another."""


@dataclass(frozen=True)
class Grams:
    """What documents are compared by."""

    order: Order
    signatures: Phase
    known: int
    """Documents below this number are not compared with those before them: they have been decided."""

    @property
    def digest(self) -> str:
        """Of all that comparisons are made from."""
        return digest(self.signatures.digest(), self.order.phase.digest(), self.known)


def find_postings(run: Run, grams: Grams, pairs: Phase | None) -> Phase:
    """The phase `postings`; with `pairs` those of the documents in these pairs alone."""
    slices, shared = range(grams.signatures.count("grams")), partial(find_shared, grams=grams, pairs=pairs)
    return run_phase(run, "postings", slices, shared, digest(grams.digest, pairs and pairs.digest()))


def find_shared(unit: int, grams: Grams, pairs: Phase | None) -> Made:
    """The postings of slice `unit` of all n-grams; those of a single document are dropped, and those that only decided
    documents have.
    """
    keys, numbers = gather(unit, "grams", grams)
    if pairs:
        chosen = _in_pairs(numbers, grams.order, pairs)
        keys, numbers = keys[chosen], numbers[chosen]
    keys, numbers = _waiting(keys, numbers, grams.known)
    keys, numbers = drop_single(keys, numbers)
    found, counts = np.unique(pair(np.unique(keys, return_inverse=True)[1], numbers), return_counts=True)
    groups, numbers = unpair(found)
    shared = np.bincount(groups)[groups] > 1 if len(groups) else groups > 0
    rows = table(POSTING, group=groups[shared], number=numbers[shared], count=counts[shared])
    return Made({"postings": whole(rows)}, {})


def gather(unit: int, name: str, grams: Grams) -> tuple[Hashes, Numbers]:
    """The keys of a slice from all shards, with the numbers of the documents they belong to."""
    found: list[tuple[Hashes, Numbers]] = []
    for shard, rows in enumerate(grams.signatures.slices(name, unit)):
        numbers = grams.order.numbers(shard)[column(rows, "row")]
        alive = numbers != NONE
        found.append((column(rows, "key")[alive], numbers[alive]))
    return np.concatenate([keys for keys, _ in found]), np.concatenate([numbers for _, numbers in found])


def _in_pairs(numbers: Numbers, order: Order, pairs: Phase) -> NDArray[np.bool_]:
    """Whether each document is in a pair, one range at a time."""
    found, ranges = np.zeros(len(numbers), np.bool_), order.ranges_of(numbers)
    for number in np.unique(ranges).tolist():
        start, end = order.bases[number : number + 2]
        paired, here = np.zeros(end - start, np.bool_), ranges == number
        paired[column(pairs.slice(number, "paired", 0), "number") - np.uint32(start)] = True
        found[here] = paired[numbers[here] - np.uint32(start)]
    return found


def _waiting(keys: Hashes, numbers: Numbers, known: int) -> tuple[Hashes, Numbers]:
    """Without most keys that no document from number `known` on has."""
    if not known:
        return keys, numbers
    waits = numbers >= known
    places, count = buckets(keys, int(waits.sum()))
    wanted = np.zeros(count, np.bool_)
    wanted[places[waits]] = True
    return keys[wanted[places]], numbers[wanted[places]]
