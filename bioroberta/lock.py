"""One process at a time works on a stage's folder, and says there how far it is.

The owner's file says who works there, and is renewed while it lives. On the same machine the process itself is looked
for, so a killed run can be continued at once; from another machine a long silence is taken for death.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import psutil

from bioroberta.errors import InputError, RunError
from bioroberta.storage import Folder

log = logging.getLogger(__name__)

FILE = "owner.json"
PROGRESS = "progress.json"
BEAT_SECONDS = 15.0
SILENT_SECONDS = 60.0
"""Four beats: one late upload to an object store is not death."""
SETTLE_SECONDS = 1.0
"""Where nothing can be locked, two that follow the same dead process wait this long to see which of them was last."""

_Noted = TypeVar("_Noted", "Owner", "Progress")


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

    def is_same(self, other: Owner | None) -> bool:
        """Whether both are one process, whatever its last sign of life."""
        return other is not None and replace(other, beat=self.beat) == self


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
        if owner.is_same(owner_of(folder)):  # another machine may have taken a long silence for death
            folder.delete(FILE)


def owner_of(folder: Folder) -> Owner | None:
    """Who works in a folder, or worked there last and was killed; None when it was left in order."""
    return _read(folder, FILE, Owner)


@dataclass(frozen=True)
class Progress:
    """How far an unfinished stage was at a time (epoch seconds)."""

    done: int
    total: int
    text: str
    time: float
    seconds: float = 0.0
    """Spent on it, in this attempt and those before it."""


def write_progress(folder: Folder, done: int, total: int, text: str, seconds: float = 0.0) -> None:
    """Note how far the work in a folder is, and how long it took."""
    folder.write_bytes(PROGRESS, _as_json(Progress(done, total, text, round(time.time(), 3), round(seconds, 3))))


def progress_of(folder: Folder) -> Progress | None:
    """What `write_progress` wrote last; None in a folder that is finished or not begun."""
    return _read(folder, PROGRESS, Progress)


def _read(folder: Folder, name: str, kind: type[_Noted]) -> _Noted | None:
    try:
        return kind(**json.loads(folder.read_bytes(name)))
    except InputError:  # not there, or removed just now
        return None
    except (TypeError, ValueError):
        raise RunError(f"{name} in {folder.uri} is damaged: delete this file and run the same command again") from None


def _take(folder: Folder, owner: Owner) -> None:
    while not folder.create(FILE, _as_json(owner)):
        with _locked(folder) as locked:
            other = owner_of(folder)
            if other is None:  # it left just now
                continue
            _refuse_living(folder, other)
            log.info("process %d on %s was at work here and has ended: going on", other.pid, other.host)
            folder.write_bytes(FILE, _as_json(owner))
        if not locked:
            time.sleep(SETTLE_SECONDS)
            last = owner_of(folder)
            if last is not None and not owner.is_same(last):
                _refuse_living(folder, last)
        return


def _refuse_living(folder: Folder, other: Owner) -> None:
    if other.is_alive():
        raise RunError(
            f"process {other.pid} on {other.host} is at work in {folder.uri} (last sign of life "
            f"{max(0.0, time.time() - other.beat):.0f} s ago): wait for it, or end it and run the same command again"
        )


@contextmanager
def _locked(folder: Folder) -> Iterator[bool]:
    """One process at a time on a local disk; False where there is no such lock: object stores, some network disks."""
    local = folder.local()
    if local is None:
        yield False
        return
    descriptor = os.open(local, os.O_RDONLY)  # the folder itself: nothing is left behind, and a kill frees it
    try:
        yield _flock(descriptor)
    finally:
        os.close(descriptor)


def _flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _beat(folder: Folder, owner: Owner, done: threading.Event) -> None:
    while not done.wait(BEAT_SECONDS):
        other = owner_of(folder)
        if other and not owner.is_same(other):
            log.warning("process %d on %s has taken %s over", other.pid, other.host, folder.uri)
            return
        folder.write_bytes(FILE, _as_json(replace(owner, beat=time.time())))


def _as_json(values: Owner | Progress) -> bytes:
    return json.dumps(asdict(values)).encode()
