"""A process of its own that turns PDF files into lines of text with their places: `python -P pdf_lines.py`.

PDFium is native code and its input is anything: what makes it crash, loop or swell ends this process, not the worker
that waits for it (`pdf_process`). It therefore stands alone: nothing of the package is imported here.

A request on stdin is three unsigned 64-bit numbers (big-endian), the file's length, the bound on its text in bytes and
the seconds of processor time that it may take, then the file. An answer on stdout is one such number, its length, then
JSON: `{"error": ...}` or `{"title", "date", "pages"}`, a page `{"width", "height", "lines"}`, a line
`[text, left, bottom, right, top, base, size, scripts]` in points from the page's lower left, where `base` is the height
of its baseline and `scripts` lists the offsets of raised (positive) and lowered (negative) characters, counted from 1.
Lines come in the order in which PDFium gives them; one that ends in a hyphen ends in U+FFFE.
"""

from __future__ import annotations

import array
import ctypes
import json
import os
import re
import resource
import struct
import sys
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

HEAD = struct.Struct(">QQQ")
LENGTH = struct.Struct(">Q")

MEMORY = 2 << 30
"""Address space in bytes. The kernel of macOS does not enforce it."""

LINE_BYTES = 64
"""What a line or a page takes beside its text, about: a million lines of one letter are bounded too."""

_LINE_END = re.compile("\r\n?|\n|(?<=\ufffe)")
_SCRIPTS = re.compile(r"[0-9+\-−][0-9+\-−,.]*")
SMALLER = 0.9
"""Exponents and indices are set at 0.58 to 0.8 of their line's size."""
RAISED, LOWERED = 0.12, -0.04
"""How far their baseline stands off, at the least, in sizes of the line."""
FARTHEST = 0.7
NEAR = 4
"""How far off in height, and in width, what they stand off from may be: an exponent has two or three digits."""


def main() -> None:
    """Answer requests until stdin ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # native code that prints must not write into an answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_AS, MEMORY)
    while head := requests.read(HEAD.size):
        length, bound, seconds = HEAD.unpack(head)
        _allow_seconds(seconds)
        _answer(answers, read_lines(requests.read(length), bound))


def _limit(kind: int, value: int) -> None:
    _, most = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY else min(value, most), most))


def _allow_seconds(seconds: int) -> None:
    """Processor time from now on; the kernel ends the process at its end."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + seconds)


def _answer(answers: BinaryIO, content: dict[str, Any]) -> None:
    data = json.dumps(content).encode()
    answers.write(LENGTH.pack(len(data)) + data)
    answers.flush()


def read_lines(data: bytes, bound: int) -> dict[str, Any]:
    """The answer for a file."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"error": "encrypted" if error.err_code == raw.FPDF_ERR_PASSWORD else "corrupt"}
    try:
        about = document.get_metadata_dict(skip_empty=True)
        return {"title": about.get("Title", ""), "date": about.get("CreationDate", ""), **_pages(document, bound)}
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, bound: int) -> dict[str, Any]:
    pages, given = [], 0
    for number in range(len(document)):
        page = _page(document, number)
        given += LINE_BYTES + sum(len(line[0].encode(errors="replace")) + LINE_BYTES for line in page["lines"])
        if given > bound:
            return {"error": "too large"}
        pages.append(page)
    return {"pages": pages}


def _page(document: pdfium.PdfDocument, number: int) -> dict[str, Any]:
    """A page without text where PDFium cannot load it: a broken one among hundreds does not take the others along."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return {"width": 0.0, "height": 0.0, "lines": []}
    try:
        return {"width": page.get_width(), "height": page.get_height(), "lines": _lines(page)}
    finally:
        page.close()


def _lines(page: pdfium.PdfPage) -> list[list[Any]]:
    try:
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    try:
        return _placed(text_page)
    finally:
        text_page.close()


def _placed(text_page: pdfium.PdfTextPage) -> list[list[Any]]:
    units = _units(text_page)
    scripts = _scripts(text_page, units)
    lines, start = [], 0
    for end in [*_LINE_END.finditer(units), None]:
        stop = end.start() if end else len(units)
        if units[start:stop].strip("\ufffe \t"):
            marks = [sign * (at - start + 1) for at, sign in scripts.items() if start <= at < stop]
            lines.append(_line(text_page, units[start:stop], start, marks))
        start = end.end() if end else stop
    return lines


def _units(text_page: pdfium.PdfTextPage) -> str:
    """The page's text, a character a UTF-16 unit: PDFium counts so."""
    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    return array.array("H", bytes(buffer)[: 2 * max(written - 1, 0)]).tobytes().decode("utf-16-le", "surrogatepass")


def _line(text_page: pdfium.PdfTextPage, units: str, start: int, marks: list[int]) -> list[Any]:
    first = raw.FPDFText_GetCharIndexFromTextIndex(text_page, start)
    last = raw.FPDFText_GetCharIndexFromTextIndex(text_page, start + len(units) - 1)
    number = raw.FPDFText_CountRects(text_page, first, max(last - first, 0) + 1)
    boxes = [text_page.get_rect(index) for index in range(number)]
    left, bottom = (min((box[side] for box in boxes), default=0.0) for side in (0, 1))
    right, top = (max((box[side] for box in boxes), default=0.0) for side in (2, 3))
    _, base, size = _character(text_page, start)
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    numbers = (round(value, 2) for value in (left, bottom, right, top, base, size))
    return [text, *numbers, marks if len(text) == len(units) else []]


def _scripts(text_page: pdfium.PdfTextPage, units: str) -> dict[int, int]:
    """Offsets of raised (1) and lowered (-1) digits and signs: 10⁶ is set as 10 and a small 6, and would become 106."""
    found: dict[int, int] = {}
    for run in _SCRIPTS.finditer(units):
        before = len(units[: run.start()].rstrip("\r\n")) - 1
        line = _character(text_page, before) if before >= 0 else None
        for at in (run.start() + place for place, unit in enumerate(run[0]) if unit not in ",."):
            character = _character(text_page, at)
            sign = _stands_off(character, line) if line else 0
            if sign:
                found[at] = sign
            else:
                line = character
    return found


def _character(text_page: pdfium.PdfTextPage, at: int) -> tuple[float, float, float]:
    """Where a character's baseline begins, and its size."""
    index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, at)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    return x.value, y.value, raw.FPDFText_GetFontSize(text_page, index)


def _stands_off(character: tuple[float, float, float], line: tuple[float, float, float]) -> int:
    """1 for a character raised off the line of another one close before it, -1 for a lowered one."""
    (x, y, size), (line_x, line_y, line_size) = character, line
    offset = (y - line_y) / line_size if line_size > 0 else 0.0
    if size >= SMALLER * line_size or not 0 < x - line_x < NEAR * line_size or abs(offset) > FARTHEST:
        return 0
    return 1 if offset >= RAISED else -1 if offset <= LOWERED else 0


if __name__ == "__main__":
    main()
