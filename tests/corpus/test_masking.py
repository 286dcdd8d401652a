"""Personal data is replaced by placeholders; clinical figures that look like it are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
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
        ("El 612.345.678 y el 91-5960011", "El [PHONE] y el [PHONE]"),
        ("Tfno.612345678", "Tfno.[PHONE]"),
        ("(91) 123 45 67", "[PHONE]"),
        ("(+34) 948 12 34 56, 0034600123456", "[PHONE], [PHONE]"),
        ("912345678/79", "[PHONE]"),
        ("Llamar al 912345678/79 o al 34 612345678.", "Llamar al [PHONE] o al [PHONE]."),
        (
            "Teléfono de contacto (madre): 612345678 (tardes 612345679)",
            "Teléfono de contacto (madre): [PHONE] (tardes [PHONE])",
        ),
        ("Tel.: 91/596 00 11", "Tel.: [PHONE]"),
        ("TLF: 912345678/612345678", "TLF: [PHONE]/[PHONE]"),
        ("DNI 12345678Z", "DNI [ID]"),
        ("DNI12345678Z, nieX1234567L", "DNI[ID], nie[ID]"),
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
        "Carga viral de 612345678 copias/mL",
        "600000000 UI de interferón",
        "600.000.000 UI, 612 345 678 copias y 650.000.000/µL",
        "Contacto: carga de 612345678 copias/mL y 600000000 U",
        "612 345 678 leucocitos, 600.000.000 céls, 700 000 000 x 10",
        "NHC 612345678; TAS 80 120 70 60 mmHg",
        "Telescopio 612345678",
        "ADNI12345678Z",
    ],
)
def test_figures_stay(text: str) -> None:
    assert mask(text, ALL) == text


def test_only_the_chosen_kinds_are_masked() -> None:
    text = "ana@hospital.es, 600 123 456"
    assert mask(text, ()) == text
    assert mask(text, ("phone",)) == "ana@hospital.es, [PHONE]"


PIECES = (
    "tel fax 612345678 612.345.678 91 5960011 (91) +34 34 91/5960011 / , . - 12345678Z DNI UI ml a 5 @ www. \n".split(
        " "
    )
)
TEXTS = st.text(alphabet="aZ0916@.-/:w +\n34X", max_size=60)


@settings(deadline=None)
@given(TEXTS | st.lists(st.sampled_from(PIECES + [" "] * 10)).map("".join))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text, ALL)
    assert mask(once, ALL) == once


def test_a_million_characters_take_linear_time() -> None:
    for piece in ("a@", "6", "www.", "6 0 0 ", "a.", "tel ", "tel 612345678", "fax 61", "612345678/", "(91) "):
        mask(piece * 200_000, ALL)
