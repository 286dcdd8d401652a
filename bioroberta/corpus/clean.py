"""Stage `clean`: repaired text, sentence spans, language, and every sentence that goes with the rule it broke.

The kept spans of a document, its rejected sentences and the white space between them tile the repaired text, so that
the two tables together rebuild it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bioroberta.corpus import judging, predecessor
from bioroberta.corpus.config import CleanConfig, Preset
from bioroberta.corpus.encoding import repair
from bioroberta.corpus.losses import refuse_empty, refuse_failures
from bioroberta.corpus.masking import mask
from bioroberta.corpus.sentences import split
from bioroberta.corpus.verdicts import Rejection, Span, Verdict
from bioroberta.schemas import CLEAN, FAILED, REJECTED, Outcome, each_document, rows_to_table
from bioroberta.text import count_tokens

if TYPE_CHECKING:  # the pure functions need no Ray
    from bioroberta.run import Run

JUDGES: dict[Preset, Callable[[str, list[Span], CleanConfig, bool], Verdict]] = {
    "clinical": judging.judge,
    "bsc-compat": predecessor.judge,
}


def clean(config: CleanConfig, run: Run) -> None:
    """Clean every document of `ingest`. Raises RunError for a corpus that failed or of which nothing is left."""
    counts = run.map_shards("ingest", partial(clean_batch, config=config), CLEAN)
    refuse_failures(run.stage, counts, config.max_failed_share, run.folder)
    refuse_empty(run.stage, counts, config.corpora)


def clean_batch(batch: pa.Table, config: CleanConfig) -> Outcome:
    """A table of DOCUMENT to kept documents (CLEAN), rejected sentences and documents, and failures."""
    kept: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for result in each_document(batch.to_pylist(), partial(clean_document, config=config)):
        if isinstance(result, dict):
            failed.append(result)
            continue
        document, removed = result
        kept += document
        rejected += removed
    return Outcome(rows_to_table(kept, CLEAN), rows_to_table(rejected, REJECTED), rows_to_table(failed, FAILED))


def clean_document(row: dict[str, Any], config: CleanConfig) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A row of DOCUMENT to (its row of CLEAN, rows of REJECTED for its sentences); of a document that goes as a whole
    to ([], [its row of REJECTED]), by the rule that its longest sentence broke where it lost all.
    """
    text = mask(repair(row["text"]), config.mask)
    spans = split(text)
    crawled = row["corpus"] in config.crawled
    verdict = JUDGES[config.preset](text, spans, config, crawled)
    if verdict.document:
        return [], [_rejected(row, "document", (0, len(text)), text, verdict.document)]
    judged = list(zip(spans, verdict.sentences, strict=True))
    kept = [span for span, rejection in judged if rejection is None]
    tokens = sum(count_tokens(text[start:end]) for start, end in kept)
    if tokens < config.min_tokens:
        gone = [(end - start, rejection) for (start, end), rejection in judged if rejection]
        few = max(gone, key=lambda each: each[0])[1] if gone else Rejection("tokens", tokens, config.min_tokens)
        return [], [_rejected(row, "document", (0, len(text)), text, few)]
    facts = {"language": verdict.language, "language_score": verdict.score, "tokens": tokens}
    return [_kept(row, text, kept, facts)], [
        _rejected(row, "sentence", span, text, rejection) for span, rejection in judged if rejection
    ]


def _kept(row: dict[str, Any], text: str, kept: list[Span], facts: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "corpus", "path", "record", "title", "url", "date", "license")
    return {
        **{name: row[name] for name in names},
        "text": text,
        "spans": [{"start": start, "end": end} for start, end in kept],
        "bytes": sum(len(text[start:end].encode()) for start, end in kept),
        **facts,
    }


def _rejected(row: dict[str, Any], unit: str, span: Span, text: str, rejection: Rejection) -> dict[str, Any]:
    piece = text[span[0] : span[1]]
    return {
        "id": row["id"],
        "corpus": row["corpus"],
        "unit": unit,
        "start": span[0],
        "end": span[1],
        "rule": rejection.rule,
        "value": float(rejection.value),
        "threshold": float(rejection.threshold),
        "language": rejection.language,
        "tokens": count_tokens(piece),
        "text": piece,
    }
