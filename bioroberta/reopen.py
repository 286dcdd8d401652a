"""Finished stages of the corpus, taken up again: documents are withdrawn from them, or corpora added after the others.

Units are committed under what they were made from (`commit.Marker`), so that a stage which is taken up again does only
those that the change concerns. What comes out equals a run that had it so from the start.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bioroberta.commit import MANIFEST, DataFile, finished_markers
from bioroberta.corpus.withdrawn import enumerated, read_ids, write_ids
from bioroberta.errors import InputError, RunError
from bioroberta.execute import look_into
from bioroberta.identity import (
    added,
    as_json,
    differences,
    fingerprint,
    given,
    made_from,
    refuse_other,
    without_added,
    without_list,
)
from bioroberta.lock import owned
from bioroberta.recipe import Recipe
from bioroberta.stages import Job, jobs, plan
from bioroberta.storage import Folder

log = logging.getLogger(__name__)

CORPUS = ("ingest", "clean", "dedup")
"""The stages that can be taken up again."""

Sources = dict[str, Any]
"""What `execute.look_into` found."""


def begun(recipe: Recipe) -> list[Job]:
    """The stages of the corpus up to the last that was begun. Raises InputError where none was."""
    there = [name for name in CORPUS if any(made_from(job) for job in jobs(recipe, name))]
    if not there:
        raise InputError(f"no corpus was made in {recipe.root.uri}: run `bioroberta run RECIPE` first")
    return plan(recipe, there[-1])


def withdraw(planned: list[Job], ids: Collection[str]) -> Sources:
    """Put documents on the run's list, and open the stages from which it now takes some; they are to be run next.

    The list is written first, and the stages are opened from the last to the first: whatever a kill leaves, the same
    call goes on from there. Raises InputError for an id that ingest has not, RunError for a stage that the recipe
    would make differently also apart from the list; nothing was changed then.
    """
    recipe = planned[0].recipe
    before = read_ids(recipe.root)
    new = frozenset(ids) - before
    if len(new) < len(set(ids)):
        log.info("takedown: withdrawn before: %s", enumerated(before.intersection(ids)))
    _refuse_unknown(planned[0], new)
    sources = look_into(planned)
    with _all_owned(recipe):
        _refuse_others(planned, sources, without_list)
        if new:
            _tell_copies(planned[-1], new)
            write_ids(recipe.root, read_ids(recipe.root) | new)  # another may have written it meanwhile
        log.info("takedown: documents withdrawn: %d, of them now: %d", len(before | new), len(new))
        _open(planned, sources)
    return sources


def extend(planned: list[Job]) -> Sources:
    """Open the stages to which corpora were added after all others; they are to be run next. A list of withdrawn
    documents that was written since is followed, too.

    Raises RunError for a stage that the recipe would make differently also apart from that.
    """
    recipe = planned[0].recipe
    new = added(recipe)
    log.info("extend: %s", f"added: {', '.join(new)}" if new else "no corpus was added behind those of before")
    sources = look_into(planned)
    with _all_owned(recipe):
        _refuse_others(planned, sources, partial(_without, names=new))
        _open(planned, sources)
    return sources


def describe_outdated(recipe: Recipe) -> Iterator[str]:
    """What later stages and the data card still hold or have learned from the corpus as it was, and the remedy."""
    found = outdated(recipe)
    if found:
        yield (
            f"made from the corpus as it was, and still hold its text or have learned from it: "
            f"{', '.join(job.label for job in found)}. Delete {', '.join(job.folder.uri for job in found)} and "
            f"`bioroberta run RECIPE` makes them anew; end a service of them first (`bioroberta deploy RECIPE --stop`)"
        )
    if recipe.root.exists("report"):
        yield f"the data card in {recipe.root.uri}/report may be of before: `bioroberta report RECIPE` renews it"


def outdated(recipe: Recipe) -> list[Job]:
    """The later stages that were made from another corpus than there is now, directly or not."""
    found: dict[str, Job] = {}
    for job in plan(recipe):
        there = None if job.stage.name in CORPUS else made_from(job)
        if there and any(before.label in found or _is_other(before, there) for before in job.inputs()):
            found[job.label] = job
    return list(found.values())


def _is_other(before: Job, there: dict[str, Any]) -> bool:
    """Whether a stage is not what another, whose identity is `there`, was made from."""
    manifest = before.manifest()
    return manifest is None or there["inputs"].get(before.label) != manifest["fingerprint"]


def _without(known: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return without_list(without_added(known, names))


def _tell_copies(last: Job, ids: Collection[str]) -> None:
    """Name the documents that have the text of withdrawn ones, or most of it, as far as dedup has found them: of those
    that it removed for a withdrawn one, the first comes back.
    """
    manifest = last.manifest()
    if last.stage.name != "dedup" or manifest is None:
        return
    files = [file for marker in finished_markers(last.folder, manifest) for file in marker.files]
    rejected = [file for file in files if file.part == "rejected"]
    keepers = {keeper for name, keeper in _kept_by(last.folder, rejected) if name in ids} | set(ids)
    found = {name for pair in _kept_by(last.folder, rejected) if pair[1] in keepers for name in pair}
    for name in sorted(found.difference(ids)):
        log.warning("takedown: %s has most of its text in common with a withdrawn document, and is not withdrawn", name)


def _kept_by(folder: Folder, files: Iterable[DataFile]) -> Iterator[tuple[str, str]]:
    """(removed document, its keeper), of those that have one."""
    for file in files:
        table = _columns(folder, file, ["id", "unit", "keeper"])
        table = table.filter(pc.and_(pc.equal(table["unit"], "document"), pc.is_valid(table["keeper"])))
        yield from zip(table["id"].to_pylist(), table["keeper"].to_pylist(), strict=True)


def _refuse_unknown(ingest: Job, ids: Collection[str]) -> None:
    if not ids:
        return
    manifest = ingest.manifest()
    if manifest is None:
        raise InputError(f"ingest is not finished in {ingest.folder.uri}: run `bioroberta ingest RECIPE` first")
    corpora = {name.partition("/")[0] for name in ids}
    unknown = set(ids)
    for marker in finished_markers(ingest.folder, manifest):
        if corpora & marker.counts.get("kept", {}).keys():
            data = (_columns(ingest.folder, file, ["id"]) for file in marker.files if file.part == "data")
            unknown.difference_update(*(table["id"].to_pylist() for table in data))
    if unknown:
        raise InputError(
            f"{ingest.folder.uri} has no document {enumerated(unknown)}; nothing was changed. Give ids as the column "
            f"`id` of the documents has them: CORPUS/PATH#RECORD"
        )


def _columns(folder: Folder, file: DataFile, names: list[str]) -> pa.Table:
    """Small columns of a large file."""
    try:
        with folder.open(file.name) as opened:
            return pq.ParquetFile(opened).read(names)
    except InputError:
        raise RunError(f"{file.name} was committed and is gone: delete {folder.uri} and run the stage again") from None


@contextmanager
def _all_owned(recipe: Recipe) -> Iterator[None]:
    """Own all folders of a run in which there is something: those of later stages may be read from while these are
    taken up again.
    """
    with ExitStack() as owners:
        for job in plan(recipe):
            if made_from(job):
                owners.enter_context(owned(job.folder))
        yield


def _refuse_others(planned: list[Job], sources: Sources, part: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Raise RunError for the first stage that was made from something else in that part of its identity."""
    for job in planned:
        refuse_other(job, part({**given(job), "sources": sources[job.label]}))


def _open(planned: list[Job], sources: Sources) -> None:
    """Give every stage that was made from something else the identity that it will have, and no manifest."""
    changed: list[tuple[Job, dict[str, Any]]] = []
    fingerprints: dict[str, str] = {}
    for job in planned:
        before = {source.label: fingerprints[source.label] for source in job.inputs()}
        known = {**given(job), "sources": sources[job.label], "inputs": before}
        manifest = job.manifest()
        if differences(job, known):
            changed.append((job, known))
            manifest = None
        fingerprints[job.label] = manifest["fingerprint"] if manifest else fingerprint(known)
    for job, known in reversed(changed):
        job.folder.delete(MANIFEST)
        job.folder.write_bytes("identity.json", as_json(known))
        log.info("%s: taken up again", job.label)
