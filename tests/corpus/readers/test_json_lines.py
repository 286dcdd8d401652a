"""JSON lines and arrays, whatever they hold."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers import json_lines
from bioroberta.corpus.readers.json_lines import read_json
from bioroberta.corpus.records import Broken, RawDocument, Record
from bioroberta.errors import DocumentError


def convert(record: int, value: Any, source: CorpusSource) -> Record:
    return RawDocument(record, value["t"].strip("\0"))


def read(data: bytes, **options: Any) -> list[Record]:
    source = CorpusSource.model_validate({"name": "a", "format": "jsonl", "path": "unused", **options})
    return list(read_json(io.BufferedReader(io.BytesIO(data)), source, convert))  # type: ignore[arg-type]


TEXTS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))


@settings(deadline=None)
@given(texts=TEXTS, ascii=st.booleans(), mark=st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_lines_come_back(texts: list[str], ascii: bool, mark: bytes) -> None:
    data = "\n\n".join(json.dumps({"t": text}, ensure_ascii=ascii) for text in texts)
    assert read(mark + data.encode()) == [RawDocument(number, text) for number, text in enumerate(texts)]


@settings(deadline=None)
@given(texts=TEXTS, indent=st.sampled_from([None, 2]), chunk=st.integers(1, 40))
def test_arrays_come_back_however_they_are_cut(texts: list[str], indent: int | None, chunk: int) -> None:
    data = "\ufeff \n" + json.dumps([{"t": text, "n": [1, {"x": "]"}]} for text in texts], indent=indent)
    whole, json_lines.CHUNK = json_lines.CHUNK, chunk
    try:
        assert read(data.encode()) == [RawDocument(number, text) for number, text in enumerate(texts)]
    finally:
        json_lines.CHUNK = whole


@settings(deadline=None)
@given(texts=TEXTS, end=st.sampled_from(["\n", "\r\n", "\n\n", ",\n"]), chunk=st.integers(1, 40))
def test_objects_over_several_lines_come_back(texts: list[str], end: str, chunk: int) -> None:
    data = "\ufeff\n" + "".join(json.dumps({"t": text, "n": [1, {"x": 2}]}, indent=2) + end for text in texts)
    whole, json_lines.CHUNK = json_lines.CHUNK, chunk
    try:
        assert read(data.encode()) == [RawDocument(number, text) for number, text in enumerate(texts)]
    finally:
        json_lines.CHUNK = whole


@pytest.mark.parametrize(
    "data", [b'{\n"t": "a"\n}\n{\n"t": ', b'{\n"t": "a"\n}\n]', b'{\n"t": "a"\n} x', b'{\n"t": "a"\n}}']
)
def test_objects_over_several_lines_that_break_off(data: bytes) -> None:
    source = CorpusSource.model_validate({"name": "a", "format": "jsonl", "path": "unused"})
    items = read_json(io.BufferedReader(io.BytesIO(data)), source, convert)  # type: ignore[arg-type]
    assert next(items) == RawDocument(0, "a")
    with pytest.raises(DocumentError, match="object"):
        next(items)


def test_what_is_not_set_out_as_lines_says_how_it_should_be() -> None:
    [first, *_] = read(b'{"t":\n"a"}\n')
    assert isinstance(first, Broken)
    assert first.message == "JSONDecodeError: a file is one array of objects, or has one object a line"


def test_broken_lines_cost_only_themselves() -> None:
    lines = [
        b"{truncated",
        b"1",
        b"[" * 100_000,
        b'{"t": 3}',
        b'{"t": "\xff"}',
        b'{"t": "a", "n": %s}' % (b"9" * 5000),
        b'{"x": 1}',
        b'{"t": "' + b"x" * 300_000 + b'"}',
        b'{"t": "sound"}',
    ]
    items = read(b"\n".join(lines), max_record_bytes=200_000)
    assert [item.reason for item in items if isinstance(item, Broken)] == [
        "json",
        "schema",
        "json",
        "schema",
        "json",
        "json",
        "schema",
        "too large",
    ]
    assert items[-1] == RawDocument(8, "sound")


def test_an_element_that_is_not_utf_8() -> None:
    items = read(b'[{"t": "a"}, {"t": "\xff"}, {"t": "\\ud83d\\ude00 \xf0\x9f\x98\x80"}]')
    assert items == [RawDocument(0, "a"), Broken(1, "encoding", "not UTF-8"), RawDocument(2, "😀 😀")]


@pytest.mark.parametrize("rest", [b"", b",", b', {"t": "b', b', {"t" "b"}]', b", 3]", b', {"t": ' + b"[" * 100_000])
def test_arrays_that_break_off_keep_what_came_before(rest: bytes) -> None:
    source = CorpusSource.model_validate({"name": "a", "format": "jsonl", "path": "unused"})
    stream = io.BufferedReader(io.BytesIO(b'[{"t": "a"}' + rest))  # type: ignore[arg-type]
    items = read_json(stream, source, convert)
    assert next(items) == RawDocument(0, "a")
    with pytest.raises(DocumentError, match="array"):
        next(items)


def test_an_element_over_the_bound() -> None:
    with pytest.raises(DocumentError, match="longer than 1000"):
        read(b'[{"t": "' + b"x" * 3_000_000 + b'"}]', max_record_bytes=1000)


@pytest.mark.parametrize("dense", ['{"t": [' + "[]," * 1_000_001 + "[]]}", '[{"t": [' + "[]," * 3_000_000 + "[]]}]"])
def test_more_arrays_than_memory_should_hold(dense: str) -> None:
    try:
        [item] = read(dense.encode())
    except DocumentError as error:
        item = Broken(0, "", str(error))
    assert isinstance(item, Broken)
    assert "arrays and objects in a record" in item.message
