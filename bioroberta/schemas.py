"""Arrow schemas of everything that stages hand to each other, and the one boundary for bad documents.

`tokens` are whitespace words (`text.count_tokens`). Text columns are `large_string`: a shard may pass 2 GiB of text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from bioroberta.errors import ConfigError, DocumentError, InputError, RunError

log = logging.getLogger(__name__)

T = TypeVar("T")

DOCUMENT = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("record", pa.int64(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("url", pa.string()),
        pa.field("date", pa.string()),
        pa.field("license", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
    ]
)
"""A document as its source has it; `language` is the source's hint, `record` its position in the file, `bytes` the
text's length in UTF-8."""

SPAN = pa.struct([pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)])

CLEAN = pa.schema(
    [
        *[DOCUMENT.field(name) for name in DOCUMENT.names[: DOCUMENT.names.index("text")]],
        pa.field("language_score", pa.float64(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("spans", pa.list_(SPAN), nullable=False),
        pa.field("tokens", pa.int64(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
    ]
)
"""A cleaned document: `text` is the repaired text, whole; `spans` the kept sentences in it (code points); `language` is
detected, `language_score` between 0 and 1; `tokens` and `bytes` (UTF-8) are those of the kept spans."""

REJECTED = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("threshold", pa.float64(), nullable=False),
        pa.field("keeper", pa.string()),
        pa.field("share", pa.float64()),
        pa.field("language", pa.string()),
        pa.field("tokens", pa.int64(), nullable=False),
        pa.field("text", pa.large_string()),
    ]
)
"""Why a document or a sentence (`unit`) was removed: the rule, what it measured, its threshold; in deduplication also
the kept document that holds the text, and of a document the `share` of its n-grams that this one holds alone; of text
in another language also which."""

FAILED = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("corpus", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("error", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
    ]
)
"""A file, record or document that could not be read; `message` never holds its text."""


def block_schema(vocabulary_size: int) -> pa.Schema:
    """Packed token blocks: 16-bit ids where the vocabulary fits, `split` is "train" or "validation"."""
    ids = pa.uint16() if vocabulary_size <= 1 << 16 else pa.uint32()
    return pa.schema(
        [
            pa.field("input_ids", pa.list_(ids), nullable=False),
            pa.field("split", pa.string(), nullable=False),
            pa.field("tokens", pa.int64(), nullable=False),
        ]
    )


@dataclass(frozen=True)
class Outcome:
    """What a stage's pure function makes of one batch."""

    data: pa.Table
    rejected: pa.Table | None = None
    failed: pa.Table | None = None


def document_id(corpus: str, path: str, record: int) -> str:
    """The identity of a document: where it came from, never when it arrived."""
    return f"{corpus}/{path}#{record}"


def rows_to_table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows with exactly the schema's keys (nullable ones may be left out) as a table."""
    return pa.Table.from_pylist(rows, schema=schema)


def check(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table unchanged, or RunError naming the first column that differs from the schema or holds a null."""
    if table.schema.names != schema.names:
        raise RunError(f"columns {table.schema.names} instead of {schema.names}")
    for field in schema:
        if table.schema.field(field.name).type != field.type:
            raise RunError(f"column '{field.name}' is {table.schema.field(field.name).type}, not {field.type}")
        if not field.nullable and table.column(field.name).null_count:
            raise RunError(f"column '{field.name}' has {table.column(field.name).null_count} nulls")
    return table


def each_document(
    rows: Iterable[dict[str, Any]], function: Callable[[dict[str, Any]], T]
) -> Iterator[T | dict[str, str]]:
    """Apply `function` to each row of documents; where it raises, yield a row of FAILED in its place.

    This is the one boundary for bad documents: whatever one of them sets off, the rest goes on and it is written down.
    A message of our own (DocumentError) is kept; of any other only the class, for it could quote the text.
    """
    for row in rows:
        try:
            yield function(row)
        except (MemoryError, ConfigError, InputError, RunError):
            raise  # the machine's, the storage's or the recipe's fault, not the document's
        except Exception as error:  # noqa: BLE001  # the boundary
            yield failed_row(row, error)


def failed_row(row: dict[str, Any], error: Exception) -> dict[str, str]:
    """The row of FAILED for a document row (its id, corpus, path) and what it set off."""
    if isinstance(error, DocumentError):
        return _failed(row, "bad document", str(error))
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "unknown"
    log.warning("%s: %s at %s", row["id"], type(error).__name__, where)
    return _failed(row, type(error).__name__, f"at {where}")


def _failed(row: dict[str, Any], error: str, message: str) -> dict[str, str]:
    return {"id": row["id"], "corpus": row["corpus"], "path": row["path"], "error": error, "message": message}
