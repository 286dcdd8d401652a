"""Stage `clean`: repaired text, sentence spans, language, and every sentence that goes with the rule it broke.

The kept spans of a document, its rejected sentences and the white space between them tile the repaired text, so that
the two tables together rebuild it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.encoding import repair
from bioroberta.corpus.filters import Rejection, letters, reject_sentence
from bioroberta.corpus.language import detect, reads_spanish
from bioroberta.corpus.losses import refuse_empty, refuse_failures
from bioroberta.corpus.sentences import split
from bioroberta.schemas import CLEAN, FAILED, REJECTED, Outcome, each_document, rows_to_table
from bioroberta.text import count_tokens

if TYPE_CHECKING:  # the pure functions need no Ray
    from bioroberta.run import Run

SAMPLE_CHARACTERS = 600
"""Text from the middle of a document by which its language is named: fastText reads 7 MB/s, the sentences decide."""

MAJORITY = 0.5
"""Share of a document's judged text in the wanted languages from which a sentence too short to judge is taken for one
of them; below, it goes with the judged sentence before it, the first ones with the one after."""


@dataclass(frozen=True)
class Judgement:
    """Whether a sentence is in a wanted language (None: too short to say), and the confidence that it is not."""

    wanted: bool | None
    foreign: float = 0.0


def clean(config: CleanConfig, run: Run) -> None:
    """Clean every document of `ingest`. Raises RunError for a corpus that failed or of which nothing is left."""
    counts = run.map_shards("ingest", partial(clean_batch, config=config), CLEAN)
    refuse_failures(run.stage, counts, config.max_failed_share)
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
    to ([], [its row of REJECTED]).
    """
    text = repair(row["text"])
    spans = split(text)
    judgements = [judge_language(text[start:end], config) for start, end in spans]
    share = language_share(text, spans, judgements, config)
    if spans and share < config.min_language_share:
        return [], [_rejected_document(row, text, Rejection("language", share, config.min_language_share))]
    kept, removed = _sort_sentences(text, spans, judgements, share, config)
    tokens = sum(count_tokens(text[start:end]) for start, end in kept)
    if tokens < config.min_tokens:
        return [], [_rejected_document(row, text, Rejection("tokens", tokens, config.min_tokens))]
    return [_kept_document(row, text, kept, tokens, config)], [
        _rejected(row, "sentence", span, text, rejection) for span, rejection in removed
    ]


def judge_language(sentence: str, config: CleanConfig) -> Judgement:
    """By small words where they settle it, else by fastText; not at all for few letters."""
    if "es" in config.languages and reads_spanish(sentence):
        return Judgement(True)
    if letters(sentence) < config.min_language_letters:
        return Judgement(None)
    language, confidence = detect(sentence)
    if language in config.languages:
        return Judgement(True)
    return Judgement(False, confidence)


def language_share(text: str, spans: list[tuple[int, int]], judgements: list[Judgement], config: CleanConfig) -> float:
    """Share of the judged characters in wanted languages. Where no sentence could be judged the text is, as a whole."""
    lengths = [(end - start, judgement) for (start, end), judgement in zip(spans, judgements, strict=True)]
    judged = sum(length for length, judgement in lengths if judgement.wanted is not None)
    wanted = sum(length for length, judgement in lengths if judgement.wanted)
    if judged:
        return wanted / judged
    whole = judge_language(text, config)
    return 0.0 if whole.foreign >= config.foreign_confidence else 1.0


def _sort_sentences(
    text: str, spans: list[tuple[int, int]], judgements: list[Judgement], share: float, config: CleanConfig
) -> tuple[list[tuple[int, int]], list[tuple[tuple[int, int], Rejection]]]:
    kept, removed = [], []
    previous = share >= MAJORITY or next((each.wanted for each in judgements if each.wanted is not None), True)
    for (start, end), judgement in zip(spans, judgements, strict=True):
        foreign = judgement.foreign
        if judgement.wanted is None and not previous:
            foreign = 1.0
        elif share < MAJORITY and judgement.wanted is not None:
            previous = judgement.wanted
        rejection = reject_sentence(text[start:end], config)
        if rejection is None and foreign >= config.foreign_confidence:
            rejection = Rejection("language", foreign, config.foreign_confidence)
        if rejection is None:
            kept.append((start, end))
        else:
            removed.append(((start, end), rejection))
    return kept, removed


def _kept_document(
    row: dict[str, Any], text: str, kept: list[tuple[int, int]], tokens: int, config: CleanConfig
) -> dict[str, Any]:
    language, score = _name_language(text, kept, config)
    names = ("id", "corpus", "path", "record", "title", "url", "date", "license")
    return {
        **{name: row[name] for name in names},
        "language": language,
        "language_score": score,
        "text": text,
        "spans": [{"start": start, "end": end} for start, end in kept],
        "tokens": tokens,
        "bytes": sum(len(text[start:end].encode()) for start, end in kept),
    }


def _name_language(text: str, kept: list[tuple[int, int]], config: CleanConfig) -> tuple[str, float]:
    """The language that fastText sees in the middle of the kept text; of others than the wanted ones the first wanted,
    with confidence 0 (the sentences have decided).
    """
    start, end = kept[len(kept) // 2]
    language, score = detect(text[start : max(end, start + SAMPLE_CHARACTERS)][:SAMPLE_CHARACTERS])
    return (language, score) if language in config.languages else (config.languages[0], 0.0)


def _rejected_document(row: dict[str, Any], text: str, rejection: Rejection) -> dict[str, Any]:
    return _rejected(row, "document", (0, len(text)), text, rejection)


def _rejected(row: dict[str, Any], unit: str, span: tuple[int, int], text: str, rejection: Rejection) -> dict[str, Any]:
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
        "tokens": count_tokens(piece),
        "text": piece,
    }
