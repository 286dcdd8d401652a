"""MediaWiki XML dumps: articles (namespace 0, no redirects) as plain text, all or those of some categories."""

from __future__ import annotations

import hashlib
import re
import urllib.parse
from collections.abc import Iterator
from io import BufferedReader

from lxml import etree
from mwparserfromhell.parser import ParserError

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.markup import elements, local_name
from bioroberta.corpus.readers.wiki_categories import Site, clean_title, latest_text, parents, read_site, selected
from bioroberta.corpus.readers.wikitext import plain_text
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

ARTICLES = "0"

_REDIRECT = re.compile(r"\s*#\s*(redirect|redirecci[oó]n)\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T)")


def read_mediawiki(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Articles of a dump, of their latest revision. Skipped: other namespaces, redirects, articles outside the
    source's category, those whose page or title came before in the file, pages without text.
    """
    chosen = selected(source)
    site, seen, record = Site(), set[int](), -1
    for element in elements(stream, ("siteinfo", "page"), source.max_record_bytes):
        if local_name(element) == "siteinfo":
            site = read_site(element)
            continue
        record += 1
        item = _skip(record, element, site, chosen) or _read(record, element, site)
        if isinstance(item, RawDocument) and not _is_new(element, seen):
            item = Skipped(record, "repeated")
        yield item


def _skip(record: int, page: etree._Element, site: Site, chosen: frozenset[str] | None) -> Skipped | None:
    """Why a page is no article of the corpus, told without a look at its text's structure."""
    if page.findtext("{*}ns", ARTICLES).strip() != ARTICLES:
        return Skipped(record, "namespace")
    text = latest_text(page)
    if page.find("{*}redirect") is not None or _REDIRECT.match(text):
        return Skipped(record, "redirect")
    if chosen is not None and chosen.isdisjoint(parents(text, site)):
        return Skipped(record, "category")
    return None


def _read(record: int, page: etree._Element, site: Site) -> Record:
    try:
        text = plain_text(latest_text(page))
    except DocumentError as error:
        return Broken(record, "wikitext", str(error))
    except (ParserError, RecursionError) as error:
        return Broken(record, "wikitext", type(error).__name__)
    if not text:
        return Skipped(record, "empty")
    title = _title(page)
    day = _DAY.match(page.findtext("{*}revision[last()]/{*}timestamp") or "")
    return RawDocument(
        record,
        f"{title}\n\n{text}" if title else text,
        title or None,
        _address(site, title),
        date=day[0] if day else None,
    )


def _title(page: etree._Element) -> str:
    return " ".join((page.findtext("{*}title") or "").split())


def _address(site: Site, title: str) -> str | None:
    if not site.base or not title:
        return None
    return site.base + urllib.parse.quote(title.replace(" ", "_"), safe=";@$!*(),/~:", errors="replace")


def _is_new(page: etree._Element, seen: set[int]) -> bool:
    """Whether neither the page's number nor its title came before; both count from now on.

    Hashes: the two million titles of a big wiki would take half a gigabyte.
    """
    number = (page.findtext("{*}id") or "").strip()
    keys = {_key(f"title {clean_title(_title(page))}"), _key(f"id {number}" if number else f"title {_title(page)}")}
    if not keys.isdisjoint(seen):
        return False
    seen |= keys
    return True


def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big")
