"""Order of blocks: bijections, epochs without gaps, and a global batch that does not know the number of workers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.pretraining.blocks import Blocks, micro_batches, permute, read_blocks, step_blocks
from bioroberta.schemas import block_schema

sizes = st.integers(min_value=1, max_value=700)
keys = st.integers(min_value=0, max_value=2**63 - 1)


@given(sizes, keys)
def test_permutation_is_a_bijection(size: int, key: int) -> None:
    assert sorted(permute(np.arange(size), size, key)) == list(range(size))


@given(sizes, keys, st.data())
def test_permutation_is_computed_point_by_point(size: int, key: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(min_value=0, max_value=size - 1))
    assert permute(np.array([position]), size, key)[0] == permute(np.arange(size), size, key)[position]


def test_permutations_of_two_keys_differ() -> None:
    first, second = permute(np.arange(1000), 1000, 1), permute(np.arange(1000), 1000, 2)
    assert (first == second).mean() < 0.02
    assert abs(np.corrcoef(np.arange(1000), first)[0, 1]) < 0.1


def test_large_sizes_stay_in_range() -> None:
    size = 3_000_000_000
    moved = permute(np.array([0, 1, size - 1]), size, 5)
    assert len(set(moved)) == 3
    assert ((moved >= 0) & (moved < size)).all()


@given(st.integers(1, 50), st.integers(1, 20), st.integers(0, 5))
def test_each_epoch_visits_each_block_once(size: int, batch: int, seed: int) -> None:
    steps = -(-3 * size // batch)
    visits = np.concatenate([step_blocks(step, size, batch, seed) for step in range(steps)])
    for epoch in range(3):
        assert sorted(visits[epoch * size : (epoch + 1) * size]) == list(range(size))


@given(st.integers(1, 40), st.integers(1, 8), st.integers(1, 9))
def test_workers_share_a_fixed_list_of_micro_batches(blocks: int, size: int, world: int) -> None:
    indices = np.arange(blocks)
    alone = dict(micro_batches(indices, size, 0, 1))
    shared = [dict(micro_batches(indices, size, rank, world)) for rank in range(world)]
    assert sum(map(len, shared)) == len(alone)
    merged = {number: piece for part in shared for number, piece in part.items()}
    assert all((merged[number] == piece).all() for number, piece in alone.items())
    assert list(np.concatenate([alone[number] for number in sorted(alone)])) == list(indices)


@pytest.mark.parametrize("vocabulary", [400, 70_000])
def test_blocks_are_read_by_split(vocabulary: int) -> None:
    rows = [[0, 9, 2], [0, 8, 7, 2], [0, 6, 2], [0, 5, 5, 5, 2]]
    splits = ["train", "validation", "train", "train"]
    table = pa.table([rows, splits, [1, 2, 1, 3]], schema=block_schema(vocabulary))
    read = read_blocks([table.slice(0, 3), table.slice(3)])
    assert len(read["train"]) == 3
    assert read["train"].lengths(np.arange(3)).tolist() == [3, 3, 5]
    assert read["train"].gather(np.array([2, 0]), pad=1).tolist() == [[0, 5, 5, 5, 2], [0, 9, 2, 1, 1]]
    assert read["validation"].gather(np.array([0]), pad=1).tolist() == [[0, 8, 7, 2]]
    assert read["train"].ids.dtype == (np.uint16 if vocabulary == 400 else np.uint32)


def test_no_tables_no_blocks() -> None:
    assert len(read_blocks([])["train"]) == 0
    assert isinstance(read_blocks([])["validation"], Blocks)
