"""Both ways in which units reach workers: all are done, so many at once, and what goes wrong is told."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

from bioroberta.errors import RunError
from bioroberta.hand_out import RETRIES, HandOut, as_tasks, through_data

pytestmark = [pytest.mark.ray, pytest.mark.usefixtures("ray_cluster")]
ways = pytest.mark.parametrize("way", [through_data, as_tasks])


def trace(number: int, unit: str, folder: Path) -> int:
    """Leave a file that says when the unit began and when it ended."""
    begun = time.monotonic()
    time.sleep(0.05)
    (folder / f"{number}-{unit}").write_text(f"{begun} {time.monotonic()}")
    return number


def complain(number: int, unit: str) -> int:
    if number == 2:
        raise RunError(f"{unit} is damaged")
    return number


def die(number: int, unit: str, folder: Path, times: int) -> int:
    """Unit 1 takes its worker with it, so many times."""
    tried = len(list(folder.iterdir()))
    if number == 1 and tried < times:
        (folder / f"{tried}-{unit}").touch()
        os._exit(1)
    return number


@ways
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_unit_is_done_once_and_no_more_at_once_than_workers(way: HandOut, workers: int, tmp_path: Path) -> None:
    pending = [(number, f"u{number}") for number in range(3, 9)]
    done = list(way(pending, partial(trace, folder=tmp_path), workers, 0.2))
    assert sorted(done) == [*range(3, 9)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{number}-u{number}" for number in range(3, 9)]
    times = [list(map(float, path.read_text().split())) for path in tmp_path.iterdir()]
    assert max(sum(begun <= start < end for begun, end in times) for start, _ in times) <= workers


@ways
def test_an_error_of_ours_arrives_as_it_is(way: HandOut) -> None:
    with pytest.raises(RunError, match="^u2 is damaged$"):
        list(way([(number, f"u{number}") for number in range(6)], complain, 2, 1.0))


@ways
def test_a_unit_whose_worker_dies_is_tried_again(way: HandOut, tmp_path: Path) -> None:
    work = partial(die, folder=tmp_path, times=2)
    assert sorted(way([(number, "u") for number in range(3)], work, 2, 1.0)) == [0, 1, 2]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_unit_that_takes_every_worker_with_it_ends_the_stage(tmp_path: Path) -> None:
    work = partial(die, folder=tmp_path, times=1000)
    with pytest.raises(RunError, match=f"a worker died at the same unit {RETRIES + 1} times, perhaps for want of mem"):
        list(as_tasks([(number, "u") for number in range(3)], work, 2, 1.0))
    assert len(list(tmp_path.iterdir())) == RETRIES + 1
