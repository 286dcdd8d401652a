"""The canonical order: corpus rank, then more words first, then id; and the number of each document in it.

Numbers are dense, so that whatever is known of documents can be kept in files of one range of numbers each. Ranges are
cut where samples of all shards say that about as many documents fall into each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bioroberta.dedup.arrays import Numbers, pair
from bioroberta.dedup.shuffle import Made, Phase, column, cut, table, whole

NONE = np.uint32(0xFFFFFFFF)
"""No document's number."""

ALIVE = pa.schema(
    [
        ("shard", pa.uint32()),
        ("row", pa.uint32()),
        ("corpus", pa.int32()),
        ("words", pa.int64()),
        ("tokens", pa.int64()),
        ("distinct", pa.int64()),
        ("id", pa.string()),
        ("text", pa.binary(16)),
    ]
)
"""The first document of each text, by its place: shard and row."""

COPY = pa.schema(
    [
        ("shard", pa.uint32()),
        ("row", pa.uint32()),
        ("corpus", pa.int32()),
        ("tokens", pa.int64()),
        ("first", pa.uint64()),
    ]
)
"""A copy, and the place of the first document of its text."""

NUMBERED = pa.schema([("row", pa.uint32()), ("number", pa.uint32())])

NUMBERED_COPY = pa.schema([*[COPY.field(name) for name in COPY.names[:-1]], ("first", pa.uint32())])
"""A copy, and the number of the first document of its text."""


@dataclass(frozen=True)
class Order:
    """All first documents in canonical order."""

    phase: Phase
    bases: tuple[int, ...]
    """Where each range of numbers begins, and the end of the last."""
    rows: tuple[int, ...]
    """How many rows each shard has."""

    @property
    def ranges(self) -> int:
        """How many ranges of numbers there are."""
        return len(self.bases) - 1

    def homes(self, number: int, columns: list[str]) -> pa.Table:
        """What is known of the documents of a range, in order; columns of ALIVE."""
        return self.phase.slice(number, "homes", 0, columns)

    def numbers(self, shard: int) -> Numbers:
        """The number of each row of a shard; NONE for rows that are out."""
        numbers = np.full(self.rows[shard], NONE)
        for found in self.phase.slices("numbers", shard):
            numbers[column(found, "row")] = column(found, "number")
        return numbers

    def ranges_of(self, numbers: Numbers) -> NDArray[np.int64]:
        """The range of each number."""
        return np.searchsorted(np.array(self.bases[1:]), numbers, side="right")

    def attributes(self, numbers: Numbers, columns: list[str]) -> pa.Table:
        """Columns of ALIVE for documents by number, one range at a time."""
        wanted, back = np.unique(numbers, return_inverse=True)
        ranges = self.ranges_of(wanted)
        found = [
            self.homes(number, columns).take(pa.array(wanted[ranges == number] - self.bases[number]))
            for number in np.unique(ranges).tolist()
        ]
        empty = pa.schema([ALIVE.field(name) for name in columns]).empty_table()
        return pa.concat_tables([empty, *found]).take(pa.array(back))


def canonical_order(documents: pa.Table) -> pa.Array:
    """The indices of documents (their corpus rank, words and id) in canonical order."""
    return pc.sort_indices(documents, sort_keys=[("corpus", "ascending"), ("words", "descending"), ("id", "ascending")])


def splitters(samples: pa.Table, ranges: int) -> pa.Table:
    """The documents, out of the shards' samples, at which ranges but the first begin."""
    ordered = samples.take(canonical_order(samples))
    places = np.arange(1, ranges) * len(ordered) // ranges
    return ordered.take(pa.array(places))


def ranges_of(documents: pa.Table, splitters: pa.Table) -> NDArray[np.int64]:
    """How many splitters stand at or before each document."""
    ranges = np.zeros(len(documents), np.int64)
    for row in splitters.to_pylist():
        corpus = pc.equal(documents["corpus"], row["corpus"])
        words = pc.equal(documents["words"], row["words"])
        later = pc.or_(
            pc.greater(documents["corpus"], row["corpus"]),
            pc.or_(
                pc.and_(corpus, pc.less(documents["words"], row["words"])),
                pc.and_(pc.and_(corpus, words), pc.greater_equal(documents["id"], row["id"])),
            ),
        )
        ranges += later.to_numpy().astype(np.int64)
    return ranges


def places_of(documents: pa.Table) -> NDArray[np.uint64]:
    """Shard and row of each document as one number."""
    return pair(column(documents, "shard"), column(documents, "row"))


def number(unit: tuple[int, int], exact: Phase, shards: int) -> Made:
    """Number the documents of a range, which begin at `base`; `unit` is (range, base)."""
    number, base = unit
    alive = exact.all_of("alive", number)
    alive = alive.take(canonical_order(alive))
    numbers = (base + np.arange(len(alive))).astype(np.uint32)
    copies, places = exact.all_of("copies", number), places_of(alive)
    order = np.argsort(places)
    found = np.searchsorted(places, column(copies, "first"), sorter=order)
    first = numbers[order[found]]
    numbered = table(NUMBERED, row=alive["row"], number=numbers)
    return Made(
        {
            "homes": whole(alive),
            "numbers": cut(numbered, column(alive, "shard").astype(np.int64), shards),
            "copies": whole(table(NUMBERED_COPY, **{n: copies[n] for n in COPY.names[:-1]}, first=first)),
        },
        {},
    )


def bases(counts: Sequence[int]) -> tuple[int, ...]:
    """Where each of some ranges begins, and the end of the last."""
    return (0, *np.cumsum(counts).tolist())
