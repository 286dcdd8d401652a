"""Files behind `http://` and `https://`, through fsspec: read only, gone on with where a connection breaks.

fsspec's own file takes every fault for a missing file and gives up at the first broken connection, so that only its
streams are used. Proxies and passwords come from the environment (`HTTPS_PROXY`, `~/.netrc`).
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, Any, TypeVar, cast

import aiohttp
import fsspec
import pyarrow as pa
import pyarrow.fs as pafs

from bioroberta import __version__
from bioroberta.errors import InputError

T = TypeVar("T")

CONNECT_SECONDS = 10.0
SILENT_SECONDS = 30.0
"""Archives on tape or behind a queue take their time for the first byte."""
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each further attempt. A byte that arrives starts them anew: a long download may break off often."""
LONGEST_WAIT = 300.0
"""Seconds that a busy server may ask for."""

CHUNK = 1 << 20

HEADERS = {"Accept-Encoding": "identity", "User-Agent": f"bioroberta/{__version__}"}
"""The file as it is stored; and a name, because some servers refuse the one that Python gives."""

EMPTY = 416
"""Answer to a range of an empty file."""
PARTIAL = 206
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Answers of servers that are busy or restarted; any other 4xx or 5xx will be the same next time."""

_PART = re.compile(r"bytes (\d+)-\d+/(?:(\d+)|\*)")


@dataclass(frozen=True)
class Answer:
    """What a server says of a file: its size (None: unknown), whether it sends parts, and how to tell versions."""

    size: int | None
    ranges: bool
    version: str | None


class WebHandler(pafs.FSSpecHandler):  # type: ignore[misc]  # pyarrow has no types
    """The files of all web servers to pyarrow, each under its whole URL."""

    def __init__(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=SILENT_SECONDS)
        # Not decompressed: servers mark `a.xml.gz` as an encoding of `a.xml`, and the name says .gz.
        settings = {"timeout": timeout, "trust_env": True, "auto_decompress": False}
        super().__init__(fsspec.filesystem("https", client_kwargs=settings, skip_instance_cache=True))

    def get_file_info(self, paths: Iterable[str]) -> list[pafs.FileInfo]:
        """Type and size of each; OSError where a server does not answer properly."""
        return [self._look(path) for path in paths]

    def open_input_file(self, path: str) -> pa.PythonFile:
        """A file to read and to seek in. Raises FileNotFoundError, or OSError as above."""
        return pa.PythonFile(WebFile(self.fs, path), mode="r")

    def open_output_stream(self, path: str, metadata: Any) -> pa.PythonFile:
        """Refused."""
        raise OSError("files behind HTTP are only read")

    def _look(self, path: str) -> pafs.FileInfo:
        try:
            with WebFile(self.fs, path) as file:
                return pafs.FileInfo(path, pafs.FileType.File, size=file.answer.size)
        except FileNotFoundError:
            return pafs.FileInfo(path, pafs.FileType.NotFound)


class WebFile(io.RawIOBase):
    """A file behind a URL. Where the server sends no parts, going anywhere but on copies it to a temporary file."""

    def __init__(self, filesystem: Any, url: str) -> None:
        self._filesystem, self._url = filesystem, url
        self._position = self._reached = 0  # where the next byte is wanted, and where the stream stands
        self._stream: Any = None
        self._copy: IO[bytes] | None = None
        self.answer = Answer(None, False, None)
        self.answer = self._persist(self._connect)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes, at a price."""
        return True

    def readinto(self, buffer: object) -> int:
        """As `io.RawIOBase`, but full unless at the end, for pyarrow takes less for the end. OSError after the last
        attempt.
        """
        view, filled = memoryview(cast(bytearray, buffer)), 0
        while data := self._next(len(view) - filled):
            view[filled : filled + len(data)] = data
            filled += len(data)
            self._position += len(data)
        return filled

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As `io.RawIOBase`. Costs nothing until something is read there."""
        if whence == io.SEEK_END and self.answer.size is None:
            self._copy_all()
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.answer.size or 0}[whence]
        if start + offset < 0:
            raise ValueError("a position before the beginning")
        self._position = start + offset
        return self._position

    def close(self) -> None:
        """Give back the connection and the copy."""
        self._drop()
        if self._copy is not None:
            self._copy.close()
        super().close()

    def _next(self, size: int) -> bytes:
        """Some of the next bytes, up to `size`; none at the end."""
        if size == 0 or (self.answer.size is not None and self._position >= self.answer.size):
            return b""
        if self._copy is None and not self.answer.ranges and self._reached != self._position:
            self._copy_all()
        if self._copy is not None:
            self._copy.seek(self._position)
            return self._copy.read(size)
        return self._persist(partial(self._fetch, size))

    def _copy_all(self) -> None:
        here, copy = self._position, tempfile.TemporaryFile()  # noqa: SIM115  # closed with this file
        self._drop()
        self._position = self._reached = 0
        while chunk := self.read(CHUNK):
            copy.write(chunk)
        self._drop()
        self.answer = replace(self.answer, size=self._position)
        self._position, self._copy = here, copy

    def _persist(self, action: Callable[[], T]) -> T:
        """What `action` returns, tried again after faults that may pass."""
        for wait in (*WAITS, None):
            try:
                return action()
            except (aiohttp.ClientError, TimeoutError) as error:
                self._drop()
                asked = _asked_wait(error)
                if wait is None or asked > LONGEST_WAIT or not _may_pass(error):
                    raise OSError(_told(error)) from error
            time.sleep(max(wait, asked))
        raise AssertionError("the last attempt returns or raises")

    def _fetch(self, size: int) -> bytes:
        if self._reached != self._position:
            self._drop()
        if self._stream is None:
            self._go_on()
        data: bytes = self._stream.read(size)
        if not data and self.answer.size is not None:
            raise aiohttp.ClientPayloadError(f"{self._position} of {self.answer.size} bytes came")
        self._reached = self._position + len(data)
        return data

    def _go_on(self) -> None:
        answer = self._connect()
        if (answer.version, answer.size) != (self.answer.version, self.answer.size):
            raise OSError("the file was changed while it was read; run it again")
        if not answer.ranges:
            self._pass_over(self._position)
        self._reached = self._position

    def _pass_over(self, size: int) -> None:
        while size and (data := self._stream.read(min(size, CHUNK))):
            size -= len(data)

    def _connect(self) -> Answer:
        """Ask for the file from the position on."""
        headers = {**HEADERS, "Range": f"bytes={self._position}-"}
        try:
            # A size that is given, whatever it is, saves fsspec a request for it.
            self._stream = self._filesystem.open(self._url, block_size=0, size=1, headers=headers)
        except aiohttp.ClientResponseError as error:
            if error.status == EMPTY and self._position == 0:
                return Answer(0, True, None)
            raise
        answered = self._stream.r
        _refuse(answered, self._url)
        return _read_answer(answered, self._position)

    def _drop(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def _read_answer(answered: aiohttp.ClientResponse, position: int) -> Answer:
    headers = answered.headers
    version = headers.get("ETag") or headers.get("Last-Modified")
    if answered.status == PARTIAL:
        part = _PART.fullmatch(headers.get("Content-Range", ""))
        if part is None or int(part[1]) != position:
            raise aiohttp.ClientPayloadError("the server sends another part than was asked for")
        return Answer(int(part[2]) if part[2] else None, True, version)
    length = headers.get("Content-Length", "")
    return Answer(int(length) if length.isdigit() else None, False, version)


def _refuse(answered: aiohttp.ClientResponse, url: str) -> None:
    """What must not be taken for the file, however well it comes.

    Servers show a page for what is to be clicked, logged in for or agreed to; no format here is a bare page.
    """
    path = url.partition("?")[0].lower()
    if url.startswith("https://") and answered.url.scheme != "https":
        raise InputError(f"{url} leads to {answered.url.host} without encryption")
    if answered.content_type == "text/html" and not path.endswith((".html", ".htm")):
        raise InputError(f"{url} answers with a web page, not with a file: give the address of the file itself")
    encoding = answered.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", "") and not path.endswith("gz"):
        raise InputError(f"{url} comes compressed ({encoding}) whatever is asked for: download it, and give the path")
    if answered.content_length is None and answered.headers.get("Transfer-Encoding", "").lower() != "chunked":
        raise InputError(
            f"{url}: the server does not tell the size, so a broken transfer would look whole: download it"
        )


def _asked_wait(error: Exception) -> float:
    """Seconds that the server asks to be left alone; 0 where it says nothing, or a date."""
    headers = getattr(error, "headers", None) or {}
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else 0.0


def _may_pass(error: Exception) -> bool:
    if isinstance(error, aiohttp.ClientResponseError):
        return error.status in PASSING
    return not isinstance(error, aiohttp.ClientSSLError | aiohttp.InvalidURL)


def _told(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the server answers {error.status} {error.message}".rstrip()
    if isinstance(error, TimeoutError):
        return f"nothing came for {SILENT_SECONDS:g} s"
    return f"{type(error).__name__}: {error}"
