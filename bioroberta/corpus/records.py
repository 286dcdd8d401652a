"""What a reader yields for each record of a file: a document, a record left out on purpose, or a broken one.

Every record that could be a document yields exactly one of the three, so that documents kept, rejected and failed
add up to what the source holds. `record` is the position in the file of the record, kept or not: ids do not move when
a rule changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from bioroberta.corpus.config import CorpusSource


@dataclass(frozen=True)
class RawDocument:
    """A document as its source has it. `language` (a code) and `date` (ISO 8601, as far
    as it is known: `2017`, `2017-03`, `2017-03-05`) are what the record states, None where it is silent.
    """

    record: int
    text: str
    title: str | None = None
    url: str | None = None
    language: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Skipped:
    """A sound record that is not a document of this corpus: a redirect, an error page, a patent of another field."""

    record: int
    rule: str
    value: float = 0.0
    threshold: float = 0.0


@dataclass(frozen=True)
class Broken:
    """A record, or the rest of a file from there on, that cannot be read. `message` never quotes its text."""

    record: int
    reason: str
    message: str = ""


Record = RawDocument | Skipped | Broken
Reader = Callable[[BufferedReader, str, CorpusSource], Iterator[Record]]
"""(decompressed stream, relative path, source) -> records. May raise DocumentError where the file cannot go on."""
