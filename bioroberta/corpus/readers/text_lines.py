"""Text files of any size as lines: the encoding decided on their beginning, memory bounded by one line."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from io import BufferedReader

from bioroberta.corpus.encoding import BYTE_ORDER_MARKS, LEGACY, decode
from bioroberta.corpus.streams import CHUNK
from bioroberta.errors import DocumentError

HEAD = 1 << 20
"""Bytes on which the encoding of a file is decided."""

_STREAMED = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
"""Codecs that take the byte order mark as such."""
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that windows-1252 has no characters for: a stray one must not keep the file from being known."""
_UNDECODED = re.compile("[\udc80-\udcff]")


class _Rejoined(io.RawIOBase):
    """A stream of which the head was read to look at it. An error that this set off comes after the head."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.head, self._error = _read_head(stream)
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # the stubs' protocol of buffers is of Python 3.12
        data = self.head[self._given : self._given + len(view)]
        self._given += len(data)
        if not data and self._error:
            raise self._error
        data = data or self._stream.read1(len(view))
        view[: len(data)] = data
        return len(data)


def _read_head(stream: BufferedReader) -> tuple[bytes, DocumentError | None]:
    pieces, missing = list[bytes](), HEAD
    try:
        while missing > 0 and (data := stream.read1(missing)):
            pieces.append(data)
            missing -= len(data)
    except DocumentError as error:
        return b"".join(pieces), error
    return b"".join(pieces), None


def read_text_lines(stream: BufferedReader, declared: str | None, limit: int) -> Iterator[str | None]:
    r"""Lines with their ends (\n, \r\n or \r), None for one of over `limit` characters.

    Encoding: a byte order mark, else the declared one, else UTF-8, else what `encoding.decode` finds for the first
    megabyte. Bytes that are not in it come as lone surrogates: `is_decoded` tells. DocumentError for binary files.
    """
    rejoined = _Rejoined(stream)
    encoding = _encoding(rejoined.head, declared)
    text = io.TextIOWrapper(io.BufferedReader(rejoined, CHUNK), encoding, errors="surrogateescape", newline="")
    try:
        while line := text.readline(limit + 1):
            if len(line) <= limit:
                yield line
            else:
                _pass_over(line, text)
                yield None
    except UnicodeDecodeError:
        raise DocumentError(f"not {encoding}") from None


def _pass_over(line: str, text: io.TextIOWrapper) -> None:
    while line and not line.endswith(("\n", "\r")):
        line = text.readline(HEAD)


def is_decoded(text: str) -> bool:
    """Whether all bytes of it were in the encoding of the file."""
    return text.isascii() or not _UNDECODED.search(text)


def _encoding(head: bytes, declared: str | None) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _STREAMED[encoding]
    for name in (declared, "utf-8"):
        if name and _reads(head, name):
            return name
    lines = (head[: head.rfind(b"\n") + 1] or head).translate(None, _UNDEFINED)
    try:
        text = decode(lines)
    except DocumentError:
        if b"\0" in lines:
            raise
        return "utf-8"  # damaged somewhere: what is damaged will show
    return next((name for name in LEGACY if lines.decode(name, errors="ignore") == text), "utf-8")


def _reads(head: bytes, encoding: str) -> bool:
    """Whether the head, which may end within a character, is in an encoding."""
    try:
        head[:1].decode(encoding, errors="ignore")  # unlike the next line refuses codecs of bytes, such as `base64`
        codecs.getincrementaldecoder(encoding)().decode(head)
    except (UnicodeError, LookupError):
        return False
    return True
