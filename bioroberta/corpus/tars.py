"""The members of tar files, of which nothing but the next byte can be had.

Not by tarfile's own iteration: it takes a damaged header for the end, and up to Python 3.11.9 its reading of extended
headers takes time that grows with the square of their length (CVE-2024-6232).
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from bioroberta.corpus.members import Member, clean_name
from bioroberta.corpus.records import Broken, Skipped
from bioroberta.errors import DocumentError

MAX_EXTENSION = 1 << 20
"""Bytes of a tar's extended header. Linux ends paths at 4,096 bytes; macOS adds attributes."""
MAX_DIGITS = 20
CHUNK = 1 << 16

_LINKS = (tarfile.LNKTYPE, tarfile.SYMTYPE)
_NO_FILES = (tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
_EXTENSIONS = (
    tarfile.XHDTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_SPARSE_GOES_ON, _SPARSE_GOES_ON_AGAIN = 482, 504
"""Bytes in a sparse member's header and its further headers that say whether another follows (GNU tar)."""


class _Forward:
    """A stream that counts, fails the same way for ever once it failed, and gives what came before."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self._error = stream, ""
        self.position = 0

    def read1(self, size: int) -> bytes:
        if self._error:
            raise DocumentError(self._error)
        try:
            data = self._stream.read1(size)  # `read` would lose what it has when the data break off
        except DocumentError as error:
            self._error = str(error)
            raise
        self.position += len(data)
        return data

    def block(self) -> bytes:
        """The next block; empty at the end."""
        data = self._up_to(tarfile.BLOCKSIZE)
        if data and len(data) < tarfile.BLOCKSIZE:
            raise DocumentError("truncated: the archive ends within a header")
        return data

    def extension(self, size: int) -> bytes:
        """The content of an extended header."""
        if size > MAX_EXTENSION:
            raise DocumentError(f"an extended header of more than {MAX_EXTENSION} bytes")
        return self._up_to(size)

    def skip_to(self, position: int) -> None:
        """Go on from there."""
        while self.position < position:
            if not self.read1(min(position - self.position, CHUNK)):
                raise DocumentError("truncated: the archive ends within a member")

    def _up_to(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (piece := self.read1(size - len(data))):
            data += piece
        return data


class _TarMember(io.RawIOBase):
    """The content of the member at which a tar stands."""

    def __init__(self, tar: _Forward, size: int) -> None:
        self._tar, self._end = tar, tar.position + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        wanted = min(len(view), self._end - self._tar.position)
        data = self._tar.read1(wanted) if wanted > 0 else b""
        if wanted > 0 and not data:
            raise DocumentError("truncated: the archive ends within this member")
        view[: len(data)] = data
        return len(data)


def tar_members(stream: io.BufferedReader) -> Iterator[Member]:
    """The files in an uncompressed tar, in order.

    Raises DocumentError where a header is damaged, the stream itself does, or the end is missing; streams raise it
    where the archive ends within a member.
    """
    tar = _Forward(stream)
    said: dict[str, bytes] = {}
    for header in _headers(tar):
        size = _size(header, said)
        end = tar.position + -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
        if header.type in _EXTENSIONS:
            said |= _read_extension(header, tar)
        else:
            if header.type not in _NO_FILES:
                raw = said.get("path", header.name.encode("utf-8", "surrogateescape"))
                member = cast(BinaryIO, _TarMember(tar, size))
                yield Member(clean_name(raw, "latin-1"), member, _tar_problem(header, said))
            said = {}
        tar.skip_to(end)


def _headers(tar: _Forward) -> Iterator[tarfile.TarInfo]:
    """All headers, those of extensions and of archives that were put one after another included."""
    ended = False
    while block := tar.block():
        ended = not block.strip(b"\0")
        if ended:
            continue
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.TarError, ValueError):
            raise DocumentError("a damaged header, or no tar file") from None
        further = header.type == tarfile.GNUTYPE_SPARSE and block[_SPARSE_GOES_ON]
        while further and (block := tar.block()):
            further = block[_SPARSE_GOES_ON_AGAIN]
        yield header
    if not ended:
        raise DocumentError("truncated: the end of the archive is missing")


def _size(header: tarfile.TarInfo, said: dict[str, bytes]) -> int:
    """Bytes that follow a header."""
    if header.type in (*_NO_FILES, *_LINKS):
        return 0
    size = said.get("size", b"") if header.type not in _EXTENSIONS else b""
    if (size and not (size.isdigit() and len(size) < MAX_DIGITS)) or header.size < 0:
        raise DocumentError("a damaged header: no size")
    return int(size) if size else header.size


def _read_extension(header: tarfile.TarInfo, tar: _Forward) -> dict[str, bytes]:
    """What an extended header says of the member after it: `path`, `size`, and whether it is `sparse`."""
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": tar.extension(header.size)}
    if header.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
        return dict(_read_records(tar.extension(header.size)))
    return {}


def _read_records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The `length key=value` lines of a pax header that matter here."""
    start = 0
    while start < len(data):
        space = data.find(b" ", start, start + MAX_DIGITS)
        length = data[start:space] if space > 0 else b""
        end = start + int(length) if length.isdigit() else 0
        if not start < space < end <= len(data):
            raise DocumentError("a damaged extended header")
        key, _, value = data[space + 1 : end - 1].partition(b"=")
        if key in (b"path", b"size"):
            yield key.decode(), value
        elif key.startswith(b"GNU.sparse."):
            yield "sparse", b""
        start = end


def _tar_problem(header: tarfile.TarInfo, said: dict[str, bytes]) -> Broken | Skipped | None:
    if header.type in _LINKS:
        return Skipped(0, "link")  # what it leads to is a member itself
    if header.type == tarfile.GNUTYPE_SPARSE or "sparse" in said:
        return Broken(0, "sparse member", "a file with holes: pack it anew without --sparse")
    if not header.isreg():
        return Broken(0, "unknown member", f"type {header.type!r} of a tar")
    return None
