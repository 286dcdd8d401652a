"""Bytes through the reader of a format, as the stage does it."""

from __future__ import annotations

import io
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.records import Record
from bioroberta.corpus.sources import read_records


def read(format: str, data: bytes, path: str = "a", **options: Any) -> list[Record]:
    """All records of a file with these bytes."""
    source = CorpusSource.model_validate({"name": "corpus", "format": format, "path": "unused", **options})
    return list(read_records(io.BytesIO(data), path, source))
