"""What the predecessor (BSC's corpus-cleaner, commit 8640ef5) got wrong in reading and cleaning, and ours must not.

Those of its deduplication stand in `tests/dedup/test_predecessor.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bioroberta.corpus.clean import clean_batch, clean_document
from bioroberta.corpus.config import CleanConfig, IngestConfig
from bioroberta.corpus.encoding import repair
from bioroberta.corpus.ingest import read_group
from bioroberta.corpus.sentences import split
from bioroberta.schemas import DOCUMENT, REJECTED, check, rows_to_table

CASE = "Varón de 54 años que acude a urgencias por dolor torácico.\nFue dado de alta sin complicaciones."
CATALAN = (
    "El pacient va ser donat d’alta sense complicacions al cap de tres dies, i des d’aleshores segueix el tractament que "
    "li va indicar el metge a la consulta de l’hospital."
)
CRAWLED = CleanConfig(crawled=("casos",))
MENU = "Inicio | Noticias | Especialidades | Contacto | Mapa web"


def document(text: str, record: int = 0) -> dict[str, Any]:
    return {
        "id": f"casos/a.txt#{record}",
        "corpus": "casos",
        "path": "a.txt",
        "record": record,
        "title": f"Caso {record}",
        "url": f"https://example.org/{record}",
        "date": "2012-03-04",
        "license": "CC0-1.0",
        "language": "es",
        "text": text,
        "tokens": len(text.split()),
        "bytes": len(text.encode()),
    }


def kept_text(text: str) -> str:
    """The kept sentences of a document, joined by line breaks."""
    kept, _ = clean_document(document(text), CleanConfig())
    return "\n".join(row["text"][span["start"] : span["end"]] for row in kept for span in row["spans"])


def test_1_document_filters_are_on_by_default() -> None:
    """The predecessor's flag was inverted: its document filters ran only when they were asked to be off."""
    kept, rejected = clean_document(document(f"{CATALAN} {CATALAN}"), CleanConfig())
    assert kept == []
    assert [(row["unit"], row["rule"]) for row in rejected] == [("document", "language")]


def test_2_each_threshold_is_read_from_its_own_key() -> None:
    """The predecessor read its first language threshold from the option of the second, and ended in an error when no
    language was given.
    """
    mixed = document(f"{CASE}\n{CATALAN}")
    [kept], rejected = clean_document(mixed, CleanConfig())
    assert kept["language"] == "es"
    assert [row["unit"] for row in rejected] == ["sentence"]
    assert clean_document(mixed, CleanConfig(min_language_share=0.9))[0] == []  # the document's alone
    [kept], rejected = clean_document(mixed, CleanConfig(foreign_confidence=1.0))  # the sentence's alone
    assert rejected == []


def test_5_a_document_that_loses_its_end_does_not_run_into_the_next() -> None:
    """The predecessor carried the sentences of a document whose last one was removed over into the next document."""
    rows = [document(text, record) for record, text in enumerate([f"{CASE}\n{MENU}", MENU, CASE])]
    outcome = clean_batch(rows_to_table(rows, DOCUMENT), CRAWLED)
    assert outcome.data.column("record").to_pylist() == [0, 2]
    assert outcome.data.column("text").to_pylist() == [f"{CASE}\n{MENU}", CASE]
    assert [len(spans) for spans in outcome.data.column("spans").to_pylist()] == [2, 2]


def test_6_what_is_known_of_a_document_stays_with_it() -> None:
    """The predecessor lost id, address, title and file name of every document on the way to its output."""
    row = document(CASE)
    [kept], _ = clean_document(row, CleanConfig())
    names = ("id", "corpus", "path", "record", "title", "url", "date", "license")
    assert {name: kept[name] for name in names} == {name: row[name] for name in names}


def test_7_every_document_of_a_file_has_its_own_id(tmp_path: Path) -> None:
    """The predecessor gave an id to the first document of a file only (or the same to all lines), and doubled the line
    breaks of the last.
    """
    (tmp_path / "a.es").write_text("Uno.\nDos.\n\nTres.\n\nCuatro.\nCinco.\n", encoding="utf-8")
    source = {"name": "emea", "format": "moses", "path": str(tmp_path)}
    [outcome] = read_group(("emea", ("a.es",)), IngestConfig.model_validate({"corpora": [source]}))
    assert outcome.data.column("id").to_pylist() == ["emea/a.es#0", "emea/a.es#1", "emea/a.es#2"]
    assert outcome.data.column("text").to_pylist() == ["Uno.\nDos.", "Tres.", "Cuatro.\nCinco."]


@pytest.mark.parametrize(
    "text",
    ["37 ºC", "nº 3", "1ª", "m²", "10⁶", "5×10³", "½", "dolor…", "µg", "≥ 3", "± 2", "TGF-β₁"],
)
def test_9_clinical_signs_survive(text: str) -> None:
    """The predecessor's NFKC made 37 oC of 37 ºC, m2 of m², and 106 of 10⁶, which is wrong by five orders."""
    assert repair(text) == text


@pytest.mark.parametrize(
    "sentence",
    [
        "La IgG fue de 450 mg/dl, la IgA de 35 mg/dl y la IgM de 28 mg/dl.",
        "FGF23 sérico fue de 6 pg/ml.",
        "Hb 12,3 g/dl.",
        "PSA de 1.16 ng/ml.",
        "TA 120/80.",
        "pT2N0M0.",
        "Sin alergias.",
        "Se pautó prednisona 1 mg/kg/24 h v.o., omeprazol 20 mg/24 h y calcio 500 mg/12 h.",
    ],
)
def test_10_laboratory_values_doses_and_headings_are_kept(sentence: str) -> None:
    """The predecessor removed sentences with a tenth of digits, or of at most 20 characters: 6% of the sound ones."""
    assert kept_text(f"{CASE}\n{sentence}") == f"{CASE}\n{sentence}"


@pytest.mark.parametrize("text", ["." * 10**6, ". " * 500_000, "Fin" + "." * 10**6 + " Otra.", "A. " * 300_000])
def test_11_runs_of_points_are_split_in_linear_time(text: str) -> None:
    """The splitter of the predecessor did not come back from long runs of points. (Quadratic time would end this test.)"""
    spans = split(text)
    visible = sum(len("".join(text[start:end].split())) for start, end in spans)
    assert visible == len("".join(text.split()))


def test_12_every_removal_is_explained() -> None:
    """The predecessor had no statistics: what it removed was gone without a trace."""
    text = f"{CASE}\n{MENU}\n{CATALAN}"
    outcome = clean_batch(rows_to_table([document(text), document(MENU, 1)], DOCUMENT), CRAWLED)
    assert outcome.rejected is not None
    rows = check(outcome.rejected, REJECTED).to_pylist()
    assert [(row["unit"], row["text"]) for row in rows] == [
        ("sentence", MENU),
        ("sentence", CATALAN),
        ("document", MENU),
    ]
    assert all(row["rule"] and text[row["start"] : row["end"]] == row["text"] for row in rows[:2])
    kept = sum(outcome.data.column("tokens").to_pylist())
    assert kept + sum(row["tokens"] for row in rows) == len(text.split()) + len(MENU.split())
