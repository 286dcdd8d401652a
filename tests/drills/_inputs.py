"""Inputs read as the stages do, in a process that may hang, crash or swell: what happened is told, and the rest goes on.

`python -m tests.drills._inputs READER FILE` reads one again, in the process itself.
"""

from __future__ import annotations

import ctypes
import io
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any

import psutil

from bioroberta.corpus.clean import clean_document
from bioroberta.corpus.config import CleanConfig, CorpusSource
from bioroberta.corpus.locations import contents
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.sources import read_records
from tests.benchmarks.frame import CannotRun
from tests.drills._mutations import make_input
from tests.drills._seeds import Target, targets

CPU_SECONDS = 5.0
"""Of the process for an input: a thousand times what one takes."""
WALL_SECONDS = 150.0
"""For an input that waits: the process that reads PDF files is given 60 s of processor time by its caller."""
GROWTH = 400 << 20
"""Bytes of resident memory above those after the valid files."""
ADDRESS_SPACE = 8 << 30
"""Of the process, so that what swells does not take the machine with it."""
MOST_RESTARTS = 20
CLEANED = 2
"""Every so many-th input the first document is cleaned too."""
POLL = 0.2

Attempt = Callable[[Target, str, bytes, bool], Counter[str]]
"""(reader, file name, bytes, whether to clean) -> numbers of records by class. Whatever it raises is a finding."""
Seen = tuple[int, str]
"""The number of an input, and what happened to it."""


class State(ctypes.Structure):
    """What the process tells, in shared memory: the input at which it is, and figures of those before."""

    _fields_ = [(name, ctypes.c_int64) for name in ("number", "done", "RawDocument", "Skipped", "Broken", "grown")] + [
        (name, ctypes.c_double) for name in ("begun", "slowest")
    ]


@dataclass(frozen=True)
class Work:
    """Inputs of a reader: those of a lane out of several, by number."""

    target: Target
    seed: int
    inputs: int
    lane: int
    lanes: int
    attempt: Attempt


@dataclass
class Tally:
    """What came of inputs."""

    records: Counter[str] = field(default_factory=Counter)
    done: int = 0
    slowest: float = 0.0
    grown: int = 0
    seen: list[Seen] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.records += other.records
        self.done += other.done
        self.slowest = max(self.slowest, other.slowest)
        self.grown = max(self.grown, other.grown)
        self.seen = sorted([*self.seen, *other.seen])


def read_input(target: Target, path: str, data: bytes, cleaned: bool = True) -> Counter[str]:
    """Records by class of an input, read and checked as `ingest` does, the first document of a file cleaned."""
    counts: Counter[str] = Counter()
    for name, content in contents(io.BytesIO(data), path, target.source):
        name.encode()
        records = [content] if isinstance(content, Broken | Skipped) else read_records(content, name, target.source)
        place, texts = -1, list[str]()
        for item in records:
            assert item.record > place, "records that do not rise"
            place = item.record
            kind = _check(item)
            counts[kind] += 1
            if kind == "RawDocument" and cleaned and not texts:
                texts.append(item.text)  # type: ignore[union-attr]
        for text in texts:
            clean_document(_row(text, target.source), CleanConfig(crawled=(target.source.name,)))
    assert counts, "nothing at all"
    return counts


def _check(item: Record) -> str:
    """The class of a record that a table can hold. A document with halves of surrogate pairs counts as broken: the
    stage writes it to `failed/`.
    """
    if isinstance(item, Broken):
        (item.reason + item.message).encode()
        assert len(item.message) < 2000, "a message that long quotes the text"
    elif isinstance(item, RawDocument):
        assert item.text.strip(), "a document without text"
        try:
            "".join((item.text, item.title or "", item.url or "", item.language or "", item.date or "")).encode()
        except UnicodeEncodeError:
            return "Broken"
    return type(item).__name__


def _row(text: str, source: CorpusSource) -> dict[str, Any]:
    names = ("id", "path", "title", "url", "date")
    return {**dict.fromkeys(names, ""), "corpus": source.name, "record": 0, "license": "", "text": text}


def supervise(work: Work) -> Tally:
    """Read all inputs of a lane, in as many processes as it takes: those that end, hang or swell are replaced, but not
    without end.
    """
    tally, first = Tally(), work.lane
    for _ in range(MOST_RESTARTS):
        part, last = _run_process(work, first)
        tally.add(part)
        first = last + work.lanes
        if first >= work.inputs:
            return tally
    tally.seen.append((first, f"given up after {MOST_RESTARTS} processes"))
    return tally


def _run_process(work: Work, first: int) -> tuple[Tally, int]:
    """What came of the inputs from the first on, and the number of the last one that was read."""
    state = RawValue(State)
    state.number = -1
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_inputs, args=(work, first, state, sender), daemon=True)
    process.start()
    sender.close()
    seen = _watch(process, state, receiver)
    if state.number < 0:
        raise CannotRun(f"the process that reads {work.target.name} ended before the first input")
    records = Counter({name: getattr(state, name) for name in ("RawDocument", "Skipped", "Broken")})
    return Tally(records, state.done, state.slowest, state.grown, seen), state.number


def _watch(process: BaseProcess, state: State, receiver: Connection) -> list[Seen]:
    """What the process tells until it ends, or until it has been at an input for too long."""
    seen: list[Seen] = []
    watched, ended, at, since = psutil.Process(process.pid), "", -1, time.monotonic()
    while process.is_alive():
        process.join(POLL)
        while receiver.poll() and (told := _receive(receiver)):
            seen.append(told)
        if state.number != at:
            at, since = state.number, time.monotonic()
        elif process.is_alive() and (ended := _overdue(watched, state, since)):
            process.kill()
            process.join()
            return [*seen, (state.number, ended)]
    while receiver.poll() and (told := _receive(receiver)):
        seen.append(told)
    if process.exitcode:
        code = process.exitcode
        seen.append((state.number, signal.Signals(-code).name if code < 0 else f"ended with {code}"))
    return seen


def _receive(receiver: Connection) -> Seen | None:
    try:
        told: Seen = receiver.recv()
    except EOFError:
        return None
    return told


def _overdue(process: psutil.Process, state: State, since: float) -> str:
    """Why an input takes too long, if it does. The time before the first one is for imports."""
    begun = state.begun
    if state.number >= 0:
        times = process.cpu_times()
        if times.user + times.system - begun > CPU_SECONDS:
            return f"over {CPU_SECONDS:.0f} s of processor time"
    return f"over {WALL_SECONDS:.0f} s" if time.monotonic() - since > WALL_SECONDS else ""


def _read_inputs(work: Work, first: int, state: State, sender: Connection) -> None:
    """The process: valid files first, from which memory counts; then its inputs. It ends early when memory has grown."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for seed in work.target.seeds:
        read_input(work.target, work.target.path, seed)
    start = peak_memory()
    for number in range(first, work.inputs, work.lanes):
        path, data = make_input(work.target, work.seed, number)
        state.begun, state.number = time.process_time(), number
        happened = _attempt(work, path, data, state)
        state.slowest = max(state.slowest, time.process_time() - state.begun)
        before, state.grown, state.done = state.grown, peak_memory() - start, state.done + 1
        if happened:
            sender.send((number, happened))
        if state.grown > GROWTH:
            sender.send((number, f"memory grew from {before >> 20} to {state.grown >> 20} MB above the start"))
            return


def _attempt(work: Work, path: str, data: bytes, state: State) -> str:
    """What an input sets off: empty where all is well."""
    try:
        counts = work.attempt(work.target, path, data, state.done % CLEANED == 0)
    except BaseException as error:  # noqa: BLE001  # panics of native code are no Exception
        where = traceback.extract_tb(error.__traceback__)[-1]
        detail = f" ({error})" if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno} {where.name}{detail}"
    for kind, count in counts.items():
        setattr(state, kind, getattr(state, kind) + count)
    return ""


def peak_memory() -> int:
    """The most resident memory that this process has had, in bytes."""
    if sys.platform == "linux":  # where `ru_maxrss` starts from what the parent had
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(reader: str, file: str) -> None:
    """Read one input again, and print what comes of it."""
    target = next(target for target in targets() if target.name == reader)
    path = Path(file)
    print(dict(read_input(target, path.name, path.read_bytes())))


if __name__ == "__main__":
    main(*sys.argv[1:])
