"""Personal data is replaced by placeholders; clinical figures that look like it are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.masking import mask

ALL = ("email", "url", "phone", "id")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Escriba a ana.gil@hospital.es.", "Escriba a [EMAIL]."),
        ("Véase https://www.aemps.gob.es/cima?x=1#a. Fin", "Véase [URL]. Fin"),
        ("(www.msd.es)", "([URL])"),
        ("Tfno. 915 96 00 11", "Tfno. [PHONE]"),
        ("Tel: +34 600 123 456.", "Tel: [PHONE]."),
        ("móvil 600123456", "móvil [PHONE]"),
        ("91 596 00 11", "[PHONE]"),
        ("DNI 12345678Z", "DNI [ID]"),
        ("DNI: 12.345.678-Z", "DNI: [ID]"),
        ("NIE X1234567L", "NIE [ID]"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text, ALL) == masked
    assert mask(masked, ALL) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Plaquetas 650.000.000 /l, leucocitos 12.345.678",
        "Historia 12345678A",  # Z would be its control letter
        "Hb 12,3 g/dl, ferritina 600,123,456",
        "La dosis fue de 600 mg a las 915 horas",
        "ISBN 978-84-600-1234-5",
        "1 @ 3; a@b",
        "CD4 650/123",
    ],
)
def test_figures_stay(text: str) -> None:
    assert mask(text, ALL) == text


def test_only_the_chosen_kinds_are_masked() -> None:
    text = "ana@hospital.es, 600 123 456"
    assert mask(text, ()) == text
    assert mask(text, ("phone",)) == "ana@hospital.es, [PHONE]"


@given(st.text(alphabet="aZ0916@.-/:w +\n34X", max_size=60))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text, ALL)
    assert mask(once, ALL) == once


def test_a_million_characters_take_linear_time() -> None:
    for piece in ("a@", "6", "www.", "6 0 0 ", "a."):
        mask(piece * 200_000, ALL)
