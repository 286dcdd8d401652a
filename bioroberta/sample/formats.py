"""Writers of the file formats that the sources really have; every byte depends on the arguments alone."""

import base64
import binascii
import hashlib
import json
import struct
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bioroberta.sample.documents import Document, Patent
from bioroberta.sample.encyclopedia import Page

_DATE = "2017-06-{day:02d}T08:{minute:02d}:00Z"
_LARGEST_STORED_BLOCK = 65_535
"""RFC 1951, section 3.2.4: a stored block's length has 16 bits."""


def gzip_stored(data: bytes) -> bytes:
    """One gzip member of stored (uncompressed) blocks.

    Compressed bytes differ between zlib, zlib-ng and Apple's zlib; stored ones are the same everywhere, so the
    sample can be compared byte by byte on any platform. RFC 1951 and 1952.
    """
    blocks = [data[at : at + _LARGEST_STORED_BLOCK] for at in range(0, len(data), _LARGEST_STORED_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", place == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for place, block in enumerate(blocks)
    )
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return header + body + struct.pack("<II", binascii.crc32(data), len(data) & 0xFFFFFFFF)


@dataclass(frozen=True)
class Response:
    """What a crawler stored for one address."""

    url: str
    body: bytes
    content_type: str = "text/html; charset=UTF-8"
    status: str = "200 OK"


def _warc_record(kind: str, place: int, headers: Mapping[str, str], block: bytes) -> bytes:
    digest = hashlib.sha1(block, usedforsecurity=False).digest()
    identity = uuid.UUID(bytes=hashlib.sha256(f"{kind}/{place}".encode() + block).digest()[:16], version=4)
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{identity}>",
        "WARC-Date": _DATE.format(day=1 + place // 60 % 28, minute=place % 60),
        "WARC-Block-Digest": f"sha1:{base64.b32encode(digest).decode()}",
        **headers,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.0\r\n" + "".join(f"{key}: {value}\r\n" for key, value in lines.items()) + "\r\n"
    return gzip_stored(head.encode() + block + b"\r\n\r\n")


def warc(name: str, responses: Iterable[Response]) -> bytes:
    """A WARC 1.0 file (ISO 28500), a gzip member a record: warcinfo, then request and response of each address."""
    info = b"software: bioroberta sample generator\r\nformat: WARC File Format 1.0\r\n"
    headers = {"WARC-Filename": name, "Content-Type": "application/warc-fields"}
    records = [_warc_record("warcinfo", 0, headers, info)]
    for place, response in enumerate(responses, start=1):
        _, _, host, path = response.url.split("/", 3)
        target = {"WARC-Target-URI": response.url}
        request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: muestra\r\n\r\n".encode()
        head = f"HTTP/1.1 {response.status}\r\nContent-Type: {response.content_type}\r\n"
        block = f"{head}Content-Length: {len(response.body)}\r\n\r\n".encode() + response.body
        records.append(
            _warc_record("request", place, target | {"Content-Type": "application/http; msgtype=request"}, request)
        )
        records.append(
            _warc_record("response", place, target | {"Content-Type": "application/http; msgtype=response"}, block)
        )
    return b"".join(records)


def _element(tag: str, text: str, **attributes: str) -> str:
    given = "".join(f" {key.replace('_', ':')}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{tag}{given}>{escape(text)}</{tag}>"


@dataclass(frozen=True)
class ArticleMeta:
    """Bibliographic data of an article."""

    identifier: str
    journal: str
    year: int
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    references: tuple[str, ...]
    table: tuple[str, ...]
    english_abstract: str


def _jats_front(document: Document, meta: ArticleMeta) -> str:
    abstract = document.sections[0].paragraphs
    contributors = "".join(
        f'<contrib contrib-type="author"><name>{_element("surname", author.split()[0])}'
        f"{_element('given-names', author.split()[1])}</name></contrib>"
        for author in meta.authors
    )
    sections = "".join(
        f"<sec>{_element('title', part.partition(': ')[0])}{_element('p', part.partition(': ')[2])}</sec>"
        for part in abstract
    )
    return (
        f"<front><journal-meta><journal-title-group>{_element('journal-title', meta.journal)}"
        f"</journal-title-group></journal-meta><article-meta>"
        f'<article-id pub-id-type="publisher-id">{meta.identifier}</article-id>'
        f"<title-group>{_element('article-title', document.title)}</title-group>"
        f"<contrib-group>{contributors}</contrib-group><pub-date>{_element('year', str(meta.year))}</pub-date>"
        f"<permissions><license><license-p>CC0 1.0</license-p></license></permissions>"
        f"<abstract><title>Resumen</title>{sections}</abstract>"
        f'<trans-abstract xml:lang="en">{_element("p", meta.english_abstract)}</trans-abstract>'
        f'<kwd-group xml:lang="es">{"".join(_element("kwd", word) for word in meta.keywords)}</kwd-group>'
        "</article-meta></front>"
    )


def _jats_table(rows: Iterable[str]) -> str:
    cells = "".join(f"<tr>{''.join(_element('td', cell) for cell in row.split(' | '))}</tr>" for row in rows)
    return (
        '<table-wrap id="t1"><label>Tabla 1</label><caption><p>Características de la muestra</p></caption>'
        f"<table><tbody>{cells}</tbody></table></table-wrap>"
    )


def jats(document: Document, meta: ArticleMeta, header: bool = True) -> str:
    """A JATS 1.0 article (ANSI/NISO Z39.96): abstracts in two languages, sections, a table, references."""
    body = []
    for place, section in enumerate(document.sections[1:], start=1):
        paragraphs = [escape(text) for text in section.paragraphs]
        paragraphs[0] += f'<sup><xref ref-type="bibr" rid="B{place}">{place}</xref></sup>'
        table = _jats_table(meta.table) if section.heading == "Resultados" else ""
        content = "".join(f"<p>{text}</p>\n" for text in paragraphs)
        body.append(f"<sec>{_element('title', section.heading)}\n{content}{table}</sec>\n")
    references = "".join(
        f'<ref id="B{place}"><mixed-citation>{escape(text)}</mixed-citation></ref>\n'
        for place, text in enumerate(meta.references, start=1)
    )
    prologue = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal '
        'Publishing DTD v1.0 20120330//EN" "JATS-journalpublishing1.dtd">\n'
    )
    return (
        f"{prologue if header else ''}"
        f'<article article-type="research-article" dtd-version="1.0" xml:lang="es" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">\n{_jats_front(document, meta)}\n<body>\n{"".join(body)}</body>\n'
        f"<back><ref-list><title>Referencias</title>\n{references}</ref-list></back>\n</article>\n"
    )


def pubmed_record(identifier: int, document: Document, meta: ArticleMeta, spanish_first: bool) -> str:
    """A PubmedArticle of a Spanish article; its Spanish abstract is `Abstract` or, as is usual, `OtherAbstract`."""
    parts = [text.partition(": ") for text in document.sections[0].paragraphs]
    labelled = "".join(_element("AbstractText", text, Label=label.upper()) for label, _, text in parts)
    english = _element("AbstractText", meta.english_abstract)
    abstract = labelled if spanish_first else english
    other = "" if spanish_first else f'<OtherAbstract Type="Publisher" Language="spa">{labelled}</OtherAbstract>'
    authors = "".join(
        f"<Author>{_element('LastName', name.split()[0])}{_element('Initials', name.split()[1])}</Author>"
        for name in meta.authors
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{identifier}</PMID>'
        f"<Article><Journal><JournalIssue><PubDate>{_element('Year', str(meta.year))}</PubDate></JournalIssue>"
        f"{_element('Title', meta.journal)}</Journal>"
        f"<ArticleTitle>[{escape(meta.english_abstract.partition('.')[0])}].</ArticleTitle>"
        f"<Abstract>{abstract}</Abstract><AuthorList>{authors}</AuthorList><Language>spa</Language>"
        f"{_element('VernacularTitle', document.title + '.')}</Article>{other}"
        f"</MedlineCitation></PubmedArticle>\n"
    )


def pubmed(records: Iterable[str]) -> str:
    """A PubmedArticleSet of records."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, '
        '1st January 2017//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_170101.dtd">\n'
        f"<PubmedArticleSet>\n{''.join(records)}</PubmedArticleSet>\n"
    )


def pmc(articles: Iterable[str]) -> str:
    """A set of whole articles as PMC delivers it."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<pmc-articleset>\n{"".join(articles)}</pmc-articleset>\n'


def mediawiki(pages: Iterable[Page]) -> str:
    """A MediaWiki export (schema 0.10), one revision a page."""
    lines = [
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="es">',
        "<siteinfo><sitename>Enciclopedia de muestra</sitename><dbname>eswiki</dbname><namespaces>",
        '<namespace key="0" case="first-letter" /><namespace key="10" case="first-letter">Plantilla</namespace>',
        '<namespace key="14" case="first-letter">Categoría</namespace></namespaces></siteinfo>',
    ]
    for place, page in enumerate(pages, start=1):
        redirect = f"<redirect title={quoteattr(page.redirect)} />" if page.redirect else ""
        size = len(page.text.encode())
        lines.append(
            f"<page>{_element('title', page.title)}<ns>{page.namespace}</ns><id>{place}</id>{redirect}"
            f"<revision><id>{place + 1000}</id><timestamp>2017-05-01T00:00:00Z</timestamp>"
            f"<contributor><username>Muestra</username><id>1</id></contributor><model>wikitext</model>"
            f'<format>text/x-wiki</format><text bytes="{size}" xml:space="preserve">{escape(page.text)}</text>'
            f"</revision></page>"
        )
    return "\n".join([*lines, "</mediawiki>"]) + "\n"


def google_patent(number: str, patent: Patent, language: str = "es") -> dict[str, Any]:
    """A row of Google's publications table."""

    def localized(text: str) -> list[dict[str, Any]]:
        return [{"text": text, "language": language, "truncated": False}]

    codes = [
        {"code": code, "inventive": True, "first": not place, "tree": []} for place, code in enumerate(patent.codes)
    ]
    return {
        "publication_number": number,
        "country_code": number[:2],
        "kind_code": number.rsplit("-", 1)[1],
        "title_localized": localized(patent.title),
        "abstract_localized": localized(patent.abstract),
        "description_localized": localized(patent.description),
        "claims_localized": localized(patent.claims),
        "publication_date": 20100101 + int(number.split("-")[1]) % 28,
        "ipc": codes,
        "cpc": codes,
    }


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one line, accents as they are."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def tmx(units: Iterable[tuple[str, str]]) -> str:
    """TMX 1.4 (LISA) with a (Spanish, English) pair a unit."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4"><header creationtool="muestra" creationtoolversion="1" segtype="sentence"',
        'o-tmf="none" adminlang="en" srclang="en" datatype="plaintext" /><body>',
    ]
    for place, (spanish, english) in enumerate(units, start=1):
        lines.append(
            f'<tu tuid="{place}"><tuv xml:lang="en">{_element("seg", english)}</tuv>'
            f'<tuv xml:lang="es">{_element("seg", spanish)}</tuv></tu>'
        )
    return "\n".join([*lines, "</body></tmx>"]) + "\n"
