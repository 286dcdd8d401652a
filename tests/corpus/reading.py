"""Bytes through the reader of a format, as the stage does it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.records import Record
from bioroberta.corpus.sources import read_records


def read(format: str, data: bytes, path: str = "a", **options: Any) -> list[Record]:
    """All records of a file with these bytes."""
    return list(stream(format, data, path, **options))


def stream(format: str, data: bytes, path: str = "a", **options: Any) -> Iterator[Record]:
    """Likewise, one after the other."""
    source = CorpusSource.model_validate({"name": "corpus", "format": format, "path": "unused", **options})
    return read_records(io.BytesIO(data), path, source)
