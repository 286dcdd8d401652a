"""Tables: CSV, JSON lines, Parquet. A row is a record; what its columns mean the recipe says (`fields`).

Left out: rows in another language (`language`), rows without text (`empty`). A column that the recipe names and a file
lacks breaks the whole file: the recipe is then wrong.
"""

from __future__ import annotations

import csv
import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.json_lines import read_json
from bioroberta.corpus.readers.parquet_pages import Group, measure_groups
from bioroberta.corpus.readers.rows import columns, no_column, row_record
from bioroberta.corpus.readers.text_lines import is_decoded, read_text_lines
from bioroberta.corpus.records import Broken, Record
from bioroberta.corpus.streams import CHUNK
from bioroberta.errors import DocumentError, RunError

DELIMITERS = ",;\t|"
NO_DELIMITER = "\x1f"
"""Of a file with one column: the module wants some character. ASCII's separator of units stands in no text."""
IN_MEMORY = 32 << 20
"""Bytes of a Parquet file that are held in memory; a larger one lies in a temporary file."""
BATCH_ROWS = 32
"""Rows of Parquet that are decoded at a time, at most: fewer where each could hold a long text of the dictionary."""
PAGE_RECORDS = 4
"""Records at the bound that a page may have. Writers end pages at a megabyte, but look only every thousand values."""

csv.field_size_limit((1 << 31) - 1)  # the module's own bound, 128 KiB, holds for the whole process; ours is `_Lines`

_STATED = re.compile(r'"?sep=([^"\r\n])"?\s*', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LIST_STEPS = re.compile(r"\.(?:list|bag)\.(?:element|item|array|array_element)(?=\.|$)")
_CORRUPT = (pa.ArrowException, OSError, ValueError, KeyError, OverflowError, RecursionError)


def read_csv(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Rows below a line of column names. Fields in double quotes may hold line breaks, delimiters and doubled quotes. A
    first line such as `sep=;` (Excel's) names the delimiter; names without any delimiter are one column.

    Broken: rows of more or fewer fields than the first, with misplaced quotes, over the bound (in characters), or with
    bytes that are not in the encoding of the file.
    """
    rows = _csv_rows(read_text_lines(stream, source.encoding, source.max_record_bytes), source)
    header = next(rows, None)
    if header is None:
        return
    if isinstance(header, tuple):
        raise DocumentError(f"in the names of the columns: {header[1]}")
    names = [name.strip() for name in header]
    if missing := [name for name in columns(source.fields) if name not in names]:
        yield no_column(0, missing, names)
        return
    if twice := [name for name in columns(source.fields) if names.count(name) > 1]:
        raise DocumentError(f"more than one column called {twice[0]}, which `fields` names")
    for record, row in enumerate(rows):
        yield Broken(record, *row) if isinstance(row, tuple) else _csv_record(record, names, row, source)


def _csv_record(record: int, names: list[str], row: list[str], source: CorpusSource) -> Record:
    if len(row) != len(names):
        return Broken(record, "uneven row", f"{len(row)} fields under {len(names)} names")
    if not all(map(is_decoded, row)):
        return Broken(record, "encoding", "bytes that are not in the file's encoding")
    try:
        return row_record(record, dict(zip(names, row, strict=True)), source)
    except DocumentError as error:
        return Broken(record, "bad record", str(error))


class _TooLarge(Exception):
    """A row has passed the bound."""


class _Lines:
    """The lines that a row takes, as many as the bound allows; `size` is set back for each row. `number` is that of the
    line read last.
    """

    def __init__(self, lines: Iterator[str | None], limit: int, number: int) -> None:
        self._lines, self._limit, self.number = lines, limit, number
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self.size += len(line or "")
        if line is None or self.size > self._limit:
            raise _TooLarge
        return line


def _csv_rows(lines: Iterator[str | None], source: CorpusSource) -> Iterator[list[str] | tuple[str, str]]:
    """The rows that are not blank; for one that cannot be read the reason and a message."""
    numbered = (pair for pair in enumerate(lines) if pair[1] is None or pair[1].strip())
    before, first = next(numbered, (0, ""))
    if stated := _STATED.fullmatch(first or ""):
        before, first = next(numbered, (0, ""))
    delimiter = source.delimiter or (stated[1] if stated else _delimiter(first or ""))
    bounded = _Lines(itertools.chain([first], lines), source.max_record_bytes, before)
    reader = csv.reader(bounded, delimiter=delimiter, strict=True)
    while True:
        bounded.size, start = 0, bounded.number + 1
        try:
            if row := next(reader):
                yield row
        except StopIteration:
            return
        except _TooLarge:
            limit = source.max_record_bytes
            yield "too large", f"from line {start} on a row of more than {limit} characters: a quote without its end?"
        except csv.Error:
            yield "quotes", _misplaced(start, bounded.number)


def _misplaced(start: int, end: int) -> str:
    if start == end:
        return f"misplaced quotes, or a quote without its end, in line {start}"
    return f"a quote that opens in line {start}, or below it, is not closed: read up to line {end} as one row"


def _delimiter(line: str) -> str:
    outside = _QUOTED.sub("", line)
    return max(DELIMITERS, key=outside.count) if any(sign in outside for sign in DELIMITERS) else NO_DELIMITER


def read_jsonl(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Objects, one a line, or the elements of one array. Names such as `meta.title` lead into nested objects.

    What an object lacks is empty: writers leave out what is null. Only while none had a column of text yet is an object
    without one Broken, so that a misspelt name shows.
    """
    seen = False

    def convert(record: int, row: Any, source: CorpusSource) -> Record:
        nonlocal seen
        if not isinstance(row, dict):
            raise TypeError
        seen = seen or any(name in row or name.partition(".")[0] in row for name in source.fields.text)
        return row_record(record, row, source) if seen else no_column(record, source.fields.text, row)

    return read_json(stream, source, convert)


def read_parquet(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Rows of a file, of which only the columns named are read. Names such as `meta.title` lead into structs and lists
    of structs. Broken: rows with a value that cannot be read. DocumentError for a corrupt file.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spooled:
        _copy(stream, cast(BinaryIO, spooled))
        try:
            file = pq.ParquetFile(spooled, buffer_size=CHUNK, pre_buffer=False)
            leaves = [file.schema.column(number).path for number in range(len(file.schema))]
        except _CORRUPT as error:
            raise DocumentError(f"not Parquet, or corrupt: {type(error).__name__}") from None
        found = {name: [leaf for leaf in leaves if _holds(name, leaf)] for name in columns(source.fields)}
        if missing := [name for name, held in found.items() if not held]:
            yield no_column(0, missing, map(_plain_path, leaves))
            return
        chosen = {leaf for held in found.values() for leaf in held}
        places = [place for place, leaf in enumerate(leaves) if leaf in chosen]
        try:
            groups = measure_groups(cast(BinaryIO, spooled), places)
        except ValueError as error:
            raise DocumentError(f"corrupt Parquet: {error}") from None
        yield from _parquet_rows(file, groups, sorted(chosen), source)


def _copy(stream: BufferedReader, target: BinaryIO) -> None:
    """Parquet begins at its end, and decompressed streams cannot go there."""
    while data := stream.read1(CHUNK):
        try:
            target.write(data)
        except OSError as error:
            raise RunError(f"no room for a temporary file in {tempfile.gettempdir()}: {error}") from error


def _plain_path(leaf: str) -> str:
    """`sections.list.element.text` -> `sections.text`."""
    return _LIST_STEPS.sub("", leaf)


def _holds(name: str, leaf: str) -> bool:
    """Whether a column of the file is the one named, or part of it."""
    return f"{_plain_path(leaf)}.".startswith(f"{name}.")


def _parquet_rows(
    file: pq.ParquetFile, groups: list[Group], leaves: list[str], source: CorpusSource
) -> Iterator[Record]:
    first = 0
    try:
        for number, (count, largest) in enumerate(groups):
            if largest > PAGE_RECORDS * source.max_record_bytes:
                yield _unread(first, count, largest)
            else:
                size = max(1, min(BATCH_ROWS, source.max_record_bytes // max(1, largest)))
                rows = _rows(file.iter_batches(size, row_groups=[number], columns=leaves, use_threads=False))
                yield from (_parquet_record(record, *row, source) for record, row in enumerate(rows, first))
            first += count
    except _CORRUPT as error:
        raise DocumentError(f"corrupt Parquet: {type(error).__name__}") from None


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, int]]:
    for batch in batches:
        yield from ((batch, number) for number in range(batch.num_rows))


def _unread(record: int, rows: int, largest: int) -> Broken:
    where = f"rows {record} to {record + rows - 1} are not read: a page of theirs has {largest} bytes"
    return Broken(record, "too large", f"{where}; raise max_record_bytes, or write the file with smaller pages")


def _parquet_record(record: int, batch: pa.RecordBatch, number: int, source: CorpusSource) -> Record:
    try:
        row = {name: column[number].as_py() for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        return row_record(record, row, source)
    except (DocumentError, *_CORRUPT) as error:
        message = str(error) if isinstance(error, DocumentError) else type(error).__name__
        return Broken(record, "bad value", message)
