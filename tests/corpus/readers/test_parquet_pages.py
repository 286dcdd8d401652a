"""The sizes of Parquet's pages, read from their headers."""

from __future__ import annotations

import contextlib
import io
import itertools
import tracemalloc
from collections.abc import Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.readers.parquet_pages import largest_page, read_groups

TEXTS = ["a" * (length * 37 % 900) for length in range(500)]
LONGEST = max(map(len, TEXTS))
TABLE = pa.table({"text": TEXTS, "parts": [[{"n": text}] * (at % 3) for at, text in enumerate(TEXTS)]})


def written(**options: object) -> io.BytesIO:
    file = io.BytesIO()
    pq.write_table(TABLE, file, row_group_size=200, **options)
    return file


def measure_groups(file: BinaryIO, columns: Sequence[int]) -> list[tuple[int, int]]:
    """The rows and the largest page of every group."""
    return [(group.rows, largest_page(file, group, columns)) for group in read_groups(file)]


def places(file: io.BytesIO) -> range:
    return range(len(pq.ParquetFile(file).schema))


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
    groups = measure_groups(file, places(file))
    assert [rows for rows, _ in groups] == [200, 200, 100]
    for number, (_, size) in enumerate(groups):
        stated = metadata.row_group(number)
        chunks = [stated.column(column).total_uncompressed_size for column in range(stated.num_columns)]
        assert LONGEST < size < max(chunks)


def test_a_group_without_rows_has_no_pages() -> None:
    file = io.BytesIO()
    pq.write_table(TABLE.slice(0, 0), file)
    assert measure_groups(file, places(file)) == [(0, 0)]


@given(st.integers(4, 3000), st.binary(min_size=1, max_size=12), st.booleans())
def test_damaged_headers_and_footers_end(at: int, damage: bytes, back: bool) -> None:
    file = written(compression="none")
    file.seek(-9 - at if back else at, io.SEEK_END if back else io.SEEK_SET)
    file.write(damage)
    with contextlib.suppress(ValueError):
        assert all(rows >= 0 <= size for rows, size in measure_groups(file, [0]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xff\xff\x7fPAR1", "a footer of 2147483647 bytes"),
        (b"\x00\x01\x00\x00\x00PAR1", "no field 4"),
        (b"\x45\x02\x00\x03\x00\x00\x00PAR1", "no list"),
        (b"\x49\x15\x02\x00\x04\x00\x00\x00PAR1", "no struct"),
        (b"\x49" * 40 + b"\x28\x00\x00\x00PAR1", "without"),
        (b"\x45" + b"\xff" * 11 + b"\x00\x0d\x00\x00\x00PAR1", "a number without end"),
        (b"\x48\x7f\x02\x00\x00\x00PAR1", "without its end"),
        (b"\x4b\x01\x00\x00\x00PAR1", "a value of kind 11"),
    ],
)
def test_what_is_no_footer(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        measure_groups(io.BytesIO(data), [0])


def test_a_header_that_leads_back_is_refused() -> None:
    file = written(compression="none", use_dictionary=False)
    chunk = pq.ParquetFile(file).metadata.row_group(0).column(0)
    file.seek(chunk.data_page_offset)
    file.write(bytes([0x15, 0, 0x15, 2, 0x15, 1, 0]))  # a page of one byte uncompressed, of minus one compressed
    with pytest.raises(ValueError, match="is no size"):
        measure_groups(file, [0])


def test_levels_that_contradict_the_schema_do_not_end_the_process() -> None:
    """pyarrow's own look at this column would: a C++ exception that nothing catches."""
    file = written(compression="none")
    footer = file.getvalue()
    kinds = [at for at in range(len(footer)) if footer.startswith(b"\x25\x02\x18\x04text", at)]
    assert kinds
    for at in kinds:  # optional (2) becomes required (0), so that its histogram of levels has one too many
        file.seek(at + 1)
        file.write(b"\x00")
    assert len(measure_groups(file, [0])) == 3


def test_what_is_not_wanted_of_a_footer_is_not_held() -> None:
    structs = 1 << 20
    footer = b"\xf9\xfc\x80\x80\x40" + bytes(structs) + b"\x00"  # in field 15, which has no meaning
    file = io.BytesIO(footer + len(footer).to_bytes(4, "little") + b"PAR1")
    tracemalloc.start()
    with pytest.raises(ValueError, match="no field 4"):
        read_groups(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * len(footer)
