"""Lines of text files: encodings, bounds, streams that break off."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bioroberta.corpus.readers import text_lines
from bioroberta.corpus.readers.text_lines import is_decoded, read_text_lines
from bioroberta.errors import DocumentError

SPANISH = "El niño tenía fiebre.\nDolor abdominal de año y medio, ¿y tos?\r\nºC\n"


def lines(data: bytes, declared: str | None = None, limit: int = 1000) -> list[str | None]:
    return list(read_text_lines(io.BufferedReader(io.BytesIO(data)), declared, limit))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
def test_encodings_that_are_not_declared(encoding: str) -> None:
    assert lines(SPANISH.encode(encoding)) == SPANISH.splitlines(keepends=True)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_declared_is_read(text: str, encoding: str) -> None:
    if not text.startswith("\ufeff"):
        assert "".join(map(str, lines(text.encode(encoding), encoding))) == text


@pytest.mark.parametrize("declared", ["no-such-codec", "base64", "ascii"])
def test_declared_encodings_that_do_not_fit(declared: str) -> None:
    assert lines(SPANISH.encode(), declared) == SPANISH.splitlines(keepends=True)


def test_a_character_that_the_head_ends_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(1, 9):
        monkeypatch.setattr(text_lines, "HEAD", size)
        assert lines("ñandú ñandú\n".encode()) == ["ñandú ñandú\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_stray_bytes_show_in_their_line_only(encoding: str) -> None:
    read = lines(SPANISH.encode(encoding) + b"da\x81\xf1ado\n" + SPANISH.encode(encoding))
    assert [line is not None and is_decoded(line) for line in read] == [True] * 3 + [False] + [True] * 3
    assert read[:3] == SPANISH.splitlines(keepends=True)


def test_a_last_line_that_is_damaged() -> None:
    assert lines("Niño\n".encode() + b"da\xf1o") == ["Niño\n", "da\udcf1o"]


def test_binary_files_and_utf_16_that_ends_early() -> None:
    with pytest.raises(DocumentError, match="binary"):
        lines(b"\x00\x01\xff\xd8")
    with pytest.raises(DocumentError, match="utf-16"):
        lines(SPANISH.encode("utf-16")[:-1])


def test_long_lines_are_passed_over() -> None:
    assert lines(b"x" * 20 + b"\ny\n" + b"z" * 11, limit=10) == [None, "y\n", None]
    assert lines(b"x" * 10 + b"\n", limit=11) == ["x" * 10 + "\n"]


class _Broken(io.RawIOBase):
    """Two lines, then an error, as a truncated archive gives it."""

    def __init__(self) -> None:
        self._data = [b"uno\n", b"dos\ntr"]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        if not self._data:
            raise DocumentError("truncated")
        data = self._data.pop(0)
        memoryview(buffer)[: len(data)] = data  # type: ignore[arg-type]
        return len(data)


def test_lines_before_a_break_are_kept() -> None:
    read = read_text_lines(io.BufferedReader(_Broken()), None, 100)
    assert [next(read), next(read)] == ["uno\n", "dos\n"]
    with pytest.raises(DocumentError, match="truncated"):
        next(read)
