"""Samples of any size: numbered parts, written side by side by processes that share nothing.

Measured on samples of 20 and 100 MB (seed 7), by the rules of the stage `dedup` over all kept text:

TABLE
"""

import logging
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from bioroberta.errors import RunError
from bioroberta.sample.corpora import corpora
from bioroberta.sample.part import Part
from bioroberta.sample.truth import MANIFEST, PLANTED, RANK, lines, manifest

PART_BYTES = 1_466_000
"""What the corpora of a part have on average."""
PROGRESS_SECONDS = 10.0

_PARTS = "truth/parts"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """What a part added to the sample."""

    files: int
    bytes: int
    kinds: Counter[str]


def grow(folder: Path, seed: int, size: int, workers: int | None = None) -> None:
    """Writes as many parts as come closest to `size` bytes (one at least), then the truth about them.

    A part's bytes follow from (seed, its number) alone. A process holds one part at a time, about 50 MB.
    """
    count = max(1, round(size / PART_BYTES))
    started = told = time.monotonic()
    written: list[Written] = []
    for part in _written(folder, seed, count, min(count, workers or os.cpu_count() or 1)):
        written.append(part)
        if time.monotonic() - told > PROGRESS_SECONDS or len(written) == count:
            told = time.monotonic()
            megabytes = sum(each.bytes for each in written) / 1e6
            rate = megabytes / (told - started)
            log.info("sample: %d of %d parts, %.0f MB, %.1f MB/s", len(written), count, megabytes, rate)
    _merge_truth(folder, count)
    about = {
        "seed": seed,
        "size": size,
        "parts": count,
        "files": sum(part.files for part in written),
        "bytes": sum(part.bytes for part in written),
    }
    kinds = sum((part.kinds for part in written), Counter[str]())
    write_files(folder, {MANIFEST: manifest(about, kinds).encode()})


def _written(folder: Path, seed: int, count: int, workers: int) -> Iterator[Written]:
    """The parts as they are written. RunError when a process dies."""
    if workers == 1:
        yield from (write_part(folder, seed, number) for number in range(count))
        return
    # Not fork: the caller may have threads (Ray, pyarrow).
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        futures: list[Future[Written]] = [pool.submit(write_part, folder, seed, number) for number in range(count)]
        for future in as_completed(futures):
            yield future.result()
    except BrokenProcessPool:
        raise RunError(f"a process that wrote the sample died; remove {folder} and start again") from None
    finally:
        pool.shutdown(cancel_futures=True)


def write_part(folder: Path, seed: int, number: int) -> Written:
    """Writes one part's files, and the truth about them for `_merge_truth`."""
    files, rows = corpora(Part(seed, number))
    assert all(row.place.path.startswith(f"{number:05d}/") for row in rows)
    write_files(folder, {**files, f"{_PARTS}/{number:05d}.jsonl": lines(rows).encode()})
    return Written(len(files), sum(map(len, files.values())), Counter(row.kind for row in rows))


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files (relative path -> bytes) in their order."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _merge_truth(folder: Path, count: int) -> None:
    """One sorted file: a part's paths begin with its number, and within a part the rows are sorted."""
    parts = [folder / _PARTS / f"{number:05d}.jsonl" for number in range(count)]
    with (folder / PLANTED).open("wb") as merged:
        for corpus in sorted(RANK):
            beginning = f'{{"corpus": "{corpus}"'.encode()
            for part in parts:
                with part.open("rb") as rows:
                    merged.writelines(row for row in rows if row.startswith(beginning))
    for part in parts:
        part.unlink()
    (folder / _PARTS).rmdir()
