"""Keyed shuffles through files: a phase's units write tables cut into slices, the next one's read a slice of each.

A phase is a folder below the stage's own, `work/PHASE/`, with one Parquet file for each unit and table, a slice a row
group, and a marker for each unit as in every stage (`commit.py`): a killed stage goes on with the units that have none,
and a unit is done again when what it read has changed. Nothing is held but the slice at hand, and object stores serve
as disks do. Ray Data's own shuffles lose what they moved when they are killed, and take more than twice as long
(tests/benchmarks/results/dedup.md).
"""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import ArrayLike, NDArray

from bioroberta.commit import Counts, DataFile, Marker, marker_name, read_marker, whole_markers
from bioroberta.errors import RunError
from bioroberta.run import Run
from bioroberta.storage import Folder

WORK = "work"
"""Folder of the phases below the stage's own."""

LARGEST = 1 << 26
"""Rows of a slice: pyarrow's writer would make two row groups of more."""


@dataclass(frozen=True)
class Cut:
    """A table in slices."""

    table: pa.Table
    ends: tuple[int, ...]
    """Where each slice ends."""


@dataclass(frozen=True)
class Made:
    """What a unit of a phase has made."""

    tables: Mapping[str, Cut]
    counts: Counts


Work = Callable[[Any], Made]


@dataclass(frozen=True)
class Phase:
    """A finished phase, to read from."""

    folder: Folder
    markers: tuple[Marker, ...]

    def slices(self, table: str, number: int, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Slice `number` of a table, from each unit in order."""
        for unit in range(len(self.markers)):
            yield self.slice(unit, table, number, columns)

    def slice(self, unit: int, table: str, number: int, columns: list[str] | None = None) -> pa.Table:
        """One slice of what one unit wrote. Raises RunError where it is not what was written."""
        with self._open(unit, table) as file:
            return file.read_row_group(number, columns)

    @contextmanager
    def _open(self, unit: int, table: str) -> Iterator[pq.ParquetFile]:
        try:
            with self.folder.open(next(file.name for file in self.markers[unit].files if file.part == table)) as opened:
                yield pq.ParquetFile(opened, page_checksum_verification=True)
        except (OSError, ValueError, NotImplementedError):  # Arrow's own errors are some of these
            raise RunError(
                f"{table} of unit {unit} in {self.folder.uri} is not what was written: delete {self.folder.uri} and "
                f"run the stage again"
            ) from None

    def all_of(self, table: str, number: int, columns: list[str] | None = None) -> pa.Table:
        """Slice `number` of a table from all units, one after another."""
        return pa.concat_tables(self.slices(table, number, columns))

    def count(self, table: str) -> int:
        """How many slices a table is cut into."""
        with self._open(0, table) as file:
            return int(file.metadata.num_row_groups)

    def rows(self, table: str, number: int) -> int:
        """How many rows slice `number` of a table has, over all units."""
        total = 0
        for unit in range(len(self.markers)):
            with self._open(unit, table) as file:
                total += file.metadata.row_group(number).num_rows
        return total

    def counts(self) -> Iterator[Counts]:
        """What each unit counted."""
        return (marker.counts for marker in self.markers)

    def digest(self) -> str:
        """One digest of all that the phase has written."""
        return digest(*(file.sha256 for marker in self.markers for file in marker.files))


def run_phase(run: Run, name: str, units: Sequence[Any], work: Work, inputs: Sequence[str] | str) -> Phase:
    """Do a phase's units that are not done, on the cluster. `inputs` is a digest of all that a unit is made from: one
    for each, or one for all where each reads all.
    """
    folder = run.folder.child(f"{WORK}/{name}")
    digests = [inputs] * len(units) if isinstance(inputs, str) else inputs
    return Phase(folder, tuple(run.do_units(name, folder, units, partial(_commit, folder, work), digests)))


def cut(table: pa.Table, slices: NDArray[np.int64], count: int) -> Cut:
    """A table cut by the slice that each row belongs to; rows keep their order within a slice."""
    if count == 1:
        return whole(table)
    order = np.argsort(slices.astype(np.uint16 if count <= 1 << 16 else np.uint32), kind="stable")
    ends = np.cumsum(np.bincount(slices, minlength=count))
    return Cut(table.take(pa.array(order)), tuple(ends.tolist()))


def whole(table: pa.Table) -> Cut:
    """A table of one slice."""
    return Cut(table, (table.num_rows,))


def by_hash(hashes: NDArray[np.uint64], count: int) -> NDArray[np.int64]:
    """The slice of each hash, of `count` that hold about as many each."""
    return ((hashes >> np.uint64(32)) * np.uint64(count) >> np.uint64(32)).astype(np.int64)


def digest(*parts: Any) -> str:
    """A short name of some values, which have a JSON form."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


def column(table: pa.Table, name: str) -> NDArray[Any]:
    """A column of numbers."""
    values: NDArray[Any] = table[name].to_numpy()
    return values


def table(schema: pa.Schema, **columns: ArrayLike | pa.Array) -> pa.Table:
    """Columns as a table of a schema."""
    return pa.table({name: pa.array(columns[name], schema.field(name).type) for name in schema.names}, schema=schema)


def remove_unnamed(folder: Folder) -> None:
    """Delete the files of a phase that no marker names."""
    named = {file.name for marker in whole_markers(folder) for file in marker.files}
    for file in folder.files():
        if file.path not in named and not file.path.startswith("shards/"):
            folder.delete(file.path)


def _commit(folder: Folder, work: Work, number: int, unit: Any, inputs: str) -> int:
    """Do a unit, write its tables and then its marker; returns the rows written."""
    attempt, start = secrets.token_hex(4), time.process_time()
    made = work(unit)
    files = [_write(folder, name, f"{name}/{number:05d}-{attempt}.parquet", cut) for name, cut in made.tables.items()]
    marker = Marker(number, tuple(files), made.counts, round(time.process_time() - start, 3), inputs)
    if not folder.create(marker_name(number), json.dumps(asdict(marker)).encode()):
        marker = read_marker(folder, marker_name(number))
    return sum(file.rows for file in marker.files)


def _write(folder: Folder, part: str, name: str, cut: Cut) -> DataFile:
    """One file. Hashes do not compress, and the files live for minutes."""
    buffer, start = io.BytesIO(), 0
    schema = cut.table.schema
    compression = {field.name: "zstd" if pa.types.is_string(field.type) else "none" for field in schema}
    with pq.ParquetWriter(
        buffer, schema, compression=compression, use_dictionary=False, write_statistics=False, write_page_checksum=True
    ) as writer:
        for end in cut.ends:
            assert end - start <= LARGEST, f"{end - start} rows of {part} in a slice"
            writer.write_table(cut.table.slice(start, end - start), row_group_size=max(end - start, 1))
            start = end
    data = buffer.getvalue()
    folder.write_bytes(name, data)
    return DataFile(part, name, cut.table.num_rows, len(data), hashlib.sha256(data).hexdigest())
