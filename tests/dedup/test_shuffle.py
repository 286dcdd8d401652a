"""Phases: whatever is cut comes back in its slice, and a phase that was killed or damaged is not believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.dedup.shuffle import Made, Phase, by_hash, column, cut, digest, run_phase, whole
from bioroberta.errors import RunError
from bioroberta.run import Execution
from bioroberta.storage import Folder
from tests.dedup.stage import Serial

SCHEMA = pa.schema([("key", pa.uint64()), ("name", pa.string())])
rows_strategy = st.lists(st.integers(0, 2**64 - 1), max_size=12)


def rows(keys: list[int]) -> pa.Table:
    return pa.table([pa.array(keys, pa.uint64()), [f"row {number}" for number in range(len(keys))]], schema=SCHEMA)


def make(unit: list[int], slices: int = 4) -> Made:
    """A unit's work: its rows by hash, and all of them."""
    table = rows(unit)
    return Made({"cut": cut(table, by_hash(column(table, "key"), slices), slices), "all": whole(table)}, {"n": 1})


@pytest.fixture
def run(tmp_path: Path) -> Serial:
    return Serial(Folder(str(tmp_path)), "dedup", Execution(1))


def told(table: pa.Table) -> list[tuple[int, str]]:
    return list(zip(table["key"].to_pylist(), table["name"].to_pylist(), strict=True))


@given(st.lists(rows_strategy, min_size=1, max_size=3), st.integers(1, 5))
@settings(deadline=None, max_examples=20)
def test_every_row_comes_back_once_and_in_its_slice(
    tmp_path_factory: pytest.TempPathFactory, units: list[list[int]], slices: int
) -> None:
    run = Serial(Folder(str(tmp_path_factory.mktemp("run"))), "dedup", Execution(1))
    phase = run_phase(run, "some", units, lambda unit: make(unit, slices), "made")
    back = [told(phase.all_of("cut", number)) for number in range(slices)]
    wanted = [
        [each for unit in units for each in told(rows(unit)) if each[0] * slices >> 64 == n] for n in range(slices)
    ]
    assert back == wanted
    assert [phase.rows("cut", number) for number in range(slices)] == [len(each) for each in wanted]
    assert [told(phase.slice(unit, "all", 0)) for unit in range(len(units))] == [told(rows(unit)) for unit in units]
    assert (phase.count("cut"), phase.count("all")) == (slices, 1)
    assert phase.slice(0, "cut", 0, ["name"]).column_names == ["name"]
    assert list(phase.counts()) == [{"n": 1}] * len(units)


def test_many_slices_keep_the_order_of_rows() -> None:
    slices = 70_000  # more than 16 bits tell apart
    numbers = np.random.default_rng(0).integers(0, slices, 10_000)
    made = cut(pa.table({"slice": numbers, "row": np.arange(len(numbers))}), numbers, slices)
    order = np.argsort(numbers, kind="stable")
    assert column(made.table, "row").tolist() == order.tolist()
    assert np.diff([0, *made.ends]).tolist() == np.bincount(numbers, minlength=slices).tolist()


def test_slices_of_hashes_are_about_equal_and_in_order() -> None:
    hashes = np.sort(np.random.default_rng(0).integers(0, 2**64 - 1, 100_000, np.uint64, endpoint=True))
    found = by_hash(hashes, 7)
    assert (np.diff(found) >= 0).all()
    assert all(abs(count - 100_000 / 7) < 600 for count in Counter(found.tolist()).values())
    assert by_hash(np.array([0, 2**64 - 1], np.uint64), 1000).tolist() == [0, 999]


def test_a_killed_phase_goes_on_and_other_inputs_are_done_again(run: Serial) -> None:
    done: list[int] = []

    def work(unit: int) -> Made:
        done.append(unit)
        if unit == 2 and len(done) == 3:
            raise KeyboardInterrupt
        return make([unit])

    with pytest.raises(KeyboardInterrupt):
        run_phase(run, "some", range(4), work, "made")
    phase = run_phase(run, "some", range(4), work, "made")
    assert done == [0, 1, 2, 2, 3]
    assert run_phase(run, "some", range(4), work, ["made", "other", "made", "made"]).markers != phase.markers
    assert done[5:] == [1]
    run_phase(run, "some", range(4), work, "new")
    assert done[6:] == [0, 1, 2, 3]
    again = run_phase(run, "some", range(2), work, "new")  # fewer units: the others' markers go
    assert done[10:] == []
    assert [marker.unit for marker in again.markers] == [0, 1]


def test_equal_content_has_an_equal_digest_under_any_name(run: Serial) -> None:
    one, same, other = (
        run_phase(run, name, units, make, name)
        for name, units in (("one", [[1], [2]]), ("same", [[1], [2]]), ("other", [[2], [1]]))
    )
    assert one.digest() == same.digest() != other.digest()
    assert digest("a", "b") != digest("ab")


def damage(phase: Phase, place: int) -> Path:
    """Change a byte of the file of the cut table of unit 0, at a share of its length."""
    local = phase.folder.local()
    assert local
    path = local / next(file.name for file in phase.markers[0].files if file.part == "cut")
    data = bytearray(path.read_bytes())
    data[len(data) * place // 100] ^= 0xFF
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("place", [0, 20, 40])
def test_a_damaged_file_is_named(run: Serial, place: int) -> None:
    phase = run_phase(run, "some", [list(range(500))], lambda unit: make(unit, 1), "made")
    good = told(phase.slice(0, "cut", 0))
    damage(phase, place)
    if place == 0:  # the magic number: nobody reads it
        assert told(phase.slice(0, "cut", 0)) == good
        return
    with pytest.raises(RunError, match=r"cut of unit 0 in .*/dedup/work/some is not what was written: delete"):
        phase.slice(0, "cut", 0)


@pytest.mark.parametrize("left", [0, 3, 50, -1])
def test_a_file_that_was_cut_off_is_named_or_its_unit_done_again(run: Serial, left: int) -> None:
    phase = run_phase(run, "some", [[1], [2]], make, "made")
    path = damage(phase, 0)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(RunError, match="cut of unit 0"):
        phase.slice(0, "cut", 3)
    again = run_phase(run, "some", [[1], [2]], make, "made")
    assert again.markers[0] != phase.markers[0]
    assert again.markers[1] == phase.markers[1]
    assert again.digest() == phase.digest()


@pytest.mark.parametrize("ask", [lambda phase: phase.count("cut"), lambda phase: phase.rows("cut", 0)])
def test_a_damaged_footer_is_named(run: Serial, ask: Callable[[Phase], int]) -> None:
    phase = run_phase(run, "some", [[1], [2]], make, "made")
    path = Path(phase.folder.uri) / next(file.name for file in phase.markers[0].files if file.part == "cut")
    path.write_bytes(path.read_bytes()[:-9] + bytes(9))
    with pytest.raises(RunError, match="cut of unit 0"):
        ask(phase)
