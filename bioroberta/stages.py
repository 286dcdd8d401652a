"""The stages, in the order in which data flows, and the jobs that a recipe makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bioroberta.commit import read_manifest
from bioroberta.config import Config
from bioroberta.errors import ConfigError
from bioroberta.recipe import Recipe
from bioroberta.storage import Folder


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
        version=4,
    ),
    Stage(
        "clean",
        "bioroberta.corpus.clean:clean",
        "repair text, split sentences, detect language, filter with reasons",
        "repaired documents with the spans of kept sentences; rejected sentences and documents with their rule",
        ("ingest",),
        version=4,
    ),
    Stage(
        "dedup",
        "bioroberta.dedup.dedup:dedup",
        "remove repeated documents and sentences over all corpora, each removal with its keeper",
        "the documents that stay; the ledger: what went, with its rule, its keeper and what was measured",
        ("clean",),
        version=3,
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
