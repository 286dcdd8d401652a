"""Output of WikiExtractor: articles as plain text between lines `<doc id= url= title=>` and `</doc>`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_line
from bioroberta.errors import DocumentError

BEGIN, END = b"<doc ", b"</doc>"

_HEADER = re.compile(r'<doc id="[^"]*"(?: revid="[^"]*")? url="([^"]*)" title="(.*)">')
"""Quotes in titles are written as they are: the title ends with the line."""


@dataclass
class _Piece:
    """The lines of one article, or what stands outside of articles (`header` is then empty)."""

    header: bytes = b""
    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    closed: bool = False
    visible: bool = False

    def add(self, raw: bytes | None, limit: int) -> None:
        """Keep a line; None and what passes `limit` is counted only, so that memory stays bounded."""
        self.size += limit + 1 if raw is None else len(raw)
        self.visible |= raw is None or bool(raw.strip())
        if raw is None or self.size > limit:
            self.lines.clear()
        else:
            self.lines.append(raw)

    @property
    def is_record(self) -> bool:
        """Whether it counts: blank lines between articles do not."""
        return bool(self.header) or self.closed or self.visible


def read_wikiextractor(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Articles. Skipped: those of which nothing but the title is left. Broken: an article over the bound, one without
    its end, and text outside of articles.
    """
    for record, piece in enumerate(_pieces(stream, source.max_record_bytes)):
        try:
            yield _article(record, piece, source)
        except DocumentError as error:
            yield Broken(record, "encoding", str(error))


def _pieces(stream: BufferedReader, limit: int) -> Iterator[_Piece]:
    piece = _Piece()
    while (raw := read_line(stream, limit)) != b"":
        if raw is not None and raw.startswith(BEGIN):
            if piece.is_record:
                yield piece
            piece = _Piece(raw)
        elif raw is not None and raw.strip() == END:
            piece.closed = True
            yield piece
            piece = _Piece()
        else:
            piece.add(raw, limit)
    if piece.is_record:
        yield piece


def _article(record: int, piece: _Piece, source: CorpusSource) -> Record:
    if piece.size > source.max_record_bytes:
        return Broken(record, "too large", f"{piece.size} bytes in an article")
    header = _HEADER.fullmatch(decode(piece.header, source.encoding).strip())
    if header is None:
        return Broken(record, "no header", f"{piece.size} bytes without <doc id= url= title=>")
    if not piece.closed:
        return Broken(record, "no end", f"an article of {piece.size} bytes without </doc>")
    url, title = header[1], html.unescape(header[2])
    # Version 3 writes &lt; &gt; &amp; in its text; left so, `p&lt;0,05` would pass for page source.
    text = html.unescape(decode(b"".join(piece.lines), source.encoding)).strip()
    first, _, rest = text.partition("\n")
    body = rest.strip() if first.strip() == title.strip() else text
    if not body:
        return Skipped(record, "empty")
    return RawDocument(record, f"{title}\n\n{body}" if title else body, title or None, url or None)
