"""Kills at random moments of ingest, clean and dedup; what comes out must be what an undisturbed run writes.

Each fault is a run of its own, with an embedded Ray of its own: a worker that maps shards, Ray's raylet, or the driver alone
is killed with SIGKILL. Where the run does not finish by itself the same command is given again, at once, while what a killed
driver has left behind may still be at work. Then output hashes, counts, markers and document ids are compared.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from bioroberta import stages
from bioroberta.recipe import Recipe, load
from tests.benchmarks.frame import CannotRun
from tests.drills.frame import Fault
from tests.e2e import driver

FAULTS = 20
STAGES = ("ingest", "clean", "dedup")
EXPECTED = {
    "worker": "the run goes on; equal output",
    "raylet": "the run ends; again: equal output",
    "driver": "its Ray ends; again: equal output",
}
"""By target. Ray ends a driver whose raylet is lost."""

GROUP_BYTES = 8192
"""Of the sample corpora: many small units, so that a kill leaves some done, some begun and some not."""
SHARE = 0.95
"""Of a stage's undisturbed time within which it is struck: runs differ in length."""
SECONDS_TO_END = 180.0
"""For a run that was struck. Ray needs up to 15 s to notice that its raylet is gone."""
SECONDS_TO_VANISH = 30.0
"""For workers without a driver or raylet: 2 s, measured. (Ray's two agents need a minute, and are ended before.)"""
TIMES_GIVEN = 3
RAY_DID_NOT_START = "run the same command again"
"""How `session.py` ends its sentence about a Ray that was not up within Ray's own 30 s."""


@dataclass(frozen=True)
class Kill:
    """What is killed, in which stage, and after which share of the stage's undisturbed time."""

    target: str
    stage: str
    share: float

    def __str__(self) -> str:
        return f"{self.target} killed at {self.share:.0%} of {self.stage}"


@dataclass(frozen=True)
class Road:
    """The recipe, its undisturbed run's manifests by job, and the seconds that each stage took in it."""

    path: Path
    expected: dict[str, dict[str, Any]]
    seconds: dict[str, float]

    def start(self, storage: Path) -> driver.Driver:
        """A run until the last stage."""
        arguments = ("run", str(self.path), "--until", STAGES[-1], f"storage={storage}")
        return driver.start(storage.with_suffix(".log"), *arguments)

    def recipe(self, storage: Path) -> Recipe:
        return load(str(self.path), {"storage": str(storage)})


def drill(chance: random.Random) -> Iterator[Fault]:
    folder = Path(tempfile.mkdtemp(prefix="bioroberta-drill-"))
    road = undisturbed(folder)
    recovered = True
    for number, kill in enumerate(kills(chance)):
        fault = strike(road, folder / f"run-{number}", kill, chance)
        recovered = recovered and fault.recovered
        yield fault
    if recovered:
        shutil.rmtree(folder)
    else:
        print(f"the runs and their logs: {folder}")


def kills(chance: random.Random) -> list[Kill]:
    """As many of every target and in every stage as of the others, paired and ordered at random."""
    targets = [list(EXPECTED)[number % len(EXPECTED)] for number in range(FAULTS)]
    struck = [STAGES[number % len(STAGES)] for number in range(FAULTS)]
    chance.shuffle(targets)
    chance.shuffle(struck)
    return [Kill(target, stage, SHARE * chance.random()) for target, stage in zip(targets, struck, strict=True)]


def undisturbed(folder: Path) -> Road:
    """Run the road once without a fault. Raises CannotRun if it does not finish."""
    road = Road(driver.write_recipe(folder, ingest={"group_bytes": GROUP_BYTES}), {}, {})
    storage = folder / "undisturbed"
    try:
        run, _ = insist(road, storage, partial(come_to, road.recipe(storage), STAGES[0]))
        watch(road, road.recipe(storage), run)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        raise CannotRun(f"a run without a fault does not finish: {error}") from None
    return road


def watch(road: Road, recipe: Recipe, run: driver.Driver) -> None:
    """Note the length and the manifest of every stage of a run."""
    try:
        for stage in STAGES:
            come_to(recipe, stage, run)
            begun = time.monotonic()
            run.wait_for(partial(has, recipe, stage, "manifest.json"))
            road.seconds[stage] = time.monotonic() - begun
        run.finish()
    finally:
        run.kill()
    road.expected.update({job.label: job.manifest() or {} for job in stages.plan(recipe, STAGES[-1])})


def insist(road: Road, storage: Path, act: Callable[[driver.Driver], object]) -> tuple[driver.Driver, int]:
    """A run with which this could be done, and how many times it had to be started: more than once where Ray was not up
    within its own 30 s, which is the overloaded machine's fault.
    """
    for times in range(1, TIMES_GIVEN + 1):
        run = road.start(storage)
        try:
            act(run)
            break
        except AssertionError:
            run.kill()
            if times == TIMES_GIVEN or not run.output().rstrip().endswith(RAY_DID_NOT_START):
                raise
    return run, times


def come_to(recipe: Recipe, stage: str, run: driver.Driver) -> None:
    """Wait until a stage has begun."""
    run.wait_for(partial(has, recipe, stage, "identity.json"))


def has(recipe: Recipe, stage: str, name: str) -> bool:
    """Whether a stage has written a file: `identity.json` as it begins, `manifest.json` when it is done."""
    return recipe.root.child(stage).exists(name)


def strike(road: Road, storage: Path, kill: Kill, chance: random.Random) -> Fault:
    """One run, one kill, and what came of it. A run that was done before it could be struck does not count."""
    started = time.monotonic()
    try:
        happened, recovered = struck(road, storage, kill, chance)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        happened, recovered = f"failed: {str(error).strip().splitlines()[-1]}", False
    if not happened:
        earlier = replace(kill, share=kill.share / 2)
        return strike(road, storage.with_name(f"{storage.name}-earlier"), earlier, chance)
    return Fault(str(kill), EXPECTED[kill.target], happened, time.monotonic() - started, recovered)


def struck(road: Road, storage: Path, kill: Kill, chance: random.Random) -> tuple[str, bool]:
    """What came of a run that is struck, and whether it recovered; empty if there was nothing left to strike."""
    recipe = road.recipe(storage)
    run, _ = insist(road, storage, partial(come_to, recipe, kill.stage))
    try:
        time.sleep(kill.share * road.seconds[kill.stage])
        return outcome(road, storage, run) if hit(run, recipe, kill.target, chance) else ("", False)
    finally:
        run.kill()


def hit(run: driver.Driver, recipe: Recipe, target: str, chance: random.Random) -> bool:
    """Kill the target as soon as there is one; whether there was one before all stages were done."""
    while run.running and not has(recipe, STAGES[-1], "manifest.json"):
        found = victims(run, target)
        if found:
            driver.kill_all(chance.sample(found, 1))
            return True
        time.sleep(0.02)
    return False


def victims(run: driver.Driver, target: str) -> list[psutil.Process]:
    """The processes of this run that are the target."""
    if target == "worker":
        return run.map_workers()
    if target == "driver":
        return [process for process in run.members() if process.pid == run.process.pid]
    return [process for process in run.members() if process.name() == target]


def outcome(road: Road, storage: Path, run: driver.Driver) -> tuple[str, bool]:
    """What came of a struck run, and whether it recovered. Raises AssertionError where the output is not the same."""
    begun = time.monotonic()
    try:
        code = run.process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        return f"hangs, {SECONDS_TO_END:.0f} s after it was struck", False
    told = "goes on"
    if code:
        told = f"ends with {code} after {time.monotonic() - begun:.0f} s"
        _, times = insist(road, storage, driver.Driver.finish)
        told += "; again" if times == 1 else f"; again, {times} times"
    driver.assert_same(road.recipe(storage), road.expected)
    left = remaining(run)
    return f"{told}: equal output{f'; {left} workers remained' if left else ''}", not left


def remaining(run: driver.Driver) -> int:
    """How many workers of an ended run, which could still write, do not go away by themselves."""
    deadline = time.monotonic() + SECONDS_TO_VANISH
    while run.map_workers() and time.monotonic() < deadline:
        time.sleep(0.2)
    return len(run.map_workers())
