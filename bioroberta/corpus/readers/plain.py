"""Plain text: one document a file (also the text side of brat folders)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.records import RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_bounded


def read_text(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """The whole file as one document."""
    text = decode(read_bounded(stream, source.max_record_bytes), source.encoding)
    yield RawDocument(0, text) if text.strip() else Skipped(0, "empty")
