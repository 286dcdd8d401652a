"""The cleaning of documents: what is kept, what is rejected, and that the two rebuild the text."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.clean import clean_batch, clean_document
from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.encoding import repair
from bioroberta.schemas import CLEAN, DOCUMENT, FAILED, REJECTED, check, rows_to_table

CONFIG = CleanConfig()
CRAWLED = CleanConfig(crawled=("casos",))
CASE = "Varón de 54 años que acude por dolor.\nTA 120/80, Hb 12,3 g/dl.\n\nFue dado de alta con paracetamol."
ENGLISH = "The patient was admitted to the hospital with a history of abdominal pain and fever for three days."
PIECES = st.sampled_from(
    [
        CASE,
        ENGLISH,
        "12",
        "\n\n",
        " ",
        "Inicio › Salud › Asma › Más",
        "<div>x</div>",
        "diagnÃ³stico",
        "\x00",
        "Dr. Gil",
        "\u00a0",
    ]
)


def document(text: str, record: int = 0) -> dict[str, Any]:
    return {
        "id": f"casos/a.txt#{record}",
        "corpus": "casos",
        "path": "a.txt",
        "record": record,
        "title": None,
        "url": None,
        "date": None,
        "license": "CC0-1.0",
        "language": "es",
        "text": text,
        "tokens": len(text.split()),
        "bytes": len(text.encode(errors="surrogatepass")),
    }


@given(st.lists(PIECES | st.text(max_size=20), max_size=8).map(" ".join))
def test_kept_and_rejected_rebuild_the_text(text: str) -> None:
    kept, rejected = clean_document(document(text), CONFIG)
    whole = kept[0]["text"] if kept else rejected[0]["text"]
    assert whole == repair(text)
    spans = [(span["start"], span["end"]) for row in kept for span in row["spans"]]
    spans += [(row["start"], row["end"]) for row in rejected]
    assert all(row["text"] == whole[row["start"] : row["end"]] for row in rejected)
    _assert_tiles(sorted(spans), whole)


def _assert_tiles(spans: list[tuple[int, int]], text: str) -> None:
    position = 0
    for start, end in spans:
        assert position <= start
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


def test_a_clinical_case_stays_whole() -> None:
    kept, rejected = clean_document(document(CASE), CONFIG)
    assert rejected == []
    assert [CASE[span["start"] : span["end"]] for span in kept[0]["spans"]] == [
        line for line in CASE.split("\n") if line
    ]
    assert kept[0]["language"] == "es"
    assert kept[0]["tokens"] == len(CASE.split())


def test_a_foreign_document_goes_whole() -> None:
    kept, rejected = clean_document(document(f"{ENGLISH} {ENGLISH}"), CONFIG)
    assert kept == []
    assert [(row["unit"], row["rule"], row["start"], row["end"]) for row in rejected] == [
        ("document", "language", 0, 2 * len(ENGLISH) + 1)
    ]


def test_foreign_sentences_go_from_a_mixed_document() -> None:
    kept, rejected = clean_document(document(f"{CASE}\n\nAbstract\n{ENGLISH}"), CONFIG)
    assert [row["text"] for row in rejected] == [ENGLISH]
    assert rejected[0]["rule"] == "language"
    assert len(kept[0]["spans"]) == 4


def test_a_document_that_loses_its_last_sentence_does_not_run_into_the_next() -> None:
    """The predecessor carried the sentences of such a document over into the next one, and dropped all ids."""
    rows = [document(f"{CASE}\nInicio › Salud › Asma › Más", 0), document(CASE, 1)]
    outcome = clean_batch(rows_to_table(rows, DOCUMENT), CRAWLED)
    assert outcome.data.column("id").to_pylist() == ["casos/a.txt#0", "casos/a.txt#1"]
    assert [len(spans) for spans in outcome.data.column("spans").to_pylist()] == [3, 3]
    assert outcome.data.column("license").to_pylist() == ["CC0-1.0", "CC0-1.0"]


def test_every_document_is_kept_rejected_or_failed() -> None:
    rows = [document(text, record) for record, text in enumerate([CASE, "", "12 34", ENGLISH, "Asma"])]
    outcome = clean_batch(rows_to_table(rows, DOCUMENT), CONFIG)
    assert outcome.rejected is not None
    assert outcome.failed is not None
    for table, schema in ((outcome.data, CLEAN), (outcome.rejected, REJECTED), (outcome.failed, FAILED)):
        check(table, schema)
    units = [row for row in outcome.rejected.to_pylist() if row["unit"] == "document"]
    assert outcome.data.num_rows + len(units) + outcome.failed.num_rows == len(rows)
    assert [row["rule"] for row in units] == ["tokens", "tokens", "language", "tokens"]


def test_the_outcome_depends_on_the_documents_only() -> None:
    rows = [document(text, record) for record, text in enumerate([CASE, ENGLISH, f"{CASE}\n{ENGLISH}"] * 2)]
    table = rows_to_table(rows, DOCUMENT)
    pieces = [clean_batch(table.slice(at, 1), CONFIG).data for at in range(table.num_rows)]
    assert pa.concat_tables(pieces).equals(clean_batch(table, CONFIG).data)


def test_gold_sentences_are_kept(data_folder: Path) -> None:
    total = kept = 0
    for file in sorted((data_folder / "sentences" / "spaccc").glob("*.txt"))[::8]:
        text = file.read_text(encoding="utf-8").strip().replace("\n", " ")
        _, rejected = clean_document(document(text), CONFIG)
        total += len(text)
        kept += len(text) - sum(row["end"] - row["start"] for row in rejected)
    assert kept / total > 0.997


def test_catalan_samples_are_rejected(data_folder: Path) -> None:
    text = (data_folder / "corpora" / "corpus_cleaner_samples" / "wiki_00").read_text(encoding="utf-8")[:40_000]
    kept, rejected = clean_document(document(text), CONFIG)
    assert kept == []
    assert rejected[0]["rule"] == "language"


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "á.",
        "a-",
        "_",
        "(",
        "x=",
        "<p>",
        "\\",
        "[[",
        "| ",
        "» ",
        "a_",
        "a(",
        "0a",
        "?a",
        "... ",
        '"a":',
        "Inicio\n",
        "\n",
    ],
)
def test_long_runs_of_anything_take_linear_time(piece: str) -> None:
    seconds = []
    for length in (20_000, 160_000):
        begun = time.process_time()
        clean_document(document(f"El paciente {piece * (length // len(piece))} tiene tos."), CRAWLED)
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 25 * max(seconds[0], 0.02)  # eight times the text; with its square it would be 64 times
