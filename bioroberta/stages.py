"""The stages, in the order in which data flows, and what it takes to run one: identity, refusal, manifest."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import json
import logging
import platform
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bioroberta.commit import MANIFEST, account, lost, read_manifest
from bioroberta.config import Config
from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.inventory import inventory
from bioroberta.errors import ConfigError, InputError, RunError
from bioroberta.finetuning.inventory import check_task, check_texts
from bioroberta.lock import PROGRESS, owned, progress_of
from bioroberta.recipe import Recipe
from bioroberta.storage import Folder, identify, resolve

if TYPE_CHECKING:
    from bioroberta.run import Execution, Run

log = logging.getLogger(__name__)

LIBRARIES = ("bioroberta", "ray", "torch", "transformers", "tokenizers", "pyarrow")


@dataclass(frozen=True)
class Stage:
    """A row of the table."""

    name: str
    function: str
    """`module:function`, imported when the stage runs: the table itself needs no heavy library."""
    does: str
    """For the command line's help."""
    writes: str
    """What its folder holds when it is done."""
    inputs: tuple[str, ...] = ()
    """Stages whose output it may read; the first one's documents are what goes in."""
    version: int = 1
    """Raised when the same config and inputs would give other output."""
    a_task: bool = False
    """Runs once for every task of the recipe."""
    always: bool = False
    """Runs also when it is done: its effect is a service on a Ray of its own, and it looks itself whether it is up."""


STAGES = (
    Stage(
        "ingest",
        "bioroberta.corpus.ingest:ingest",
        "read raw corpora of any format into documents",
        "documents with their raw text; what could not be read",
        version=3,
    ),
    Stage(
        "clean",
        "bioroberta.corpus.clean:clean",
        "repair text, split sentences, detect language, filter with reasons",
        "repaired documents with the spans of kept sentences; rejected sentences and documents with their rule",
        ("ingest",),
        version=3,
    ),
    Stage(
        "dedup",
        "bioroberta.dedup.dedup:dedup",
        "remove repeated documents over all corpora, each removal with its keeper",
        "the documents that stay; removed ones with rule and keeper; the ledger of removals",
        ("clean",),
        version=2,
    ),
    Stage(
        "tokenizer",
        "bioroberta.tokenization.tokenizer:tokenizer",
        "learn a byte-level BPE from the deduplicated corpus",
        "a Hugging Face tokenizer",
        ("dedup",),
    ),
    Stage(
        "encode",
        "bioroberta.tokenization.encode:encode",
        "turn documents into packed blocks of token ids",
        "blocks for training and validation",
        ("dedup", "tokenizer"),
    ),
    Stage(
        "pretrain",
        "bioroberta.pretraining.pretrain:pretrain",
        "pretrain RoBERTa by masked language modelling",
        "a Hugging Face model; curves",
        ("encode", "tokenizer"),
    ),
    Stage(
        "tune",
        "bioroberta.finetuning.tune:tune",
        "search the fine-tuning settings of every task",
        "the best settings; a line a trial",
        ("pretrain",),
        a_task=True,
    ),
    Stage(
        "finetune",
        "bioroberta.finetuning.finetune:finetune",
        "fine-tune a token classifier for every task",
        "a Hugging Face model; curves; the account of annotated spans",
        ("pretrain", "tune"),
        a_task=True,
    ),
    Stage(
        "evaluate",
        "bioroberta.finetuning.evaluate:evaluate",
        "tag and score the report split of every task",
        "predictions as brat; scores",
        ("finetune",),
        a_task=True,
    ),
    Stage(
        "deploy",
        "bioroberta.deploy:deploy",
        "serve the models over HTTP",
        "a Serve config; the address of the service",
        ("pretrain", "finetune"),
        always=True,
    ),
)

NAMES = tuple(stage.name for stage in STAGES)


@dataclass(frozen=True)
class Job:
    """One stage of a recipe, for one task where it runs a task."""

    stage: Stage
    recipe: Recipe
    task: str | None = None

    @property
    def label(self) -> str:
        """As people name it: `clean`, `finetune pharmaconer`."""
        return self.stage.name if self.task is None else f"{self.stage.name} {self.task}"

    @property
    def section(self) -> Config:
        """The stage's config."""
        return self.recipe.section(self.stage.name, self.task)

    @property
    def folder(self) -> Folder:
        """The run directory."""
        path = self.stage.name if self.task is None else f"{self.stage.name}/{self.task}"
        return self.recipe.root.child(path)

    def manifest(self) -> dict[str, Any] | None:
        """What the finished stage wrote last; None while it is not finished. Raises RunError when it is damaged."""
        return read_manifest(self.folder)

    def inputs(self) -> Iterator[Job]:
        """The jobs whose output this one reads."""
        for name in self.stage.inputs:
            if self._reads(name):
                stage = by_name(name)
                tasks = ([self.task] if self.stage.a_task else list(self.recipe.tasks)) if stage.a_task else [None]
                yield from (Job(stage, self.recipe, task) for task in tasks)

    def _reads(self, name: str) -> bool:
        section = self.section
        if name == "tune":
            return getattr(section, "settings_from", None) == "tune"
        return name != "pretrain" or getattr(section, "init_from", None) is None


def by_name(name: str) -> Stage:
    """A row of the table."""
    return STAGES[NAMES.index(name)]


def jobs(recipe: Recipe, name: str) -> list[Job]:
    """The jobs of a stage: one, or one a task. Raises ConfigError when there is nothing to do."""
    stage = by_name(name)
    if not stage.a_task:
        return [Job(stage, recipe)]
    if not recipe.tasks:
        raise ConfigError(f"{name} needs annotated sets: the recipe has no 'tasks'")
    return [Job(stage, recipe, task) for task in recipe.tasks]


def plan(recipe: Recipe, until: str = NAMES[-1]) -> list[Job]:
    """All jobs of a recipe up to a stage, in order; stages that the recipe leaves out are left out."""
    chosen = NAMES[: NAMES.index(until) + 1]
    wanted = [name for name in chosen if name == until or _is_wanted(recipe, by_name(name))]
    return [job for name in wanted for job in jobs(recipe, name)]


def _is_wanted(recipe: Recipe, stage: Stage) -> bool:
    return getattr(recipe, stage.name) is not None and (bool(recipe.tasks) or not stage.a_task)


def check(planned: list[Job]) -> dict[str, Any]:
    """The identities of the recipe's own inputs by job label, before the cluster is touched.

    Raises InputError for a location that is not there, RunError for a finished or begun stage that this recipe would
    make differently. (What a stage gets from the stages before it is compared when its turn comes.)
    """
    check_annotated(planned)
    sources = {job.label: source_identity(job.section, job.stage.name) for job in planned}
    for job in planned:
        refuse_other(job, {**given(job), "sources": sources[job.label]})
    return sources


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
        folder.write_bytes("identity.json", _as_json(known))
        folder.delete(MANIFEST)
        spent = _call(load_function(job.stage), job.section, run)
        facts = {"results": run.results, "execution": vars(run.execution), **spent}
        manifest = {**_facts(job, known), **account(folder), **facts}
        folder.write_bytes(MANIFEST, _as_json(manifest))
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


def identity(job: Job, sources: Mapping[str, Any]) -> dict[str, Any]:
    """All that decides a job's output: stage version, config, its own inputs' content, the fingerprints before it."""
    before = {}
    for source in job.inputs():
        manifest = source.manifest()
        if manifest is None:
            raise InputError(
                f"{job.label} reads {source.label}, which is not finished in {source.folder.uri}: "
                f"run `bioroberta {source.stage.name} RECIPE` first, or `bioroberta run RECIPE`"
            )
        before[source.label] = manifest["fingerprint"]
    return {**given(job), "sources": sources[job.label], "inputs": before}


def given(job: Job) -> dict[str, Any]:
    """The part of a job's identity that is known without a look at any data."""
    return {"stage": job.label, "version": job.stage.version, "config": job.section.identity()}


def fingerprint(known: Mapping[str, Any]) -> str:
    """A short name of an identity."""
    return hashlib.sha256(_as_json(known)).hexdigest()[:16]


def source_identity(section: Config, stage: str) -> dict[str, Any]:
    """What lies at every location of a stage's config: files, bytes and one digest.

    Raises InputError for an empty place.
    """
    if isinstance(section, IngestConfig):
        return inventory(section)
    locations = section.locations()
    keys = [f"{stage}.{key}" for key in locations]
    with ThreadPoolExecutor() as pool:
        return dict(zip(locations, pool.map(_content, keys, locations.values()), strict=True))


def refuse_other(job: Job, known: Mapping[str, Any]) -> None:
    """Raise RunError, difference by difference, when the folder holds the work of another identity."""
    found = differences(job, known)
    if found:
        raise RunError(
            f"{job.folder.uri} was made from something else: {'; '.join(found)}. "
            f"Give the run another name (name=...), or delete {job.folder.uri} and the stages after it"
        )


def differences(job: Job, known: Mapping[str, Any]) -> list[str]:
    """What the folder's work was made from, against `known`; only its keys are compared.

    None for a service (`always`): it is replaced.
    """
    if job.stage.always:
        return []
    manifest = job.manifest()
    if manifest is None and not job.folder.exists("identity.json"):
        return []
    there = manifest["identity"] if manifest else job.folder.read_json("identity.json")
    return list(compare({key: there.get(key) for key in known}, json.loads(_as_json(known))))


def compare(there: Any, here: Any, key: str = "") -> Iterator[str]:
    """Differences between two nested values, a line each: `config.ngram: 5 there, 4 in this recipe`."""
    if isinstance(there, Mapping) and isinstance(here, Mapping):
        for name in [*there, *(name for name in here if name not in there)]:
            yield from compare(there.get(name), here.get(name), f"{key}.{name}" if key else str(name))
    elif there != here:
        yield f"{key}: {there} there, {here} now"


def _content(key: str, location: str) -> Any:
    if location.startswith("hf://"):
        return location  # a hub id is its own identity; the hub has no folder to look into
    folder = Folder(location)
    files = folder.files()
    if not files:
        raise InputError(f"{key}: there is nothing in {location}; correct the path in the recipe, or `inputs`")
    return identify(folder, files)


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


def _as_json(value: Any) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()
