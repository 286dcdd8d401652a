"""Every source format: the table of readers, and a file read through one of them.

| format | a document is | left out on purpose (`rejected/`, with the rule) |
|---|---|---|
| warc | an HTML page's main text | http_status, media_type, robots, error_page, empty |
| crawl_json | a page: its paragraphs | robots, http_status, error_page, empty |
| text, brat | a file | empty |
| text_blocks | lines up to an empty one | |
| jats | an article | language, empty |
| mediawiki | an article of a dump | namespace, redirect, category, repeated, empty |
| wikiextractor | an article of the program's output | empty |
| google_patents | a line | code, language |
| moses | lines up to an empty one, or `lines_per_document` | |
| tmx | units of one document id, or `lines_per_document` | language |
| pubmed | a citation, an article of PMC, or a health topic of MedlinePlus | language, empty |
| xml | an element called `fields.document`, else the file | language, empty |
| csv, jsonl, parquet | a row; an object, a line or an element of one array | language, empty |
| pdf | a file | no_text_layer, empty |
| cnxml | a module | empty |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from bioroberta.corpus.config import CorpusSource, Format
from bioroberta.corpus.readers.articles import read_cnxml, read_jats, read_pubmed
from bioroberta.corpus.readers.crawl_json import read_crawl_json
from bioroberta.corpus.readers.generic_xml import read_xml
from bioroberta.corpus.readers.mediawiki import read_mediawiki
from bioroberta.corpus.readers.parallel import read_moses, read_tmx
from bioroberta.corpus.readers.patents import read_google_patents
from bioroberta.corpus.readers.pdf import read_pdf
from bioroberta.corpus.readers.plain import read_text, read_text_blocks
from bioroberta.corpus.readers.tables import read_csv, read_jsonl, read_parquet
from bioroberta.corpus.readers.warc import read_warc
from bioroberta.corpus.readers.wikiextractor import read_wikiextractor
from bioroberta.corpus.records import Broken, Reader, Record, Skipped
from bioroberta.corpus.streams import open_stream
from bioroberta.errors import DocumentError

READERS: dict[Format, Reader] = {
    "warc": read_warc,
    "text": read_text,
    "brat": read_text,
    "jats": read_jats,
    "mediawiki": read_mediawiki,
    "wikiextractor": read_wikiextractor,
    "google_patents": read_google_patents,
    "moses": read_moses,
    "tmx": read_tmx,
    "pubmed": read_pubmed,
    "cnxml": read_cnxml,
    "crawl_json": read_crawl_json,
    "text_blocks": read_text_blocks,
    "xml": read_xml,
    "csv": read_csv,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "pdf": read_pdf,
}


TABLES = ("csv", "jsonl", "parquet")


def read_records(file: BinaryIO, path: str, source: CorpusSource) -> Iterator[Record]:
    """All records of a file as stored, decompressed by its suffix.

    A file that breaks off (truncated, corrupt, not of its format) yields what came before and one Broken for the rest;
    so does one without any record, but for a table. RunError where the storage fails.
    """
    record = -1
    try:
        for item in READERS[source.format](open_stream(file, path), path, source):
            record = item.record
            yield item
    except DocumentError as error:
        yield Broken(record + 1, "broken file", str(error))
        return
    if record < 0 and source.format in TABLES:  # programs that write in parts leave parts without rows
        yield Skipped(0, "empty")
    elif record < 0:
        yield Broken(0, "no record", f"nothing of format {source.format} in the file")
