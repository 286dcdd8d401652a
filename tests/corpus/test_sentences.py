"""Laws of sentence splitting, examples, linear time, and the gold corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
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
        "Temperatura de 36,5 °C.|Tensión 120/80.",
        "Recibió vancomicina e.v. (1 g/12 h) y fenitoína i.v.|La fiebre cedió.",
        "Lo describen Wei et al. (2010) y col. (6).|Nadie más.",
        "Descenso del segmento ST.|También hubo ondas R.",
        "Fibrosis de grado I.|Se repitió en un mes.",
        "Bacteriemia por E. Coli.|Se trató.",
        "Osmolalidad elevada (R.N. 280-300 mOsm/kg).|Sodio normal.",
        "Se aspiraron 1.200 cc.|El dolor cedió.",
        "La TSH fue de 2.3.|Se dio de alta.",
        "Consúltese www.hospital.es/urgencias.|El horario es otro.",
        "Tratamiento:|- Paracetamol.|- Reposo.|• Control en un mes.",
        "Nocardia sp.|Quince días después ingresó.",
    ],
)
def test_examples(text: str) -> None:
    joined = text.replace("|", " " if not text[0].isdigit() and ":|" not in text else "\n")
    assert [joined[start:end] for start, end in split(joined)] == text.split("|")


def test_lines_are_borders() -> None:
    assert split("Antecedentes\n\n  Sin interés \n- fumador") == [(0, 12), (16, 27), (29, 38)]


PIECES = [
    ".",
    ". ",
    ".)",
    "a. ",
    "\n",
    ". «",
    ".…!?",
    ")",
    "¿",
    "1.",
    "Dr. ",
    "- ",
    ". -",
    "i.v. (",
    "A. ",
    ". A",
    "(cc. A",
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_long_lines_take_linear_time(piece: str, size: int) -> None:
    """The predecessor's splitter does not end on long runs of dots; anything quadratic would not either."""
    spans = split(piece * (size // len(piece)) + "x")
    assert spans[-1][1] >= 0.99 * size


@given(st.lists(st.sampled_from([*PIECES, " ", "(", "\t", "bc", "É", "7", "*"]), min_size=1, max_size=5).map("".join))
@settings(max_examples=25, deadline=None)
def test_any_repetition_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "x"
    assert split(text)[-1][1] == len(text)


def test_gold_boundaries(data_folder: Path) -> None:
    hits = wrong = missed = 0
    for file in sorted((data_folder / "sentences" / "spaccc").glob("*.txt"))[::4]:
        gold, text = _join(file.read_text(encoding="utf-8").splitlines())
        found = {end for _, end in split(text)}
        hits, wrong, missed = hits + len(gold & found), wrong + len(found - gold), missed + len(gold - found)
    assert 2 * hits / (2 * hits + wrong + missed) > 0.985


def _join(sentences: list[str]) -> tuple[set[int], str]:
    """Inner and final boundaries of gold sentences joined by spaces."""
    ends, position = set(), 0
    for sentence in sentences:
        position += len(sentence)
        ends.add(position)
        position += 1
    return ends, " ".join(sentences)
