"""Damaged files given to every reader, and attacks given to the stages.

Each reader is given 100,000 small files, valid ones that were changed at random, and packed at random (`_mutations`); what
it reads out of them is cleaned. The same seed gives the same inputs. An input may come out as records of any class, in
order; an exception, the end of the process, five seconds of processor time or 400 MB more of memory than valid files take
is a fault that was not recovered from. Then each attack (`_attacks`) lies between two good files in a corpus that is
ingested and cleaned: what it is made of is repaired, or in `failed/` or `rejected/` with a reason, and both are kept.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.drills._attacks import attacks, endure
from tests.drills._inputs import Attempt, Seen, Tally, Work, read_input, supervise
from tests.drills._mutations import make_input
from tests.drills._seeds import Target, targets
from tests.drills.frame import Fault

INPUTS = 100_000
KEPT = 3
"""Inputs that are kept of those to which the same happened."""
EXPECTED = "records or reasons"


def drill(chance: random.Random) -> Iterator[Fault]:
    folder, seed, kept = Path(tempfile.mkdtemp(prefix="bioroberta-fuzz-")), chance.getrandbits(32), False
    for target in targets():
        fault, seen = fuzz(target, seed, INPUTS)
        keep(target, seed, seen, folder)
        kept = kept or bool(seen)
        yield fault
    for attack in attacks():
        yield endure(attack, folder)
    if kept:
        print(f"inputs that failed: {folder}; again: python -m tests.drills._inputs READER FILE, such as")
        print(f"python -m tests.drills._inputs {next(folder.glob('*/*/*')).relative_to(folder).parts[0]} FILE")
    else:
        shutil.rmtree(folder)


def fuzz(target: Target, seed: int, inputs: int, attempt: Attempt = read_input) -> tuple[Fault, list[Seen]]:
    """All inputs of a reader, in as many processes as there are processors."""
    lanes, begun, tally = min(os.cpu_count() or 1, inputs), time.monotonic(), Tally()
    with ThreadPoolExecutor(lanes) as pool:
        for part in pool.map(supervise, [Work(target, seed, inputs, lane, lanes, attempt) for lane in range(lanes)]):
            tally.add(part)
    seconds = time.monotonic() - begun
    name = f"{inputs:,} inputs for {target.name}"
    return Fault(name, EXPECTED, describe(tally, seconds), seconds, not tally.seen), tally.seen


def describe(tally: Tally, seconds: float) -> str:
    """What happened, in one line."""
    total = tally.records.total() or 1
    names = {"RawDocument": "documents", "Skipped": "left out", "Broken": "failed"}
    shares = ", ".join(f"{tally.records[kind] / total:.0%} {name}" for kind, name in names.items())
    found = Counter(what for _, what in tally.seen)
    faults = "".join(f"; {count} {what}" for what, count in found.most_common(8))
    speed = f"{tally.done / seconds:,.0f}/s, slowest {tally.slowest:.2f} s, {tally.grown / 2**20:+.0f} MB"
    return f"{total:,} records: {shares}; {speed}{faults}"


def keep(target: Target, seed: int, seen: list[Seen], folder: Path) -> None:
    """Write the first inputs of every kind of failure to `READER/NUMBER/NAME`."""
    kept: Counter[str] = Counter()
    for number, what in seen:
        kept[what] += 1
        if kept[what] <= KEPT:
            path, data = make_input(target, seed, number)
            place = folder / target.name / str(number)
            place.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
