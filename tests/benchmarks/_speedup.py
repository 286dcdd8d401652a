"""What a second worker brings to stage `clean`, beside what a second process brings to its pure function alone.

Two cores of a machine seldom do twice the work of one: they share memory, cache and often a physical core. Two
independent copies of the pure function say how much this machine gives, minute by minute.
"""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median

import pyarrow as pa

from bioroberta.commit import commit
from bioroberta.corpus import clean as stage
from bioroberta.corpus.config import CleanConfig
from bioroberta.recipe import ExecutionConfig
from bioroberta.run import Execution, Run, Shard
from bioroberta.schemas import DOCUMENT, Outcome
from bioroberta.session import interruptible, start_ray
from bioroberta.storage import Folder
from tests.benchmarks.frame import compare
from tests.finished import finish

CONFIG = CleanConfig()
WORKERS = 2
SECONDS_TO_LOAD = 300.0
"""Until all copies have read their input: beyond it one of them has died."""

COPY, COPIES = "the pure function in one process", f"{WORKERS} copies of it, each on all documents"
ONE, ALL = "the stage with one worker", f"the stage with {WORKERS} workers"

_starts: list[Barrier] = []
"""Of a copy's process: where it waits for the others. (A barrier travels to a process only when that is made.)"""


@contextmanager
def embedded_ray() -> Iterator[None]:
    """Ray as the command line starts it. Raises ConfigError on a machine with fewer cores than workers."""
    import ray

    with interruptible():
        start_ray(ExecutionConfig(workers=WORKERS))
        try:
            yield
        finally:
            ray.shutdown()


def measure_speedups(root: Path, shards: Sequence[pa.Table]) -> dict[str, list[float]]:
    """Wall seconds of the four sides by name, in turns, on the same tables of DOCUMENT. Ray has been started."""
    [warm, whole] = [root / name for name in ("warm", "whole")]
    write_ingest(warm, [shards[0].slice(0, 10)] * 4 * WORKERS)
    seconds_of_stage(warm, WORKERS)  # the workers' imports and models
    write_ingest(whole, shards)
    there = _run(whole, "clean", 1).shards("ingest")
    sides = {
        COPY: partial(seconds_of_copies, there, 1),
        COPIES: partial(seconds_of_copies, there, WORKERS),
        ONE: partial(seconds_of_stage, whole, 1),
        ALL: partial(seconds_of_stage, whole, WORKERS),
    }
    return compare(sides, sum(sum(table["bytes"].to_pylist()) for table in shards))


def write_ingest(root: Path, shards: Sequence[pa.Table]) -> None:
    """A finished stage `ingest` with one unit a table."""
    folder = _run(root, "ingest", 1).folder
    for unit, table in enumerate(shards):
        commit(folder, unit, [Outcome(table)], DOCUMENT)
    finish(folder)


def seconds_of_stage(root: Path, workers: int) -> float:
    """Wall seconds of stage `clean` from the first to the last shard, commits and Ray Data's own start included."""
    run = _run(root, "clean", workers)
    shutil.rmtree(root / "clean", ignore_errors=True)
    begun = time.perf_counter()
    stage.clean(CONFIG, run)
    return time.perf_counter() - begun


def seconds_of_copies(shards: Sequence[Shard], copies: int) -> float:
    """Wall seconds from the moment at which all processes are ready until the last of them has cleaned all shards."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(copies)
    with ProcessPoolExecutor(copies, mp_context=spawn, initializer=_wait_at, initargs=(barrier,)) as pool:
        times = [done.result() for done in [pool.submit(_clean_all, shards) for _ in range(copies)]]
    return max(end for _, end in times) - min(begin for begin, _ in times)


def speedups(seconds: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """How many times the work of one was done in the same time: by the copies, by the stage's workers."""
    copy, copies, one, workers = (median(seconds[name]) for name in (COPY, COPIES, ONE, ALL))
    return WORKERS * copy / copies, one / workers


def rows(seconds: Mapping[str, Sequence[float]]) -> list[list[str | float]]:
    """A line a side: its median of wall seconds and, for the second of a pair, the speed-up over the first."""
    copies, workers = speedups(seconds)
    gained = {COPIES: f"{copies:.2f}x", ALL: f"{workers:.2f}x"}
    return [[name, median(each), gained.get(name, "")] for name, each in seconds.items()]


def _wait_at(barrier: Barrier) -> None:
    _starts.append(barrier)


def _clean_all(shards: Sequence[Shard]) -> tuple[float, float]:
    """When this process began to clean, and when it ended, by a clock that processes share."""
    tables = [shard.read() for shard in shards]
    stage.clean_batch(tables[0].slice(0, 1), CONFIG)  # the model, and what is compiled at first use
    _starts[0].wait(SECONDS_TO_LOAD)
    begin = time.monotonic()
    for table in tables:
        stage.clean_batch(table, CONFIG)
    return begin, time.monotonic()


def _run(root: Path, name: str, workers: int) -> Run:
    return Run(Folder(str(root)), name, Execution(workers))
