"""Google Patents as JSON lines: the schema of the public patents data set (`publications` table)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import parse_date
from bioroberta.corpus.readers.json_lines import read_json
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.records import RawDocument, Record, Skipped

PARTS = ("title_localized", "abstract_localized", "description_localized", "claims_localized")


def read_google_patents(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Patents with one of the source's codes: title, abstract, description and claims in its language."""
    return read_json(stream, source, _patent)


def _patent(record: int, patent: dict[str, Any], source: CorpusSource) -> Record:
    if not _codes(patent, source.codes):
        return Skipped(record, "code")
    texts = [_localized(patent.get(part) or [], source.language) for part in PARTS]
    if not any(texts):
        return Skipped(record, "language")
    number = patent.get("publication_number")
    url = f"https://patents.google.com/patent/{str(number).replace('-', '')}" if number else None
    date = parse_date(patent.get("publication_date") or "")  # 20170305; 0 where it is not known
    return RawDocument(record, "\n\n".join(text for text in texts if text), texts[0] or None, url, date=date)


def _codes(patent: dict[str, Any], wanted: tuple[str, ...]) -> bool:
    """Whether one of the patent's IPC or CPC codes begins with a wanted one (`A61B 5/00`, `A61B5/00`)."""
    listed = [*(patent.get("ipc") or []), *(patent.get("cpc") or [])]
    codes = (str(item["code"] if isinstance(item, dict) else item) for item in listed)
    return any(code.replace(" ", "").startswith(wanted) for code in codes)


def _localized(variants: list[dict[str, Any]], language: str) -> str:
    chosen = (item["text"] for item in variants if item.get("language") and matches(item["language"], language))
    text = next(chosen, "")
    return text.strip() if isinstance(text, str) else ""
