"""Language detection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.language import detect, reads_spanish


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El paciente fue dado de alta sin complicaciones a los tres días.", "es"),
        ("O paciente foi dado de alta sen complicacións aos tres días e volveu á súa casa.", "gl"),
        ("O doente não apresentou complicações e teve alta ao fim de três dias.", "pt"),
        ("El pacient va ser donat d'alta sense complicacions al cap de tres dies.", "ca"),
        ("The patient was discharged without complications after three days.", "en"),
        ("Gaixoak alta jaso zuen konplikaziorik gabe hiru egunen buruan.", "eu"),
    ],
)
def test_close_languages(text: str, language: str) -> None:
    assert detect(text)[0] == language
    assert reads_spanish(text) == (language == "es")


@pytest.mark.parametrize(
    "text",
    [
        "La analítica mostró AST 57 U/l, ALT 172 U/l, GGT 564 U/l, FA 272 U/l, bilirrubina total 8,15 mg/dl.",
        "La educación formal (en contraposición a la educación informal o no formal) e infantil suele ser cara.",
        "(a) covalente; (b) iónico; (c) metálico, E = hν (o E=hc/λ), donde h es la constante de Planck; (e) otro",
    ],
)
def test_values_and_enumerators_are_no_other_language(text: str) -> None:
    language, confidence = detect(text)
    assert language == "es" or confidence < 0.5


@pytest.mark.parametrize("text", ["", "120/80", " \n ", "..."])
def test_no_letters_no_language(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@given(st.text(max_size=200))
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    language, confidence = detect(text)
    assert language
    assert 0 <= confidence <= 1
    assert detect(text) == (language, confidence)


def test_news_sentences(data_folder: Path) -> None:
    share = {}
    for name in ("spa", "cat", "glg", "por", "eng"):
        lines = (data_folder / "langid" / f"{name}.txt").read_text(encoding="utf-8").splitlines()[:200]
        share[name] = sum(detect(line)[0] == "es" for line in lines) / len(lines)
    assert share["spa"] > 0.97
    assert share["glg"] < 0.12
    assert max(share[name] for name in ("cat", "por", "eng")) < 0.03
