"""Compressed files: content, truncation, corruption, bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus import streams
from bioroberta.corpus.streams import open_stream, read_line
from bioroberta.errors import DocumentError, RunError

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}
each_suffix = pytest.mark.parametrize("suffix", COMPRESS)


@each_suffix
@given(members=st.lists(st.binary(max_size=200), min_size=1, max_size=3))
def test_members_one_after_another(suffix: str, members: list[bytes]) -> None:
    data = b"".join(COMPRESS[suffix](member) for member in members)
    assert open_stream(io.BytesIO(data), f"a{suffix}").read() == b"".join(members)


@each_suffix
def test_truncation_is_noticed(suffix: str) -> None:
    data = COMPRESS[suffix](bytes(range(256)) * 40)
    for length in (len(data) // 2, len(data) - 1):
        with pytest.raises(DocumentError, match="truncated"):
            open_stream(io.BytesIO(data[:length]), f"a{suffix}").read()


@each_suffix
def test_corruption_is_noticed(suffix: str) -> None:
    data = COMPRESS[suffix](b"hola " * 100)
    for broken in (b"not compressed at all", data + b"trailing garbage"):
        with pytest.raises(DocumentError, match=r"corrupt|truncated"):
            open_stream(io.BytesIO(broken), f"a{suffix}").read()


@each_suffix
def test_bombs_are_refused(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_EXPANSION", 1 << 16)
    monkeypatch.setattr(streams, "MAX_EXPANSION", 20)
    with pytest.raises(DocumentError, match="bomb"):
        open_stream(io.BytesIO(COMPRESS[suffix](bytes(1 << 22))), f"a{suffix}").read()


def test_zeros_after_the_data_are_padding() -> None:
    assert open_stream(io.BytesIO(gzip.compress(b"hola") + bytes(100)), "a.gz").read() == b"hola"


def test_a_failing_storage_blames_no_document() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("connection reset")

    with pytest.raises(RunError, match=r"a\.txt"):
        open_stream(Failing(), "a.txt").read()


def test_lines_over_the_bound_are_passed_over() -> None:
    stream = open_stream(io.BytesIO(b"uno\n" + b"x" * 100 + b"\ndos"), "a")
    assert [read_line(stream, 10) for _ in range(4)] == [b"uno\n", None, b"dos", b""]
