"""What a second worker brings to stage `dedup`, beside what two independent copies of it do at once.

A copy is the whole stage over all documents in one process: the same phases and the same files in a folder of its own,
their units one after another, without Ray. Two copies do twice the work, and tell what two cores of this machine give.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from typing import Any

from bioroberta.run import Run
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks.frame import compare

WORKERS = 2
SECONDS_TO_LOAD = 300.0
"""Until all copies are ready: beyond it one of them has died."""

COPY, COPIES = "one copy, without Ray", f"{WORKERS} copies at once, each on all documents"
ONE, ALL = "the stage with one worker", f"the stage with {WORKERS} workers"

_starts: list[Barrier] = []
"""Of a copy's process: where it waits for the others."""


def measure_copies(root: Path, corpora: Sequence[str]) -> dict[str, list[float]]:
    """Wall seconds of the four sides by name, in turns, on the stage `clean` below `root`. Ray has been started."""
    for copy in range(WORKERS):
        stage.link_clean(root, root / f"copy-{copy}")
    staged = partial(stage.run_stage, root, corpora, stage.DEFAULT)
    sides: dict[str, Callable[[], float]] = {
        COPY: partial(seconds_of_copies, root, corpora, 1),
        COPIES: partial(seconds_of_copies, root, corpora, WORKERS),
        ONE: partial(staged, 1),
        ALL: partial(staged, WORKERS),
    }
    return compare(sides, stage.clean_bytes(root))


def seconds_of_copies(root: Path, corpora: Sequence[str], copies: int) -> float:
    """Wall seconds from the moment at which all processes are ready until the last of them is done."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(copies)
    with ProcessPoolExecutor(copies, mp_context=spawn, initializer=_wait_at, initargs=(barrier,)) as pool:
        each = [pool.submit(_do_all, root / f"copy-{copy}", tuple(corpora)) for copy in range(copies)]
        times = [done.result() for done in each]
    return max(end for _, end in times) - min(begin for begin, _ in times)


def of_copies(seconds: Mapping[str, Sequence[float]]) -> float:
    """What the stage with all workers does in a second, of what the copies do."""
    return median(seconds[COPIES]) / WORKERS / median(seconds[ALL])


def rows(seconds: Mapping[str, Sequence[float]], size: int) -> list[list[str | float]]:
    """A line a side: its median of wall seconds, what it does in a second, and the speed-up over its first."""
    copy, copies, one, workers = (median(seconds[name]) for name in (COPY, COPIES, ONE, ALL))
    gained = {COPIES: f"{WORKERS * copy / copies:.2f}x", ALL: f"{one / workers:.2f}x"}
    done = {COPIES: WORKERS * size}
    return [
        [name, median(each), done.get(name, size) / 1e6 / median(each), gained.get(name, "")]
        for name, each in seconds.items()
    ]


def _wait_at(barrier: Barrier) -> None:
    _starts.append(barrier)


def _do_all(root: Path, corpora: Sequence[str]) -> tuple[float, float]:
    """When this process began with the stage, and when it ended, by a clock that processes share."""
    Run._map = serially  # type: ignore[method-assign]
    _starts[0].wait(SECONDS_TO_LOAD)
    begin = time.monotonic()
    stage.run_stage(root, corpora, stage.DEFAULT, 1)
    return begin, time.monotonic()


def serially(_: Run, pending: Iterable[tuple[int, Any]], function: Callable[[int, Any], int], *_rest: Any) -> None:
    """In place of `Run._map`: the units one after another in this process."""
    for number, unit in pending:
        function(number, unit)
