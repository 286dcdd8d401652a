"""The one look at the text: what the rules need to know of every document of a shard, by hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import drop_single
from bioroberta.dedup.config import DedupConfig, NearConfig
from bioroberta.dedup.contamination import EvaluationTexts, Match
from bioroberta.dedup.exact import text_hashes
from bioroberta.dedup.hashing import Counts, Hashes, mix, ngrams, sequences
from bioroberta.dedup.minhash import band_keys
from bioroberta.dedup.order import canonical_order
from bioroberta.dedup.shuffle import Cut, Made, by_hash, cut, table, whole
from bioroberta.dedup.words import Pieces, Words, chunks
from bioroberta.dedup.words import words as words_of
from bioroberta.text import count_tokens

COLUMNS = ["id", "corpus", "path", "url", "text", "spans", "tokens"]
"""Of CLEAN, what is read."""

DOCUMENT_ROW = pa.schema(
    [
        ("row", pa.uint32()),
        ("id", pa.string()),
        ("corpus", pa.int32()),
        ("words", pa.int64()),
        ("tokens", pa.int64()),
        ("distinct", pa.int64()),
        ("text", pa.binary(16)),
        ("evaluation", pa.string()),
        ("shared", pa.float64()),
        ("whole", pa.bool_()),
    ]
)
r"""A document by its row in the shard. `corpus` is its corpus's rank, `words` are runs of `\w`, `tokens` those of
CLEAN; `distinct` the number of distinct n-grams (0 unless near duplicates are looked for), `text` 128 bits of the
normalised text; `evaluation` the evaluation document that it is or quotes, `shared` the share of its 13-grams that
stand in evaluation texts (1 for one of them), `whole` that it is one."""

KEY = pa.schema([("key", pa.uint64()), ("row", pa.uint32())])
"""An n-gram position, or a band: whose it is."""

SENTENCE = pa.schema(
    [("key", pa.uint64()), ("row", pa.uint32()), ("span", pa.uint32()), ("source", pa.uint64())],
)
"""A sentence by its place among the document's spans; `source` a hash of the site or the corpus."""

SAMPLES = 64
"""Documents that tell for their shard where in the canonical order its documents stand."""


@dataclass(frozen=True)
class Slices:
    """How many slices the tables are cut into."""

    documents: int
    grams: int
    bands: int
    sentences: int


def sign(batch: pa.Table, config: DedupConfig, evaluation: EvaluationTexts, slices: Slices) -> Made:
    """The signatures of a table of CLEAN (its `COLUMNS`), cut by hash."""
    parts: dict[str, list[pa.Table]] = {"documents": [], "grams": [], "bands": [], "sentences": []}
    for rows, words in _chunks(batch, with_texts=bool(evaluation.documents)):
        for name, part in _sign(rows, words, config, evaluation):
            parts[name].append(part)
    schemas = {"documents": DOCUMENT_ROW, "grams": KEY, "bands": KEY, "sentences": SENTENCE}
    found = {name: pa.concat_tables(tables) for name, tables in parts.items() if tables}
    tables = {name: found.get(name, schema.empty_table()) for name, schema in schemas.items()}
    keys = {name: tables[name]["key"].to_numpy() for name in ("grams", "bands", "sentences")}
    keys["documents"] = text_keys(tables["documents"])
    cuts = {name: cut(tables[name], by_hash(keys[name], count), count) for name, count in vars(slices).items()}
    return Made({**cuts, "sample": _sample(tables["documents"])}, {})


def text_keys(documents: pa.Table) -> Hashes:
    """The first half of each document's text hash."""
    texts = documents["text"].combine_chunks()
    if not len(texts):
        return np.empty(0, np.uint64)
    return np.frombuffer(texts.buffers()[1], ">u8").reshape(-1, 2)[texts.offset :, 0].astype(np.uint64)


def _chunks(batch: pa.Table, with_texts: bool) -> Iterator[tuple[list[dict[str, Any]], Words]]:
    """Some rows at a time, with their words."""
    rows = batch.drop_columns(["spans"] if with_texts else ["spans", "text"]).to_pylist()
    first = 0
    for words in chunks(_pieces(batch)):
        last = first + len(words.counts)
        yield [{**row, "row": number} for number, row in enumerate(rows[first:last], first)], words
        first = last


def _pieces(batch: pa.Table) -> Pieces:
    """The kept sentences of each document."""
    spans = batch["spans"].combine_chunks()
    starts, ends = (spans.flatten().field(name).to_numpy().astype(np.int64) for name in ("start", "end"))
    return Pieces(batch["text"].to_pylist(), spans.value_lengths().to_numpy().astype(np.int64), starts, ends)


def _sign(
    rows: list[dict[str, Any]], words: Words, config: DedupConfig, evaluation: EvaluationTexts
) -> Iterator[tuple[str, pa.Table]]:
    """The tables of some documents by name."""
    numbers = np.array([row["row"] for row in rows], np.uint32)
    distinct = np.zeros(len(rows), np.int64)
    if config.containment is not None or config.near:
        grams, owners = ngrams(words.hashes, words.texts, config.ngram)
        if config.near:
            distinct = _distinct(grams, owners, len(rows))
            yield "bands", _bands(grams, owners, numbers, config.near)
        yield "grams", table(KEY, key=grams, row=numbers[owners])
    if config.sentences:
        yield "sentences", _sentences(rows, words, config.sentences.min_words)
    yield "documents", _documents(rows, words, distinct, config, evaluation)


def _documents(
    rows: list[dict[str, Any]],
    words: Words,
    distinct: Counts,
    config: DedupConfig,
    evaluation: EvaluationTexts,
) -> pa.Table:
    rank = {corpus: number for number, corpus in enumerate(config.corpora)}
    hashes = text_hashes(words)
    found = evaluation.find(words, [row["path"] for row in rows], hashes)
    if evaluation.documents:
        found = [_as_whole(row, match, evaluation) for row, match in zip(rows, found, strict=True)]
    return table(
        DOCUMENT_ROW,
        row=[row["row"] for row in rows],
        id=[row["id"] for row in rows],
        corpus=[rank[row["corpus"]] for row in rows],
        words=np.diff(words.texts),
        tokens=[row["tokens"] for row in rows],
        distinct=distinct,
        text=hashes,
        evaluation=[match and match.document for match in found],
        shared=[match.share if match else 0.0 for match in found],
        whole=[match is not None and match.whole for match in found],
    )


def _as_whole(row: dict[str, Any], match: Match | None, evaluation: EvaluationTexts) -> Match | None:
    """A document that lost sentences may be an evaluation text by the whole of its own."""
    if (match and match.whole) or row["tokens"] == count_tokens(row["text"]):
        return match
    return evaluation.same(row["path"], text_hashes(words_of([[row["text"]]]))[0]) or match


def _distinct(grams: Hashes, owners: Counts, documents: int) -> Counts:
    """How many different n-grams each document has."""
    keys, some = drop_single(grams ^ mix(owners.astype(np.uint64)), owners)
    order = np.argsort(keys)
    again = some[order[1:]][np.diff(keys[order]) == 0]
    return np.bincount(owners, minlength=documents) - np.bincount(again, minlength=documents)


def _bands(grams: Hashes, owners: Counts, numbers: NDArray[np.uint32], near: NearConfig) -> pa.Table:
    """The band keys of the documents that have n-grams."""
    having, starts = np.unique(owners, return_index=True)
    keys = band_keys(grams, np.append(starts, len(grams)), near)
    return table(KEY, key=keys.ravel(), row=np.repeat(numbers[having], near.bands))


def _sentences(rows: list[dict[str, Any]], words: Words, min_words: int) -> pa.Table:
    """The sentences that are long enough to be counted."""
    owners = np.repeat(np.arange(len(rows)), words.counts)
    spans = np.arange(len(owners)) - np.repeat(np.cumsum(words.counts) - words.counts, words.counts)
    long = np.diff(words.pieces) >= min_words
    sources = np.array([_source(row) for row in rows], np.uint64)
    numbers = np.array([row["row"] for row in rows], np.uint32)
    return table(
        SENTENCE,
        key=sequences(words.hashes, words.pieces)[long],
        row=numbers[owners[long]],
        span=spans[long],
        source=sources[owners[long]],
    )


def _source(row: dict[str, Any]) -> int:
    """A site of a crawl, or the corpus."""
    return _hash_of((row["url"] and _site(row["url"])) or row["corpus"])


def _site(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # brackets in a host that is no address
        return None


@lru_cache(1 << 12)
def _hash_of(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def _sample(documents: pa.Table) -> Cut:
    """Some documents, evenly spaced in canonical order."""
    ordered = documents.select(["corpus", "words", "id"]).take(canonical_order(documents))
    places = np.unique(np.linspace(0, max(len(ordered) - 1, 0), SAMPLES).astype(np.int64))
    return whole(ordered.take(pa.array(places[: len(ordered)])))
