"""Stage `dedup` over 200,000 generated documents: one answer, whatever it runs on and whatever kills it.

The answer is that of one walk through all documents in memory. The stage must give it, as the same bytes, with one, two
and four workers, cut coarsely and finely (then there are rounds), and after kills at random moments: of the whole
session as by a power cut, of the driver alone, of a worker. What was killed is started again at once.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bioroberta.commit import markers, read_manifest, read_table
from bioroberta.dedup.config import SentencesConfig
from bioroberta.dedup.shuffle import WORK
from bioroberta.lock import owner_of
from bioroberta.storage import Folder
from tests.benchmarks._dedup_stage import link_clean, write_clean
from tests.benchmarks._document_tables import MANY_CORPORA, many
from tests.drills._dedup_expected import Entry, Row, expected, told
from tests.drills.clean import RAY_DID_NOT_START, SECONDS_TO_END, TIMES_GIVEN
from tests.drills.frame import Fault
from tests.e2e import driver

DOCUMENTS = 200_000
SHARD_BYTES = 4 << 20
CAPS = SentencesConfig(copies_per_source=1, copies=2, min_words=5)
"""So low that they bite: kept documents share few sentences."""
SETTINGS: dict[str, Any] = {
    "corpora": MANY_CORPORA,
    "max_removed": 1.0,
    "sentences": CAPS.model_dump(),
}

WORKERS = (1, 2, 4)
CUTS = {"coarsely": False, "finely": True}

KILLS, KILLS_A_RUN = 20, 4
STRUCK_WORKERS, STRUCK_FINELY = 2, True
"""How the runs that are struck run."""
TARGETS = ("session", "driver", "worker")
SHARE = 0.95
"""Of the stage's undisturbed time within which it is struck."""


@dataclass
class Road:
    """Where `clean` stands, what an undisturbed run writes, and the seconds that it takes."""

    folder: Path
    answer: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def start(self, root: Path, workers: int, fine: bool) -> driver.Driver:
        """The stage below a folder in a process of its own."""
        request = {"root": str(root), "workers": workers, "settings": SETTINGS, "fine": fine}
        command = [sys.executable, "-m", "tests.drills._dedup_stage", json.dumps(request)]
        return driver.spawn(root.with_suffix(".log"), command)

    def root(self, name: str) -> Path:
        """A new folder with the finished `clean` in it."""
        link_clean(self.folder, self.folder / name)
        return self.folder / name


def drill(chance: random.Random) -> Iterator[Fault]:
    road = Road(Path(tempfile.mkdtemp(prefix="bioroberta-drill-")))
    shards = list(many(chance.getrandbits(32), DOCUMENTS, SHARD_BYTES))
    write_clean(road.folder, shards)
    wanted = expected((row for shard in shards for row in shard.to_pylist()), MANY_CORPORA, CAPS)
    recovered = True
    for fault in faults(road, wanted, chance):
        recovered = recovered and fault.recovered
        yield fault
    if recovered:
        shutil.rmtree(road.folder)
    else:
        print(f"the runs and their logs: {road.folder}")


def faults(road: Road, wanted: set[Entry], chance: random.Random) -> Iterator[Fault]:
    """First every width and cut, then kills until there are enough."""
    for how in CUTS:
        for workers in WORKERS:
            yield undisturbed(road, workers, how, wanted)
    kills = 0
    for number in range(KILLS):
        if kills >= KILLS or not road.answer:
            return
        begun = time.monotonic()
        struck, happened, recovered = strike(road, road.root(f"struck-{number}"), chance)
        kills += len(struck)
        told_kills = f"kills {kills - len(struck) + 1} to {kills}: {', '.join(struck)}"
        yield Fault(told_kills, "again: equal output", happened, time.monotonic() - begun, recovered)


def undisturbed(road: Road, workers: int, how: str, wanted: set[Entry]) -> Fault:
    """One run without a fault, held against the walk and against those before it."""
    root, begun = road.root(f"{how}-{workers}"), time.monotonic()
    try:
        insist(road, root, workers, CUTS[how])
        happened, recovered = held_against(road, root, wanted)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        happened, recovered = failure(error), False
    if (workers, CUTS[how]) == (STRUCK_WORKERS, STRUCK_FINELY):
        road.seconds = (manifest_of(root) or {"wall_seconds": 0.0})["wall_seconds"]
    if recovered:
        shutil.rmtree(root)
    name = f"{DOCUMENTS:,} documents, {workers} workers, cut {how}"
    return Fault(name, "the walk's answer, the same bytes", happened, time.monotonic() - begun, recovered)


def insist(road: Road, root: Path, workers: int, fine: bool) -> None:
    """A run to its end; more than once where Ray was not up within its own 30 s, the overloaded machine's fault."""
    for times in range(1, TIMES_GIVEN + 1):
        run = road.start(root, workers, fine)
        try:
            run.finish()
            return
        except AssertionError:
            if times == TIMES_GIVEN or RAY_DID_NOT_START not in run.output():
                raise


def held_against(road: Road, root: Path, wanted: set[Entry]) -> tuple[str, bool]:
    """What a finished run has, and whether that is right; the first one that is becomes the answer of all."""
    found, answer = told(rejected(root)), answer_of(root)
    if found != wanted:
        return f"{len(found ^ wanted)} of {len(wanted)} entries differ, as {min(found ^ wanted, key=str)}", False
    if not road.answer:
        road.answer = answer
    different = [name for name, value in road.answer.items() if answer[name] != value]
    if different:
        return f"the walk's entries, but another {', '.join(different)}", False
    manifest = manifest_of(root)
    assert manifest
    rules = {entry.rule for entry in found}
    return f"{len(found)} entries of {', '.join(sorted(rules))}; {manifest['results']['rounds']} rounds", True


def strike(road: Road, root: Path, chance: random.Random) -> tuple[list[str], str, bool]:
    """One run with some kills: which, what came of it, and whether it recovered."""
    struck = list[str]()
    run = road.start(root, STRUCK_WORKERS, STRUCK_FINELY)
    try:
        moments = sorted(chance.uniform(0, SHARE * road.seconds) for _ in range(KILLS_A_RUN))
        for before, moment in zip([0.0, *moments], moments, strict=False):
            come_to(run, root)
            time.sleep(moment - before)
            target = chance.choice(TARGETS)
            if not hit(run, target, chance):
                break
            struck.append(f"{target} at {moment:.0f} s")
            run = run if target == "worker" else road.start(root, STRUCK_WORKERS, STRUCK_FINELY)
        run.process.wait(SECONDS_TO_END + 2 * road.seconds)
        if run.process.returncode:
            insist(road, root, STRUCK_WORKERS, STRUCK_FINELY)
        return struck, *after_kills(road, root)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        return struck, failure(error), False
    finally:
        run.kill()


def come_to(run: driver.Driver, root: Path) -> None:
    """Wait until a run is at work in its folder, or has ended."""
    folder = Folder(str(root)).child("dedup")
    run.wait_for(partial(at_work, run, folder))


def at_work(run: driver.Driver, folder: Folder) -> bool:
    owner = owner_of(folder)
    return folder.exists("manifest.json") or (owner is not None and owner.pid == run.process.pid)


def hit(run: driver.Driver, target: str, chance: random.Random) -> bool:
    """Kill the target as soon as there is one; whether there was one before the run was done."""
    while run.running:
        if target != "worker":
            run.kill() if target == "session" else run.kill_alone()
            return True
        found = run.map_workers()
        if found:
            driver.kill_all(chance.sample(found, 1))
            return True
        time.sleep(0.02)
    return False


def after_kills(road: Road, root: Path) -> tuple[str, bool]:
    """Whether a run has the answer, and every file of it and of the phases that stay is named by a marker."""
    folder, answer = Folder(str(root)).child("dedup"), answer_of(root)
    different = [name for name, value in road.answer.items() if answer[name] != value]
    if different:
        return f"another {', '.join(different)}", False
    driver.assert_whole(folder)
    work = folder.child(WORK)
    phases = {file.path.split("/")[0] for file in work.files() if "/" in file.path}
    left = [f"{phase}/{path}" for phase in sorted(phases) for path in unnamed(work.child(phase))]
    if left:
        return f"equal output; {len(left)} files that no marker names, as {left[0]}", False
    shutil.rmtree(root)
    return "again: equal output", True


def unnamed(folder: Folder) -> list[str]:
    """Files of a phase that no marker names."""
    named = {file.name for marker in markers(folder) for file in marker.files}
    return sorted({file.path for file in folder.files("*/*") if not file.path.startswith("shards/")} - named)


def rejected(root: Path) -> Iterator[Row]:
    """The rows of `rejected/`."""
    folder = Folder(str(root)).child("dedup")
    for marker in markers(folder):
        for file in marker.files:
            if file.part == "rejected":
                yield from read_table(folder, file, list(Entry._fields)).to_pylist()


def answer_of(root: Path) -> dict[str, Any]:
    """What must be the same of all runs: the digest of all bytes written, counts and results but for the rounds."""
    manifest = manifest_of(root)
    assert manifest, f"{root} has no manifest"
    results = {name: value for name, value in manifest["results"].items() if name != "rounds"}
    return {"output": manifest["output"], "counts": manifest["counts"], **results}


def manifest_of(root: Path) -> dict[str, Any] | None:
    return read_manifest(Folder(str(root)).child("dedup"))


def failure(error: Exception) -> str:
    return f"failed: {str(error).strip().splitlines()[-1]}"
