"""The sizes of Parquet's pages, read from their headers."""

from __future__ import annotations

import contextlib
import io
import itertools

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.readers.parquet_pages import largest_page

TEXTS = ["a" * (length * 37 % 900) for length in range(500)]
LONGEST = max(map(len, TEXTS))
TABLE = pa.table({"text": TEXTS, "parts": [[{"n": text}] * (at % 3) for at, text in enumerate(TEXTS)]})


def written(**options: object) -> io.BytesIO:
    file = io.BytesIO()
    pq.write_table(TABLE, file, row_group_size=200, **options)
    return file


def sizes(file: io.BytesIO) -> list[int]:
    """The largest page of every row group."""
    metadata = pq.ParquetFile(file).metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    return [largest_page(file, map(group.column, range(group.num_columns))) for group in groups]


@pytest.mark.parametrize(
    ("version", "compression", "dictionary", "extras"),
    list(itertools.product(("1.0", "2.0"), ("none", "zstd", "gzip"), (True, False), (True, False))),
)
def test_a_page_is_as_large_as_its_longest_value(
    version: str, compression: str, dictionary: bool, extras: bool
) -> None:
    file = written(
        data_page_version=version,
        compression=compression,
        use_dictionary=dictionary,
        write_page_index=extras,
        write_page_checksum=extras,
        write_statistics=extras,
    )
    metadata = pq.ParquetFile(file).metadata
    for number, size in enumerate(sizes(file)):
        group = metadata.row_group(number)
        chunks = [group.column(column).total_uncompressed_size for column in range(group.num_columns)]
        assert LONGEST < size < max(chunks)


def test_no_chunks_have_no_pages() -> None:
    assert largest_page(io.BytesIO(), []) == 0


@given(st.integers(4, 3000), st.binary(min_size=1, max_size=12))
def test_damaged_headers_end(at: int, damage: bytes) -> None:
    file = written(compression="none")
    chunk = pq.ParquetFile(file).metadata.row_group(0).column(0)
    file.seek(at)
    file.write(damage)
    with contextlib.suppress(ValueError):
        assert largest_page(file, [chunk]) >= 0


def test_a_header_that_leads_back_is_refused() -> None:
    file = written(compression="none", use_dictionary=False)
    chunk = pq.ParquetFile(file).metadata.row_group(0).column(0)
    file.seek(chunk.data_page_offset)
    file.write(bytes([0x15, 0, 0x15, 2, 0x15, 1, 0]))  # a page of one byte uncompressed, of minus one compressed
    with pytest.raises(ValueError, match="without sizes"):
        largest_page(file, [chunk])
