"""Real runs in processes of their own, which a test may kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil
import yaml

from bioroberta import execute, stages
from bioroberta.commit import PARTS, DataFile, markers, read_table
from bioroberta.recipe import Recipe
from bioroberta.run import Execution
from bioroberta.storage import Folder

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "jobs/recipes/demo.yaml"

SECONDS_TO_WAIT = 240.0
"""For anything that will come unless something is broken: a loaded machine takes long."""

SECONDS_TO_FINISH = 900.0
"""For the whole road; a tenth of it on an idle machine."""


@dataclass
class Driver:
    """A `bioroberta` command as the leader of its own session, to which its whole embedded Ray belongs."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition: Callable[[], T]) -> T:
        """What the condition gives as soon as it holds; fail when the command ends or too much time passes before."""
        deadline = time.monotonic() + SECONDS_TO_WAIT
        while not (found := condition()):
            assert self.running, f"ended with {self.process.returncode} before:\n{self.output()}"
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.02)
        return found

    def finish(self, code: int = 0) -> str:
        """Wait for its end with this exit code; returns what it wrote."""
        try:
            ended = self.process.wait(SECONDS_TO_FINISH)
        finally:
            kill_all(self.members())
        assert ended == code, self.output()
        return self.output()

    def members(self) -> list[psutil.Process]:
        """Its living processes: itself, Ray's, and Ray's workers."""
        return [process for process in living() if _session(process.pid) == self.process.pid]

    def workers(self, name: str) -> list[psutil.Process]:
        """Living Ray workers by a part of what they show as their title."""
        return [process for process in self.members() if name in title(process)]

    def map_workers(self) -> list[psutil.Process]:
        """The processes that map shards: at work, or between two shards (which last some hundredths of a second)."""
        return self.workers("ray::MapBatches") or self.workers("ray::IDLE")

    def kill(self) -> None:
        """End all of it at once, as a power cut would."""
        kill_all(self.members())
        self.process.wait()

    def kill_alone(self) -> None:
        """Kill the driver only, as the system does when memory is short: Ray and its workers end by themselves."""
        self.process.kill()
        self.process.wait()


def start(log: Path, *arguments: str) -> Driver:
    """Start `bioroberta ARGUMENTS` with an embedded Ray of its own."""
    return spawn(log, [sys.executable, "-m", "bioroberta", *arguments])


def spawn(log: Path, command: Sequence[str], **variables: str) -> Driver:
    """Start any command from the repository, in a session of its own."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Driver(process, log)


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what ties it to a cluster, and some variables more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return kept | {"RAY_USAGE_STATS_ENABLED": "0", "HF_HUB_OFFLINE": "1"} | variables


def run_here(recipe: Recipe, stage: str, workers: int = 1) -> dict[str, dict[str, Any]]:
    """Run until a stage without a kill, on the tests' own Ray; returns the manifests by job."""
    planned = stages.plan(recipe, stage)
    sources = execute.check(planned)
    return {job.label: execute.run_job(job, sources, Execution(workers)) for job in planned}


def assert_same(recipe: Recipe, expected: dict[str, dict[str, Any]]) -> None:
    """Output and counts as in the uninterrupted run, no document twice, and no file that no marker names."""
    for job in stages.plan(recipe, list(expected)[-1]):
        manifest = job.manifest()
        for fact in ("output", "counts", "shards", "fingerprint"):
            assert manifest[fact] == expected[job.label][fact], f"{job.label}: {fact} differs"
        if manifest["shards"]:
            assert_whole(job.folder)


def assert_whole(folder: Folder) -> None:
    """Every file is named by a marker, every named one is there, and no document stands in two."""
    named = [file for marker in markers(folder) for file in marker.files]
    there = [file.path for part in PARTS for file in folder.files(f"{part}/*")]
    assert sorted(there) == sorted(file.name for file in named), f"{folder.uri}: files and markers differ"
    ids = Counter(row for file in named if file.part == "data" for row in ids_of(folder, file))
    assert not [name for name, times in ids.items() if times > 1], f"{folder.uri}: a document stands in it twice"


def ids_of(folder: Folder, file: DataFile) -> list[str]:
    """Ids of the documents in a data file; none where its rows are not documents."""
    table = read_table(folder, file)
    return table.column("id").to_pylist() if "id" in table.schema.names else []


def kill_all(processes: Iterable[psutil.Process]) -> None:
    """SIGKILL for each that still lives, leaders first: they would start new workers."""
    for process in sorted(processes, key=lambda one: one.pid):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


def write_recipe(folder: Path, corpora: Sequence[str] = (), **sections: dict[str, object]) -> Path:
    """The demo recipe with some keys replaced and, if named, only some of its corpora."""
    values = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    for name, section in sections.items():
        values[name] = {**values.get(name, {}), **section}
    if corpora:
        sources = values["ingest"]["corpora"]
        values["ingest"]["corpora"] = [source for source in sources if source["name"] in corpora]
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    return path


def living() -> list[psutil.Process]:
    """All processes of this machine that have not ended."""
    return [one for one in psutil.process_iter(["status"]) if one.info["status"] != psutil.STATUS_ZOMBIE]


def title(process: psutil.Process) -> str:
    """The command line, or what the process shows in its place; empty when it has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None
