"""What it takes to run a job: its inputs looked into, refusal, the owner's file, the manifest."""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
import secrets
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bioroberta.commit import MANIFEST, account, lost
from bioroberta.config import Config
from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.locations import refuse_own_output
from bioroberta.errors import ConfigError, RunError
from bioroberta.finetuning.inventory import check_task, check_texts
from bioroberta.identity import as_json, fingerprint, given, identity, refuse_other, source_identity
from bioroberta.lock import PROGRESS, owned, progress_of
from bioroberta.recipe import Recipe
from bioroberta.stages import Job, Stage
from bioroberta.storage import resolve

if TYPE_CHECKING:
    from bioroberta.run import Execution, Run

LIBRARIES = ("bioroberta", "ray", "torch", "transformers", "tokenizers", "pyarrow")


def check(planned: list[Job]) -> dict[str, Any]:
    """The identities of the recipe's own inputs by job label, before the cluster is touched.

    Raises as `look_into` does, and RunError for a finished or begun stage that this recipe would make differently.
    (What a stage gets from the stages before it is compared when its turn comes.)
    """
    sources = look_into(planned)
    for job in planned:
        refuse_other(job, {**given(job), "sources": sources[job.label]})
    return sources


def look_into(planned: list[Job]) -> dict[str, Any]:
    """The identities of the recipe's own inputs by job label. Raises InputError for a location that is not there."""
    check_annotated(planned)
    for job in planned:
        if isinstance(job.section, IngestConfig):
            refuse_own_output(job.recipe.storage, job.section.corpora)
    return {job.label: source_identity(job.section, job.stage.name) for job in planned}


def check_annotated(planned: list[Job]) -> None:
    """Raise InputError, naming the recipe's key, for annotated sets that a planned stage could not use.

    All tasks are looked into as soon as one of their folders will be read: by their own stages, or by dedup.
    """
    readers = [job for job in planned if job.stage.a_task or job.stage.name == "dedup"]
    if not readers:
        return
    recipe = readers[0].recipe
    for name, task in recipe.tasks.items():
        places = {key: resolve(recipe.inputs, location) for key, location in task.locations().items()}
        check_task(name, task.with_overrides(places))
    if any(job.stage.name == "dedup" for job in readers):
        for number, location in enumerate(recipe.dedup.evaluation):
            check_texts(f"dedup.evaluation.{number}", resolve(recipe.inputs, location))


def check_storage(recipe: Recipe) -> None:
    """Write and delete a small file in the run's folder. Raises ConfigError naming `storage` where that fails."""
    probe = f".probe-{secrets.token_hex(4)}"
    try:
        recipe.root.write_bytes(probe, b"bioroberta")  # not empty: some stores take that for a folder
        recipe.root.delete(probe)
    except RunError as error:
        raise ConfigError(
            f"storage: {recipe.storage} cannot hold runs: {error}. Give storage=FOLDER or storage=s3://BUCKET/runs "
            f"that can be written"
        ) from None


def is_done(job: Job, sources: Mapping[str, Any]) -> bool:
    """Whether the job has nothing left to do.

    Raises RunError when what is there was made from something else or is no longer whole, InputError when a stage
    before it is not finished.
    """
    refuse_other(job, identity(job, sources))
    manifest = None if job.stage.always else job.manifest()
    damage = lost(job.folder, manifest) if manifest else ""
    if damage:
        raise RunError(f"{job.folder.uri} {damage}. Delete {job.folder.uri} and run the stage again")
    return manifest is not None


def run_job(job: Job, sources: Mapping[str, Any], execution: Execution | None) -> dict[str, Any]:
    """Run one job to its manifest, which is returned. `execution` is None for a stage without a Ray of this process.

    Raises InputError when a stage before it is not finished, RunError when another process is at work in the folder.
    """
    from bioroberta.run import SNAPSHOTS, Execution, Run  # it loads Ray: only once something runs

    known = identity(job, sources)
    refuse_other(job, known)
    folder = job.folder
    run = Run(job.recipe.root, job.stage.name, execution or Execution(1), job.task, fingerprint(known))
    with owned(folder):
        before = progress_of(folder)
        run.began -= before.seconds if before else 0.0
        folder.write_bytes("recipe.yaml", yaml.safe_dump(job.recipe.model_dump(mode="json"), sort_keys=False).encode())
        folder.write_bytes("identity.json", as_json(known))
        folder.delete(MANIFEST)
        spent = _call(load_function(job.stage), job.section, run)
        facts = {"results": run.results, "execution": vars(run.execution), **spent}
        manifest = {**_facts(job, known), **account(folder), **facts}
        folder.write_bytes(MANIFEST, as_json(manifest))
        folder.delete(SNAPSHOTS)
        folder.delete(PROGRESS)
    return manifest


def _call(function: Callable[[Config, Any], None], section: Config, run: Run) -> dict[str, Any]:
    """Call a stage function; what it took, for the manifest: seconds with those of attempts before this one."""
    started, cpu = time.time(), time.process_time()
    try:
        function(section, run)
    finally:
        run.flush()
    return {
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "wall_seconds": round(run.seconds(), 3),
        "driver_cpu_seconds": round(time.process_time() - cpu, 3),
    }


def load_function(stage: Stage) -> Callable[[Config, Any], None]:
    """A stage's function, imported now."""
    module, _, name = stage.function.partition(":")
    function: Callable[[Config, Any], None] = getattr(importlib.import_module(module), name)
    return function


def _facts(job: Job, known: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint(known),
        "identity": known,
        "commit": _git_commit(),
        "versions": {"python": platform.python_version()} | {name: _library_version(name) for name in LIBRARIES},
    }


def _git_commit() -> str | None:
    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.CalledProcessError):
        return None  # installed without its repository
    return done.stdout.strip()


def _library_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None  # run from a working directory that was not installed, as in a submitted job
