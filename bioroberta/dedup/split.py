"""A shard of CLEAN split by what was decided: what stays, and a row of the ledger for all that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from bioroberta.dedup.decisions import Decisions, Entry
from bioroberta.run import Shard
from bioroberta.schemas import CLEAN, REJECTED, Outcome, rows_to_table
from bioroberta.text import count_tokens


def split(unit: tuple[int, Shard], decided: Decisions) -> Iterator[Outcome]:
    """A shard of CLEAN into the documents that stay and a row of REJECTED for each document or sentence that goes."""
    place, shard = unit
    yield split_table(shard.read(), decided.removals(place), decided.sentences(place))


def split_table(batch: pa.Table, removals: Mapping[int, Entry], repeated: Mapping[int, list[Entry]]) -> Outcome:
    """A table of CLEAN split by the entries of its rows: documents that go, and sentences that go from others.

    A document that would lose all its sentences keeps them: others may have gone for it.
    """
    rejected: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    lengths = batch["spans"].combine_chunks().value_lengths().to_pylist()
    repeated = {place: gone for place, gone in repeated.items() if len(gone) < lengths[place]}
    touched = sorted({*removals, *repeated})
    for place, row in zip(touched, batch.take(pa.array(touched, pa.int64())).to_pylist(), strict=True):
        if place in removals:
            rejected.append(_document(row, removals[place]))
        else:
            left, gone = _without(row, repeated[place])
            changed.append({**left, "place": place})
            rejected += gone
    untouched = np.ones(len(batch), np.bool_)
    untouched[touched] = False
    if not changed:
        return Outcome(batch.filter(pa.array(untouched)) if touched else batch, rows_to_table(rejected, REJECTED))
    places = np.concatenate([np.flatnonzero(untouched), [row.pop("place") for row in changed]])
    kept = pa.concat_tables([batch.filter(pa.array(untouched)), rows_to_table(changed, CLEAN)])
    return Outcome(kept.take(pa.array(np.argsort(places))), rows_to_table(rejected, REJECTED))


def _without(row: dict[str, Any], repeated: list[Entry]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A row of CLEAN without some of its sentences, and their rows of REJECTED."""
    gone = {entry["span"]: entry for entry in repeated}
    spans = [span for place, span in enumerate(row["spans"]) if place not in gone]
    texts = [row["text"][span["start"] : span["end"]] for span in spans]
    rejected = [
        {**_about(row, entry), "unit": "sentence", **_excerpt(row, row["spans"][place])}
        for place, entry in sorted(gone.items())
    ]
    tokens, size = sum(map(count_tokens, texts)), sum(len(text.encode()) for text in texts)
    return {**row, "spans": spans, "tokens": tokens, "bytes": size}, rejected


def _excerpt(row: dict[str, Any], span: dict[str, int]) -> dict[str, Any]:
    text = row["text"][span["start"] : span["end"]]
    return {**span, "text": text, "tokens": count_tokens(text)}


def _document(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    facts = {"start": 0, "end": len(row["text"]), "text": row["text"], "tokens": row["tokens"]}
    return {**_about(row, entry), "unit": "document", **facts}


def _about(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    names = ("rule", "value", "threshold", "keeper", "share")
    return {"id": row["id"], "corpus": row["corpus"], **{name: entry[name] for name in names}}
