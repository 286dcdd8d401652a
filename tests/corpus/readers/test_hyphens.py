"""Words divided at the end of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.readers.hyphens import HYPHENS, join, words


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("con hiper-", "tensión arterial", "con hipertensión arterial"),
        ("con hiper\ufffe", "tensión", "con hipertensión"),
        ("tratado con anti\ufffe", "TNF alfa", "tratado con anti-TNF alfa"),
        ("valores de IL-", "6 en suero", "valores de IL-6 en suero"),
        ("5-", "fluorouracilo", "5-fluorouracilo"),
        ("un β-", "bloqueante", "un β-bloqueante"),
        ("vitamina-", "d", "vitamina-d"),
        ("tratamiento médico-", "quirúrgico", "tratamiento médico-quirúrgico"),
        ("García-", "Pérez", "García-Pérez"),
        ("entre 10-", "15 mg", "entre 10-15 mg"),
        ("https://a.es/caso-", "clinico", "https://a.es/caso-clinico"),
        ("el paciente -", "varón", "el paciente - varón"),
        ("sin guion", "aquí", "sin guion aquí"),
        ("-", "uno", "- uno"),
        ("tipo-", "(b)", "tipo-(b)"),
        ("a" * 300_000 + "(-", "b", "a" * 300_000 + "(- b"),  # at once, though it has no end of a word
    ],
)
def test_joined_by_themselves(before: str, after: str, joined: str) -> None:
    assert join(before, after, frozenset()) == joined


def test_the_document_itself_decides_where_it_can() -> None:
    known = words(["El coste-efectividad y la HIPERTENSIÓN fueron altos.", "no cuen-"])
    assert join("de coste-", "efectividad", known) == "de coste-efectividad"
    assert join("HIPER-", "TENSIÓN", known) == "HIPERTENSIÓN"
    assert "cuen" not in known


@given(st.text(), st.text(), st.sets(st.text()))
def test_only_hyphens_and_a_space_change(before: str, after: str, known: set[str]) -> None:
    drop = dict.fromkeys(map(ord, f"{HYPHENS} "))
    assert join(before, after, known).translate(drop) == f"{before}{after}".translate(drop)
