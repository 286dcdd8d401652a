"""How large the pages of a Parquet file are, which nothing but the headers of the pages themselves tells.

A page is what a reader must hold at once, and no value in it is longer than it. Arrow decompresses whatever a header
states, so a file of some kilobytes can ask for gigabytes. The headers are Thrift's compact protocol, of which just
enough is read here to step from one to the next: https://parquet.apache.org/docs/file-format/data-pages/
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import pyarrow.parquet as pq

_UNCOMPRESSED, _COMPRESSED = 2, 3
"""Fields of a header: bytes of the page's content before and after compression."""
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_DEEPEST = 8
"""Structs in one another; the format has three."""


def largest_page(file: BinaryIO, chunks: Iterable[pq.ColumnChunkMetaData]) -> int:
    """Bytes of the largest page of these column chunks, uncompressed; 0 where there is none. Raises ValueError for
    headers that cannot be read. Moves the file's position.
    """
    return max((size for chunk in chunks for size in _page_sizes(file, chunk)), default=0)


def _page_sizes(file: BinaryIO, chunk: pq.ColumnChunkMetaData) -> Iterable[int]:
    at = chunk.data_page_offset
    if chunk.has_dictionary_page and 0 < chunk.dictionary_page_offset < at:  # as Arrow finds the first page
        at = chunk.dictionary_page_offset
    end = at + chunk.total_compressed_size if chunk.num_values else at  # of an empty chunk Arrow reads no page
    while at < end:
        file.seek(at)
        fields = _struct(file, 0)
        if not {_UNCOMPRESSED, _COMPRESSED} <= fields.keys() or min(fields.values()) < 0:
            raise ValueError("a page without sizes")
        yield fields[_UNCOMPRESSED]
        at = file.tell() + fields[_COMPRESSED]


def _struct(file: BinaryIO, depth: int) -> dict[int, int]:
    """The two sizes among a struct's fields, by number; what else it has is passed over."""
    if depth > _DEEPEST:
        raise ValueError("structs without end")
    number, found = 0, dict[int, int]()
    while head := _byte(file):
        number = number + (head >> 4) if head >> 4 else _signed(file)
        kind = head & 15
        if kind == _I32 and number in (_UNCOMPRESSED, _COMPRESSED):
            found[number] = _signed(file)
        else:
            _skip(file, kind, depth)
    return found


def _skip(file: BinaryIO, kind: int, depth: int) -> None:
    """Pass over a value. Lists, sets and maps stand in no header of a page."""
    if kind == _BYTE:
        _byte(file)
    elif kind in (_I16, _I32, _I64):
        _varint(file)
    elif kind == _DOUBLE:
        file.seek(8, 1)
    elif kind == _BINARY:
        file.seek(_varint(file), 1)
    elif kind == _STRUCT:
        _struct(file, depth + 1)
    elif kind not in (_TRUE, _FALSE):
        raise ValueError(f"a field of kind {kind}")


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
    byte = file.read(1)
    if not byte:
        raise ValueError("a header without its end")
    return byte[0]
