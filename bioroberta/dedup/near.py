"""Rule `near`: MinHash proposes pairs of documents, their n-grams decide which of them are near each other.

No pair stands for another: a document that is like one that is like a third is compared with the third itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa

from bioroberta.dedup.arrays import Numbers, contains, drop_single, pair, starts, sums, unpair
from bioroberta.dedup.config import NearConfig
from bioroberta.dedup.hashing import Hashes
from bioroberta.dedup.order import Order
from bioroberta.dedup.postings import PAIRED, Grams, gather
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


def propose_pairs(run: Run, grams: Grams) -> Phase:
    """The phase whose `pairs` are to be compared, and `paired` the documents in them, a unit a range."""
    order, bands = grams.order, range(grams.signatures.count("bands"))
    proposals = run_phase(run, "near-propose", bands, partial(propose, grams=grams), grams.digest)
    return run_phase(run, "near-pairs", range(order.ranges), partial(merge, proposals=proposals), proposals.digest())


def find_edges(run: Run, config: NearConfig, order: Order, pairs: Phase, postings: Phase) -> Phase:
    """The phase whose `edges` are the verified pairs, a unit a range."""
    counted = partial(count_common, order=order, pairs=pairs, postings=postings)
    made = digest(pairs.digest(), postings.digest())
    common = run_phase(run, "near-common", range(len(postings.markers)), counted, made)
    verified = partial(verify, config=config, order=order, common=common)
    return run_phase(run, "near-edges", range(order.ranges), verified, digest(order.phase.digest(), common.digest()))


def propose(unit: int, grams: Grams) -> Made:
    """The pairs that share a band's key of slice `unit`, the later one not decided yet."""
    keys, numbers = drop_single(*gather(unit, "bands", grams))
    place = np.lexsort((numbers, keys))
    keys, numbers = keys[place], numbers[place]
    begins = np.flatnonzero(starts(keys))
    first = np.repeat(begins, np.diff(np.append(begins, len(keys))))
    rank = np.arange(len(keys)) - first
    pairs = [np.empty(0, np.uint64)]
    for other in range(min(COMPARED, int(rank.max(initial=0)))):
        later = (rank > other) & (numbers >= grams.known)
        pairs.append(pair(numbers[later], numbers[first[later] + other]))
    return _by_range(np.unique(np.concatenate(pairs)), grams.order)


def _by_range(pairs: Hashes, order: Order) -> Made:
    """Pairs and the documents in them, cut by range; a pair by its later document."""
    rows, documents = _unpaired(pairs), np.unique(np.concatenate(unpair(pairs)))
    paired = table(PAIRED, number=documents)
    tables = {
        "pairs": cut(rows, order.ranges_of(column(rows, "number")), order.ranges),
        "paired": cut(paired, order.ranges_of(documents), order.ranges),
    }
    return Made(tables, {})


def merge(unit: int, proposals: Phase) -> Made:
    """The pairs of a range and the documents of it that are in pairs, each once."""
    rows, documents = proposals.all_of("pairs", unit), proposals.all_of("paired", unit)
    pairs = _unpaired(np.unique(pair(column(rows, "number"), column(rows, "before"))))
    paired = table(PAIRED, number=np.unique(column(documents, "number")))
    return Made({"pairs": whole(pairs), "paired": whole(paired)}, {})


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
