"""What a run would do: what each stage reads, writes and needs. It looks at local disks only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.locations import describe
from bioroberta.corpus.unread import unread_here
from bioroberta.finetuning.config import TuneConfig
from bioroberta.recipe import Recipe
from bioroberta.stages import Job
from bioroberta.storage import Folder

NOT_THERE = "  (not there)"
UNREAD = {
    "tune": ("task.report",),
    "finetune": ("task.report",),
    "evaluate": ("task.train", "task.selection"),
}
"""Locations that a stage is told with its task, and does not open."""


def describe_run(planned: Sequence[Job]) -> str:
    """A paragraph a job: `reads`, `writes`, `needs`."""
    return "\n".join(line for job in planned for line in _describe(job))


def _describe(job: Job) -> Iterator[str]:
    yield f"{job.label}: {job.stage.does}"
    for place in _reads(job):
        yield f"    reads   {place}"
    yield f"    writes  {job.folder.uri}: {job.stage.writes}"
    yield f"    needs   {_needs(job)}"


def _reads(job: Job) -> Iterator[str]:
    yield from (f"{source.folder.uri}" for source in job.inputs())
    section = job.section
    if isinstance(section, IngestConfig):
        for corpus in section.corpora:
            place, there = describe(corpus)
            yield f"{corpus.name}: {place} as {corpus.format}{'' if there else NOT_THERE}"
        yield from unread_here(section.corpora)
        return
    for key, location in section.locations().items():
        if key not in UNREAD.get(job.stage.name, ()):
            yield f"{key}: {location}{_missing(location)}"


def _missing(location: str) -> str:
    """Nothing is said of what lies elsewhere: this runs without a network."""
    folder = Folder(location)
    there = location.startswith("hf://") or folder.local() is None or folder.exists()
    return "" if there else NOT_THERE


def _needs(job: Job) -> str:
    return NEEDS.get(job.stage.name, _workers)(job.recipe)


def _workers(recipe: Recipe, gpu: bool = False, most: int | None = None) -> str:
    """How wide a stage runs; `most` is the number of workers over which there is nothing to share."""
    execution = recipe.execution
    each = f"{execution.cpus_per_worker:g} CPU" + (" and a GPU" if gpu else "")
    if execution.workers is None:
        return f"as many workers of {each} as the cluster has {'GPUs' if gpu else 'CPUs'} for"
    return f"{min(execution.workers, most or execution.workers)} workers of {each}"


def _pretraining(recipe: Recipe) -> str:
    config, length = recipe.pretrain, recipe.encode.block_length
    tokens = config.steps * config.global_batch * length
    return (
        f"{_workers(recipe, recipe.execution.use_gpu, config.micro_batches)}; {config.steps:,} steps of "
        f"{config.global_batch:,} blocks of {length} tokens ({tokens:.3g} tokens), "
        f"{config.micro_batch} blocks at once a worker, {config.precision}"
    )


def _search(recipe: Recipe) -> str:
    config = recipe.section("tune")
    assert isinstance(config, TuneConfig)
    each = f"{config.cpus_per_trial} CPU" + (" and a GPU" if recipe.execution.use_gpu else "")
    return f"{config.trials} trials of {each}, {min(config.max_concurrent, config.trials)} at once"


def _one_process(recipe: Recipe) -> str:
    return "1 process" + (" and a GPU" if recipe.execution.use_gpu else "") + ", where the command runs"


def _service(recipe: Recipe) -> str:
    config = recipe.deploy
    return f"{len(recipe.tasks) + 1} models of {config.threads} CPU, listening on {config.host}:{config.port}"


NEEDS: dict[str, Callable[[Recipe], str]] = {
    "tokenizer": lambda recipe: "1 process, where the command runs",
    "pretrain": _pretraining,
    "tune": _search,
    "finetune": _one_process,
    "evaluate": lambda recipe: "1 process, where the command runs",
    "deploy": _service,
}
"""What stages need that do not share shards among workers."""
