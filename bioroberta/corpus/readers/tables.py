"""Tables: CSV, JSON lines, Parquet. A row is a record; what its columns mean the recipe says (`fields`).

Left out: rows in another language (`language`), rows without text (`empty`). A column that the recipe names and a file
lacks breaks the whole file: the recipe is then wrong.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import tempfile
from collections.abc import Generator, Iterator
from io import BufferedReader
from typing import Any, BinaryIO, NamedTuple, cast

import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.json_lines import read_json
from bioroberta.corpus.readers.parquet_pages import Group, largest_page, read_groups
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
MOST_UNREAD = 1_000_000
"""Rows that cannot be read of which each is told: what Parquet's writers put into a group at most."""
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
    of structs. Broken: rows with a value that cannot be read, the rest of a group of rows that is damaged or would take
    too much memory. DocumentError for a file whose footer cannot be read.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spooled:
        pages = cast(BinaryIO, spooled)
        _copy(stream, pages)
        _refuse_others(pages)
        try:
            file = pq.ParquetFile(spooled, buffer_size=CHUNK, pre_buffer=False)
            leaves, groups = [file.schema.column(number).path for number in range(len(file.schema))], read_groups(pages)
        except _CORRUPT as error:
            raise DocumentError(f"corrupt Parquet: {_told(error)}") from None
        found = {name: [leaf for leaf in leaves if _holds(name, leaf)] for name in columns(source.fields)}
        if missing := [name for name, held in found.items() if not held]:
            yield no_column(0, missing, map(_plain_path, leaves))
            return
        chosen, first = {leaf for held in found.values() for leaf in held}, 0
        opened = _Opened(file, pages, [place for place, leaf in enumerate(leaves) if leaf in chosen], sorted(chosen))
        for number, group in enumerate(groups):
            first = yield from _group_records(opened, number, group, first, source)


def _refuse_others(file: BinaryIO) -> None:
    file.seek(0)
    begin, size = file.read(4), file.seek(0, io.SEEK_END)
    if begin == b"PARE":
        raise DocumentError("encrypted Parquet, which is not read: decrypt it")
    if begin != b"PAR1":
        raise DocumentError("not Parquet" if size else "an empty file, which is not Parquet")


def _told(error: Exception) -> str:
    """What an error says if it is ours; of Arrow's only the class, which quotes nothing."""
    return str(error) if type(error) is ValueError else type(error).__name__


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


class _Opened(NamedTuple):
    """A Parquet file, and its columns that are read: their places among all, and their names."""

    file: pq.ParquetFile
    pages: BinaryIO
    places: list[int]
    leaves: list[str]


def _group_records(
    opened: _Opened, number: int, group: Group, first: int, source: CorpusSource
) -> Generator[Record, None, int]:
    """The records of a group of rows, counted from `first`; returns the number of the next group's first."""
    record, end = first, first + group.rows
    try:
        for batch, row in _rows(opened, number, group, source.max_record_bytes):
            yield _parquet_record(record, batch, row, source)
            record += 1
    except _PageTooLarge as error:
        yield from _unread(range(record, end), "too large", str(error))
    except _CORRUPT as error:
        yield from _unread(range(record, end), "corrupt", f"damaged Parquet ({_told(error)})")
    return max(record, end)


class _PageTooLarge(Exception):
    """A page has passed the bound."""


def _rows(opened: _Opened, number: int, group: Group, limit: int) -> Iterator[tuple[pa.RecordBatch, int]]:
    largest = largest_page(opened.pages, group, opened.places)
    if largest > PAGE_RECORDS * limit:
        enough = -(-largest // PAGE_RECORDS)
        raise _PageTooLarge(f"a page of {largest} bytes: set max_record_bytes to {enough}, or write smaller pages")
    size = max(1, min(BATCH_ROWS, limit // max(1, largest)))
    for batch in opened.file.iter_batches(size, row_groups=[number], columns=opened.leaves, use_threads=False):
        yield from ((batch, row) for row in range(batch.num_rows))


def _unread(records: range, reason: str, message: str) -> Iterator[Broken]:
    """One for each row, so that they count; a footer can claim more rows than any file has."""
    where = f"rows {records.start} to {records.stop - 1} are not read: {message}"
    yield from (Broken(record, reason, where) for record in records[:MOST_UNREAD])


def _parquet_record(record: int, batch: pa.RecordBatch, number: int, source: CorpusSource) -> Record:
    try:
        row = {name: column[number].as_py() for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        return row_record(record, row, source)
    except (DocumentError, *_CORRUPT) as error:
        message = str(error) if isinstance(error, DocumentError) else type(error).__name__
        return Broken(record, "bad value", message)
