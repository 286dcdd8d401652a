"""Cells, heads and margins of pages, and the rows of values that are text."""

from __future__ import annotations

import pytest

from bioroberta.corpus.tables import is_cell, is_margin, leaders, table_cells


@pytest.mark.parametrize(
    "line",
    [
        "NS NS 0,03 NS",
        "Media DE Media DE p",
        "12,3 (4,5) 13,1 (5,0) NS",
        "n = 45 n = 32 p",
        "Variable OR IC 95% p",
        "Variable Grupo A Grupo B p",
        "Edad (años) 45,3 ± 12,1 46,0 ± 11,8 NS",
        "Hombres 23 (45) 21 (41) 0,67",
        "Edad Sexo Diagnóstico Tratamiento Evolución",
        "Grado 1 Grado 2 Grado 3",
        "45 Medicina Clínica",
        "Variable Total (n = 120) Casos (n = 60) Controles (n = 60) p",
        "Estadio I II III IV",
        "ASA I ASA II ASA III",
        "1 M 45 No Sí Alta",
        "Nunca Casi nunca A veces Siempre",
        "Parámetro Resultado Unidades Rango de referencia",
        "□ Sí □ No",
    ],
)
def test_rows_and_heads_have_cells(line: str) -> None:
    assert table_cells(line) > 1


@pytest.mark.parametrize(
    "line",
    [
        "Hb 12,3 g/dl, Na 140, K 4,5",
        "TA 120/80, FC 72 lpm, T 36,5 ºC",
        "Linfocitos\t40,5 %\t10,9 %\t5,3 %",
        "Estadio III A (pT3N0M0)",
        "Control 6 meses",
        "Mujer de 63 años de edad",
        "DESCRIPCIÓN DE LOS HALLAZGOS",
        "Tomografía Computarizada Haz Cónico",
        "• Fémur derecho",
        "Paracetamol 1 g cada 8 horas",
        "Pendiente de resultado.",
    ],
)
def test_values_with_labels_and_headings_have_none(line: str) -> None:
    assert table_cells(line) == 0


@pytest.mark.parametrize("word", ["12,3", "(4,5)", "<0,001", "±", "NS", "IV", "Total", "45%", "0-4"])
def test_cells(word: str) -> None:
    assert is_cell(word)


@pytest.mark.parametrize("word", ["Hb", "mg", "TA", "pT2N0M0", "dolor"])
def test_labels_and_units_are_no_cells(word: str) -> None:
    assert not is_cell(word)


@pytest.mark.parametrize(
    "line",
    [
        "Rev Esp Cir 2008;12(3):45-50",
        "An Med Interna 2007; 24: 125-128",
        "Pág. 4 de 10",
        "Página | 12",
        "Vol. XXIII Núm. 4",
        "Septiembre-octubre 2007",
        "DOI: 10.1016/j.medcli.2010.01.001",
        "www.revistadecirugia.org",
        "GARCÍA-LÓPEZ ET AL",
        "J. Pérez y cols.",
        "Continúa en la página siguiente",
        "Tabla 2 (cont.)",
        "Gac Sanit 2010;24 Supl 1:12-8",
        "Fuente: INE 2010",
        "03_nota_245.qxd 4/5/06 10:12 Página 8",
        "Dirección para correspondencia: Dr. J. Ruiz",
        "Gráfico 3",
    ],
)
def test_margins(line: str) -> None:
    assert is_margin(line)


@pytest.mark.parametrize(
    "line",
    [
        "Continúa en tratamiento.",
        "Control en septiembre de 2007.",
        "Según Pérez y cols. el pronóstico es bueno.",
        "Fue dado de alta el 12/03/2010.",
        "Tabla de ejercicios para casa.",
        "de: su madre",
        "Original idea de la familia.",
    ],
)
def test_sentences_are_no_margins(line: str) -> None:
    assert not is_margin(line)


@pytest.mark.parametrize(
    "line", ["Métodos . . . . . . . . 7", "1. Introducción ____________ 3", "1.1 Objetivos -------- 5"]
)
def test_leaders_of_any_sign(line: str) -> None:
    assert leaders(line) > 5


@pytest.mark.parametrize("line", ["No lo sabe...", "ÁCIDO ÚRICO: 7,1 mg/dL ................ 3,5", "TA 120/80 -- FC 72"])
def test_points_and_dashes_of_prose_are_no_leaders(line: str) -> None:
    assert leaders(line) <= 5
