"""Rows as documents."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.rows import columns, find, no_column, row_record
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError


def document(row: dict[str, Any], **fields: Any) -> Record:
    source = {"name": "a", "format": "jsonl", "path": "unused", "fields": fields, "max_record_bytes": 1000}
    return row_record(0, row, CorpusSource.model_validate(source))


def test_names_lead_into_objects_and_lists() -> None:
    row = {"a": {"b": [{"c": 1}, {"d": 2}, 3]}, "a.x": 4, "": 5, "y": {"b.c": 6}}
    assert [find(row, name) for name in ("a.b.c", "a.x", "y.b.c", "a.b.c.d", "z", "z.a")] == [
        [1, None, None],
        4,
        6,
        [None, None, None],
        None,
        None,
    ]


def test_all_that_a_row_states() -> None:
    row = {
        "title": " El\nasma ",
        "sections": [{"text": "Uno."}, {"text": None}, {"text": " Dos.\n"}],
        "abstract": "Resumen.",
        "meta": {"url": "http://a.es", "date": datetime.date(2017, 3, 5), "lang": "es-MX"},
    }
    names = {"title": "title", "url": "meta.url", "date": "meta.date", "language": "meta.lang"}
    assert document(row, text=["abstract", "body", "sections.text"], **names) == RawDocument(
        0, "Resumen.\n\nUno.\n\nDos.", "El asma", "http://a.es", "es-MX", "2017-03-05"
    )


def test_what_is_left_out() -> None:
    assert document({"text": "Text.", "l": "eng"}, language="l") == Skipped(0, "language")
    assert document({"text": float("nan"), "": "x"}) == Skipped(0, "empty")
    assert document({"text": ["", None, " "]}) == Skipped(0, "empty")


def test_values_that_are_no_text() -> None:
    assert document({"text": "a", "id": 3.5}, title="id") == RawDocument(0, "a", "3.5")
    assert document({"text": "Niño".encode("cp1252")}) == RawDocument(0, "Niño")
    assert isinstance(document({"text": "x" * 1001}), Broken)
    for value in ({"a": 1}, True, 3, 3.5, ["a", 2], datetime.date(2017, 3, 5)):
        with pytest.raises(DocumentError, match=r"a column of text holds a \w+, which is no text"):
            document({"text": value})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>Dolor&nbsp;agudo,\n10<sup>6</sup> &lt; 5.</p>\n<P>Alta.</P>", "Dolor\xa0agudo, 10⁶ < 5.\n\nAlta."),
        ("Motivo:\nDolor <b>agudo</b>\nHb < 10 g/dl", "Motivo:\n\nDolor agudo\n\nHb < 10 g/dl"),
        ("Hb < 10 g/dl y > 3\n\n a &lt; b", "Hb < 10 g/dl y > 3\n\n a &lt; b"),
        ("<s> </s> </x>", "<s> </s> </x>"),
    ],
)
def test_html_in_text_is_read_and_text_stays(cell: str, text: str) -> None:
    assert document({"text": cell}) == RawDocument(0, text)


def test_html_in_lists_and_titles() -> None:
    row = {"text": ["<p>Hb &lt; 10.</p>", "Na < 130"], "t": "<b>Alta</b>&nbsp;1"}
    assert document(row, title="t") == RawDocument(0, "Hb < 10.\n\nNa < 130", "Alta 1")


def test_a_message_names_columns_but_not_without_end() -> None:
    fields = CorpusSource.model_validate(
        {"name": "a", "format": "csv", "path": "u", "fields": {"text": ["a", "b"], "date": "c"}}
    ).fields
    assert columns(fields) == ("a", "b", "c")
    message = no_column(0, columns(fields), ["x" * 1000, "\n", *map(str, range(1000))]).message
    assert message.startswith(f"no a, b, c, which `fields` names, among: {'x' * 40}, ?, 0, 1")
    assert len(message) < 200
