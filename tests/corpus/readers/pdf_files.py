"""A small writer of PDF files: text at places, in Helvetica."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    size: float = 10


def lines(texts: Iterable[str], x: float = 50, y: float = 600, leading: float = 12, size: float = 10) -> list[Text]:
    """One below the other."""
    return [Text(x, y - place * leading, text, size) for place, text in enumerate(texts)]


def content(texts: Iterable[Text]) -> bytes:
    """A page's content stream."""
    return b"\n".join(
        b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (text.size, text.x, text.y, _escaped(text.text)) for text in texts
    )


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def pdf(*pages: Sequence[Text], info: dict[str, str] | None = None) -> bytes:
    """A file of these pages."""
    return pdf_of([content(page) for page in pages], info)


def pdf_of(contents: Sequence[bytes], info: dict[str, str] | None = None, extra: str = "", trailer: str = "") -> bytes:
    """A file of pages with these content streams, compressed. `extra` goes into their resources."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(contents)))
    entries = "".join(f"/{key} ({value})" for key, value in (info or {}).items())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        font,
        f"<< {entries} >>".encode("latin-1"),
    ]
    for number, data in enumerate(contents):
        resources = f"/Resources << /Font << /F1 3 0 R >> {extra} >> /MediaBox [0 0 {WIDTH} {HEIGHT}]"
        page = f"<< /Type /Page /Parent 2 0 R {resources} /Contents {6 + 2 * number} 0 R >>"
        objects += [page.encode(), stream(data)]
    return assemble(objects, trailer)


def stream(data: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n".encode() + packed + b"\nendstream"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects numbered from 1, the first the catalogue, the fourth the information, with a table of where they are."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
