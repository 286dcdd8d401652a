"""Plain text: files, and blocks between empty lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1)
GAP = st.sampled_from(["\n\n", "\n \t\n", "\r\n\r\n\r\n"])


@settings(deadline=None)
@given(st.lists(st.lists(LINES, min_size=1).map("\n".join)), GAP, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_blocks_come_back(blocks: list[str], gap: str, encoding: str) -> None:
    items = read("text_blocks", (gap + gap.join(blocks) + gap).encode(encoding))
    if blocks:
        assert items == [RawDocument(number, block) for number, block in enumerate(blocks)]


def test_sentences_a_line_as_the_predecessor_writes_them() -> None:
    data = "Varón de 40 años.\nDolor a 37 ºC.\n\nNiña sana.\n".encode("cp1252")
    documents = [RawDocument(0, "Varón de 40 años.\nDolor a 37 ºC."), RawDocument(1, "Niña sana.")]
    assert read("text_blocks", data) == documents
    assert read("text_blocks", data, encoding="latin-1") == documents


def test_bad_blocks_cost_only_themselves() -> None:
    data = "Niño.\n\n".encode() + b"x\n" * 60 + b"\n\n" + b"y" * 200 + b"\nz\n\nda\xf1o\n\n" + "Añ".encode()
    items = read("text_blocks", data, max_record_bytes=100)
    assert [
        item.text if isinstance(item, RawDocument) else item.reason for item in items if not isinstance(item, Skipped)
    ] == [
        "Niño.",
        "too large",
        "too large",
        "encoding",
        "Añ",
    ]
    assert [item.record for item in items] == list(range(5))
