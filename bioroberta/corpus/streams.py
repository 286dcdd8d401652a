"""Files as bounded streams of bytes: decompression that notices truncation, corruption and bombs."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol, cast

from backports import zstd

from bioroberta.errors import DocumentError, RunError
from bioroberta.storage import matches

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")

CHUNK = 1 << 16
MAX_EXPANSION = 400
"""Bytes out for a byte in. Dumps of XML and HTML reach 5 to 30; deflate ends at 1032, so bombs lie above this."""
FREE_EXPANSION = 64 << 20
"""Bytes that may come out of however little: small files of repeated text are no bombs."""
XZ_MEMORY = 256 << 20
"""Four times what `xz -9` needs; a header may ask for 4 GiB."""


class _Decompressor(Protocol):
    eof: bool
    unused_data: bytes

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's object with the interface that bz2, lzma and zstd share."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    ".gz": lambda: cast(_Decompressor, _Gzip()),
    ".bz2": lambda: cast(_Decompressor, bz2.BZ2Decompressor()),
    ".xz": lambda: cast(_Decompressor, lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=XZ_MEMORY)),
    ".zst": lambda: cast(_Decompressor, zstd.ZstdDecompressor()),
}
_CORRUPT = (OSError, zlib.error, lzma.LZMAError, zstd.ZstdError, EOFError, ValueError)


class Stored(io.RawIOBase):
    """A file as it is. A read that fails is the infrastructure's fault: RunError, so that no document is blamed."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file, self._path = file, path

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """As `io.RawIOBase`."""
        view = memoryview(cast(bytearray, buffer))
        with self.blamed():
            data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """OSError as RunError that names the file."""
        try:
            yield
        except OSError as error:
            raise RunError(f"reading {self._path} broke off: {error}") from error


class _Decompressed(io.RawIOBase):
    """The content of a compressed file; any number of members one after another."""

    def __init__(self, stored: io.RawIOBase, suffix: str) -> None:
        self._stored, self._new = stored, _DECOMPRESSORS[suffix]
        self._decompressor: _Decompressor | None = None
        self._rest = b""
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = b""
        while not data and self._ready():
            data = self._decompress(len(view))
        self._given += len(data)
        if self._given > FREE_EXPANSION + MAX_EXPANSION * self._taken:
            raise DocumentError(f"expands more than {MAX_EXPANSION} times: a decompression bomb")
        view[: len(data)] = data
        return len(data)

    def _ready(self) -> bool:
        """Whether there is something to decompress: starts the next member, fetches input. False at a sound end."""
        inner = self._decompressor
        if inner is not None and inner.eof:
            self._rest, self._decompressor, inner = inner.unused_data, None, None
        if not self._rest and (inner is None or inner.needs_input):
            self._rest = self._stored.read(CHUNK) or b""
            self._taken += len(self._rest)
            if not self._rest and inner is not None:
                raise DocumentError("truncated: the compressed data end early")
        if inner is None and not self._rest.strip(b"\0"):  # tar and some tapes pad with zeros
            return bool(self._rest) and self._drop_padding()
        self._decompressor = inner or self._new()
        return True

    def _drop_padding(self) -> bool:
        self._rest = b""
        return self._ready()

    def _decompress(self, length: int) -> bytes:
        data, self._rest = self._rest, b""
        assert self._decompressor is not None
        try:
            return self._decompressor.decompress(data, length)
        except _CORRUPT as error:
            raise DocumentError(f"corrupt compressed data: {type(error).__name__}") from None


def compression(path: str) -> str:
    """The compression suffix of a path, or an empty string."""
    return next((suffix for suffix in SUFFIXES if path.lower().endswith(suffix)), "")


def matches_stored(path: str, pattern: str) -> bool:
    """Whether a path matches a glob, with or without the suffix of its compression."""
    return matches(path, pattern) or matches(path[: len(path) - len(compression(path))], pattern)


def open_stream(file: BinaryIO, path: str, suffix: str | None = None) -> io.BufferedReader:
    """The file's content, decompressed by the suffix of its path or by the one given, as a buffered stream.

    Reading raises DocumentError when the compressed data are truncated, corrupt or a bomb, RunError when the storage
    fails.
    """
    raw: io.RawIOBase = Stored(file, path)
    suffix = compression(path) if suffix is None else suffix
    if suffix:
        raw = _Decompressed(raw, suffix)
    return io.BufferedReader(raw, CHUNK)


def read_bounded(stream: BinaryIO, limit: int) -> bytes:
    """The rest of a stream, or DocumentError when it is longer than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise DocumentError(f"larger than {limit} bytes")
    return data


def read_line(stream: BinaryIO, limit: int) -> bytes | None:
    """The next line with its end, b"" at the end of the stream, None for a line over `limit` (read to its end)."""
    line = stream.readline(limit + 1)
    if len(line) <= limit:
        return line
    while line and not line.endswith(b"\n"):
        line = stream.readline(CHUNK)
    return None
