"""The commit protocol: what a stage has written is what its markers name.

A unit of work writes its data files whole, under names that carry an attempt id, and last one small marker
`shards/00042.json` with their names, sizes, sha256 and counts. Readers follow markers, never listings. A worker killed
in between leaves files that no marker names; they are removed when the stage succeeds. Of two attempts at a unit the
first marker wins. The manifest, written last, says what a finished stage holds, so that a loss is noticed.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import logging
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bioroberta.errors import InputError, RunError
from bioroberta.schemas import FAILED, REJECTED, Outcome, check
from bioroberta.storage import Folder

log = logging.getLogger(__name__)

PARTS = ("data", "rejected", "failed")

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint"

_NEEDED = {"fingerprint", "identity", "counts", "results", "wall_seconds", "output", "shards"}
"""Keys of a manifest that somebody reads."""

Counts = dict[str, Any]
"""Nested numbers by name: part, then corpus, then rule or reason. `add_counts` sums two of them."""


@dataclass(frozen=True)
class DataFile:
    """A committed Parquet file: its part, its name below the stage's folder, and how to tell that it is whole."""

    part: str
    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Marker:
    """What one unit of work committed."""

    unit: int
    files: tuple[DataFile, ...]
    counts: Counts
    cpu_seconds: float
    inputs: str = ""
    """A digest of what the unit was made from, where the stage says it."""


def commit(folder: Folder, unit: int, outcomes: Iterable[Outcome], schema: pa.Schema, inputs: str = "") -> Marker:
    """Write the outcomes of a unit and then its marker; returns the marker that counts, ours or an earlier one."""
    attempt, start = secrets.token_hex(4), time.process_time()
    files: list[DataFile] = []
    counts: Counts = {}
    for index, outcome in enumerate(outcomes):
        for part, table in _checked(outcome, schema):
            files.append(write_table(folder, part, f"{part}/{unit:05d}-{index:03d}-{attempt}.parquet", table))
        counts = add_counts(counts, count(outcome))
    marker = Marker(unit, tuple(files), counts, round(time.process_time() - start, 3), inputs)
    if folder.create(marker_name(unit), json.dumps(asdict(marker)).encode()):
        return marker
    return read_marker(folder, marker_name(unit))


def write_table(folder: Folder, part: str, name: str, table: pa.Table) -> DataFile:
    """Write one Parquet file whole. The same table gives the same bytes."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    data = buffer.getvalue()
    folder.write_bytes(name, data)
    return DataFile(part, name, table.num_rows, len(data), hashlib.sha256(data).hexdigest())


def read_table(folder: Folder, file: DataFile, columns: list[str] | None = None) -> pa.Table:
    """A committed file. Raises RunError when it is not what was committed."""
    try:
        data = folder.read_bytes(file.name)
    except InputError:
        raise RunError(f"{file.name} was committed and is gone: delete {folder.uri} and run the stage again") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        how = "its content changed" if len(data) == file.size else f"{len(data)} bytes, {file.size} expected"
        raise RunError(
            f"{file.name} in {folder.uri} is not what was committed ({how}): "
            f"delete {folder.uri} and run the stage again"
        )
    return pq.read_table(io.BytesIO(data), columns=columns)


def marker_name(unit: int) -> str:
    """Where a unit's marker lies below the stage's folder."""
    return f"shards/{unit:05d}.json"


def read_marker(folder: Folder, name: str) -> Marker:
    """One marker."""
    values = folder.read_json(name)
    return Marker(**{**values, "files": tuple(DataFile(**file) for file in values["files"])})


def markers(folder: Folder) -> list[Marker]:
    """All markers of a stage in order of their unit."""
    found = folder.files("shards/*.json")
    return sorted((read_marker(folder, file.path) for file in found), key=lambda marker: marker.unit)


def whole_markers(folder: Folder, units: int | None = None, inputs: Sequence[str] | None = None) -> list[Marker]:
    """The markers whose files are all there in their size; others are removed, so that their units are done again.

    With `units` those of units beyond so many are removed too, with `inputs` (a digest a unit) those of units that were
    made from something else.
    """
    sizes = {file.path: file.size for file in folder.files("*/*")}
    whole, stale = [], 0
    for marker in markers(folder):
        if not _is_current(marker, units, inputs):
            stale += 1
        elif all(sizes.get(file.name) == file.size for file in marker.files):
            whole.append(marker)
            continue
        else:
            log.warning("shard %d in %s lost its files: it is done again", marker.unit, folder.uri)
        folder.delete(marker_name(marker.unit))
    if stale:
        log.info("%s: made from something else, to be done again or gone: %d", folder.uri, stale)
    return whole


def _is_current(marker: Marker, units: int | None, inputs: Sequence[str] | None) -> bool:
    there = units is None or marker.unit < units
    return there and (inputs is None or marker.inputs == inputs[marker.unit])


def remove_uncommitted(folder: Folder, committed: Iterable[Marker]) -> None:
    """Delete what killed attempts left: every file of the parts that no marker names."""
    named = {file.name for marker in committed for file in marker.files}
    for file in folder.files("*/*"):
        part = file.path.split("/")[0]
        if (part in PARTS and file.path not in named) or (part == "shards" and file.path.split("/")[1].startswith(".")):
            folder.delete(file.path)


def output_hash(committed: Iterable[Marker]) -> str:
    """One sha256 over the content of `data/`, `rejected/` and `failed/` in order; equal for equal output."""
    lines = [f"{marker.unit} {file.part} {file.sha256}" for marker in committed for file in marker.files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def account(folder: Folder) -> dict[str, Any]:
    """What a stage has written, for its manifest; what killed attempts left is removed."""
    committed = markers(folder)
    remove_uncommitted(folder, committed)
    saved = identities(folder.child(CHECKPOINT))
    lines = (f"{path}\t{file['size']}\t{file['sha256']}\n" for path, file in saved.items())
    return {
        "counts": functools.reduce(add_counts, (marker.counts for marker in committed), Counts()),
        "shards": len(committed),
        "files": sum(len(marker.files) for marker in committed),
        "checkpoint": saved,
        "output": output_hash(committed) if committed else hashlib.sha256("".join(lines).encode()).hexdigest(),
        "worker_cpu_seconds": round(sum(marker.cpu_seconds for marker in committed), 3),
    }


def read_manifest(folder: Folder) -> dict[str, Any] | None:
    """What a finished stage wrote last; None while it is not finished. Raises RunError when it is no manifest."""
    if not folder.exists(MANIFEST):
        return None
    try:
        manifest = json.loads(folder.read_bytes(MANIFEST))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not manifest.keys() >= _NEEDED:
        raise RunError(f"{MANIFEST} in {folder.uri} is damaged: delete this file and run the stage again")
    return manifest


def finished_markers(folder: Folder, manifest: Mapping[str, Any]) -> list[Marker]:
    """All markers of a finished stage. Raises RunError when they are not those that its manifest was written for."""
    found = markers(folder)
    if len(found) != manifest["shards"] or (found and output_hash(found) != manifest["output"]):
        raise RunError(
            f"{folder.uri} is not as its stage left it ({len(found)} of {manifest['shards']} shards are there"
            f"{', with other content' if len(found) == manifest['shards'] else ''}): "
            f"delete {folder.uri} and run the stage again"
        )
    return found


def lost(folder: Folder, manifest: Mapping[str, Any]) -> str:
    """What a finished stage lacks by one listing, as a sentence; empty when nothing does. No content is read."""
    sizes = {file.path: file.size for file in folder.files()}
    shards = sum(path.startswith("shards/") and path.endswith(".json") for path in sizes)
    gone = [f"{manifest['shards'] - shards} of {manifest['shards']} shards"] if shards != manifest["shards"] else []
    files, named = sum(path.split("/")[0] in PARTS for path in sizes), manifest.get("files", 0)
    if files < named:  # there may be more: of a worker that was given up and wrote late
        gone.append(f"{named - files} of {named} files with rows")
    for path, file in manifest.get("checkpoint", {}).items():
        if sizes.get(f"{CHECKPOINT}/{path}") != file["size"]:
            gone.append(f"{CHECKPOINT}/{path}")
    return f"lost or changed since it was finished: {', '.join(gone)}" if gone else ""


def identities(folder: Folder) -> dict[str, dict[str, Any]]:
    """Size and sha256 of every file, by path."""
    return {file.path: _identity(folder.read_bytes(file.path)) for file in folder.files()}


def _identity(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def count(outcome: Outcome) -> Counts:
    """Documents, sentences, tokens and bytes kept a corpus; documents, sentences and tokens rejected a corpus and rule;
    failures.
    """
    counts: Counts = {"kept": _by_corpus(outcome.data)}
    if outcome.rejected is not None and outcome.rejected.num_rows:
        counts["rejected"] = _rejections(outcome.rejected)
    if outcome.failed is not None and outcome.failed.num_rows:
        rows = outcome.failed.group_by(["corpus", "error"]).aggregate([([], "count_all")]).to_pylist()
        counts["failed"] = _nest((row["corpus"], row["error"], row["count_all"]) for row in rows)
    return counts


def add_counts(left: Mapping[str, Any], right: Mapping[str, Any]) -> Counts:
    """The sum of two nested counts."""
    total = dict(left)
    for key, value in right.items():
        total[key] = add_counts(total.get(key, {}), value) if isinstance(value, Mapping) else total.get(key, 0) + value
    return total


def _checked(outcome: Outcome, schema: pa.Schema) -> list[tuple[str, pa.Table]]:
    """The tables of an outcome that have rows, so that empty files are not written."""
    parts = zip(PARTS, (outcome.data, outcome.rejected, outcome.failed), (schema, REJECTED, FAILED), strict=True)
    checked = [(part, check(table, expected)) for part, table, expected in parts if table is not None]
    return [(part, table) for part, table in checked if table.num_rows]


def _by_corpus(table: pa.Table) -> Counts:
    if "corpus" not in table.schema.names:
        return {"all": {"rows": table.num_rows, "tokens": pc.sum(table.column("tokens")).as_py() or 0}}
    counted = {name: table[name] for name in ("tokens", "bytes") if name in table.schema.names}
    if "spans" in table.schema.names:
        counted["sentences"] = pc.list_value_length(table["spans"])
    summed = pa.table({"corpus": table["corpus"], **counted}).group_by("corpus")
    rows = summed.aggregate([([], "count_all"), *((name, "sum") for name in counted)]).to_pylist()
    return {row["corpus"]: {"rows": row["count_all"], **{name: row[f"{name}_sum"] for name in counted}} for row in rows}


def _rejections(table: pa.Table) -> Counts:
    keys = ["corpus", "rule", "unit"]
    rows = table.group_by(keys).aggregate([([], "count_all"), ("tokens", "sum")]).to_pylist()
    counted = ({"corpus": row["corpus"], "rule": row["rule"], **_measures(row)} for row in rows)
    total: Counts = {}
    for row in counted:
        total = add_counts(total, {row.pop("corpus"): {row.pop("rule"): row}})
    return total


def _measures(row: Mapping[str, Any]) -> Counts:
    return {f"{row['unit']}s": row["count_all"], "tokens": row["tokens_sum"]}


def _nest(rows: Iterable[tuple[str, str, int]]) -> Counts:
    total: Counts = {}
    for corpus, reason, number in rows:
        total = add_counts(total, {corpus: {reason: number}})
    return total
