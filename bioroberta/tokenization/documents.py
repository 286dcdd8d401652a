"""Documents as the tokenizer and the encoder see them: the kept text, and a fixed place in [0, 1) for sampling."""

from __future__ import annotations

import hashlib
from typing import cast

import pyarrow as pa

from bioroberta.text import join_spans


def kept_texts(table: pa.Table) -> list[str]:
    """The kept sentences of each document (columns `text` and `spans` of CLEAN), one text a document."""
    texts = cast(list[str], table.column("text").to_pylist())
    spans = table.column("spans").to_pylist()
    return [
        join_spans(text, [(span["start"], span["end"]) for span in kept])
        for text, kept in zip(texts, spans, strict=True)
    ]


def id_position(document: str) -> float:
    """A number in [0, 1) from the document id alone: a sample by it depends on no order and no other document."""
    return int.from_bytes(hashlib.sha256(document.encode()).digest()[:8], "big") / 2**64
