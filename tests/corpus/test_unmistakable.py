"""What goes wherever a text comes from."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from bioroberta.corpus.clean import clean_document
from bioroberta.corpus.config import CleanConfig
from bioroberta.corpus.unmistakable import code_pieces, may_have_notices, notice_pieces
from tests.corpus.test_clean import document

CASE = "El paciente fue dado de alta a los tres días con tratamiento antibiótico por vía oral."


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("$(document).ready(function() {", "code"),
        ("var total = items.length;", "code"),
        (".banner { float: left; padding: 5px }", "code"),
        ('{"nombre": "activo", "id": 3}', "code"),
        ("INSERT INTO citas VALUES (5, 1);", "code"),
        ('File "app.py", line 30, in main', "code"),
        ("\\begin{tabular}{lcr}", "code"),
        ('<td width="61%">Inicio</td>', "code"),
        ("TWFu YSBkaXN0aW5ndWlzaGVkIG9ubHkgYnkgaGlzIHJlYXNvbiwgYnV0IGJ5IHRoaXM5", "code"),
        ("Utilizamos cookies propias y de terceros para mejorar su experiencia.", "boilerplate"),
        ("© 2019 Clínica. Todos los derechos reservados.", "boilerplate"),
        ("404 Not Found", "boilerplate"),
        ("Iniciar sesión | Registrarse", "boilerplate"),
        ("Leer más »", "boilerplate"),
        ("el paciente present\ufffd fiebre y tos", "broken_characters"),
        ("慐楣湥整 愠畣敤 潰潤潬", "script"),
    ],
)
def test_no_note_says_this(line: str, rule: str) -> None:
    kept, rejected = clean_document(document(f"{CASE}\n{line}\n{CASE}"), CleanConfig())
    assert {row["rule"] for row in rejected} == {rule}
    assert len(kept[0]["spans"]) >= 2


def test_each_notice_has_a_hint() -> None:
    for line in (
        "Aviso legal | Política de privacidad",
        "Síguenos en Twitter",
        "Se abre en una ventana nueva",
        "Captcha",
    ):
        assert notice_pieces(line)
        assert may_have_notices(line)
    assert not may_have_notices(CASE)


def test_real_cases_have_none(data_folder: Path) -> None:
    folder = data_folder / "corpora" / "cantemist_background"
    lines = [line for path in sorted(folder.glob("*.txt"))[::20] for line in path.read_text("utf-8").splitlines()]
    assert len(lines) > 500
    pieces = [
        part for line in lines for part in re.split(r"(?<=\.) ", line) if code_pieces(part) or notice_pieces(part)
    ]
    assert pieces == []


@pytest.mark.parametrize("piece", ["{", "a.", "a1A", "function ", "<td ", "p ", "\\", '"a" : ', "}", ": "])
def test_long_sentences_take_no_longer(piece: str) -> None:
    seconds = []
    for length in (1_250, 10_000):
        line = (piece * length)[:length]
        begun = time.process_time()
        for _ in range(40):
            code_pieces(line)
            notice_pieces(line)
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 25 * max(seconds[0], 0.02)  # eight times the text; with its square it would be 64 times
