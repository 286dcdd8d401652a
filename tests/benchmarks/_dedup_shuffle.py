"""Where stage `dedup` leaves Ray Data: keyed shuffles through files beside its own, and units as tasks of Ray's.

The shuffles read the same Parquet files, bring all rows of a key together in as many partitions, and count different
keys. The units handed out are some hundredths of a second of work, as most units of a phase are.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.dedup.shuffle import Made, Phase, by_hash, column, cut, digest, run_phase
from bioroberta.dedup.signatures import KEY
from bioroberta.hand_out import HandOut, as_tasks, through_data
from bioroberta.run import Execution, Run
from bioroberta.storage import Folder
from tests.benchmarks.frame import ROUNDS

SEED = 20_263
ROWS, FILES, PARTITIONS = 4_000_000, 8, 8
DIFFERENT = ROWS // 2
"""Keys, of which each has two rows on average."""
WORKERS = 2

UNITS, UNIT_SECONDS = 40, 0.05
"""Most units of a phase are shorter on some hundred megabytes of text."""

OURS = "files, as the stage does it"
REPARTITION, GROUPBY = "Ray Data, repartition(keys)", "Ray Data, groupby"
TASKS, DATA = "tasks, as the stage does it", "Ray Data, map_batches"


def measure_shuffles(root: Path) -> dict[str, list[float]]:
    """Wall seconds of every side by name, in turns, all with the same answer. Ray has been started."""
    wanted = write_rows(root / "input")
    sides: dict[str, Callable[[Path], int]] = {OURS: by_files, REPARTITION: by_repartition, GROUPBY: by_groupby}
    for side in sides.values():
        side(root)  # imports in the workers
    return in_turns({name: partial(side, root) for name, side in sides.items()}, wanted)


def measure_hand_out() -> dict[str, list[float]]:
    """Wall seconds of some units on two workers, by how they go out. Ray has been started."""
    return in_turns({TASKS: partial(hand_out, as_tasks), DATA: partial(hand_out, through_data)}, UNITS)


def in_turns(sides: Mapping[str, Callable[[], int]], wanted: int) -> dict[str, list[float]]:
    """Wall seconds of every side by name, all with the same answer."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            begun = time.perf_counter()
            found = side()
            seconds[name].append(time.perf_counter() - begun)
            assert found == wanted, f"{name} answers {found}, not {wanted}"
    return seconds


def hand_out(way: HandOut) -> int:
    return sum(way([(number, UNIT_SECONDS) for number in range(UNITS)], work, WORKERS, 1.0))


def work(_: int, seconds: float) -> int:
    """Keep a core busy."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return 1


def write_rows(folder: Path) -> int:
    """The input; returns how many keys are different."""
    folder.mkdir()
    rng = np.random.default_rng(SEED)
    there = rng.integers(0, 1 << 64, DIFFERENT, np.uint64)
    keys = rng.choice(there, ROWS)
    for number, part in enumerate(np.array_split(keys, FILES)):
        rows = pa.table({"key": part, "row": np.arange(len(part), dtype=np.uint32)}, schema=KEY)
        pq.write_table(rows, folder / f"{number:05}.parquet")
    return len(np.unique(keys))


def by_files(root: Path) -> int:
    """Two phases: rows cut by hash, one file a unit; then a slice of each file."""
    shutil.rmtree(root / "dedup", ignore_errors=True)
    run = Run(Folder(str(root)), "dedup", Execution(WORKERS), hand_out=as_tasks)
    paths = sorted(str(path) for path in (root / "input").iterdir())
    cuts = run_phase(run, "cut", paths, cut_rows, digest(paths))
    counted = run_phase(run, "count", range(PARTITIONS), partial(count_slice, cuts=cuts), cuts.digest())
    return sum(counts["keys"] for counts in counted.counts())


def cut_rows(path: str) -> Made:
    rows = pq.read_table(path)
    return Made({"rows": cut(rows, by_hash(column(rows, "key"), PARTITIONS), PARTITIONS)}, {})


def count_slice(unit: int, cuts: Phase) -> Made:
    return Made({}, {"keys": len(np.unique(column(cuts.all_of("rows", unit), "key")))})


def by_repartition(root: Path) -> int:
    import ray.data

    rows = ray.data.read_parquet(str(root / "input"), override_num_blocks=FILES)
    parted = rows.repartition(PARTITIONS, keys=["key"])
    counted = parted.map_batches(count_batch, batch_size=None, batch_format="pyarrow")
    return sum(row["keys"] for row in counted.iter_rows())


def count_batch(rows: pa.Table) -> pa.Table:
    return pa.table({"keys": [len(np.unique(column(rows, "key")))]})


def by_groupby(root: Path) -> int:
    import ray.data

    rows = ray.data.read_parquet(str(root / "input"), override_num_blocks=FILES)
    return int(rows.groupby("key", num_partitions=PARTITIONS).count().count())
