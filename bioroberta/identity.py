"""What decides the output of a job, and the refusal of a folder whose work was made from something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any

from bioroberta.config import Config
from bioroberta.corpus import withdrawn
from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.inventory import inventory
from bioroberta.errors import InputError, RunError
from bioroberta.recipe import Recipe
from bioroberta.stages import Job, by_name
from bioroberta.storage import Folder, identify

LISTS = ("corpora", "crawled")
"""Keys of configs whose items are corpora, or names of corpora, in the order of the recipe."""


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
    section = job.section
    known = {"stage": job.label, "version": job.stage.version, "config": section.identity()}
    if isinstance(section, IngestConfig):
        known[withdrawn.FILE] = withdrawn.identity(withdrawn.read_ids(job.recipe.root))
    return known


def fingerprint(known: Mapping[str, Any]) -> str:
    """A short name of an identity."""
    return hashlib.sha256(as_json(known)).hexdigest()[:16]


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
        back = "put the raw files back as they were, " if all(each.startswith("sources.") for each in found) else ""
        remedy = f"{_command(job, known)}{back}give the run another name (name=...), or delete {job.folder.uri}"
        raise RunError(
            f"{job.folder.uri} was made from something else: {'; '.join(found)}. "
            f"{remedy[0].upper()}{remedy[1:]} and the stages after it"
        )


def differences(job: Job, known: Mapping[str, Any]) -> list[str]:
    """What the folder's work was made from, against `known`; only its keys are compared.

    None for a service (`always`): it is replaced.
    """
    there = None if job.stage.always else made_from(job)
    return [] if there is None else list(compare({key: there.get(key) for key in known}, json.loads(as_json(known))))


def made_from(job: Job) -> dict[str, Any] | None:
    """The identity of the work in a job's folder; None where none was begun."""
    manifest = job.manifest()
    if manifest is None and not job.folder.exists("identity.json"):
        return None
    there: dict[str, Any] = manifest["identity"] if manifest else job.folder.read_json("identity.json")
    return there


def without_list(known: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an identity that withdrawing documents leaves as it is."""
    return {key: value for key, value in known.items() if key not in (withdrawn.FILE, "inputs")}


def without_added(known: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """An identity as it was before the corpora of these names were added; without the fingerprints of stages before."""
    config = {key: _without(value, names) if key in LISTS else value for key, value in known["config"].items()}
    sources = {key: value for key, value in known.get("sources", {}).items() if key not in names}
    reduced = {**known, "config": config, "sources": sources}
    return {key: reduced[key] for key in known if key != "inputs"}


def added(recipe: Recipe) -> tuple[str, ...]:
    """The corpora that stand in a recipe after all those that its ingest was made from."""
    names = tuple(source.name for source in recipe.ingest.corpora)
    there = made_from(Job(by_name("ingest"), recipe))
    old = tuple(source["name"] for source in there["config"]["corpora"]) if there else names
    return names[len(old) :] if names[: len(old)] == old else ()


def _without(items: Iterable[Any], names: Collection[str]) -> list[Any]:
    """Corpora, or their names, but for those of `names`."""
    return [item for item in items if (item["name"] if isinstance(item, Mapping) else item) not in names]


def _command(job: Job, known: Mapping[str, Any]) -> str:
    """The command that has only done again what a change concerns, where there is one for all that changed."""
    if not differences(job, {key: value for key, value in known.items() if key != "inputs"}):
        return ""
    if not differences(job, without_list(known)):
        return "run `bioroberta takedown RECIPE`, which takes out the documents that are withdrawn now, or "
    if not differences(job, without_added(known, added(job.recipe))):
        return "run `bioroberta extend RECIPE`, which reads what was added and goes on from the rest as it is, or "
    return ""


def compare(there: Any, here: Any, key: str = "") -> Iterator[str]:
    """Differences between two nested values, a line each: `config.ngram: 5 there, 4 in this recipe`."""
    if isinstance(there, Mapping) and isinstance(here, Mapping):
        for name in [*there, *(name for name in here if name not in there)]:
            yield from compare(there.get(name), here.get(name), f"{key}.{name}" if key else str(name))
    elif isinstance(there, list) and isinstance(here, list) and any(isinstance(item, dict) for item in there + here):
        for number, (one, other) in enumerate(zip_longest(there, here)):
            yield from compare(one, other, f"{key}.{number}")
    elif there != here:
        yield f"{key}: {_shown(there)} there, {_shown(here)} now"


def _shown(value: Any) -> Any:
    """A corpus by its name alone."""
    return value.get("name", value) if isinstance(value, Mapping) else value


def _content(key: str, location: str) -> Any:
    if location.startswith("hf://"):
        return location  # a hub id is its own identity; the hub has no folder to look into
    folder = Folder(location)
    files = folder.files()
    if not files:
        raise InputError(f"{key}: there is nothing in {location}; correct the path in the recipe, or `inputs`")
    return identify(folder, files)


def as_json(value: Any) -> bytes:
    """The one form in which facts are written and hashed."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()
