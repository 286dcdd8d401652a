"""Plain text: one document a file (also the text side of brat folders), or documents with empty lines between."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.encoding import decode
from bioroberta.corpus.readers.text_lines import is_decoded, read_text_lines
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_bounded


def read_text(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """The whole file as one document."""
    text = decode(read_bounded(stream, source.max_record_bytes), source.encoding)
    yield RawDocument(0, text) if text.strip() else Skipped(0, "empty")


def read_text_blocks(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Blocks of lines with empty lines between, a document each: a sentence a line (what the predecessor and fairseq
    write), or a paragraph. Broken: a block over the bound, or with bytes that are not in the encoding of the file.
    """
    record, lines, size = 0, list[str](), 0
    for line in read_text_lines(stream, source.encoding, source.max_record_bytes):
        if line is not None and not line.strip():
            if size:
                yield _block(record, lines, size, source)
                record, lines, size = record + 1, [], 0
            continue
        size += len(line) if line is not None else source.max_record_bytes + 1
        if line is not None and size <= source.max_record_bytes:
            lines.append(line)
    if size:
        yield _block(record, lines, size, source)


def _block(record: int, lines: list[str], size: int, source: CorpusSource) -> Record:
    if size > source.max_record_bytes:
        return Broken(record, "too large", f"a block is longer than {source.max_record_bytes} characters")
    text = "".join(lines).rstrip("\r\n")
    if not is_decoded(text):
        return Broken(record, "encoding", f"bytes that are not in the file's encoding in a block of {size} characters")
    return RawDocument(record, text)
