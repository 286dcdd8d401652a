"""CSV, JSON lines and Parquet."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.readers import rows, tables
from bioroberta.corpus.records import Broken, RawDocument, Skipped
from bioroberta.errors import DocumentError
from tests.corpus.reading import read, stream

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff")).map(str.strip)
ROWS = st.lists(st.tuples(CELLS, CELLS))
NAMED = {"text": ["text"], "title": "meta.title"}


def expected(rows: list[tuple[str, str]]) -> list[Any]:
    return [
        RawDocument(number, text, " ".join(title.split()) or None) if text else Skipped(number, "empty")
        for number, (text, title) in enumerate(rows)
    ] or [Skipped(0, "empty")]


def same(items: list[Any], rows: list[tuple[str, str]]) -> bool:
    return items == expected(rows)


def parquet(rows: list[dict[str, Any]], schema: pa.Schema | None = None, **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), file, **options)
    return file.getvalue()


@settings(deadline=None)
@given(
    ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_csv_comes_back(rows: list[tuple[str, str]], delimiter: str, end: str, encoding: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "meta.title"), *rows])
    assert same(read("csv", file.getvalue().encode(encoding), fields=NAMED), rows)


@settings(deadline=None)
@given(ROWS, st.booleans())
def test_json_comes_back(rows: list[tuple[str, str]], array: bool) -> None:
    objects = [{"text": text, "meta": {"title": title}} for text, title in rows]
    data = json.dumps(objects) if array else "\n".join(map(json.dumps, objects))
    assert same(read("jsonl", data.encode(), fields=NAMED), rows)


@settings(deadline=None)
@given(ROWS, st.booleans(), st.sampled_from(["snappy", "zstd", "none"]), st.integers(1, 5))
def test_parquet_comes_back(rows: list[tuple[str, str]], nested: bool, compression: str, group: int) -> None:
    title = pa.struct([("title", pa.string())]) if nested else pa.string()
    name = "meta" if nested else "meta.title"
    objects = [{"n": 1, "text": text, name: {"title": title} if nested else title} for text, title in rows]
    schema = pa.schema([("n", pa.int64()), ("text", pa.large_string()), (name, title)])
    data = parquet(objects, schema, compression=compression, row_group_size=group)
    assert same(read("parquet", data, fields=NAMED), rows)


def test_csv_as_spreadsheets_write_it() -> None:
    data = 'id;"a, b, c, d";texto\r\n1;x;"Varón; ""sano"".\r\n\r\nDolor."\r\n\r\n2;;\r\n'
    assert read("csv", data.encode("cp1252"), fields={"text": ["texto"], "title": "a, b, c, d"}) == [
        RawDocument(0, 'Varón; "sano".\r\n\r\nDolor.', "x"),
        Skipped(1, "empty"),
    ]
    assert read("csv", b"text:n\ra,b:1", delimiter=":") == [RawDocument(0, "a,b")]


@pytest.mark.parametrize("head", ["texto", '"texto"', "\n\ntexto", 'sep=,\n"texto"'])
def test_one_column_needs_no_quotes(head: str) -> None:
    expected = "Paciente con fiebre, tos; y | más"
    text = f'"{expected}"' if "sep" in head else expected
    assert read("csv", f"{head}\n{text}\n".encode(), fields={"text": ["texto"]}) == [RawDocument(0, expected)]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r", "\ufeffsep=;", "\nsep=;\n"])
def test_the_delimiter_that_excel_states(first: str) -> None:
    data = f"{first}\nid, a, b;texto\n1;Fiebre, tos\n".encode()
    assert read("csv", data, fields={"text": ["texto"]}) == [RawDocument(0, "Fiebre, tos")]
    assert read("csv", first.encode(), fields={"text": ["texto"]}) == [Skipped(0, "empty")]


def test_two_columns_of_one_name() -> None:
    data = b"texto,b,texto\na,1,c\n"
    [item] = read("csv", data, fields={"text": ["texto"]})
    assert item == Broken(0, "broken file", "more than one column called texto, which `fields` names")
    assert read("csv", data, fields={"text": ["b"]}) == [RawDocument(0, "1")]


def test_quotes_without_an_end_are_told_by_their_line() -> None:
    data = b'\ntext,t\na,b\n\n"c,d\ne,f\n"g",h\ni,j\n"k,l\nm,n\n'
    told = [item.message for item in read("csv", data) if isinstance(item, Broken)]
    assert told == [
        "a quote that opens in line 5, or below it, is not closed: read up to line 7 as one row",
        "a quote that opens in line 9, or below it, is not closed: read up to line 10 as one row",
    ]
    assert "in line 3" in read("csv", b'sep=,\ntext\n"a" b\nc')[0].message  # type: ignore[union-attr]


def test_html_that_cannot_be_read_costs_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(texts: list[str]) -> list[str]:
        raise DocumentError("the HTML extractor failed")

    monkeypatch.setattr(rows, "unescaped", fails)
    assert read("csv", b"text\na") == [Broken(0, "bad record", "the HTML extractor failed")]


def test_bad_rows_of_csv_cost_only_themselves() -> None:
    rows = [b"a,b,c", b'"a "b" c",d', b"da\xf1o,x", b"e,f", b'"' + b"g\n" * 60, b"i,j", b'"k,l\nm,n']
    items = read("csv", b"text,t\nni\xc3\xb1o,x\n" + b"\n".join(rows), max_record_bytes=100)
    reasons = [
        item.reason if isinstance(item, Broken) else item.text for item in items if not isinstance(item, Skipped)
    ]
    assert reasons[:6] == ["niño", "uneven row", "quotes", "encoding", "e", "too large"]
    assert "i" in reasons
    assert reasons[-1] == "quotes"


def test_fields_larger_than_the_module_allows() -> None:
    assert read("csv", b'text\n"' + b"x" * 200_000 + b'"') == [RawDocument(0, "x" * 200_000)]
    assert [type(item) for item in read("csv", b"text\n" + b"x" * 2000 + b"\ny", max_record_bytes=100)] == [
        Broken,
        RawDocument,
    ]
    [item] = read("csv", b"text" * 200 + b"\ny", max_record_bytes=100)
    assert isinstance(item, Broken)
    assert "names of the columns" in item.message


@pytest.mark.parametrize("format", ["csv", "parquet", "jsonl"])
def test_columns_that_a_file_lacks(format: str) -> None:
    data = {"csv": b"a,b\n1,2\n", "parquet": parquet([{"a": 1, "b": {"c": 2}}]), "jsonl": b'{"a": 1, "b": 2}'}[format]
    [item] = read(format, data, fields={"text": ["texto"]})
    assert isinstance(item, Broken)
    assert (item.record, item.reason) == (0, "no column")
    assert "no texto, which `fields` names, among: a, b" in item.message


def test_objects_may_lack_what_others_have() -> None:
    lines = b'{"x": 1}\n{"text": null}\n{"x": 1}\n{"text": "a"}\n3\n{"text": {}}'
    assert [
        item.text if isinstance(item, RawDocument) else item.rule if isinstance(item, Skipped) else item.reason
        for item in read("jsonl", lines)
    ] == ["no column", "empty", "empty", "a", "schema", "bad record"]


def test_types_of_parquet() -> None:
    rows = [
        {
            "text": [{"p": "Uno.", "n": 1}, {"p": "Dos.", "n": 2}],
            "title": b"Ni\xc3\xb1o",
            "date": datetime.datetime(2017, 3, 5, 8, 15, 0, 1),
            "url": None,
        }
    ]
    fields = {"text": ["text.p"], "title": "title", "date": "date", "url": "url"}
    schema = pa.schema(
        [
            ("text", pa.list_(pa.struct([("p", pa.string()), ("n", pa.int8())]))),
            ("title", pa.binary()),
            ("date", pa.timestamp("ns", "Europe/Madrid")),
            ("url", pa.string()),
        ]
    )
    assert read("parquet", parquet(rows, schema), fields=fields) == [
        RawDocument(0, "Uno.\n\nDos.", "Niño", date="2017-03-05")
    ]


def test_a_value_of_parquet_that_is_not_utf_8() -> None:
    data = parquet([{"text": "uno"}, {"text": "dXs"}, {"text": "tres"}], compression="none", use_dictionary=False)
    items = read("parquet", data.replace(b"dXs", b"d\xffs"))
    assert [type(item) for item in items] == [RawDocument, Broken, RawDocument]


def test_a_page_of_parquet_that_is_too_large() -> None:
    texts = ["uno", "dos", "a" * 5000, "cuatro", "cinco", "seis"]
    data = parquet([{"text": text} for text in texts], compression="zstd", row_group_size=2)
    items = read("parquet", data, max_record_bytes=1000)
    assert [item.text if isinstance(item, RawDocument) else item.reason for item in items] == [
        *("uno", "dos", "too large", "too large", "cinco", "seis"),
    ]
    assert [item.record for item in items] == list(range(6))
    told = [item.message for item in items if isinstance(item, Broken)]
    assert "rows 2 to 3" in told[0]
    [enough] = re.findall(r"max_record_bytes to (\d+)", told[0])
    assert len(texts) == sum(
        isinstance(item, RawDocument) for item in read("parquet", data, max_record_bytes=max(5000, int(enough)))
    )
    assert int(enough) < 5000


def test_a_damaged_group_of_rows_takes_no_other_with_it() -> None:
    texts = [f"texto {number} " * 30 for number in range(9)]
    data = bytearray(parquet([{"text": text} for text in texts], compression="none", row_group_size=3))
    at = data.index(b"texto 3 ") - 12  # in the header of the dictionary's page
    data[at : at + 6] = b"\xff" * 6
    items = read("parquet", bytes(data))
    assert [item.record for item in items] == list(range(9))
    assert [type(item) for item in items] == [RawDocument] * 3 + [Broken] * 3 + [RawDocument] * 3
    assert "rows 3 to 5" in str(items[3])


@pytest.mark.parametrize(
    ("data", "message"), [(b"", "empty"), (b"a,b\n1,2\n", "not Parquet"), (b"PARE12345678PARE", "encrypted")]
)
def test_what_is_no_parquet(data: bytes, message: str) -> None:
    [item] = read("parquet", data)
    assert isinstance(item, Broken)
    assert message in item.message


@pytest.mark.parametrize(("format", "data"), [("csv", b"text,meta.title\n"), ("csv", b""), ("jsonl", b"")])
def test_a_part_without_rows_is_no_failure(format: str, data: bytes) -> None:
    assert read(format, data) == [Skipped(0, "empty")]


def test_a_long_text_that_the_dictionary_repeats_is_held_a_few_times_only() -> None:
    size, rows = 1 << 20, 30
    data = parquet([{"text": "a" * size}] * rows, compression="zstd")
    assert len(data) < size
    before, most = pa.total_allocated_bytes(), 0
    for item in stream("parquet", data, max_record_bytes=2 * size):
        assert isinstance(item, RawDocument)
        most = max(most, pa.total_allocated_bytes() - before)
    assert most < rows // 2 * size


def test_parquet_that_is_compressed_or_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "IN_MEMORY", 100)
    data = parquet([{"text": str(number)} for number in range(100)])
    assert len(read("parquet", gzip.compress(data), "a.parquet.gz")) == 100
    for broken in (data[:-20], data[20:], b"PAR1", data[:4] + b"\xff" * (len(data) - 30) + data[-26:]):
        items = read("parquet", broken)
        assert items
        assert all(isinstance(item, Broken) for item in items)


@settings(deadline=None)
@given(data=st.data())
def test_bytes_of_parquet_that_change(data: st.DataObject) -> None:
    rows = bytearray(parquet([{"text": f"texto {number}", "t": {"a": [number]}} for number in range(3)]))
    for position in data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=4)):
        rows[position] = data.draw(st.integers(0, 255))
    assert read("parquet", bytes(rows), fields={"text": ["text", "t.a"]})
