"""What the fuzzing of readers starts from: small valid files of every format."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.corpus.config import PATTERNS, CorpusSource, Format
from tests.corpus.readers import pdf_files
from tests.corpus.readers.test_articles import JATS, PUBMED
from tests.corpus.readers.test_crawl_json import page as crawled
from tests.corpus.readers.test_generic_xml import CASES
from tests.corpus.readers.test_mediawiki import dump, page
from tests.corpus.readers.test_medlineplus import TOPICS
from tests.corpus.readers.test_parallel import tmx, unit
from tests.corpus.readers.test_patents import patent
from tests.corpus.readers.test_warc import PAGE, answer, entry
from tests.corpus.readers.test_wikiextractor import article
from tests.corpus.readers.test_wikitext import ARTICLE
from tests.corpus.test_archives import pack_tar, pack_zip

SAMPLE = Path(str(resources.files("bioroberta") / "sample/data"))
NAMES: dict[str, str] = {
    "warc": "a.warc",
    "crawl_json": "a.jsonl",
    "google_patents": "a.jsonl",
    "jsonl": "a.json",
    "wikiextractor": "wiki_00",
    "moses": "a.es",
    "csv": "a.csv",
    "zip": "a.zip",
    "tar": "a.tar",
}
"""Of files, where they are not plain from the format's pattern."""

OPTIONS: dict[str, dict[str, Any]] = {
    "xml": {"fields": {"document": "case", "text": ["body", "note[@type='y']"], "title": "front/title", "url": "@id"}},
    "csv": {"fields": {"text": ["text"], "title": "title", "date": "date"}},
    "jsonl": {"fields": {"text": ["text"], "title": "meta.title", "date": "date"}},
    "parquet": {"fields": {"text": ["text", "meta.notes"], "title": "meta.title", "date": "date"}},
}

_PROSE = "Varón de 66 años con fiebre de 38,5 ºC y tos. Se pautó amoxicilina 500 mg cada 8 h; mejoró en 3 días."
_ROWS = [
    {"text": f"{_PROSE} Caso {number}.", "date": "2017-03-05", "meta": {"title": "Niña", "notes": ["Uno.", "Dos."]}}
    for number in range(3)
]


@dataclass(frozen=True)
class Target:
    """A reader: its name, a corpus of its format, the name that its files have, and valid ones."""

    name: str
    source: CorpusSource
    path: str
    seeds: tuple[bytes, ...]


def targets() -> list[Target]:
    """Every reader, and the openers of zip and tar; the slowest first."""
    seeds = {**_texts(), **_lines(), **_markup(), **_binary()}
    return [_target(name, tuple(seeds[name])) for name in ("pdf", *sorted(seeds.keys() - {"pdf"}))]


def _target(name: str, seeds: tuple[bytes, ...]) -> Target:
    format = cast(Format, name if name in PATTERNS else "text")
    source = CorpusSource.model_validate({"name": "c", "format": format, "path": "c", **OPTIONS.get(name, {})})
    return Target(name, source, NAMES.get(name) or PATTERNS[format].replace("**/*", "a"), seeds)


def _texts() -> dict[str, Iterable[bytes]]:
    case = (SAMPLE / "corpora/barr2/B00001.txt").read_bytes()
    report = (SAMPLE / "ner/cantemist/train/onc-0003.txt").read_bytes()[:1500]
    lines = b"".join((SAMPLE / "corpora/emea/EMEA.en-es.es").read_bytes().splitlines(keepends=True)[:12])
    seeds = (case, report, _PROSE.encode("cp1252") * 3, f"\ufeff{_PROSE}".encode("utf-16-le") * 2)
    files = [("a.txt", case), ("b/ñ.txt", b"Caso."), ("b/c.txt", _PROSE.encode())]
    return {
        "text": seeds,
        "brat": seeds,
        "text_blocks": (*seeds, lines + b"\n" + lines),
        "moses": (*seeds, lines + b"\n" + lines),
        "zip": (pack_zip(files), pack_zip(files[1:])),
        "tar": (pack_tar(files[1:]), pack_tar([("x" * 120, b"Caso."), *files[2:]])),
    }


def _lines() -> dict[str, Iterable[bytes]]:
    articles = article("Asma", _PROSE) + article('"Virus A"', f"{_PROSE}\n\nCon p&lt;0,05.", ' revid="3"')
    objects = json.dumps({"text": _PROSE, "date": "2017-03-05", "meta": {"title": "Niña"}})
    return {
        "crawl_json": (crawled() + crawled(p=["Uno.", _PROSE], date="2020-03-05T10:00:00Z"), crawled(status=404)),
        "google_patents": (patent() + patent(language="fr"), patent(claims_localized=None)),
        "wikiextractor": (articles, articles.replace(b"\n", b"\r\n")),
        "csv": (
            f'text,title,date\n"{_PROSE}",Niña,2017-03-05\n"Dos ""líneas""\n{_PROSE}",,\n'.encode(),
            f"text;title;date\r\n{_PROSE.replace(';', ',')};Niña;2017\r\n".encode("cp1252"),
        ),
        "jsonl": (f"{objects}\n{objects}\n".encode(), f"[{objects}, {objects}]".encode()),
    }


def _markup() -> dict[str, Iterable[bytes]]:
    module = (
        f'<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML"><title>Gases</title>'
        f"<content><para>{_PROSE}<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>"
        f"<list><item>uno</item></list></para></content></document>"
    )
    names = '<namespaces><namespace key="14">Categoría</namespace></namespaces>'
    pages = (page("Asma", ARTICLE, number=7, time="2020-03-05T10:00:00Z"), page("Tos", "#REDIRECT [[Asma]]"))
    units = (unit(f"A:{number}", ("en", "Cough"), ("es", _PROSE)) for number in range(3))
    return {
        "jats": (JATS.format(language="es").encode(), JATS.format(language="en").encode()),
        "pubmed": (PUBMED.encode(), TOPICS.encode()),
        "cnxml": (module.encode(),),
        "xml": (CASES,),
        "mediawiki": (dump(*pages, siteinfo=names), dump(page("Gota", f"{_PROSE}\n{{{{unidad|5|kg}}}}"))),
        "tmx": (tmx(*units), tmx(unit("1", ("es-ES", "Tos")))),
    }


def _binary() -> dict[str, Iterable[bytes]]:
    pages = (entry(answer(PAGE.encode())), entry(answer(PAGE.encode(), extra="Transfer-Encoding: chunked\r\n")))
    page_text = pdf_files.content(pdf_files.lines((_PROSE, _PROSE, _PROSE)))
    return {
        "warc": (pages[0] + entry(b"software: x", kind="warcinfo"), pages[1], gzip.compress(pages[0]) + pages[1]),
        "pdf": (pdf_files.pdf_of([page_text], {"Title": "Asma"}), _plain_pdf(page_text)),
        "parquet": (_parquet(compression="none", use_dictionary=False), _parquet(compression="zstd")),
    }


def _plain_pdf(content: bytes) -> bytes:
    """A PDF whose content is not compressed, so that bytes that change reach it."""
    return pdf_files.assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Title (Asma) /CreationDate (D:20170305) >>",
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842] "
            b"/Contents 6 0 R >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def _parquet(**options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(_ROWS), file, store_schema=False, **options)
    return file.getvalue()
