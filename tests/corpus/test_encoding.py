"""Laws of decoding and repair, and the predecessor's NFKC damage."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bioroberta.corpus.encoding import decode, repair
from bioroberta.errors import DocumentError

MOJIBAKE = st.text(alphabet="aéÃÂâ€™œ\x80\x93\xa0\xad\u200b\u0301 \r\n.ñ³©ï»¿\ufeff", max_size=30)


@given(st.text() | MOJIBAKE)
@example("Ã\u200b©")
@example("e\u200d\u0301")
def test_repairing_again_changes_nothing(text: str) -> None:
    once = repair(text)
    assert repair(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet="aábcéíñóúüÁÉÍÑÓÚÜ ºª°µ½²³¹±×÷·«»¿¡€“”‘’…–—\u00a09.,\n"))
def test_repair_keeps_every_letter_of_sound_text(text: str) -> None:
    assert [c for c in repair(text) if c.isalnum()] == [c for c in unicodedata.normalize("NFC", text) if c.isalnum()]


@pytest.mark.parametrize(
    "text", ["37 ºC", "nº 3", "1ª", "m²", "10⁶", "5×10³", "½", "…", "≥ 5 µg ± 2", "α-talasemia", "TNFα"]
)
def test_clinical_notation_survives(text: str) -> None:
    """The predecessor normalised to NFKC: `10⁶` became `106`."""
    assert repair(text) == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("diagnÃ³stico de neoplasia", "diagnóstico de neoplasia"),
        ("1â€“2 dÃ­as, 37 ÂºC", "1–2 días, 37 ºC"),
        ("nin\u0303o", "niño"),
        ("hepa\u00adto\u200bmegalia\ufeff", "hepatomegalia"),
        ("5\u00a0mg\u202f/\u2009d", "5 mg / d"),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00b\x07", "ab"),
        ("una\tdos", "una\tdos"),
    ],
)
def test_repair(broken: str, whole: str) -> None:
    assert repair(broken) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
@pytest.mark.parametrize("text", ["El niño presentó fiebre.", "HIPERTENSIÓN", "¿Evolución? Sí: «37 º»"])
def test_undeclared_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_declared_encoding_comes_first_and_a_wrong_one_is_passed_over() -> None:
    assert decode("niño".encode("latin-1"), "latin-1") == "niño"
    assert decode("niño".encode("cp1252"), "utf-8") == "niño"
    for name in ("no-such-encoding", "utf\0"):
        assert decode("niño".encode(), name) == "niño"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("El niño presentó fiebre y disnea de tres días de evolución".encode()[:-2], "damaged"),
        (b"\xff\xfea", "utf-16"),
        (b"\x89PNG\x00\x00\x01\xe9", "binary"),
    ],
)
def test_undecodable_bytes_are_refused_without_quoting_them(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        decode(data)
