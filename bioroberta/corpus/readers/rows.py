"""A row of a table, whose columns the recipe names (`fields`), as a document."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Iterable, Mapping
from typing import Any

from bioroberta.corpus.config import CorpusSource, Fields
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.readers.dates import parse_date
from bioroberta.corpus.readers.escaped import unescaped
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

_LISTED = 20
"""Columns of a file that a message names, and..."""
_NAME = 40
"""...characters of each: in a broken file names can be anything."""


def columns(fields: Fields) -> tuple[str, ...]:
    """The names of columns, all of which the files must have."""
    return tuple(name for name in (*fields.text, fields.title, fields.url, fields.date, fields.language) if name)


def no_column(record: int, wanted: Iterable[str], present: Iterable[str]) -> Broken:
    """What becomes of a file, or of a row, without a column that the recipe names."""
    names = [name[:_NAME] if name.isprintable() else "?" for name in present]
    listed = ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    return Broken(record, "no column", f"no {', '.join(wanted)}, which `fields` names, among: {listed}")


def row_record(record: int, row: Mapping[str, Any], source: CorpusSource) -> Record:
    """The row's document; HTML in its text is read as such. Skipped: rows in another language, rows without text.
    DocumentError for values of a kind that is no text.
    """
    fields = source.fields
    language = _text(row, fields.language, source)
    if not matches(language, source.language):
        return Skipped(record, "language")
    parts = [_prose(find(row, name), source) for name in fields.text]
    text = "\n\n".join(part for part in parts if part)
    if not text:
        return Skipped(record, "empty")
    if len(text) > source.max_record_bytes:
        return Broken(record, "too large", f"a text of {len(text)} characters")
    title = " ".join(" ".join(unescaped([_text(row, fields.title, source)])).split())
    url, date = _text(row, fields.url, source), parse_date(_text(row, fields.date, source))
    return RawDocument(record, text, title or None, url or None, language or None, date)


def _text(row: Mapping[str, Any], name: str, source: CorpusSource) -> str:
    return _plain(find(row, name), source) if name else ""


def find(value: Any, name: str) -> Any:
    """The value of a name: `a.b` leads into a nested object, or into each of a list's. None where there is none."""
    if isinstance(value, list):
        return [find(item, name) for item in value]
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    first, dot, rest = name.partition(".")
    return find(value.get(first), rest) if dot else None


def _prose(value: Any, source: CorpusSource) -> str:
    """Text only: numbers and truth values say that the recipe names another column than it means."""
    if isinstance(value, list):
        return "\n\n".join(part for part in (_prose(item, source) for item in value) if part)
    if isinstance(value, str | bytes) or _is_missing(value):
        return "\n\n".join(unescaped([_plain(value, source)]))
    raise DocumentError(f"a column of text holds a {type(value).__name__}, which is no text")


def _plain(value: Any, source: CorpusSource) -> str:
    """Text as it is, lists joined by blank lines, numbers and dates spelt out."""
    if _is_missing(value):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bytes):
        return decode(value, source.encoding).strip()
    if isinstance(value, list):
        return "\n\n".join(part for part in (_plain(item, source) for item in value) if part)
    if isinstance(value, int | float | decimal.Decimal | datetime.date):
        return str(value)
    raise DocumentError(f"a column holds a {type(value).__name__}, which is no text")


def _is_missing(value: Any) -> bool:
    """None, or NaN, which pandas writes for it."""
    return value is None or (isinstance(value, float) and math.isnan(value))
