"""Plain text files."""

from __future__ import annotations

import pytest

from bioroberta.corpus.records import Broken, RawDocument, Skipped
from tests.corpus.reading import read


def test_a_file_is_a_document_as_it_is() -> None:
    assert read("text", "Varón.\r\n\r\nDolor ÂºC".encode()) == [RawDocument(0, "Varón.\r\n\r\nDolor ÂºC")]


def test_legacy_encodings_declared_or_not() -> None:
    assert read("brat", "Niño".encode("cp1252")) == [RawDocument(0, "Niño")]
    assert read("brat", "Niño".encode("cp850"), encoding="cp850") == [RawDocument(0, "Niño")]


def test_blank_files_are_left_out() -> None:
    assert read("text", b" \n") == [Skipped(0, "empty")]


@pytest.mark.parametrize("data", ["Fiebre y dolor de tres días: año".encode()[:-2], b"\x00\x01\xff", b"x" * 2000])
def test_what_is_no_text_is_broken(data: bytes) -> None:
    [item] = read("text", data, max_record_bytes=1000)
    assert isinstance(item, Broken)
