"""Kept text, and places of documents."""

from __future__ import annotations

import pyarrow as pa

from bioroberta.tokenization.documents import id_position, kept_texts


def test_only_kept_sentences_remain() -> None:
    text = "Uno. Dos. Tres.\n\nCuatro."
    spans = [{"start": 0, "end": 4}, {"start": 10, "end": 15}, {"start": 17, "end": 24}]
    table = pa.table({"text": pa.array([text, "x"], pa.large_string()), "spans": [spans, []]})
    assert kept_texts(table) == ["Uno. Tres.\n\nCuatro.", ""]


def test_positions_are_even() -> None:
    positions = [id_position(f"corpus/{number}.txt#0") for number in range(2000)]
    assert all(0 <= position < 1 for position in positions)
    assert 350 < sum(position < 0.2 for position in positions) < 450


def test_position_is_fixed() -> None:
    assert id_position("crawl/a.warc#3") == id_position("crawl/a.warc#3") != id_position("crawl/a.warc#4")
