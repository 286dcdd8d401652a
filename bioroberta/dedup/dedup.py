"""Stage `dedup`: decide over all corpora at once, then split every shard into kept and removed documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.containment import ngram_hashes
from bioroberta.dedup.contamination import EvaluationTexts, read_evaluation
from bioroberta.dedup.exact import text_hash
from bioroberta.dedup.greedy import Removal, Signature, canonical_order, decide
from bioroberta.run import Run
from bioroberta.schemas import CLEAN, REJECTED, Outcome, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import join_spans, words

LEDGER = "evidence/removals.parquet"

REMOVAL = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("threshold", pa.float64(), nullable=False),
        pa.field("keeper", pa.string(), nullable=False),
    ]
)


def dedup(config: DedupConfig, run: Run) -> None:
    """Write the removals to `evidence/`, then the kept documents to `data/` and the others to `rejected/`."""
    if not run.folder.exists(LEDGER):
        evaluation = read_evaluation(config.evaluation)
        signatures = list(_signatures(run, config, evaluation))
        write_ledger(run.folder, list(decide(canonical_order(signatures, config.corpora), config)))
    run.map_shards("clean", partial(split_batch, folder=run.folder), CLEAN)


def split_batch(batch: pa.Table, folder: Folder) -> Outcome:
    """A table of CLEAN into the documents that stay and a row of REJECTED for each that goes, text included."""
    removals = read_ledger(folder)
    removed = [document in removals for document in batch.column("id").to_pylist()]
    kept = batch.filter(pa.array([not gone for gone in removed], pa.bool_()))
    rows = batch.filter(pa.array(removed, pa.bool_())).to_pylist()
    return Outcome(kept, rows_to_table([_rejected(row, removals[row["id"]]) for row in rows], REJECTED))


def signature(row: dict[str, Any], config: DedupConfig, evaluation: EvaluationTexts) -> Signature:
    """The signature of a row of CLEAN. Its kept text is compared, so two documents that cleaning made equal are equal;
    an evaluation text is also recognised by the whole repaired text.
    """
    text = join_spans(row["text"], [(span["start"], span["end"]) for span in row["spans"]])
    tokens = words(text)
    hashed = text_hash(text)
    match = evaluation.match(row["path"], hashed) or evaluation.match(row["path"], text_hash(row["text"]))
    return Signature(
        row["id"], row["corpus"], row["path"], len(tokens), hashed, ngram_hashes(tokens, config.ngram), match
    )


def write_ledger(folder: Folder, removals: list[Removal]) -> None:
    """All removals as one Parquet file, in canonical order."""
    buffer = io.BytesIO()
    pq.write_table(rows_to_table([vars(removal) for removal in removals], REMOVAL), buffer, compression="zstd")
    folder.write_bytes(LEDGER, buffer.getvalue())


@cache
def read_ledger(folder: Folder) -> dict[str, Removal]:
    """Removals by document id; read once a worker."""
    table = pq.read_table(io.BytesIO(folder.read_bytes(LEDGER)))
    return {row["id"]: Removal(**row) for row in table.to_pylist()}


def _signatures(run: Run, config: DedupConfig, evaluation: EvaluationTexts) -> Iterator[Signature]:
    shards = run.shards("clean")
    for done, shard in enumerate(shards, 1):
        for row in shard.read(["id", "corpus", "path", "text", "spans"]).to_pylist():
            yield signature(row, config, evaluation)
        run.progress(done, len(shards), "shards compared")


def _rejected(row: dict[str, Any], removal: Removal) -> dict[str, Any]:
    return {
        "id": row["id"],
        "corpus": row["corpus"],
        "unit": "document",
        "start": 0,
        "end": len(row["text"]),
        "rule": removal.rule,
        "value": removal.value,
        "threshold": removal.threshold,
        "keeper": removal.keeper,
        "tokens": row["tokens"],
        "text": row["text"],
    }
