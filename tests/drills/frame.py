"""The frame of the drills: faults done on purpose to real runs, and whether what they hit recovered.

A drill is a module `tests/drills/NAME.py` with a function `drill(chance) -> Iterator[Fault]`; there is no other list of
them. It draws from `chance`, whose seed is printed and may be given (`make drill ONLY=clean SEED=7`), and ends only what it
started. It raises CannotRun where it cannot begin.
"""

from __future__ import annotations

import importlib
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bioroberta.errors import BiorobertaError
from tests.benchmarks.frame import COULD_NOT_RUN, FALLS_SHORT, HOLDS, CannotRun, run_each, table

HERE = Path(__file__).parent
SEED = 1
HEADER = ("fault", "expected", "happened", "recovered", "seconds")


@dataclass(frozen=True)
class Fault:
    """One fault, and what came of it."""

    fault: str
    expected: str
    happened: str
    seconds: float
    recovered: bool


def main(arguments: Sequence[str]) -> int:
    """Run the named drills, or all; 0 if every fault was recovered from, 1 if not, 2 if a drill could not run."""
    return run_each(HERE, arguments, run)


def run(name: str) -> int:
    """Run one drill, print its faults as they come and their table at its end; returns its exit code."""
    given = os.environ.get("SEED") or str(SEED)
    if not given.isdecimal():
        print(f"{name}: could not run: SEED={given} is not a whole number", file=sys.stderr)
        return COULD_NOT_RUN
    seed = int(given)
    print(f"{name}: seed {seed}", flush=True)
    faults: list[Fault] = []
    try:
        for fault in importlib.import_module(f"{__package__}.{name}").drill(random.Random(seed)):
            faults.append(fault)
            print(
                f"{len(faults)}: {fault.fault}: {fault.happened} ({fault.seconds:.0f} s)", file=sys.stderr, flush=True
            )
    except (CannotRun, BiorobertaError) as reason:
        print(f"{name}: could not run: {reason}", file=sys.stderr)
        return COULD_NOT_RUN
    recovered = sum(fault.recovered for fault in faults)
    print(table(HEADER, map(_row, faults)))
    print(f"{name}: {len(faults)} faults, {recovered} recovered")
    return HOLDS if recovered == len(faults) else FALLS_SHORT


def _row(fault: Fault) -> tuple[str, ...]:
    return fault.fault, fault.expected, fault.happened, "yes" if fault.recovered else "NO", f"{fault.seconds:.0f}"
