"""The frame of the benchmarks: claims, peers in environments of their own, data, and what is written down.

A benchmark is a module `tests/benchmarks/NAME.py` with a function `measure() -> Result`; there is no other list of them.
Its bars are constants at its top. `measure` raises CannotRun where data or a peer is missing. Peers are listed in
`peers/PEER.txt` (every version pinned) and called through `peers/PEER.py`, a script that reads one JSON object from
standard input and answers with one on the last line of its output.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bioroberta.errors import BiorobertaError

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENVIRONMENTS = ROOT / ".venv-bench"

HOLDS, FALLS_SHORT, COULD_NOT_RUN = 0, 1, 2
"""Exit codes. `make` itself ends with 2 for either of the last two, and says which it got."""

ROUNDS = 3
SLOW = 1e6
"""Bytes a second below which a side runs once: more rounds would change hours, not the conclusion."""

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


class CannotRun(Exception):
    """What is missing, and how to come by it."""


@dataclass(frozen=True)
class Claim:
    """A figure that must not lie below its bar."""

    text: str
    measured: float
    bar: float

    @property
    def holds(self) -> bool:
        return self.measured >= self.bar

    def line(self, name: str) -> str:
        """`NAME CLAIM: measured M, bar B: holds`, or `falls short`."""
        verdict = "holds" if self.holds else "falls short"
        return f"{name} {self.text}: measured {self.measured:.4g}, bar {self.bar:g}: {verdict}"


@dataclass(frozen=True)
class Result:
    """What a benchmark found out."""

    recipe: str
    """On what and how it was measured: enough to do it again without reading the code."""
    table: str
    claims: tuple[Claim, ...]


def main(arguments: Sequence[str]) -> int:
    """Run the named benchmarks, or all; the worst of their exit codes, a fallen claim before one not looked at."""
    return run_each(HERE, arguments, run)


def run_each(folder: Path, names: Sequence[str], one: Callable[[str], int]) -> int:
    """Apply `one` to the names, or to all that the folder has. Unknown names are refused before anything runs."""
    there = names_in(folder)
    unknown = [name for name in names if name not in there]
    if unknown:
        print(f"there is no {', '.join(unknown)} in {folder.name}; there are: {', '.join(there)}", file=sys.stderr)
        return COULD_NOT_RUN
    codes = [one(name) for name in names or there]
    return next((code for code in (FALLS_SHORT, COULD_NOT_RUN) if code in codes), HOLDS)


def names_in(folder: Path) -> list[str]:
    """The benchmarks (or drills) of a folder: its modules but for the frame, its tests and private ones."""
    modules = sorted(path.stem for path in folder.glob("*.py"))
    return [name for name in modules if name != "frame" and not name.startswith(("_", "test_"))]


def run(name: str) -> int:
    """Run one benchmark, print and write its result; returns its exit code."""
    busy = os.getloadavg()[0]
    try:
        result = importlib.import_module(f"{__package__}.{name}").measure()
    except (CannotRun, BiorobertaError) as reason:
        print(f"{name}: could not run: {reason}", file=sys.stderr)
        return COULD_NOT_RUN
    page, lines = page_of(name, result, busy), [claim.line(name) for claim in result.claims]
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / f"{name}.md").write_text("\n".join([page, *(f"    {line}" for line in lines), ""]), encoding="utf-8")
    print(page)
    print("\n".join(lines))
    return HOLDS if all(claim.holds for claim in result.claims) else FALLS_SHORT


def page_of(name: str, result: Result, busy: float) -> str:
    """What `results/NAME.md` says before the claims."""
    heading = (
        f"# {name}\n`make bench ONLY={name}` on {time.strftime('%Y-%m-%d')}, commit {commit()}, {machine(busy)}.\n"
    )
    return "\n".join([heading, result.recipe.strip(), "", result.table, ""])


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; floats with three significant digits."""
    shown = [[f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(header), ["---"] * len(header), *shown])


def data(path: str) -> Path:
    """A folder of the real data. Raises CannotRun where it is absent."""
    folder = Path(os.environ.get("BIOROBERTA_DATA") or ROOT / "../shared/data") / path
    if not folder.is_dir():
        raise CannotRun(f"there is no {folder}; BIOROBERTA_DATA must name the folder of the real data")
    return folder


def compare(sides: Mapping[str, Callable[[], float]], size: int) -> dict[str, list[float]]:
    """Seconds of every side by name, in turns, so that a busy minute hits all. `size` is in bytes of input."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(ROUNDS):
        for name, side in sides.items():
            if turn == 0 or size / seconds[name][0] >= SLOW:
                seconds[name].append(side())
    return seconds


def ask(peer: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """What a peer's script answers, in the peer's own environment and with one thread. Raises CannotRun if it fails."""
    done = subprocess.run(
        [environment(peer), "-I", HERE / "peers" / f"{peer}.py"],
        input=json.dumps(request),
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"the peer {peer} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def environment(peer: str) -> Path:
    """The Python of a peer's environment, which is made when there is none or its lock file has changed."""
    lock, home = HERE / "peers" / f"{peer}.txt", ENVIRONMENTS / peer
    python, made_from = home / "bin/python", home / "made-from.txt"
    if python.exists() and made_from.exists() and made_from.read_bytes() == lock.read_bytes():
        return python
    print(f"making the environment of {peer}", file=sys.stderr)
    _call(peer, sys.executable, "-m", "venv", "--clear", str(home))
    _call(peer, str(python), "-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "-r", str(lock))
    made_from.write_bytes(lock.read_bytes())  # last: its presence says that all of it is there
    return python


def _call(peer: str, *command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise CannotRun(f"the peer {peer} does not install: {(done.stderr or done.stdout).strip()[-2000:]}")


def commit() -> str:
    """The commit that is checked out, with `-dirty` where files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def machine(busy: float) -> str:
    """The machine in words; `busy` is its load average before the benchmark began."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{cpu()} ({os.cpu_count()} cores), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"load average {busy:.1f} before it began"
    )


def cpu() -> str:
    """The processor's name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
