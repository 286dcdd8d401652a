"""The members of zip files."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from bioroberta.corpus.members import Member, clean_name
from bioroberta.corpus.records import Skipped
from bioroberta.corpus.streams import FREE_EXPANSION, MAX_EXPANSION, Stored
from bioroberta.errors import DocumentError

MAX_DIRECTORY = 64 << 20
"""Bytes of a zip's directory, which is read whole: some 600,000 members, and about ten times as much memory."""

BUFFER = 1 << 20

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others are rare, and zipfile does not bound what they take: an LZMA member may ask for 4 GiB."""
ENCRYPTED = 0x1
UTF8 = 0x800
"""Bits of a zip member's flags (PKWARE's APPNOTE, 4.4.4)."""

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
)
"""What zipfile raises for damaged files. An OSError of the storage is a RunError by then."""


class _Seekable(Stored):
    """A stored file, in which a position outside of it is the document's fault and not the storage's."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        super().__init__(file, path)
        with self.blamed():
            self._size = file.seek(0, io.SEEK_END)
            file.seek(0)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset + (self._size if whence == io.SEEK_END else self._file.tell() if whence == io.SEEK_CUR else 0)
        if not 0 <= target <= self._size:
            raise OSError("a position outside of the file")  # zipfile tries some, and expects this
        with self.blamed():
            return self._file.seek(target)

    def tell(self) -> int:
        return self._file.tell()


class _Directory(io.BufferedReader):
    """A file for zipfile, which reads the directory in one call whatever its size."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise DocumentError(f"a directory of more than {MAX_DIRECTORY} bytes")
        return super().read(size)


@dataclass
class _Allowance:
    """Bytes that may still come out of an archive: members may share their data, so each alone says little."""

    left: int

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise DocumentError(f"expands more than {MAX_EXPANSION} times: a decompression bomb")


class _ZipMember(io.RawIOBase):
    """A member's content, opened with the first read."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: _Allowance) -> None:
        self._archive, self._info, self._allowance = archive, info, allowance
        self._content: zipfile.ZipExtFile | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        try:
            content = self._content or self._open()
            data = content.read1(len(view))  # `read` would lose what comes before the damage
        except _DAMAGED as error:
            raise DocumentError(f"a damaged member: {type(error).__name__}") from None
        self._allowance.take(len(data))
        view[: len(data)] = data
        return len(data)

    def _open(self) -> zipfile.ZipExtFile:
        if self._info.flag_bits & ENCRYPTED:
            raise DocumentError("encrypted: unpack the archive with its password, and make path the folder")
        if self._info.compress_type not in METHODS:
            raise DocumentError(f"compressed by method {self._info.compress_type}, which is not read: pack it anew")
        self._content = cast(zipfile.ZipExtFile, self._archive.open(self._info))
        return self._content


def zip_members(file: BinaryIO, path: str) -> Iterator[Member]:
    """The files in a zip that can seek, in order of its directory. `path` is for messages.

    Raises DocumentError where there is no directory, or once more came out than the whole may expand to; streams raise
    it where a member is damaged, encrypted or compressed in a way that is not read. RunError where the storage fails.
    """
    stored = _Directory(_Seekable(file, path), BUFFER)
    try:
        archive = zipfile.ZipFile(stored)
    except _DAMAGED:
        raise DocumentError("not a zip file, or cut off: its directory, which stands at the end, is missing") from None
    allowance = _Allowance(FREE_EXPANSION + MAX_EXPANSION * stored.seek(0, io.SEEK_END))
    for info in archive.infolist():
        allowance.take(0)
        if not info.orig_filename.endswith(("/", "\\")):  # a folder; `is_dir` raises for an empty name
            link = Skipped(0, "link") if stat.S_ISLNK(info.external_attr >> 16) else None
            yield Member(_zip_name(info), cast(BinaryIO, _ZipMember(archive, info, allowance)), link)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Without the flag for UTF-8, Windows in Spanish writes cp850, in which zipfile's cp437 has accents in places
    (not `Á Í Ó Ú`); Linux and macOS write UTF-8 nevertheless. Old programs separate folders by backslashes.
    """
    name = info.orig_filename
    raw = name.encode() if info.flag_bits & UTF8 else name.encode("cp437")
    return clean_name(raw.replace(b"\\", b"/"), "cp850")
