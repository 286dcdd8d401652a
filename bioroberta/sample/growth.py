"""Samples of any size: numbered parts, written side by side by processes that share nothing.

Measured with seed 7 by the pure functions of ingest, clean and dedup (containment over all kept text):

| | 20 MB | 100 MB |
|---|---|---|
| documents after cleaning | 7,154 | 34,891 |
| removed of planted to be removed | 1,030 of 1,058 | 5,149 of 5,179 |
| removed, but not planted | 0 | 0 |
| words planted to be removed | 14.8% | 14.9% |
| 5-grams of a fresh document seen before: mean, largest | 0.08, 0.24 | 0.10, 0.29 |
| the same of form letters | 0.22, 0.33 | 0.24, 0.37 |
| fresh sentences that cleaning rejects | 0.010% | 0.010% |
| fresh documents with a 13-gram of an evaluation text | 0 | 0 |

What was missed were evaluation texts below a form or within a page, which 13-grams find since. Two
processes wrote 3.2 MB a second (2 cores of an Ice Lake server), in 80 MB of memory each.
"""

import logging
import multiprocessing
import os
import signal
import threading
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
ORPHAN_SECONDS = 1.0
"""Between two looks of a worker at whether its parent still lives."""

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

    A part's bytes follow from (seed, its number) alone. A process holds one part at a time.
    """
    count = max(1, round(size / PART_BYTES))
    if size < PART_BYTES / 2:
        log.warning("sample: the least that is written is one part, of about %.1f MB", PART_BYTES / 1e6)
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
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(os.getpid(),))
    try:
        futures: list[Future[Written]] = [pool.submit(write_part, folder, seed, number) for number in range(count)]
        for future in as_completed(futures):
            yield future.result()
    except BrokenProcessPool:
        raise RunError(f"a process that wrote the sample died; remove {folder} and start again") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    """A worker leaves the interrupt to its parent, and ends with it also when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


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
