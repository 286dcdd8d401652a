"""Repeated lines: what the two passes find is what counting everything finds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.report.facts import Lines
from bioroberta.report.lines import SHOWN, kept_lines, repeated_lines
from bioroberta.report.shards import CUT
from bioroberta.schemas import CLEAN, rows_to_table

WORDS = st.sampled_from(["uno dos tres {}", "cuatro cinco seis {} ocho", "corto {}", "línea repetida en {} sitios"])
TEXTS = st.lists(st.builds(str.format, WORDS, st.integers(0, 12)), min_size=1, max_size=6).map("\n".join)


def document(text: str, corpus: str = "web", spans: list[tuple[int, int]] | None = None) -> dict[str, Any]:
    return {
        "id": f"{corpus}/1#0",
        "corpus": corpus,
        "path": "1",
        "record": 0,
        "license": "CC0-1.0",
        "language": "es",
        "language_score": 1.0,
        "text": text,
        "spans": [{"start": start, "end": end} for start, end in spans or [(0, len(text))]],
        "tokens": 1,
        "bytes": 1,
    }


def found(rows: list[dict[str, Any]], step: int = 100, **bounds: int) -> Lines:
    tables = [rows_to_table(rows[start : start + step], CLEAN) for start in range(0, len(rows), step)]
    return repeated_lines("clean", lambda: tables, ["web", "cases"], **bounds)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["web", "cases"])), max_size=30), st.integers(1, 10))
def test_what_is_found_is_exact_and_nothing_more_frequent_is_left_out(
    documents: list[tuple[str, str]], step: int
) -> None:
    """With so few counters that most lines share one."""
    rows = [document(text, corpus) for text, corpus in documents]
    lines = found(rows, step, slots=16, candidates=4)
    counts = Counter(line for text, _ in documents for line in text.split("\n") if len(line.split()) >= 4)
    assert lines.considered == counts.total()
    shown = {line.text: line.count for line in lines.lines}
    assert shown == {line: count for line, count in counts.items() if count > lines.bound}
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    assert all(sum(line.corpora.values()) == line.count for line in lines.lines)


def test_the_order_of_shards_changes_nothing() -> None:
    rows = [document(f"línea número {number % 40} que se repite") for number in range(200)]
    assert found(rows) == found(rows[::-1], step=7)
    assert len(found(rows).lines) == SHOWN


def test_only_kept_sentences_are_looked_at() -> None:
    text = "Primera línea que se queda.\nSegunda línea que se va."
    table = rows_to_table([document(text, spans=[(0, 27)])], CLEAN)
    assert list(kept_lines(table)) == [("web", "Primera línea que se queda.")]


def test_a_text_is_shown_where_all_its_corpora_allow_it() -> None:
    rows = [document("Una línea que se repite", corpus) for corpus in ("web", "cases", "web")]
    rows += [document("Otra línea que se repite", corpus) for corpus in ("web", "closed")]
    assert [(line.count, line.text) for line in found(rows).lines] == [(3, "Una línea que se repite"), (2, None)]


def test_long_lines_are_told_apart_and_cut() -> None:
    rows = [document("palabra " * 100 + end) for end in ("fin", "fin", "final", "final")]
    assert [(line.count, len(line.text or "")) for line in found(rows).lines] == [(2, CUT), (2, CUT)]


def test_nothing_repeated_gives_no_lines() -> None:
    assert found([]).lines == ()
    assert found([document("Una línea que no se repite")]).lines == ()
    assert isinstance(rows_to_table([], CLEAN), pa.Table)
