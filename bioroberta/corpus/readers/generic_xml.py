"""XML of any kind, by element paths that the recipe names (`fields`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from lxml import etree

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import parse_date
from bioroberta.corpus.readers.escaped import unescaped
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.readers.markup import Layout, elements, local_name, paragraphs
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_bounded
from bioroberta.errors import DocumentError

BLOCKS = frozenset(
    "p para paragraph div sec section title head heading h1 h2 h3 h4 h5 h6 list ul ol li item table td th caption "
    "quote blockquote abstract text".split()
)
"""Paragraphs in any vocabulary, even where text stands beside them."""
INLINE = frozenset(
    "b i u s em strong bold italic underline strike del ins small big font roman sc caps tt code mark q span content a "
    "sub sup math hi ref emphasis xref ext-link styled-content named-content".split()
)
"""Typography and links: never paragraphs, nor words of their own."""
BREAKS = frozenset(("br", "break", "lb", "newline"))
ROWS = frozenset(("tr", "row"))
WITHIN_TABLES = ROWS | frozenset("tgroup thead tbody tfoot".split())
"""Not paragraphs: a table is one."""

_STEP = re.compile(r"(\[[^\]]*\])|(@?)(?:[^\W\d][\w.-]*:)?([^\W\d][\w.-]*)")
"""A condition, which stays as it is, or the name of an attribute or element, whose prefix does not count."""


def read_xml(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Each element called `fields.document` is a document, one within another its own; without that name the file is.

    Paths are relative to it and name elements without their namespaces: `front/title`, `body//p`, `@id`, `sec/@lang`,
    `note[@type='case']`, `.`. Skipped: documents in another language, and those where no path leads to text.
    """
    name, limit = source.fields.document, source.max_record_bytes
    found = elements(stream, (name,), limit) if name else iter([_root(read_bounded(stream, limit))])
    for record, document in enumerate(found):
        try:
            yield _convert(record, document, source)
        except DocumentError as error:
            yield Broken(record, "bad record", str(error))


def _root(data: bytes) -> etree._Element:
    """The root of a whole file, read by the rules of `elements`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"XML broken at line {error.position[0]}") from None


def _convert(record: int, document: etree._Element, source: CorpusSource) -> Record:
    fields, layout = source.fields, _layout(document)
    language = _line(document, fields.language, layout)
    if not matches(language, source.language):
        return Skipped(record, "language")
    texts = [text for path in fields.text for value in _values(document, path) for text in _texts(value, layout)]
    if not texts:
        return Skipped(record, "empty")
    title, url = _line(document, fields.title, layout), _line(document, fields.url, layout)
    date = parse_date(_line(document, fields.date, layout))
    return RawDocument(record, "\n\n".join(texts), title or None, url or None, language or None, date)


def _layout(document: etree._Element) -> Layout:
    """Nothing says which elements of an unknown vocabulary are paragraphs: those that never stand among text."""
    names = {local_name(element) for element in document.iter()}
    among_text = {local_name(child) for parent in document.iter() if _has_text(parent) for child in parent}
    blocks = frozenset(names - among_text - INLINE - BREAKS - WITHIN_TABLES | BLOCKS)
    return Layout(blocks, dropped=frozenset(), breaks=BREAKS, rows=ROWS, inline=INLINE)


def _has_text(parent: etree._Element) -> bool:
    return any(text and not text.isspace() for text in (parent.text, *(child.tail for child in parent)))


def _line(document: etree._Element, path: str, layout: Layout) -> str:
    """The first of what a path leads to, as one line."""
    values = _values(document, path)[:1] if path else []
    return " ".join(" ".join(text for value in values for text in _texts(value, layout)).split())


def _texts(value: etree._Element | str, layout: Layout) -> list[str]:
    return unescaped([" ".join(value.split())] if isinstance(value, str) else paragraphs(value, layout))


def _values(document: etree._Element, path: str) -> list[etree._Element | str]:
    """What a path leads to: values of attributes, elements, of nested ones the outer."""
    expression = _STEP.sub(_by_local_name, path)
    found: Any
    try:
        found = document.xpath(f".{expression}" if path.startswith("/") else expression)
    except etree.XPathError:
        found = "not understood"
    if not isinstance(found, list):  # but a number or the like
        raise DocumentError(f"`fields` names what is no path of elements: {path}")
    known = {value for value in found if not isinstance(value, str)}
    return [value for value in found if isinstance(value, str) or known.isdisjoint(value.iterancestors())]


def _by_local_name(match: re.Match[str]) -> str:
    return match[1] or f"{match[2]}*[local-name()='{match[3]}']"
