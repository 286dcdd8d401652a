"""What decides the output of a job, and the refusal of a folder whose work was made from something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bioroberta.config import Config
from bioroberta.corpus.config import IngestConfig
from bioroberta.corpus.inventory import inventory
from bioroberta.errors import InputError, RunError
from bioroberta.stages import Job
from bioroberta.storage import Folder, identify


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
    return list(compare({key: there.get(key) for key in known}, json.loads(as_json(known))))


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


def as_json(value: Any) -> bytes:
    """The one form in which facts are written and hashed."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode()
