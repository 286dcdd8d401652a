"""Words, equality of texts, and what remains of a document."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.text import count_tokens, join_spans, normalise, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El  PACIENTE,\nrefiere: dolor.", "el paciente refiere dolor"),
        ("Cafe\u0301 CAFÉ", "café café"),
        ("Straße STRASSE", "strasse strasse"),
        ("10⁶ m² 5ºC", "10⁶ m² 5ºc"),  # NFKC would make 106, m2 and oC of them
        ("1,25 mg/kg", "1 25 mg kg"),
        (" ¿—! ", ""),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert words(normalise(text)) == words(text)


@given(st.text(), st.text())
def test_words_of_two_paragraphs_are_those_of_each(left: str, right: str) -> None:
    assert words(f"{left}\n{right}") == words(left) + words(right)


@given(st.text())
def test_composition_and_white_space_make_no_difference(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))
    assert normalise(text.replace(" ", " \n\t")) == normalise(text)


@given(st.text())
def test_tokens_are_runs_of_no_white_space(text: str) -> None:
    assert count_tokens(text) == len(text.split())


@pytest.mark.parametrize(
    ("between", "joint"), [(" ", " "), ("", " "), ("  \t", " "), ("\n", "\n"), (" \r\n ", "\n"), ("\n\n", "\n\n")]
)
def test_sentences_keep_the_kind_of_gap_between_them(between: str, joint: str) -> None:
    text = f"Uno.{between}Dos."
    assert join_spans(text, [(0, 4), (4 + len(between), len(text))]) == f"Uno.{joint}Dos."


def test_paragraphs_survive_what_was_removed_between_them() -> None:
    text = "Uno.\nMenú | Inicio\nDos."
    assert join_spans(text, [(0, 4), (19, 23)]) == "Uno.\n\nDos."


def test_no_spans_no_text() -> None:
    assert join_spans("Uno.", []) == ""


@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.sampled_from([" ", "\n", "\n\n", " x ", "\n# "]))))
def test_joined_spans_hold_the_kept_pieces_in_order(pieces: list[tuple[str, str]]) -> None:
    text, spans = "", []
    for piece, gap in pieces:
        spans.append((len(text), len(text) + len(piece)))
        text += piece + gap
    joined = join_spans(text, spans)
    assert re.split(r"\s+", joined) == [piece for piece, _ in pieces] or not pieces
    assert count_tokens(joined) == len(pieces)
