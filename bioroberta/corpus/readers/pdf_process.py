"""The process that extracts text from PDF files (`pdf_lines`), as its caller sees it."""

from __future__ import annotations

import atexit
import json
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from bioroberta.errors import DocumentError

PROGRAM = Path(__file__).with_name("pdf_lines.py")
HEAD = struct.Struct(">QQQ")
LENGTH = struct.Struct(">Q")

CPU_SECONDS = 60
"""Of the process for a file. A manual of 400 pages takes one: what takes this long is an attack or beyond repair.
Processor time, not the clock's: a busy machine must not change the output."""

OUT_OF_TIME = -signal.SIGXCPU


class _Extractor:
    """The process: started when it is first needed, and again when a file has ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.stop)

    def ask(self, request: bytes) -> dict[str, Any]:
        """The answer for a file. Raises DocumentError where a fresh process dies of it.

        One that has read other files before is believed only when this one took all its time: of anything else it may
        have died for what they left behind.
        """
        with self._lock:
            fresh = self._process is None
            answer = self._try(request)
            if not fresh and isinstance(answer, int) and answer != OUT_OF_TIME:
                answer = self._try(request)
        if isinstance(answer, int):
            raise DocumentError(_why(answer))
        return answer

    def stop(self) -> int:
        """End the process, if there is one; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        process.communicate()
        return process.returncode

    def _try(self, request: bytes) -> dict[str, Any] | int:
        """The answer, or the exit code where the process ended."""
        if self._process is None:
            command = [sys.executable, "-P", str(PROGRAM)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        requests, answers = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        with suppress(BrokenPipeError):
            requests.write(request)
            requests.flush()
            [length] = LENGTH.unpack(answers.read(LENGTH.size).ljust(LENGTH.size, b"\0"))
            answer = answers.read(length)
            if length and len(answer) == length:
                return cast(dict[str, Any], json.loads(answer))
        self._process.wait()
        return self.stop()


def _why(code: int) -> str:
    if code == OUT_OF_TIME:
        return "the PDF takes too much processor time"
    return f"the PDF extractor ended with {signal.Signals(-code).name if code < 0 else f'code {code}'}"


_extractor = _Extractor()


def extract(data: bytes, bound: int, seconds: int = CPU_SECONDS) -> dict[str, Any]:
    """Lines of a PDF file with their places, as `pdf_lines` says; `bound` is on the bytes of its text.

    Raises DocumentError for a file that crashes the extractor or takes more than it gives a file.
    """
    return _extractor.ask(HEAD.pack(len(data), bound, seconds) + data)
