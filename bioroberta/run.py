"""A stage's hand on its run: read the stage before, map its shards on the cluster, commit, keep results."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from bioroberta.commit import (
    CHECKPOINT,
    Counts,
    DataFile,
    Marker,
    add_counts,
    commit,
    finished_markers,
    identities,
    read_manifest,
    read_table,
    whole_markers,
)
from bioroberta.errors import InputError, RunError
from bioroberta.hand_out import HandOut, through_data
from bioroberta.lock import write_progress
from bioroberta.logs import fields
from bioroberta.schemas import Outcome
from bioroberta.storage import Folder

log = logging.getLogger(__name__)

Work = Callable[[Any], Iterator[Outcome]]

Do = Callable[[int, Any, str], int]
"""(unit's number, unit, digest of what it is made from) -> rows committed."""

SHARDS = "shards"
"""What the units are that make a stage's own output."""

SNAPSHOTS = "training"
"""Folder below a stage's own for the state of an unfinished training; removed once the manifest is written."""

SECONDS_BETWEEN_FLUSHES = 5.0
SECONDS_BETWEEN_LINES = 10.0


@dataclass(frozen=True)
class Execution:
    """How wide a stage may run and how it tells of it. Never part of a fingerprint: output does not depend on it."""

    workers: int
    cpus_per_worker: float = 1.0
    use_gpu: bool = False
    json_logs: bool = False


@dataclass(frozen=True)
class Shard:
    """A committed data file of a finished stage."""

    folder: Folder
    file: DataFile

    def read(self, columns: list[str] | None = None) -> pa.Table:
        """Its rows. Raises RunError when the file is not what was committed."""
        return read_table(self.folder, self.file, columns)


@dataclass
class Run:
    """What a stage function gets besides its config. Picklable: workers use it to read and to report."""

    root: Folder
    """The recipe's folder; each stage has one below it."""
    stage: str
    execution: Execution
    task: str | None = None
    fingerprint: str = ""
    """Of what decides this stage's output: what an unfinished training was started from."""
    hand_out: HandOut = through_data
    results: dict[str, Any] = field(default_factory=dict)
    """What `record` collected, for the manifest."""
    began: float = field(default_factory=time.time)
    """Epoch seconds, earlier by what attempts before this one took."""
    _lines: list[str] = field(default_factory=list)
    _flushed: float = 0.0
    _told: float = 0.0

    @property
    def folder(self) -> Folder:
        """This stage's (and task's) run directory."""
        return self.stage_folder(self.stage, self.task)

    def stage_folder(self, stage: str, task: str | None = None) -> Folder:
        """The run directory of any stage."""
        return self.root.child(stage if task is None else f"{stage}/{task}")

    def shards(self, stage: str) -> list[Shard]:
        """The data files of a finished stage, in order.

        Raises InputError when it is not finished, RunError when it is not as its stage left it.
        """
        folder, manifest = self._finished(stage)
        found = finished_markers(folder, manifest)
        return [Shard(folder, file) for marker in found for file in marker.files if file.part == "data"]

    def read(self, stage: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """The data of a finished stage, one table a shard, in order. Schemas were checked when it was written."""
        for shard in self.shards(stage):
            yield shard.read(columns)

    def map_shards(self, source: str, function: Callable[[pa.Table], Outcome], schema: pa.Schema) -> Counts:
        """Apply a pure function to every shard of a finished stage; shard i of the source is unit i of the result, and
        done again when that shard has other content.
        """
        shards = self.shards(source)
        content = [shard.file.sha256 for shard in shards]
        return self.map_units(shards, partial(_over_shard, function=function), schema, content)

    def map_units(
        self, units: Sequence[Any], work: Work, schema: pa.Schema, inputs: Sequence[str] | None = None
    ) -> Counts:
        """Commit what `work` makes of every unit that has no marker yet, on the cluster.

        `inputs` has a digest of what each unit is made from, over and above what the stage's identity holds: a unit
        that was made from something else is done again. None: the identity is all.

        A worker reads, transforms and commits a whole unit by itself, and only how many rows it made flows back.
        Returns the counts of all units.
        """
        folder = self.folder

        def commit_unit(number: int, unit: Any, inputs: str) -> int:
            return _kept(commit(folder, number, work(unit), schema, inputs))

        committed = self.do_units(SHARDS, folder, units, commit_unit, inputs)
        return functools.reduce(add_counts, (marker.counts for marker in committed), {})

    def do_units(
        self, name: str, folder: Folder, units: Sequence[Any], function: Do, inputs: Sequence[str] | None = None
    ) -> list[Marker]:
        """As `map_units`, for a function that commits by itself, into any folder; returns all markers. `name` says what
        the units are.
        """
        done = whole_markers(folder, len(units), inputs)
        known = {marker.unit for marker in done}
        pending = [
            (number, (unit, inputs[number] if inputs else ""))
            for number, unit in enumerate(units)
            if number not in known
        ]
        if known and pending:
            log.info("%s: going on, %d of %d %s were done", self.stage, len(known), len(units), name)
        if pending:
            self._map(pending, partial(_do_unit, function), done, name)
        committed = whole_markers(folder, len(units), inputs)
        if len(committed) != len(units):
            raise RunError(f"{self.stage}: {len(committed)} of {len(units)} {name} are committed; run it again")
        return committed

    def checkpoint(self, stage: str, task: str | None = None) -> Path:
        """The Hugging Face folder of a finished stage as a local folder (downloaded once a machine if it is remote).

        Raises InputError when the stage is not finished, RunError when a file is not what it saved.
        """
        folder, manifest = self._finished(stage, task)
        saved = json.dumps(manifest.get("checkpoint", {}), sort_keys=True)
        local = folder.local()
        if local is not None:
            _verify(local / CHECKPOINT, saved, f"{folder.uri} and run the stage again")
            return local / CHECKPOINT
        key = hashlib.sha256(f"{folder.uri} {manifest['fingerprint']} {saved}".encode()).hexdigest()[:32]
        cached = _own_cache() / key
        if not cached.exists():
            partial_copy = cached.with_name(f"{key}.{secrets.token_hex(4)}")
            folder.child(CHECKPOINT).download(partial_copy)
            try:
                partial_copy.rename(cached)
            except OSError:  # another process of this machine was first
                shutil.rmtree(partial_copy)
        _verify(cached, saved, f"this copy; if that does not help, {folder.uri}, and run the stage again")
        return cached

    def save_checkpoint(self, local: Path) -> None:
        """Put a Hugging Face folder into `checkpoint/`. It counts from the manifest on, which is written later."""
        self.folder.delete(CHECKPOINT)
        self.folder.child(CHECKPOINT).upload(local)

    def seconds(self) -> float:
        """Wall seconds so far, in this attempt and those before it."""
        return time.time() - self.began

    def record(self, **values: Any) -> None:
        """Results for the manifest: scores, sizes, the best epoch."""
        self.results.update(values)

    def log(self, **values: Any) -> None:
        """One line of `metrics.jsonl`. Lines are written every few seconds and by `flush`."""
        self._lines.append(json.dumps({"time": round(time.time(), 3), **values}))
        if time.monotonic() - self._flushed > SECONDS_BETWEEN_FLUSHES:
            self.flush()

    def flush(self) -> None:
        """Write the lines collected by `log`. Object stores cannot append, so the file is written anew."""
        if not self._lines:
            return
        before = self.folder.read_bytes("metrics.jsonl") if self.folder.exists("metrics.jsonl") else b""
        self.folder.write_bytes("metrics.jsonl", before + "".join(line + "\n" for line in self._lines).encode())
        self._lines.clear()
        self._flushed = time.monotonic()

    def progress(self, done: int, total: int, text: str = "", step: bool = False) -> None:
        """Tell a person how far the stage is: one line that renews itself on a terminal, else a line now and then.

        Now and then it is also written down, for whoever asks from elsewhere. A count of a mere `step` of the stage has
        no line of its own at its end.
        """
        ended = done >= total and not step
        name = self.stage if self.task is None else f"{self.stage} {self.task}"
        line = f"{name}: {done}/{total} {text}".rstrip()
        on_terminal = sys.stderr.isatty() and not self.execution.json_logs
        if on_terminal:
            sys.stderr.write(f"\r\x1b[K{line}" + ("\n" if ended else ""))
            sys.stderr.flush()
        if not ended and time.monotonic() - self._told < SECONDS_BETWEEN_LINES:
            return
        self._told = time.monotonic()
        write_progress(self.folder, done, total, text, self.seconds())
        if not on_terminal:
            log.info("%s", line, extra=fields(stage=self.stage, task=self.task, done=done, total=total))

    def _finished(self, stage: str, task: str | None = None) -> tuple[Folder, dict[str, Any]]:
        folder = self.stage_folder(stage, task)
        manifest = read_manifest(folder)
        if manifest is None:
            name = stage if task is None else f"{stage} of {task}"
            raise InputError(f"{name} is not finished in {folder.uri}: run `bioroberta {stage} RECIPE` first")
        return folder, manifest

    def _map(
        self, pending: list[tuple[int, Any]], function: Callable[[int, Any], int], before: Sequence[Marker], name: str
    ) -> None:
        kept, total = sum(map(_kept, before)), len(before) + len(pending)
        done = self.hand_out(pending, function, self.execution.workers, self.execution.cpus_per_worker)
        for number, rows in enumerate(done, len(before) + 1):
            kept += rows
            told = f"{name}, {kept} rows, {self.seconds():.0f} s"
            self.progress(number, total, told, step=name != SHARDS)


@functools.cache
def _verify(place: Path, saved: str, remedy: str) -> None:
    """Raise RunError for the first file that is not as `saved` (JSON of `identities`) has it. Once a process."""
    expected, there = json.loads(saved), identities(Folder(str(place)))
    changed = sorted(path for path in {*expected, *there} if expected.get(path) != there.get(path))
    if changed or not expected:
        name = changed[0] if changed else "a file"
        raise RunError(f"{name} in {place} is not what the stage saved: delete {remedy}")


def _own_cache() -> Path:
    """A folder of this user alone: models are loaded from it, so nobody else may put one there."""
    folder = Path(tempfile.gettempdir()) / f"bioroberta-checkpoints-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise RunError(f"{folder} belongs to somebody else: remove it, or set TMPDIR to another folder")
    return folder


def _do_unit(function: Do, number: int, unit: tuple[Any, str]) -> int:
    return function(number, *unit)


def _kept(marker: Marker) -> int:
    return sum(file.rows for file in marker.files if file.part == "data")


def _over_shard(shard: Shard, function: Callable[[pa.Table], Outcome]) -> Iterator[Outcome]:
    yield function(shard.read())
