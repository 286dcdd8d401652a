"""How units of work reach the workers: through Ray Data, or as plain Ray tasks where they are small.

Ray Data looks after its tasks every 0.1 s and needs two looks to see that one has ended, so that a worker waits up to
0.2 s between two units. Shards of a stage are seconds of work and bear that. The phases of `dedup` have shorter units:
of some hundredths of a second, they take two workers more than twice as long that way, so they go out as tasks
(tests/benchmarks/results/dedup.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import ray
import ray.data
from ray import cloudpickle
from ray.exceptions import OutOfMemoryError, WorkerCrashedError

from bioroberta.errors import BiorobertaError, RunError

Pending = list[tuple[int, Any]]
"""Units by number."""

DoUnit = Callable[[int, Any], int]
"""Does a unit of that number; returns the rows that it committed."""

HandOut = Callable[[Pending, DoUnit, int, float], Iterator[int]]
"""(units, what to do with each, how many at once, cores for each) -> the rows of each, as they are done."""

MAX_BLOCKS = 1000
"""Ray Data keeps statistics of every block in the driver; more units than this share blocks."""

RETRIES = 3
"""Of a task whose worker died: Ray's own number."""


def through_data(pending: Pending, function: DoUnit, workers: int, cpus: float) -> Iterator[int]:
    """Units as the rows of a Ray Dataset, which moves their numbers only.

    A unit whose worker dies is tried again without end: Ray Data has no other setting.
    """
    rows = [{"unit": cloudpickle.dumps(unit)} for unit in pending]  # Ray Data carries a unit as it is
    done = ray.data.from_items(rows, override_num_blocks=min(len(rows), MAX_BLOCKS)).map_batches(
        partial(_do_row, function=function),
        batch_size=1,
        compute=ray.data.TaskPoolStrategy(size=min(workers, len(pending))),
        num_cpus=cpus,
    )
    for row in done.iter_rows():
        yield _rows(int(row["rows"]), row["error"])


def as_tasks(pending: Pending, function: DoUnit, workers: int, cpus: float) -> Iterator[int]:
    """Each unit as a task; a worker that ends one gets the next within milliseconds.

    Raises RunError for a unit whose worker died each time it was tried.
    """
    task = ray.remote(_do).options(num_cpus=cpus, scheduling_strategy="SPREAD", max_retries=RETRIES)
    work, units = ray.put(function), iter(pending)
    running = [task.remote(work, *unit) for unit in islice(units, workers)]
    try:
        while running:
            done, running = ray.wait(running)
            running += [task.remote(work, *unit) for unit in islice(units, len(done))]
            for rows, error in _answers_of(done):
                yield _rows(rows, error)
    finally:
        for each in running:
            ray.cancel(each)


def _answers_of(tasks: list[Any]) -> list[tuple[int, bytes]]:
    try:
        answers: list[tuple[int, bytes]] = ray.get(tasks)
    except (OutOfMemoryError, WorkerCrashedError) as error:
        raise RunError(
            f"a worker died at the same unit {RETRIES + 1} times, perhaps for want of memory: {error}"
        ) from error
    return answers


def _do_row(batch: dict[str, Any], function: DoUnit) -> dict[str, list[Any]]:
    [(number, unit)] = [cloudpickle.loads(pickled) for pickled in batch["unit"]]
    rows, error = _do(function, number, unit)
    return {"rows": [rows], "error": [error]}


def _do(function: DoUnit, number: int, unit: Any) -> tuple[int, bytes]:
    """One unit's rows. What `function` loads and caches stays with the worker's process.

    An error of ours goes back as a value: Ray would wrap it, and its sentence would drown in tracebacks.
    """
    try:
        return function(number, unit), b""
    except BiorobertaError as error:
        return 0, cloudpickle.dumps(error)


def _rows(rows: int, error: bytes) -> int:
    if error:
        raise cloudpickle.loads(error)
    return rows
