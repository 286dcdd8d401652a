"""A small web site on loopback that can misbehave: files by path, faults for the next requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from tests.web_server import running


@dataclass
class Site:
    """What the server has, and what it does with the next requests."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    """Whether it sends parts."""
    length: bool = True
    """Whether it says how long the answer is."""
    statuses: list[int] = field(default_factory=list)
    """Answers to the next requests, before it answers properly."""
    cuts: list[int] = field(default_factory=list)
    """Bytes after which the next connections end."""
    asked: list[str] = field(default_factory=list)
    """The ranges of all requests."""


@contextmanager
def serve() -> Iterator[Site]:
    """A site as long as the block runs."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site, "protocol_version": "HTTP/1.1"})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, running(server) as url:
        site.url = url
        yield site


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def handle(self) -> None:
        with suppress(ConnectionError):  # a client that has seen enough
            super().handle()

    def do_GET(self) -> None:
        self.site.asked.append(self.headers.get("Range", ""))
        data = self.site.files.get(unquote(urlsplit(self.path).path))
        status = self.site.statuses.pop(0) if self.site.statuses else 200 if data is not None else 404
        if status != 200:
            self._begin(status, 0, **self.site.headers)
            return
        assert data is not None
        self._send(data)

    def log_message(self, format: str, *values: object) -> None:
        pass

    def _send(self, data: bytes) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")) if self.site.ranges else None
        start = int(asked[1]) if asked else 0
        if asked and start >= len(data):
            self._begin(416, 0)
            return
        body = data[start:]
        part = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if asked else {}
        self._begin(206 if asked else 200, len(body), **{**part, **self.site.headers})
        cut = self.site.cuts.pop(0) if self.site.cuts else None
        self._write(body if cut is None else body[:cut], whole=cut is None)

    def _begin(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        framing = (
            {"Content-Length": str(length)} if self.site.length or not length else {"Transfer-Encoding": "chunked"}
        )
        for name, value in {**headers, **framing}.items():
            self.send_header(name, value)
        self.end_headers()

    def _write(self, body: bytes, whole: bool) -> None:
        if self.site.length or not body:
            self.wfile.write(body)
        else:
            for start in range(0, len(body), 1000):
                piece = body[start : start + 1000]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n" if whole else b"")
        self.close_connection = self.close_connection or not whole
