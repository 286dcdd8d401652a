"""PDF files, one document each: the text layer, as PDFium extracts it.

Of pypdfium2, pypdf and pdfminer.six on the same files all three find the words; PDFium is 10 times as fast as the
second and 25 times as fast as the third, which also loses the order of columns (figures in DECISIONS). Its code is
native, so it runs in a process of its own, with bounds on processor time and memory (`pdf_lines`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import iso_date
from bioroberta.corpus.readers.pdf_layout import page_of, read_pages
from bioroberta.corpus.readers.pdf_process import extract
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_bounded

LONGEST_TITLE = 300
YEARS = range(1985, 2100)
"""Of dates that are believed: clocks that were never set say 1970 and 1980; PDF is from 1993."""

_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(
    r"untitled|sin t[ií]tulo|t[ií]tulo|title|microsoft (?:word|powerpoint)\b.*|presentaci[oó]n de powerpoint"
    r"|powerpoint presentation|(?:documento?|slide|presentaci[oó]n)\s?\d+|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|txt|pdf"
    r"|ps|dvi|tex|indd|qxd|qxp|pmd|p65|fm|cdr|ai|eps|html?|tmp|jpe?g|tiff?)|(?:pii|doi)\b.*|[\W\d_]*|\S*[\\/]\S*",
    re.IGNORECASE | re.DOTALL,
)
"""What programs write into the field: names of files and templates, identifiers."""


def read_pdf(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """The file's text in paragraphs. Skipped: files without a text layer (`no_text_layer`), which are scans.

    Broken: encrypted with a password, corrupt, of more text than `max_record_bytes`, and what crashes the extractor or
    takes more than a minute of processor time.
    """
    answer = extract(read_bounded(stream, source.max_record_bytes), source.max_record_bytes)
    if "error" in answer:
        yield Broken(0, answer["error"], "a PDF that is " + answer["error"])
        return
    paragraphs = read_pages([page_of(page) for page in answer["pages"]])
    if not any(any(character.isalnum() for character in text) for text in paragraphs):
        yield Skipped(0, "no_text_layer")
        return
    yield RawDocument(0, "\n\n".join(paragraphs), _title(answer["title"]), date=_date(answer["date"]))


def _title(stated: str) -> str | None:
    title = " ".join(stated.split())
    sane = title.isprintable() and len(title) <= LONGEST_TITLE and not _NO_TITLE.fullmatch(title)
    return title if sane else None


def _date(stated: str) -> str | None:
    """`D:20170305120000+01'00'` -> `2017-03-05`."""
    match = _DATE.match(stated)
    return iso_date(*match.groups("")) if match and int(match[1]) in YEARS else None
