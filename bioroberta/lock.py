"""One process at a time works on a stage's folder, and says there how far it is.

The owner's file says who works there, and is renewed while it lives. On the same machine the process itself is looked
for, so a killed run can be continued at once; from another machine a long silence is taken for death.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import psutil

from bioroberta.errors import InputError, RunError
from bioroberta.storage import Folder

log = logging.getLogger(__name__)

FILE = "owner.json"
PROGRESS = "progress.json"
BEAT_SECONDS = 15.0
SILENT_SECONDS = 60.0
"""Four beats: one late upload to an object store is not death."""


@dataclass(frozen=True)
class Owner:
    """A process (its start tells it from a later one of the same number) and its last sign of life; epoch seconds."""

    host: str
    pid: int
    started: float
    beat: float

    def is_alive(self) -> bool:
        """Whether it may still be at work."""
        if self.host != platform.node():
            return time.time() - self.beat < SILENT_SECONDS
        try:
            return abs(psutil.Process(self.pid).create_time() - self.started) < 1.0
        except psutil.NoSuchProcess:
            return False


@contextmanager
def owned(folder: Folder) -> Iterator[None]:
    """Own a folder for the time of the block. Raises RunError while another living process does."""
    owner = Owner(platform.node(), os.getpid(), psutil.Process().create_time(), time.time())
    _take(folder, owner)
    done = threading.Event()
    beat = threading.Thread(target=_beat, args=(folder, owner, done), daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()
        folder.delete(FILE)


def owner_of(folder: Folder) -> Owner | None:
    """Who works in a folder, or worked there last and was killed; None when it was left in order."""
    values = _read(folder, FILE)
    return Owner(**values) if values else None


@dataclass(frozen=True)
class Progress:
    """How far an unfinished stage was at a time (epoch seconds)."""

    done: int
    total: int
    text: str
    time: float


def write_progress(folder: Folder, done: int, total: int, text: str) -> None:
    """Note how far the work in a folder is."""
    folder.write_bytes(PROGRESS, _as_json(Progress(done, total, text, round(time.time(), 3))))


def progress_of(folder: Folder) -> Progress | None:
    """What `write_progress` wrote last; None in a folder that is finished or not begun."""
    values = _read(folder, PROGRESS)
    return Progress(**values) if values else None


def _read(folder: Folder, name: str) -> dict[str, Any] | None:
    try:
        values: dict[str, Any] = folder.read_json(name)
    except InputError:  # not there, or removed just now
        return None
    return values


def _take(folder: Folder, owner: Owner) -> None:
    if folder.create(FILE, _as_json(owner)):
        return
    other = Owner(**folder.read_json(FILE))
    if other.is_alive():
        raise RunError(
            f"process {other.pid} on {other.host} is at work in {folder.uri} (last sign of life "
            f"{max(0.0, time.time() - other.beat):.0f} s ago): wait for it, or end it and run the same command again"
        )
    log.info("process %d on %s was at work here and has ended: going on", other.pid, other.host)
    folder.write_bytes(FILE, _as_json(owner))


def _beat(folder: Folder, owner: Owner, done: threading.Event) -> None:
    while not done.wait(BEAT_SECONDS):
        folder.write_bytes(FILE, _as_json(replace(owner, beat=time.time())))


def _as_json(values: Owner | Progress) -> bytes:
    return json.dumps(asdict(values)).encode()
