"""MediaWiki XML dumps: articles (namespace 0, no redirects) as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

import mwparserfromhell
from lxml import etree
from mwparserfromhell.nodes import Node
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.markup import elements, raise_scripts
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

ARTICLES = "0"

_REDIRECT = re.compile(r"\s*#\s*(redirect|redirecci[oó]n)\b", re.IGNORECASE)
_NAMESPACED = re.compile(r"\s*:?[^\W\d][\w ]{1,30}:\S")
"""`Archivo:`, `Categoría:`, interlanguage links: targets whose text is no part of the article's prose."""
_TAIL_SECTIONS = re.compile(
    r"^=+\s*(v[eé]ase tambi[eé]n|referencias|bibliograf[ií]a|enlaces externos|notas( y referencias)?)\s*=+\s*$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_INVISIBLE_TAGS = frozenset(("ref", "gallery", "table", "math", "timeline", "score", "syntaxhighlight", "code"))


def read_mediawiki(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Articles of a dump. Skipped: other namespaces, redirects, pages without text."""
    for record, page in enumerate(elements(stream, ("page",), source.max_record_bytes)):
        try:
            yield _page(record, page)
        except (DocumentError, ParserError, RecursionError) as error:
            yield Broken(record, "wikitext", type(error).__name__)


def _page(record: int, page: etree._Element) -> Record:
    if page.findtext("{*}ns", ARTICLES).strip() != ARTICLES:
        return Skipped(record, "namespace")
    source = page.findtext("{*}revision/{*}text") or ""
    if page.find("{*}redirect") is not None or _REDIRECT.match(source):
        return Skipped(record, "redirect")
    text = plain_text(source)
    if not text:
        return Skipped(record, "empty")
    title = " ".join((page.findtext("{*}title") or "").split())
    return RawDocument(record, f"{title}\n\n{text}" if title else text, title or None)


def plain_text(source: str) -> str:
    """Prose and headings of wikitext, without templates, tables, files, references and the sections of links."""
    source = _TAIL_SECTIONS.sub("", raise_scripts(source))
    code = mwparserfromhell.parse(source, skip_style_tags=False)
    _remove_invisible(code)
    text = code.strip_code(normalize=True, collapse=True, keep_template_params=False)
    return _BLANK_LINES.sub("\n\n", str(text)).strip()


def _remove_invisible(code: Wikicode) -> None:
    unwanted: list[Node] = [tag for tag in code.filter_tags() if str(tag.tag).strip().lower() in _INVISIBLE_TAGS]
    unwanted += [link for link in code.filter_wikilinks() if _NAMESPACED.match(str(link.title))]
    for node in unwanted:
        try:
            code.remove(node)
        except ValueError:
            continue  # it stood inside one that is gone already
