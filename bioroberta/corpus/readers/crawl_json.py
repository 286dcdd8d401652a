r"""Pages as the BSC's crawler writes them, in JSON lines: what the predecessor calls `bsc-crawl-json`.

An object is a page: `url`; `p`, its paragraphs with `<p>` between; `heads`, its headings with `<h>` between, wherever
they stood; `titles`, its links that have a title (`address\|title`) with `<t>` between, or in some files the title of
the page; `keywords`, with `<k>` between (all as in the predecessor's code). `status`, of HTTP, and `date` are used
where they are stated. Keywords have no place in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import parse_date
from bioroberta.corpus.readers.json_lines import read_json
from bioroberta.corpus.readers.pages import HTTP_OK, address, is_error, is_robots
from bioroberta.corpus.records import RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

LINK = "\\|"

_STATUS = re.compile(r"[1-5]\d\d\b")


def read_crawl_json(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Pages: their paragraphs, with a blank line between. Skipped: error answers and pages with a heading of one,
    robots.txt, pages without paragraphs.
    """
    return read_json(stream, source, _page)


def _page(record: int, page: dict[str, Any], source: CorpusSource) -> Record:
    url, paragraphs = address(page.get("url")), _parts(page["p"], "<p>")
    if is_robots(url):
        return Skipped(record, "robots")
    status = _STATUS.match(str(page.get("status")))
    if status and int(status[0]) != HTTP_OK:
        return Skipped(record, "http_status", int(status[0]), HTTP_OK)
    heads = _parts(page.get("heads"), "<h>")
    titles = [title for title in _parts(page.get("titles"), "<t>") if LINK not in title]
    if any(map(is_error, (*heads, *titles))):
        return Skipped(record, "error_page")
    if not paragraphs:
        return Skipped(record, "empty")
    date = parse_date(page.get("date") or "")
    return RawDocument(record, "\n\n".join(paragraphs), next(iter((*titles, *heads)), None), url, date=date)


def _parts(value: Any, border: str) -> list[str]:
    """The parts of a field, which is text with borders in it or a list; white space collapsed, empty ones left out."""
    parts = value.split(border) if isinstance(value, str) else value or []
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise DocumentError("a field that is neither text nor a list of texts")
    return [text for text in (" ".join(part.split()) for part in parts) if text]
