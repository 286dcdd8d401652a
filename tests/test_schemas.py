"""Tables between stages, and the one boundary for bad documents."""

from __future__ import annotations

import logging
from typing import Any

import pyarrow as pa
import pytest

from bioroberta.errors import DocumentError, InputError, RunError
from bioroberta.schemas import (
    CLEAN,
    DOCUMENT,
    FAILED,
    REJECTED,
    block_schema,
    check,
    document_id,
    each_document,
    rows_to_table,
)

ROW = {"id": "c/a.txt#0", "corpus": "c", "path": "a.txt", "error": "bad", "message": "m"}


def test_ids_say_where_a_document_came_from() -> None:
    assert document_id("wikipedia", "dumps/es.xml", 7) == "wikipedia/dumps/es.xml#7"


@pytest.mark.parametrize(("size", "kind"), [(4000, pa.uint16()), (65536, pa.uint16()), (65537, pa.uint32())])
def test_token_ids_take_16_bits_where_they_fit(size: int, kind: pa.DataType) -> None:
    schema = block_schema(size)
    assert schema.field("input_ids").type.value_type == kind
    table = pa.table([[[0, size - 1]], ["train"], [2]], schema=schema)
    assert check(table, schema).column("input_ids").to_pylist() == [[0, size - 1]]


def test_all_text_columns_may_pass_two_gigabytes() -> None:
    for schema in (DOCUMENT, CLEAN, REJECTED):
        assert schema.field("text").type == pa.large_string()


def test_a_sound_table_passes_and_comes_back() -> None:
    table = rows_to_table([ROW], FAILED)
    assert check(table, FAILED) is table
    assert check(rows_to_table([], FAILED), FAILED).num_rows == 0


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            rows_to_table([ROW], FAILED).drop_columns("error"),
            r"columns \['id', 'corpus', 'path', 'message'\] instead of",
        ),
        (pa.table({**{name: ["x"] for name in FAILED.names}, "path": [1]}), "column 'path' is int64, not string"),
        (
            pa.table({**{name: ["x"] for name in FAILED.names}, "path": pa.array([None], pa.string())}),
            "'path' has 1 nulls",
        ),
        (rows_to_table([ROW], FAILED).select(FAILED.names[::-1]), "instead of"),
    ],
)
def test_another_table_is_refused_by_column(table: pa.Table, sentence: str) -> None:
    with pytest.raises(RunError, match=sentence):
        check(table, FAILED)


def test_nullable_columns_may_be_left_out() -> None:
    row = {**ROW, "unit": "document", "start": 0, "end": 1, "rule": "r", "value": 1.0, "threshold": 1.0, "tokens": 1}
    table = check(rows_to_table([row], REJECTED), REJECTED)
    assert table.column("keeper").to_pylist() == [None]


def explode(row: dict[str, Any]) -> str:
    if isinstance(row["do"], BaseException):
        raise row["do"]
    if row["do"] == "recurse":
        return explode(row)
    return str(row["do"]).encode("ascii").decode()


def test_a_bad_document_becomes_a_row_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    about = {"corpus": "c", "path": "a.txt"}
    bad = [DocumentError("no text in it"), ValueError("Ana García, 54 años"), "Ana García", "recurse", KeyError("x")]
    rows = [{**about, "id": f"c/a.txt#{number}", "do": do} for number, do in enumerate(["one", *bad, "two"])]
    with caplog.at_level(logging.DEBUG):
        results = list(each_document(rows, explode))
    assert (results[0], results[-1]) == ("one", "two")
    failed = [result for result in results if isinstance(result, dict)]
    assert [row["id"] for row in failed] == [f"c/a.txt#{number}" for number in range(1, 6)]
    reasons = ["bad document", "ValueError", "UnicodeEncodeError", "RecursionError", "KeyError"]
    assert [row["error"] for row in failed] == reasons
    assert failed[0]["message"] == "no text in it"
    assert check(rows_to_table(failed, FAILED), FAILED).num_rows == 5
    assert "García" not in str(failed) + caplog.text


@pytest.mark.parametrize("error", [MemoryError(), RunError("the disk is full"), KeyboardInterrupt(), SystemExit()])
def test_the_machines_faults_are_no_documents_fault(error: BaseException) -> None:
    with pytest.raises(type(error)):
        list(each_document([{"id": "x", "corpus": "c", "path": "p", "do": error}], explode))


def test_a_file_that_went_away_is_no_documents_fault_either() -> None:
    with pytest.raises(InputError):
        list(each_document([{"id": "x", "corpus": "c", "path": "p", "do": InputError("gone")}], explode))
