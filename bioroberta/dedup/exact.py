"""Rule `exact`: a document whose normalised text equals that of one before it."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.order import ALIVE, COPY, places_of, ranges_of
from bioroberta.dedup.overlap import overlap
from bioroberta.dedup.shuffle import Made, Phase, column, cut, table, whole
from bioroberta.dedup.words import Words

EVALUATED = pa.schema(
    [
        ("row", pa.uint32()),
        ("corpus", pa.int32()),
        ("tokens", pa.int64()),
        ("evaluation", pa.string()),
        ("shared", pa.float64()),
    ]
)
"""A document that goes for an evaluation text, by its row in the shard."""

LISTED = pa.schema([("id", pa.string()), ("evaluation", pa.string()), ("shared", pa.float64())])
"""A document that quotes an evaluation text and stays."""


def text_hashes(words: Words) -> list[bytes]:
    """128 bits of each normalised text: among 1e12 documents two different ones collide with a chance of 1.5e-15."""
    return [hashlib.sha256(text).digest()[:16] for text in words.normalised()]


def part_copies(unit: int, signatures: Phase, splitters: pa.Table, config: DedupConfig) -> Made:
    """Of all documents whose text hashes fall into slice `unit`: the first of each text in canonical order, its copies,
    and what evaluation documents take away. The first ones and their copies are cut by where the first one stands in
    the canonical order, the rest by the shard it came from.
    """
    rows = _with_shards(signatures, unit)
    gone = pc.and_(pc.is_valid(rows["evaluation"]), pc.or_(rows["whole"], config.contamination == "reject"))
    evaluated, rest = rows.filter(gone), rows.filter(pc.invert(gone))
    rest = rest.sort_by([("text", "ascending"), ("corpus", "ascending"), ("id", "ascending")])
    texts = rest["text"].combine_chunks()
    new = np.ones(len(rest), np.bool_)
    if len(rest):
        new[1:] = pc.not_equal(texts[1:], texts[:-1]).to_numpy(zero_copy_only=False)
    first = rest.take(pa.array(np.flatnonzero(new)[np.cumsum(new) - 1])) if len(rest) else rest
    ranges, count = ranges_of(first, splitters), len(splitters) + 1
    copies = table(
        COPY,
        **{name: rest[name] for name in ("shard", "row", "corpus", "tokens")},
        first=places_of(first),
    )
    shards = len(signatures.markers)
    return Made(
        {
            "alive": cut(rest.filter(pa.array(new)).select(ALIVE.names), ranges[new], count),
            "copies": cut(copies.filter(pa.array(~new)), ranges[~new], count),
            "evaluated": cut(evaluated.select(EVALUATED.names), column(evaluated, "shard"), shards),
            "listed": whole(rest.filter(pc.is_valid(rest["evaluation"])).select(LISTED.names)),
        },
        overlap(_kept_by_none(evaluated), config.corpora),
    )


def _kept_by_none(evaluated: pa.Table) -> pa.Table:
    rule, keeper = pa.array(["evaluation"] * len(evaluated), pa.string()), pa.nulls(len(evaluated), pa.int32())
    return evaluated.append_column("rule", rule).append_column("keeper_corpus", keeper)


def _with_shards(signatures: Phase, unit: int) -> pa.Table:
    slices = signatures.slices("documents", unit)
    return pa.concat_tables(
        rows.append_column("shard", pa.array(np.full(len(rows), shard, np.uint32))) for shard, rows in enumerate(slices)
    )
