"""How large the pages of a Parquet file are, which nothing but the headers of the pages themselves tells.

A page is what a reader must hold at once, and no value in it is longer than it. Arrow decompresses whatever a header
states, so a file of some kilobytes can ask for gigabytes. Footer and headers are Thrift's compact protocol, of which
just enough is read here: https://parquet.apache.org/docs/file-format/. (pyarrow tells where the pages begin too, but
ends the process for footers that contradict themselves: its `RowGroupMetaData.column` lets C++ exceptions through.)
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

MAX_FOOTER = 64 << 20
"""Bytes. A thousand groups of rows with a hundred columns take ten million."""

_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 16
"""Values in one another; the format has eight."""
_GROUPS, _COLUMNS, _ROWS, _ABOUT = 4, 1, 3, 3
_VALUES, _SIZE, _DATA, _DICTIONARY = 5, 7, 9, 11
_UNCOMPRESSED, _COMPRESSED = 2, 3
"""Fields of the footer, of a group of rows, of a column's part of it and what is said of that, of a page's header."""
Wanted = Mapping[int, Any]
"""The fields of a struct that are kept, and likewise those of the structs in them."""
_PLACE: Wanted = {_VALUES: {}, _SIZE: {}, _DATA: {}, _DICTIONARY: {}}
_FOOTER: Wanted = {_GROUPS: {_COLUMNS: {_ABOUT: _PLACE}, _ROWS: {}}}
_HEADER: Wanted = {_UNCOMPRESSED: {}, _COMPRESSED: {}}


class Group(NamedTuple):
    """A group of rows: how many, and where the pages of each column begin and end (leaves of the schema, in order)."""

    rows: int
    chunks: tuple[range, ...]


def read_groups(file: BinaryIO) -> list[Group]:
    """The groups of rows of a file. Raises ValueError for a footer that is not as the format wants it. Moves the file's
    position.
    """
    end = file.seek(-8, io.SEEK_END)
    (length,) = struct.unpack("<I", file.read(4))
    if length > min(end, MAX_FOOTER):
        raise ValueError(f"a footer of {length} bytes, {MAX_FOOTER} at most are read: it has fewer with fewer columns")
    file.seek(end - length)
    footer = _struct(io.BytesIO(file.read(length)), 0, _FOOTER)
    return [
        Group(_number(group, _ROWS), tuple(_chunk(_only(column[_ABOUT])) for column in _each(group[_COLUMNS])))
        for group in _each(footer[_GROUPS])
    ]


def largest_page(file: BinaryIO, group: Group, columns: Sequence[int]) -> int:
    """Bytes of the largest page that a group has in these columns, uncompressed; 0 where there is none. Raises
    ValueError for headers that are not as the format wants them. Moves the file's position.
    """
    if max(columns) >= len(group.chunks):
        raise ValueError(f"a group of rows with {len(group.chunks)} columns")
    return max((size for column in columns for size in _page_sizes(file, group.chunks[column])), default=0)


def _chunk(about: _Fields) -> range:
    start = _number(about, _DATA)
    if _DICTIONARY in about and 0 < _number(about, _DICTIONARY) < start:  # as Arrow finds the first page
        start = _number(about, _DICTIONARY)
    size = _number(about, _SIZE) if _number(about, _VALUES) else 0  # of an empty one Arrow reads no page
    return range(start, start + size)


def _page_sizes(file: BinaryIO, chunk: range) -> Iterator[int]:
    at = chunk.start
    while at < chunk.stop:
        file.seek(at)
        header = _struct(file, 0, _HEADER)
        yield _number(header, _UNCOMPRESSED)
        at = file.tell() + _number(header, _COMPRESSED)


class _Fields(dict[int, Any]):
    """The fields of a struct by number."""

    def __missing__(self, number: int) -> Any:
        raise ValueError(f"no field {number}")


def _only(value: Any) -> _Fields:
    """The value, which must be a struct."""
    if not isinstance(value, _Fields):
        raise ValueError("no struct where there must be one")  # a TypeError would be ours
    return value


def _each(value: Any) -> Iterator[_Fields]:
    """The structs of a value, which must be a list of them."""
    if not isinstance(value, list):
        raise ValueError("no list where there must be one")
    return map(_only, value)


def _number(fields: _Fields, number: int) -> int:
    """A size, a place or a count, which none of them is below zero."""
    value = fields[number]
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"field {number} is no size")
    return value


def _struct(file: BinaryIO, depth: int, wanted: Wanted | None) -> _Fields:
    """The wanted fields of a struct; what else it has is read and not held."""
    number, fields = 0, _Fields()
    while head := _byte(file):
        number = number + (head >> 4) if head >> 4 else _signed(file)
        kept = wanted.get(number) if wanted else None
        value = _value(file, head & 15, depth, kept)
        if kept is not None:
            fields[number] = value
    return fields


def _value(file: BinaryIO, kind: int, depth: int, wanted: Wanted | None) -> Any:
    if depth > _DEEPEST or kind not in _KINDS:
        raise ValueError(f"a value of kind {kind}" if kind not in _KINDS else "values in one another without end")
    return _KINDS[kind](file, depth + 1, wanted)


def _list(file: BinaryIO, depth: int, wanted: Wanted | None) -> list[Any]:
    head = _byte(file)
    size = head >> 4 if head >> 4 < 15 else _varint(file)
    kind = head & 15 if head & 15 > _FALSE else _BYTE  # here truth values have a byte of their own
    values = (_value(file, kind, depth, wanted) for _ in range(size))
    return [value for value in values if wanted is not None]


_KINDS: dict[int, Callable[[BinaryIO, int, Wanted | None], Any]] = {
    _TRUE: lambda file, depth, wanted: True,
    _FALSE: lambda file, depth, wanted: False,
    _BYTE: lambda file, depth, wanted: _byte(file),
    **dict.fromkeys((_I16, _I32, _I64), lambda file, depth, wanted: _signed(file)),
    _DOUBLE: lambda file, depth, wanted: _bytes(file, 8),
    _BINARY: lambda file, depth, wanted: _bytes(file, _varint(file)),
    **dict.fromkeys((_LIST, _SET), _list),
    _STRUCT: _struct,
}
"""How each kind is read. Maps stand in none of these structs."""


def _signed(file: BinaryIO) -> int:
    """A number in zigzag order: 0, -1, 1, -2 are written 0, 1, 2, 3."""
    number = _varint(file)
    return (number >> 1) ^ -(number & 1)


def _varint(file: BinaryIO) -> int:
    """Seven bits a byte, the lowest first; the highest bit says that more follow. 64 bits are ten bytes."""
    number = 0
    for place in range(10):
        byte = _byte(file)
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return number
    raise ValueError("a number without end")


def _byte(file: BinaryIO) -> int:
    return _bytes(file, 1)[0]


def _bytes(file: BinaryIO, length: int) -> bytes:
    if length > MAX_FOOTER:
        raise ValueError(f"a value of {length} bytes")
    data = file.read(length)
    if len(data) < length:
        raise ValueError("a value without its end")
    return data
