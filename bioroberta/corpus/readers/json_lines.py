"""JSON lines, and JSON files that are one array, or objects set out over several lines: a record an object."""

from __future__ import annotations

import codecs
import json
import re
from codecs import IncrementalDecoder
from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.records import Broken, Record
from bioroberta.corpus.streams import read_line
from bioroberta.errors import DocumentError

Convert = Callable[[int, Any, CorpusSource], Record]
"""(record, object, source) -> item. May raise TypeError, AttributeError, KeyError where the value is no such object,
DocumentError where a part of it cannot be used."""

CHUNK = 1 << 20
MAX_VALUES = 1_000_000
"""Arrays and objects in a record: in memory an empty one takes thirty times the two bytes that it has in the file."""
_MARK = b"\xef\xbb\xbf"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_SET_OUT = re.compile(rb"\s*(?:\[|\{[ \t]*[\r\n]\s*[\"}])")
"""The beginning of an array, or of an object that goes on in the next line: no JSON lines."""
_GAP = re.compile(r"[\s,]*")

_Item = bytes | dict[str, Any] | tuple[str, str]
"""What JSON is to be read from, an object, or why there is none: reason and message."""


def read_json(stream: BufferedReader, source: CorpusSource, convert: Convert) -> Iterator[Record]:
    """The objects of a file, each converted. JSON is UTF-8 by its standard.

    A record is a line that is not empty, and costs only itself where it is broken. In a file that begins with `[` it is
    an element of the array, in one that begins with a line `{` an object of several lines; what is no object there ends
    the file (DocumentError).
    """
    if stream.peek().startswith(_MARK):
        stream.read(len(_MARK))
    items = _elements if _SET_OUT.match(stream.peek()) else _lines
    for record, item in enumerate(items(stream, source.max_record_bytes)):
        yield Broken(record, *item) if isinstance(item, tuple) else _record(record, item, source, convert)


def _lines(stream: BufferedReader, limit: int) -> Iterator[_Item]:
    while (raw := read_line(stream, limit)) != b"":
        if raw is None:
            yield "too large", f"a line is longer than {limit} bytes"
        elif raw.strip():
            yield raw


def _elements(stream: BufferedReader, limit: int) -> Iterator[_Item]:
    """The objects of the array, or one after another. No more than one, and what was read with it, is in memory."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    decode = json.JSONDecoder().raw_decode
    is_array = stream.peek().lstrip().startswith(b"[")
    stream.read(stream.peek().index(b"[") + 1 if is_array else 0)
    text, start = "", 0
    while True:
        start = _GAP.match(text, start).end()  # type: ignore[union-attr]  # it matches the empty string
        if text.startswith("]", start) if is_array else start == len(text) and not stream.peek():
            return
        if text[start : start + 1] not in ("", "{"):
            raise DocumentError("an element is no object: a file is one array of objects, or has one object a line")
        try:
            value, end = decode(text, start)
        except (ValueError, RecursionError):
            text, start = _read_on(text[start:], stream, decoder, limit), 0
            continue
        yield ("encoding", "not UTF-8") if _NOT_UTF8.search(text, start, end) else value
        start = end


def _read_on(rest: str, stream: BufferedReader, decoder: IncrementalDecoder, limit: int) -> str:
    """What is left of the text and at least as much more of it, so that long elements are not parsed time and again."""
    if len(rest) > limit:
        raise DocumentError(f"an element is longer than {limit} bytes, or no JSON")
    _refuse_dense(rest.count("[") + rest.count("{"))
    pieces, wanted = [rest], max(CHUNK, len(rest))
    while wanted > 0:
        try:
            data = stream.read1(wanted)
        except DocumentError:
            if len(pieces) == 1:
                raise
            break  # what came before can hold whole elements; the next call raises it again
        if not data:
            break
        pieces.append(decoder.decode(data))
        wanted -= len(data)
    if len(pieces) == 1:
        raise DocumentError("the array or object ends early, or holds what is no JSON")
    return "".join(pieces)


def _refuse_dense(values: int) -> None:
    if values > MAX_VALUES:
        raise DocumentError(f"{values} arrays and objects in a record")


def _record(record: int, item: dict[str, Any] | bytes, source: CorpusSource, convert: Convert) -> Record:
    try:
        if isinstance(item, bytes):
            _refuse_dense(item.count(b"[") + item.count(b"{"))
            item = json.loads(item)
        return convert(record, item, source)
    except (ValueError, RecursionError) as error:
        return Broken(
            record, "json", f"{type(error).__name__}: a file is one array of objects, or has one object a line"
        )
    except (TypeError, AttributeError, KeyError) as error:
        return Broken(record, "schema", f"{type(error).__name__}: a record of another schema")
    except DocumentError as error:
        return Broken(record, "bad record", str(error))
