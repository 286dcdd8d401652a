"""The stage over documents that a test makes up: committed as cleaning commits them, and done in this process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bioroberta.commit import commit, markers, read_table
from bioroberta.dedup import dedup as stage
from bioroberta.dedup import greedy
from bioroberta.dedup.config import DedupConfig
from bioroberta.run import Execution, Run
from bioroberta.schemas import CLEAN, Outcome, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import count_tokens, join_spans
from tests.dedup.oracle import Removal
from tests.finished import finish

Row = dict[str, Any]

BARE = DedupConfig(corpora=("a", "b", "c"), sentences=None, max_removed=1)
"""Rules `exact` and `containment` alone, without the guard."""


class Serial(Run):
    """A run that does its units here, one after another: the same results without Ray's processes."""

    def _map(self, pending: list[tuple[int, Any]], function: Callable[[int, Any], int], *_rest: Any) -> None:
        for number, unit in pending:
            function(number, unit)


class Cutting(NamedTuple):
    """How finely all is cut, which must make no difference: rows of a slice, documents of a range, and of the walk."""

    slices: tuple[int, int, int, int] = stage.SLICE_ROWS
    documents: int = stage.RANGE_DOCUMENTS
    walk_rows: int = greedy.WALK_ROWS
    walk_documents: int = greedy.WALK_DOCUMENTS


class Kept(NamedTuple):
    """A row of CLEAN as the oracle reads it."""

    id: str
    corpus: str
    text: str


def document(name: str, *sentences: str, **values: Any) -> Row:
    """A row of CLEAN; the name begins with the corpus. All sentences are kept, with a space between them."""
    corpus, _, path = name.partition("/")
    ends = [*accumulate(len(sentence) + 1 for sentence in sentences)]
    spans = [{"start": end - 1 - len(sentence), "end": end - 1} for sentence, end in zip(sentences, ends, strict=True)]
    known = {"id": f"{name}#0", "corpus": corpus, "path": path, "record": 0, "license": "CC0-1.0", "language": "es"}
    row = {**known, "language_score": 0.9, "text": " ".join(sentences), "spans": spans, **values}
    kept = kept_sentences(row)
    return {**row, "tokens": sum(map(count_tokens, kept)), "bytes": sum(len(each.encode()) for each in kept)}


def kept_sentences(row: Row) -> list[str]:
    """What cleaning, or deduplication, kept of a document."""
    return [row["text"][span["start"] : span["end"]] for span in row["spans"]]


def clean(folder: Path, shards: Sequence[Sequence[Row]]) -> Serial:
    """A run whose stage `clean` is finished with these shards, before its stage `dedup`."""
    run = Serial(Folder(str(folder)), "dedup", Execution(1))
    run.root.delete("clean")
    for unit, rows in enumerate(shards):
        commit(run.stage_folder("clean"), unit, [Outcome(rows_to_table([*rows], CLEAN))], CLEAN)
    finish(run.stage_folder("clean"))
    return run


def deduplicate(
    folder: Path, shards: Sequence[Sequence[Row]], config: DedupConfig = BARE, cutting: Cutting | None = None
) -> Serial:
    """Run the stage over documents in shards, below `folder`."""
    with cut_by(cutting or Cutting()):
        run = clean(folder, shards)
        stage.dedup(config, run)
    return run


@contextmanager
def cut_by(cutting: Cutting) -> Iterator[None]:
    """Set how finely all is cut. Nothing here must outlive the machine, so that no disk is waited for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        patch.setattr(stage, "SLICE_ROWS", cutting.slices)
        patch.setattr(stage, "RANGE_DOCUMENTS", cutting.documents)
        patch.setattr(greedy, "WALK_ROWS", cutting.walk_rows)
        patch.setattr(greedy, "WALK_DOCUMENTS", cutting.walk_documents)
        yield


def rows_of(run: Run, part: str) -> list[Row]:
    """The rows of `data` or `rejected`."""
    files = [file for marker in markers(run.folder) for file in marker.files if file.part == part]
    return [row for file in files for row in read_table(run.folder, file).to_pylist()]


def ids_of(run: Run) -> list[str]:
    """The ids of the documents that stay."""
    return [row["id"] for row in rows_of(run, "data")]


def removals(run: Run) -> list[Removal]:
    """The documents that went, as the oracle tells it, by id."""
    rows = [row for row in rows_of(run, "rejected") if row["unit"] == "document"]
    return sorted(Removal(row["id"], row["rule"], row["keeper"], row["value"], row["share"]) for row in rows)


def as_kept(rows: Collection[Row]) -> list[Kept]:
    """Rows of CLEAN for the oracle."""
    return [
        Kept(row["id"], row["corpus"], join_spans(row["text"], [(each["start"], each["end"]) for each in row["spans"]]))
        for row in rows
    ]
