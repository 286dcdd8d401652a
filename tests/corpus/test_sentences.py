"""Laws of sentence splitting, examples, linear time, and the gold corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.sentences import split

TEXT = st.text() | st.text(alphabet="aB.!?…1 \n\t«»()\"'-¿Dr,ª", max_size=80)


@given(TEXT)
def test_spans_are_trimmed_ordered_disjoint_and_cover_what_is_visible(text: str) -> None:
    position = 0
    for start, end in split(text):
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[position:start].strip()
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Acude a urgencias.|Refiere dolor de 3 h. de evolución.",
        "El Dr. García y la Dra. Pérez lo vieron.|Fue dado de alta.",
        "PSA de 1.16 ng/ml.|Las citologías fueron negativas.",
        "Se pautó paracetamol 1 g. cada 8 h.|Mejoró.",
        "¿Qué ocurrió?|«Nada», dijo.|¡Vaya!",
        "Se describe en la fig. 3 y en la pág. 12.|No hay más.",
        "1. Hipertensión arterial.|2. Diabetes mellitus.",
        "Cultivo: E. Coli y S. Aureus.|Antibiograma pendiente.",
        "Dolor, fiebre, etc.|El paciente mejoró.",
        "Temperatura de 36,5 ºC.|Tensión 120/80.",
    ],
)
def test_examples(text: str) -> None:
    joined = text.replace("|", " " if not text[0].isdigit() else "\n")
    assert [joined[start:end] for start, end in split(joined)] == text.split("|")


def test_lines_are_borders() -> None:
    assert split("Antecedentes\n\n  Sin interés \n- fumador") == [(0, 12), (16, 27), (29, 38)]


@pytest.mark.parametrize("piece", [".", ". ", ".)", "a. ", "\n", ". «", ".…!?", ")", "¿", "1.", "Dr. "])
def test_long_runs_take_linear_time(piece: str) -> None:
    """The predecessor's splitter does not end on long runs of dots; anything quadratic would not either."""
    spans = split(piece * (1_000_000 // len(piece)) + "x")
    assert spans[-1][1] >= 999_000


def test_gold_boundaries(data_folder: Path) -> None:
    hits = wrong = missed = 0
    for file in sorted((data_folder / "sentences" / "spaccc").glob("*.txt"))[::4]:
        gold, text = _join(file.read_text(encoding="utf-8").splitlines())
        found = {end for _, end in split(text)}
        hits, wrong, missed = hits + len(gold & found), wrong + len(found - gold), missed + len(gold - found)
    assert 2 * hits / (2 * hits + wrong + missed) > 0.98


def _join(sentences: list[str]) -> tuple[set[int], str]:
    """Inner and final boundaries of gold sentences joined by spaces."""
    ends, position = set(), 0
    for sentence in sentences:
        position += len(sentence)
        ends.add(position)
        position += 1
    return ends, " ".join(sentences)
