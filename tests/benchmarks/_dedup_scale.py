"""What stage `dedup` takes as its input grows: seconds a document, and the memory of all its processes together.

Each size is run by a driver of its own, which starts a Ray of its own and lets the workers import what they need before
the clock starts. Memory is the sum of the proportional set sizes (shared pages once) of the driver and all that it has
started, looked at from outside.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from bioroberta.commit import commit
from bioroberta.schemas import CLEAN, Outcome
from bioroberta.storage import Folder
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks._document_tables import MANY_CORPORA, many, small
from tests.benchmarks._documents import CORPORA
from tests.benchmarks._speedup import embedded_ray
from tests.benchmarks.frame import CannotRun
from tests.finished import finish

SEED = 20_264
WORKERS = 2
SMALL = (1_000_000, 3_000_000, 10_000_000)
"""Documents of four sentences each, for rules `exact` and `sentences`."""
SMALL_SHARD = 50_000
"""Of them in a shard, 13 MB of text."""
MANY = (50_000, 500_000)
"""Documents that repeat each other in every way, for rule `containment`."""
SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Taken:
    """What a run took: wall seconds of the stage, bytes of memory at their highest, bytes of text."""

    seconds: float
    peak: int
    size: int


def small_curve(root: Path) -> dict[int, Taken]:
    """By documents. The first of many are those of few."""
    largest = root / "small"
    with_processes(partial(write_small, largest), range(max(SMALL) // SMALL_SHARD))
    finish(Folder(str(largest / "clean")))
    taken = {}
    for count in SMALL:
        folder = root / f"small-{count}"
        link_first(largest, folder, count // SMALL_SHARD)
        taken[count] = watched(folder, CORPORA, stage.SENTENCES)
        shutil.rmtree(folder)
    shutil.rmtree(largest)
    return taken


def many_curve(root: Path) -> dict[int, Taken]:
    """By documents."""
    with_processes(partial(write_many, root), sorted(MANY, reverse=True))
    taken = {count: watched(root / f"many-{count}", MANY_CORPORA, stage.CONTAINMENT) for count in MANY}
    for count in MANY:
        shutil.rmtree(root / f"many-{count}")
    return taken


def with_processes(function: Callable[[int], None], arguments: Iterable[int]) -> None:
    """A function for all arguments, by as many processes as there are workers."""
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(function, arguments))


def write_small(root: Path, unit: int) -> None:
    """One shard of small documents."""
    table = small(SEED, unit * SMALL_SHARD, SMALL_SHARD)
    commit(Folder(str(root)).child("clean"), unit, [Outcome(table)], CLEAN)


def write_many(root: Path, count: int) -> None:
    """A finished stage `clean` with so many documents."""
    stage.write_clean(root / f"many-{count}", many(SEED, count, stage.SHARD_BYTES))


def link_first(source: Path, target: Path, shards: int) -> None:
    """A finished stage `clean` with so many shards of another."""
    stage.link_clean(source, target)
    for path in sorted((target / "clean/shards").iterdir())[shards:]:
        path.unlink()
    (target / "clean/manifest.json").unlink()
    finish(Folder(str(target / "clean")))  # it removes what no marker names


def watched(root: Path, corpora: Sequence[str], settings: Mapping[str, Any]) -> Taken:
    """The stage below `root` in a process of its own. Raises CannotRun when that fails."""
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=run_in_own_ray, args=(root, tuple(corpora), dict(settings)))
    process.start()
    peak, driver = 0, psutil.Process(process.pid)
    while process.is_alive():
        peak = max(peak, memory_of(driver))
        process.join(SECONDS_BETWEEN_LOOKS)
    if process.exitcode:
        raise CannotRun(f"the run over {root.name} ended with {process.exitcode}; its error stands above")
    seconds = json.loads((root / "seconds.json").read_text(encoding="utf-8"))
    return Taken(seconds, peak, stage.clean_bytes(root))


def memory_of(driver: psutil.Process) -> int:
    """Bytes of memory of a process and all that it started, pages that they share counted once."""
    total = 0
    try:
        for process in [driver, *driver.children(recursive=True)]:
            total += _own_memory(process)
    except psutil.Error:  # the driver has just ended
        return 0
    return total


def _own_memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:  # it has just ended
        return 0


def run_in_own_ray(root: Path, corpora: tuple[str, ...], settings: dict[str, Any]) -> None:
    """The stage below `root`, once the workers are warm; its wall seconds are left beside it."""
    with embedded_ray():
        warm = root / "warm"
        stage.write_clean(warm, [small(SEED, number, 10) for number in range(0, 40 * WORKERS, 10)])
        stage.run_stage(warm, CORPORA, settings, WORKERS)
        time.sleep(1.0)  # what the warming up has left is done
        seconds = stage.run_stage(root, corpora, settings, WORKERS)
    (root / "seconds.json").write_text(json.dumps(seconds), encoding="utf-8")


def flatness(taken: Mapping[int, Taken]) -> float:
    """Seconds a document on the fewest documents, to those on most."""
    few, most = min(taken), max(taken)
    return (taken[few].seconds / few) / (taken[most].seconds / most)


def rows(rules: str, taken: Mapping[int, Taken]) -> list[list[str | float]]:
    """A line a size."""
    return [
        [
            rules,
            f"{count:,}",
            each.size / 1e6,
            each.seconds,
            1e6 * each.seconds / count,
            each.size / 1e6 / each.seconds,
            f"{each.peak / 2**30:.2f}",
        ]
        for count, each in taken.items()
    ]
