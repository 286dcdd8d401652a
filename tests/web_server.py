"""A web server on loopback with an answer for each request: whole files, parts, and every fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BODY = bytes(number * 7 % 251 for number in range(10_000))
TAG = '"first"'

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Gives the next answer of its path; the last one again and again."""

    server: _Http

    def do_GET(self) -> None:
        script = self.server.script
        script.asked.append(self.path)
        if asked := self.headers.get("Range"):
            script.ranges.append(asked)
        waiting = script.answers[self.path]
        (waiting.pop(0) if len(waiting) > 1 else waiting[0])(self)

    def log_message(self, *_: Any) -> None:
        pass

    def begin(self, status: int, **headers: str | int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()


@dataclass
class Server:
    """What is answered, and what was asked."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)


class _Http(ThreadingHTTPServer):
    script: Server


@contextmanager
def serving() -> Iterator[Server]:
    with _Http(("127.0.0.1", 0), Handler) as http, running(http) as url:
        http.script = Server(url)
        yield http.script


@contextmanager
def running(http: ThreadingHTTPServer) -> Iterator[str]:
    """The address of a server that answers as long as the block runs."""
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()


def answer(value: Any, status: int = 200, **headers: str | int) -> Answer:
    """JSON."""
    data = json.dumps(value).encode()

    def act(handler: Handler) -> None:
        handler.begin(status, Content_Length=len(data), Content_Type="application/json", **headers)
        handler.wfile.write(data)

    return act


def whole(body: bytes = BODY, tag: str = TAG, **headers: str | int) -> Answer:
    """The file, or the part that is asked for when it is still the same (`If-Range`)."""
    return broken_at(len(body), body, tag, **headers)


def broken_at(end: int, body: bytes = BODY, tag: str = TAG, **headers: str | int) -> Answer:
    """The same, but the connection breaks before byte `end` of the file."""

    def act(handler: Handler) -> None:
        start = _start(handler, tag)
        length = len(body) - start
        version: dict[str, str | int] = {"ETag": tag} if tag else {}
        if start:
            told: dict[str, str | int] = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            handler.begin(206, Content_Length=length, **told, **version, **headers)
        else:
            handler.begin(200, Content_Length=length, **version, **headers)
        handler.wfile.write(body[start:end])

    return act


def _start(handler: Handler, tag: str) -> int:
    asked, only = handler.headers.get("Range"), handler.headers.get("If-Range")
    if asked is None or (only is not None and only != tag):
        return 0
    return int(asked.removeprefix("bytes=").removesuffix("-"))


def deaf_to_ranges(end: int = len(BODY), tag: str = TAG) -> Answer:
    """The whole file whatever is asked for, up to byte `end`."""

    def act(handler: Handler) -> None:
        handler.begin(200, Content_Length=len(BODY), ETag=tag)
        handler.wfile.write(BODY[:end])

    return act


def chunked(*pieces: bytes, ended: bool = True) -> Answer:
    """Without a length."""

    def act(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in [*pieces, *([b""] if ended else [])]:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    return act


def bare(status: int = 200, body: bytes = b"", **headers: str | int) -> Answer:
    """Only these headers, then the body."""

    def act(handler: Handler) -> None:
        handler.begin(status, **headers)
        handler.wfile.write(body)

    return act


def silence(handler: Handler) -> None:
    """The connection is closed without a word."""
    handler.connection.close()
    handler.wfile.close()
