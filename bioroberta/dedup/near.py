"""Rule `near`: MinHash proposes pairs of documents, their n-grams decide which of them are near each other.

No pair stands for another: a document that is like one that is like a third is compared with the third itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from bioroberta.dedup.arrays import Numbers, contains, pair, starts, sums, unpair
from bioroberta.dedup.config import NearConfig
from bioroberta.dedup.hashing import Hashes
from bioroberta.dedup.order import Order
from bioroberta.dedup.postings import drop_single, gather
from bioroberta.dedup.shuffle import Made, Phase, column, cut, digest, run_phase, table, whole
from bioroberta.run import Run

COMPARED = 64
"""Documents that share a band's key are compared with so many of them at most, the first in canonical order: the work
grows with a bucket's size, not with its square. Copies of a template beyond it meet in other bands, or stay."""

BLOCK = 1 << 21
"""N-grams that are looked up at once."""

PAIR = pa.schema([("number", pa.uint32()), ("before", pa.uint32())])
COMMON = pa.schema([*PAIR, ("common", pa.uint32())])
"""How many different n-grams of a slice both have."""
EDGE = pa.schema([*PAIR, ("similarity", pa.float64())])
"""A document that is near one before it."""


@dataclass(frozen=True)
class Grams:
    """What documents are compared by."""

    order: Order
    signatures: Phase
    postings: Phase
    known: int
    """Documents below this number are not compared with those before them: they have been decided."""


def find_near(run: Run, config: NearConfig, grams: Grams) -> Phase:
    """The phase whose `edges` are the verified pairs, a unit a range."""
    order, signatures, postings = grams.order, grams.signatures, grams.postings
    ranges, made = range(order.ranges), digest(signatures.digest(), order.phase.digest(), postings.digest())
    proposed = partial(propose, signatures=signatures, order=order, known=grams.known)
    proposals = run_phase(run, "near-propose", range(signatures.count("bands")), proposed, made)
    pairs = run_phase(run, "near-pairs", ranges, partial(merge, proposals=proposals), proposals.digest())
    counted = partial(count_common, order=order, pairs=pairs, postings=postings)
    common = run_phase(run, "near-common", range(len(postings.markers)), counted, pairs.digest())
    verified = partial(verify, config=config, order=order, common=common)
    return run_phase(run, "near-edges", ranges, verified, common.digest())


def propose(unit: int, signatures: Phase, order: Order, known: int) -> Made:
    """The pairs that share a band's key of slice `unit`, the later one numbered from `known` on."""
    keys, numbers = drop_single(*gather(unit, "bands", signatures, order))
    place = np.lexsort((numbers, keys))
    keys, numbers = keys[place], numbers[place]
    begins = np.flatnonzero(starts(keys))
    first = np.repeat(begins, np.diff(np.append(begins, len(keys))))
    rank = np.arange(len(keys)) - first
    pairs = [np.empty(0, np.uint64)]
    for other in range(min(COMPARED, int(rank.max(initial=0)))):
        later = (rank > other) & (numbers >= known)
        pairs.append(pair(numbers[later], numbers[first[later] + other]))
    rows = _unpaired(np.unique(np.concatenate(pairs)))
    return Made({"pairs": cut(rows, order.ranges_of(column(rows, "number")), order.ranges)}, {})


def merge(unit: int, proposals: Phase) -> Made:
    """The pairs of a range, each once."""
    rows = proposals.all_of("pairs", unit)
    return Made({"pairs": whole(_unpaired(np.unique(pair(column(rows, "number"), column(rows, "before")))))}, {})


def count_common(unit: int, order: Order, pairs: Phase, postings: Phase) -> Made:
    """How many n-grams of slice `unit` the documents of each pair share."""
    rows = postings.slice(unit, "postings", 0)
    groups, numbers = column(rows, "group"), column(rows, "number")
    there = pair(groups, numbers)
    place = np.argsort(numbers, kind="stable")
    groups, numbers = groups[place], numbers[place]
    found = [COMMON.empty_table()]
    for part in _blocks(pairs, numbers):
        later, before = column(part, "number"), column(part, "before")
        first, ends = np.searchsorted(numbers, later), np.searchsorted(numbers, later, side="right")
        lengths = ends - first
        owner = np.repeat(np.arange(len(part)), lengths)
        mine = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(first, lengths)
        shared = contains(there, pair(groups[mine], before[owner]))
        common = np.bincount(owner[shared], minlength=len(part))
        found.append(table(COMMON, number=later, before=before, common=common).filter(pa.array(common > 0)))
    merged = pa.concat_tables(found)
    return Made({"common": cut(merged, order.ranges_of(column(merged, "number")), order.ranges)}, {})


def _blocks(pairs: Phase, numbers: Numbers) -> Iterator[pa.Table]:
    """Pairs in parts that have about BLOCK n-grams to look up; `numbers` are the sorted owners of the n-grams."""
    for rows in pairs.slices("pairs", 0):
        later = column(rows, "number")
        load = np.searchsorted(numbers, later, side="right") - np.searchsorted(numbers, later)
        parts = np.cumsum(load) // BLOCK
        edges = [0, *(np.flatnonzero(np.diff(parts)) + 1).tolist(), len(rows)]
        yield from (rows.slice(start, end - start) for start, end in itertools.pairwise(edges))


def verify(unit: int, config: NearConfig, order: Order, common: Phase) -> Made:
    """The pairs of a range that are near each other by all their n-grams."""
    rows = common.all_of("common", unit)
    keys, both = sums(pair(column(rows, "number"), column(rows, "before")), column(rows, "common"))
    pairs = _unpaired(keys)
    sizes = [column(order.attributes(column(pairs, name), ["distinct"]), "distinct") for name in PAIR.names]
    similarity = both / np.maximum(sizes[0] + sizes[1] - both, 1)
    edges = table(EDGE, number=pairs["number"], before=pairs["before"], similarity=similarity)
    return Made({"edges": whole(edges.filter(pa.array(similarity >= config.threshold)))}, {})


def _unpaired(pairs: Hashes) -> pa.Table:
    later, before = unpair(pairs)
    return table(PAIR, number=later, before=before)
