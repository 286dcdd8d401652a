"""The canonical order against Python's sort, however documents came and are cut."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bioroberta.dedup.order import (
    ALIVE,
    COPY,
    NONE,
    Order,
    bases,
    canonical_order,
    number,
    places_of,
    ranges_of,
    splitters,
)
from bioroberta.dedup.shuffle import Made, cut, run_phase, table
from bioroberta.run import Execution
from bioroberta.storage import Folder
from tests.dedup.stage import Serial

ids = st.text(
    st.sampled_from("ab/#é\uffff😀\U00010000Z0"), max_size=3
)  # UTF-16 would put the later planes before \uffff
documents = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), ids), unique_by=lambda each: each[2], min_size=1, max_size=12
)
"""Corpus rank, words, id."""


def expected(rows: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return sorted(rows, key=lambda each: (each[0], -each[1], each[2]))


def alive(rows: list[tuple[int, int, str]], shards: int) -> pa.Table:
    """Documents in shards, in turn; each of so many tokens as its id has letters."""
    return table(
        ALIVE,
        shard=[place % shards for place in range(len(rows))],
        row=[place // shards for place in range(len(rows))],
        corpus=[each[0] for each in rows],
        words=[each[1] for each in rows],
        tokens=[len(each[2]) for each in rows],
        distinct=[0] * len(rows),
        id=[each[2] for each in rows],
        text=[bytes(16)] * len(rows),
    )


def numbered(run: Serial, rows: pa.Table, samples: pa.Table, ranges: int, shards: int) -> Order:
    """The order of documents that come as a whole, with a copy of each from a shard after all others."""
    copies = table(COPY, shard=[shards] * len(rows), row=range(len(rows)), **_copied(rows))

    def part(_: int) -> Made:
        cuts = ranges_of(rows, splitters(samples, ranges))
        return Made({"alive": cut(rows, cuts, ranges), "copies": cut(copies, cuts, ranges)}, {})

    exact = run_phase(run, "exact", [0], part, "")
    begins = bases([exact.rows("alive", each) for each in range(ranges)])
    units = list(enumerate(begins[:-1]))
    phase = run_phase(run, "order", units, lambda unit: number(unit, exact, shards), "")
    return Order(phase, begins, (len(rows) + 2,) * shards)


def _copied(rows: pa.Table) -> dict[str, Any]:
    return {"corpus": rows["corpus"], "tokens": rows["tokens"], "first": places_of(rows)}


@given(documents)
def test_documents_stand_by_corpus_then_words_then_id(rows: list[tuple[int, int, str]]) -> None:
    found = canonical_order(alive(rows, 1)).to_pylist()
    assert [rows[place] for place in found] == expected(rows)


@given(documents, documents, st.integers(1, 6))
def test_ranges_are_in_order_whatever_the_samples(
    rows: list[tuple[int, int, str]], sampled: list[tuple[int, int, str]], ranges: int
) -> None:
    found = ranges_of(alive(rows, 1), splitters(alive(sampled, 1).select(["corpus", "words", "id"]), ranges))
    assert found.shape == (len(rows),)
    by_row = dict(zip(rows, found.tolist(), strict=True))
    in_order = [by_row[row] for row in expected(rows)]
    assert in_order == sorted(in_order)
    assert all(0 <= each < ranges for each in in_order)


def test_ranges_are_about_equal_where_samples_are_of_all() -> None:
    rows = [(place % 3, place % 17, f"{place:04}") for place in range(1000)]
    samples = alive(rows[::7], 1).select(["corpus", "words", "id"])
    assert all(
        150 < count < 250 for count in np.bincount(ranges_of(alive(rows, 1), splitters(samples, 5)), minlength=5)
    )


@given(documents, st.integers(1, 4), st.integers(1, 3), st.randoms(use_true_random=False))
@example([(0, 1, "😀"), (0, 1, "\uffff"), (0, 2, "b"), (1, 9, "a")], 4, 2, None)
@settings(deadline=None, max_examples=20)
def test_numbers_are_dense_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, str]], ranges: int, shards: int, chance: Any
) -> None:
    run = Serial(Folder(str(tmp_path_factory.mktemp("run"))), "dedup", Execution(1))
    samples = alive(chance.sample(rows, (len(rows) + 1) // 2) if chance else rows, 1)
    order = numbered(run, alive(rows, shards), samples, ranges, shards)
    wanted = expected(rows)
    assert order.ranges == ranges
    assert order.bases[-1] == len(rows)
    for shard in range(shards):
        here = rows[shard::shards]
        assert order.numbers(shard).tolist() == [*map(wanted.index, here)] + [NONE] * (len(rows) + 2 - len(here))
    numbers = np.arange(len(rows), dtype=np.uint32)
    assert order.ranges_of(numbers).tolist() == [
        each for each, (start, end) in enumerate(pairwise(order.bases)) for _ in range(start, end)
    ]
    assert [row for each in range(ranges) for row in order.homes(each, ["id"])["id"].to_pylist()] == [
        row[2] for row in wanted
    ]
    copies = [row for each in range(ranges) for row in order.phase.slice(each, "copies", 0).to_pylist()]
    assert {row["row"]: row["first"] for row in copies} == {place: wanted.index(row) for place, row in enumerate(rows)}
    asked = np.concatenate([numbers[::-1], numbers[::2]])
    found = order.attributes(asked, ["id", "corpus", "words"]).to_pylist()
    assert [(row["corpus"], row["words"], row["id"]) for row in found] == [wanted[each] for each in asked]
