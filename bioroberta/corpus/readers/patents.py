"""Google Patents as JSON lines: the schema of the public patents data set (`publications` table)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.corpus.streams import read_line

PARTS = ("title_localized", "abstract_localized", "description_localized", "claims_localized")


def read_google_patents(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Patents with one of the source's codes: title, abstract, description and claims in its language.

    A record is a line that is not empty. JSON is UTF-8 by its standard.
    """
    record = 0
    while (raw := read_line(stream, source.max_record_bytes)) != b"":
        if raw is None:
            yield Broken(record, "too large", f"a line is longer than {source.max_record_bytes} bytes")
        elif not raw.strip():
            continue
        else:
            yield _read_line(record, raw, source)
        record += 1


def _read_line(record: int, raw: bytes, source: CorpusSource) -> Record:
    try:
        return _patent(record, json.loads(raw), source)
    except (ValueError, RecursionError) as error:
        return Broken(record, "json", f"{type(error).__name__} in a line of {len(raw)} bytes")
    except (TypeError, AttributeError, KeyError) as error:
        return Broken(record, "schema", f"{type(error).__name__}: not a patent of the publications table")


def _patent(record: int, patent: dict[str, Any], source: CorpusSource) -> Record:
    if not _codes(patent, source.codes):
        return Skipped(record, "code")
    texts = [_localized(patent.get(part) or [], source.language) for part in PARTS]
    if not any(texts):
        return Skipped(record, "language")
    number = patent.get("publication_number")
    url = f"https://patents.google.com/patent/{str(number).replace('-', '')}" if number else None
    return RawDocument(record, "\n\n".join(text for text in texts if text), texts[0] or None, url)


def _codes(patent: dict[str, Any], wanted: tuple[str, ...]) -> bool:
    """Whether one of the patent's IPC or CPC codes begins with a wanted one (`A61B 5/00`, `A61B5/00`)."""
    listed = [*(patent.get("ipc") or []), *(patent.get("cpc") or [])]
    codes = (str(item["code"] if isinstance(item, dict) else item) for item in listed)
    return any(code.replace(" ", "").startswith(wanted) for code in codes)


def _localized(variants: list[dict[str, Any]], language: str) -> str:
    chosen = (item["text"] for item in variants if item.get("language") and matches(item["language"], language))
    text = next(chosen, "")
    return text.strip() if isinstance(text, str) else ""
