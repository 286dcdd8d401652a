"""Stage `dedup` as the benchmarks run it: documents put down as a finished stage `clean`, the run, and what it removed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from bioroberta.commit import commit, markers, read_manifest, read_table
from bioroberta.corpus.config import CorpusSource, IngestConfig
from bioroberta.corpus.ingest import group_files, read_group
from bioroberta.corpus.sentences import split
from bioroberta.dedup.config import DedupConfig, NearConfig
from bioroberta.dedup.dedup import dedup
from bioroberta.run import Execution, Run
from bioroberta.schemas import CLEAN, DOCUMENT, Outcome, document_id, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import count_tokens
from tests.finished import finish

Row = dict[str, Any]

SHARD_BYTES = 4 << 20
"""As recipe `public-es` has it: some shards for each worker."""

ALL = {"max_removed": 1.0}
"""The guard must not stop what is measured."""
DEFAULT: dict[str, Any] = ALL
EXACT: dict[str, Any] = ALL | {"containment": None, "sentences": None}
NEAR: dict[str, Any] = EXACT | {"near": NearConfig()}
CONTAINMENT: dict[str, Any] = ALL | {"sentences": None}
SENTENCES: dict[str, Any] = ALL | {"containment": None}
"""Settings of the stage, by the rules that are at work; rule `exact` always is."""


def clean_row(corpus: str, path: str, text: str) -> Row:
    """A row of CLEAN, all of whose sentences are kept."""
    about = {"id": document_id(corpus, path, 0), "corpus": corpus, "path": path, "record": 0}
    return cleaned({**about, "license": "CC0-1.0", "language": "es", "text": text})


def cleaned(document: Row) -> Row:
    """A row of DOCUMENT as one of CLEAN, all of whose sentences are kept."""
    text = document["text"]
    spans = split(text)
    kept = [text[start:end] for start, end in spans]
    return {
        **document,
        "language_score": 1.0,
        "spans": [{"start": start, "end": end} for start, end in spans],
        "tokens": sum(map(count_tokens, kept)),
        "bytes": sum(len(each.encode()) for each in kept),
    }


def read(sources: Iterable[CorpusSource]) -> Iterator[Row]:
    """Rows of CLEAN for all documents of some sources, read as `ingest` does."""
    config = IngestConfig(corpora=tuple(sources))
    for group in group_files(config):
        for outcome in read_group(group, config):
            yield from (cleaned(row) for row in outcome.data.select(DOCUMENT.names).to_pylist())


def shards_of(rows: Iterable[Row], shard_bytes: int = SHARD_BYTES) -> Iterator[pa.Table]:
    """Rows of CLEAN in tables of about so many bytes of text."""
    held, size = list[Row](), 0
    for row in rows:
        held.append(row)
        size += row["bytes"]
        if size >= shard_bytes:
            yield rows_to_table(held, CLEAN)
            held, size = [], 0
    if held:
        yield rows_to_table(held, CLEAN)


def write_clean(root: Path, shards: Iterable[pa.Table]) -> None:
    """A finished stage `clean` with one unit a table."""
    folder = Folder(str(root)).child("clean")
    for unit, table in enumerate(shards):
        commit(folder, unit, [Outcome(table)], CLEAN)
    finish(folder)


def link_clean(source: Path, target: Path) -> None:
    """The same finished stage `clean` below another folder of the same disk."""
    shutil.copytree(source / "clean", target / "clean", copy_function=os.link)


def run_stage(root: Path, corpora: Iterable[str], settings: dict[str, Any], workers: int) -> float:
    """Run the stage below `root` from nothing; returns wall seconds from finished `clean` to finished `dedup`."""
    shutil.rmtree(root / "dedup", ignore_errors=True)
    run = Run(Folder(str(root)), "dedup", Execution(workers))
    config = DedupConfig(corpora=tuple(corpora), **settings)
    begun = time.perf_counter()
    dedup(config, run)
    finish(run.folder, results=run.results)
    return time.perf_counter() - begun


def rejected(root: Path) -> list[Row]:
    """The rows of `rejected/`, without their texts."""
    folder = Folder(str(root)).child("dedup")
    files = [file for marker in markers(folder) for file in marker.files if file.part == "rejected"]
    columns = ["id", "corpus", "unit", "rule", "value", "keeper"]
    return [row for file in files for row in read_table(folder, file, columns).to_pylist()]


def removals(root: Path) -> list[Row]:
    """Of `rejected`, the documents."""
    return [row for row in rejected(root) if row["unit"] == "document"]


def counted(root: Path, stage: str) -> dict[str, Any]:
    """The counts of a finished stage's manifest."""
    manifest = read_manifest(Folder(str(root)).child(stage))
    assert manifest is not None
    counts: dict[str, Any] = manifest["counts"]
    return counts


def clean_bytes(root: Path) -> int:
    """Bytes of text that `clean` kept."""
    return sum(corpus["bytes"] for corpus in counted(root, "clean")["kept"].values())
