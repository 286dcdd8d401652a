"""One side of parallel texts: Moses files (a line a segment) and TMX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from lxml import etree

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.readers.markup import XML_LANG, Layout, elements, line
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_line
from bioroberta.errors import DocumentError

TMX = Layout(blocks=frozenset(), dropped=frozenset(("bpt", "ept", "ph", "it", "ut")))
"""The dropped elements hold the formatting codes of other tools, not text."""

_UNIT_OF_DOCUMENT = re.compile(r"(.+):\d+")
_DOCUMENT_PROPERTIES = frozenset(("doc", "docid", "doc-id", "document", "filename", "txt::docid"))


def read_moses(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Documents of consecutive lines, up to an empty line or `lines_per_document`.

    A record is such a run. A line over the bound or one that cannot be decoded breaks its document only.
    """
    record, lines = 0, list[bytes]()
    broken: Broken | None = None
    while line_read := (raw := read_line(stream, source.max_record_bytes)) is None or raw:
        if raw is None:
            broken = Broken(record, "too large", f"a line is longer than {source.max_record_bytes} bytes")
        elif raw.strip():
            lines.append(raw)
        if (raw is not None and not raw.strip() and (lines or broken)) or len(lines) >= source.lines_per_document:
            yield broken or _segments(record, lines, source)
            record, lines, broken = record + 1, [], None
    if not line_read and (lines or broken):
        yield broken or _segments(record, lines, source)


def _segments(record: int, lines: list[bytes], source: CorpusSource) -> Record:
    try:
        text = decode(b"".join(lines), source.encoding).rstrip("\r\n")
    except DocumentError as error:
        return Broken(record, "encoding", str(error))
    return RawDocument(record, text) if text.strip() else Skipped(record, "empty")


def read_tmx(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Documents of consecutive units that share a document id, else of `lines_per_document` units.

    The id is a property such as `docid`, or what stands before the number in a unit's id (`PubMed_8:17`, as in
    TICO-19). A record is such a run, whether or not it has a side in the source's language.
    """
    record, key, lines, units = 0, "", list[str](), 0
    for unit in elements(stream, ("tu",), source.max_record_bytes):
        document = _document_key(unit)
        if units and (document != key or (not document and units >= source.lines_per_document)):
            yield _run(record, lines)
            record, lines, units = record + 1, [], 0
        key, units = document, units + 1
        lines += _sides(unit, source)
    if units:
        yield _run(record, lines)


def _run(record: int, lines: list[str]) -> Record:
    return RawDocument(record, "\n".join(lines)) if lines else Skipped(record, "language")


def _document_key(unit: etree._Element) -> str:
    for prop in unit.iterfind("{*}prop"):
        if (prop.get("type") or "").lower() in _DOCUMENT_PROPERTIES and prop.text:
            return str(prop.text)
    match = _UNIT_OF_DOCUMENT.fullmatch(unit.get("tuid") or "")
    return match[1] if match else ""


def _sides(unit: etree._Element, source: CorpusSource) -> list[str]:
    """The text of a unit's variants in the source's language; a variant that states none is not taken."""
    texts = []
    for variant in unit.iterfind("{*}tuv"):
        stated = variant.get(XML_LANG) or variant.get("lang")
        if stated and matches(stated, source.language):
            texts.append(line(variant.find("{*}seg"), TMX))
    return [text for text in texts if text]
