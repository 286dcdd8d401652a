"""The most repeated lines of a corpus, exactly, in memory that does not grow with it.

A first pass adds up lines in a fixed array of counters by a stable hash, so that a counter is never below the count of
a line in it. A second pass counts exactly the lines of the highest counters.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bioroberta.report.facts import Line, Lines
from bioroberta.report.shards import CUT
from bioroberta.text import join_spans

MIN_WORDS = 4
"""A shorter line is a heading that well-written documents share. The predecessor drops sentences of fewer words."""

SLOTS = 1 << 24
"""Counters, 64 MiB: about two different lines share one in 6 GB of text."""

CANDIDATES = 4096
"""Counters whose lines are counted exactly: many times the lines shown, since lines may share one."""

SHOWN = 30

COLUMNS = ["corpus", "text", "spans"]
"""Of CLEAN, what this needs."""

Hashes = npt.NDArray[np.uint64]


@dataclass
class _Exact:
    """A line that may be among the most repeated."""

    text: str
    corpora: Counter[str] = field(default_factory=Counter)


def repeated_lines(
    stage: str,
    read: Callable[[], Iterable[pa.Table]],
    shown: Collection[str],
    slots: int = SLOTS,
    candidates: int = CANDIDATES,
) -> Lines:
    """The SHOWN most repeated lines of the kept text; `read` gives its tables (COLUMNS) and is called twice.

    No line that stands more often in the text than the last one is left out. A text is given where every corpus that
    has it is one of `shown`.
    """
    counters = np.zeros(slots, np.uint32)
    considered = 0
    for table in read():
        hashes = _hashes([line for _, line in kept_lines(table)])
        considered += len(hashes)
        touched, counts = np.unique(hashes % np.uint64(slots), return_counts=True)
        counters[touched] += counts.astype(np.uint32)
    bound = _bound(counters, candidates)
    exact = _count_exactly(read(), counters > bound)
    lines = [line for item in exact.values() if (line := _line(item, shown)).count > bound]
    lines.sort(key=lambda line: (-line.count, sorted(line.corpora.items()), line.text or ""))
    return Lines(stage, considered, bound, tuple(lines[:SHOWN]))


def kept_lines(table: pa.Table) -> Iterator[tuple[str, str]]:
    """(corpus, line) for every line of the kept text of a table of CLEAN that has MIN_WORDS words."""
    for row in table.select(COLUMNS).to_pylist():
        text = join_spans(row["text"], [(span["start"], span["end"]) for span in row["spans"]])
        for line in text.split("\n"):
            if len(line.split(maxsplit=MIN_WORDS)) >= MIN_WORDS:
                yield row["corpus"], line.strip()


def _bound(counters: npt.NDArray[np.uint32], candidates: int) -> int:
    """The least number, from 1 on, over which at most `candidates` counters are."""
    highest = np.sort(counters[counters > 1])
    return int(highest[-candidates - 1]) if len(highest) > candidates else 1


def _hashes(lines: Iterable[str]) -> Hashes:
    digests = b"".join(hashlib.blake2b(line.encode(), digest_size=8).digest() for line in lines)
    return np.frombuffer(digests, np.uint64)


def _count_exactly(tables: Iterable[pa.Table], wanted: npt.NDArray[np.bool_]) -> dict[int, _Exact]:
    exact: dict[int, _Exact] = {}
    for table in tables:
        lines = list(kept_lines(table))
        hashes = _hashes(line for _, line in lines)
        for index in np.flatnonzero(wanted[hashes % np.uint64(len(wanted))]).tolist():
            corpus, line = lines[index]
            exact.setdefault(int(hashes[index]), _Exact(line[:CUT])).corpora[corpus] += 1
    return exact


def _line(item: _Exact, shown: Collection[str]) -> Line:
    may_be_shown = all(corpus in shown for corpus in item.corpora)
    return Line(item.corpora.total(), dict(sorted(item.corpora.items())), item.text if may_be_shown else None)
