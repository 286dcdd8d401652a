"""Web archives: the main text of HTML pages.

Framing, transfer and content encodings are FastWARC's, the text `web_page`'s: that of the main content, without menus,
consent dialogs and footers. Records that are no answers of a server (requests, metadata) count as positions only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.readers.dates import iso_date
from bioroberta.corpus.readers.page_signs import ERROR_WORDS, error_words, is_reserved, is_robots_text
from bioroberta.corpus.readers.pages import HTTP_OK, address, is_error, is_robots
from bioroberta.corpus.readers.web_page import read_page
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

HTML_TYPES = ("text/html", "application/xhtml+xml")
HEAD_BYTES = 4096
"""In which the head of an answer is looked for."""
_ZLIB = ("gzip", "x-gzip", "deflate")
_BROTLI = re.compile(rb"^content-encoding:\s*br\s*$", re.IGNORECASE | re.MULTILINE)
META_BYTES = 2048
"""HTML asks for the encoding in the first 1024 bytes; sites put it later."""

_ANSWERS = (WarcRecordType.response, WarcRecordType.resource)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class _Stored:
    """What the archive says of a page."""

    record: int
    url: str | None
    date: str | None


class _Positioned:
    """A stream with `tell`, which FastWARC asks for and decompressed streams do not have."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._position = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)  # `read` would lose what it has when the compressed data break off
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position


def read_warc(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Pages of an archive, with the day of their crawling. Skipped: other media types, error answers, pages that say
    that they are none, rules for crawlers, pages that their owner reserves against mining (`page_signs`), pages without
    text. Broken: a page over the bound, one whose content cannot be decoded, and a truncated last one.
    """
    archive = ArchiveIterator(cast(BinaryIO, _Positioned(stream)), parse_http=False, stream_detect=False)
    record = -1
    try:
        for record, entry in enumerate(archive):
            if entry.headers.get("Content-Length") is None:  # which every record must have
                yield Broken(record, "truncated", "the head of a record breaks off")
            elif entry.record_type in _ANSWERS:
                yield _answer(record, entry, source)
    except OSError as error:
        raise DocumentError(f"not a WARC record after number {record}: {error}") from None


def _answer(record: int, entry: WarcRecord, source: CorpusSource) -> Record:
    if entry.content_length > source.max_record_bytes:
        return Broken(record, "too large", f"{entry.content_length} bytes in a record")
    declared = entry.content_length
    entry.freeze()
    if entry.content_length < declared:
        return Broken(record, "truncated", f"{entry.content_length} of {declared} bytes of a record")
    try:
        return _page(record, entry, source)
    except DocumentError as error:
        return Broken(record, "bad record", str(error))


def _page(record: int, entry: WarcRecord, source: CorpusSource) -> Record:
    stored = _Stored(record, address(entry.headers.get("WARC-Target-URI")), _day(entry.headers.get("WARC-Date")))
    if is_robots(stored.url):
        return Skipped(record, "robots")
    charset, headers = None, {}
    if _is_http(entry):
        entry.parse_http(auto_decode="all" if _is_brotli(entry) else "transfer")
        if entry.http_headers is None:
            raise DocumentError("the head of the answer is broken")
        status = entry.http_headers.status_code or 0
        if status != HTTP_OK:
            return Skipped(record, "http_status", status, HTTP_OK)
        if (entry.http_content_type or HTML_TYPES[0]).lower() not in HTML_TYPES:
            return Skipped(record, "media_type")
        charset, headers = entry.http_charset, {name.lower(): value for name, value in entry.http_headers.items()}
    page = _decoded(entry.reader.read(), headers.get("content-encoding", ""), source.max_record_bytes)
    return _document(stored, decode(page, charset or _meta_charset(page)), headers)


def _day(date: str | None) -> str | None:
    match = _DATE.match(date or "")
    return iso_date(*match.groups()) if match else None


def _is_http(entry: WarcRecord) -> bool:
    """Whether the answer's head is stored. Some crawlers store the page alone, and say otherwise."""
    head = entry.reader.read(5)
    entry.reader.seek(0)
    return head == b"HTTP/"


def _is_brotli(entry: WarcRecord) -> bool:
    """Whether the page is compressed by Brotli: FastWARC undoes that. All else it would undo without a bound."""
    head = entry.reader.read(HEAD_BYTES)
    entry.reader.seek(0)
    return _BROTLI.search(head) is not None


def _decoded(page: bytes, encoding: str, limit: int) -> bytes:
    """The page without its content encoding; some crawlers store it so, and keep the header."""
    if encoding.strip().lower() in _ZLIB and (encoding.strip().lower() == "deflate" or page.startswith(b"\x1f\x8b")):
        page = _inflated(page, limit)
    if len(page) > limit:
        raise DocumentError(f"the page is larger than {limit} bytes when decoded")
    return page


def _inflated(page: bytes, limit: int) -> bytes:
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # with a header of gzip or zlib; without one
        decoder = zlib.decompressobj(bits)
        try:
            decoded = decoder.decompress(page, limit + 1)
        except zlib.error:
            continue
        if decoder.eof or len(decoded) > limit:
            return decoded
    raise DocumentError("the page's content encoding is broken")


def _meta_charset(page: bytes) -> str | None:
    match = _META_CHARSET.search(page[:META_BYTES])
    return match[1].decode("ascii") if match else None


def _document(stored: _Stored, page: str, headers: dict[str, str]) -> Record:
    if is_robots_text(page):
        return Skipped(stored.record, "robots")
    if is_reserved(page, headers):
        return Skipped(stored.record, "reserved")
    title, text = read_page(page)
    if is_error(title):
        return Skipped(stored.record, "error_page")
    if words := error_words(text):
        return Skipped(stored.record, "error_page", words, ERROR_WORDS)
    if not text:
        return Skipped(stored.record, "empty")
    return RawDocument(stored.record, text, title or None, stored.url, date=stored.date)
