"""Ingest and clean as pure functions over a sample, then dedup; and what became of everything that its truth names."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bioroberta.corpus.clean import clean_document
from bioroberta.corpus.config import CleanConfig, CorpusSource, Format, IngestConfig
from bioroberta.corpus.ingest import group_files, read_group
from bioroberta.dedup.config import DedupConfig
from bioroberta.sample.annotated import NER_SETS
from bioroberta.text import join_spans
from tests.dedup.oracle import Removal
from tests.dedup.stage import deduplicate, removals, rows_of

FORMATS: dict[str, Format] = {
    "crawl": "warc",
    "clinical_cases": "text",
    "scielo": "jats",
    "barr2": "text",
    "wikipedia": "mediawiki",
    "patents": "google_patents",
    "emea": "moses",
    "medline": "tmx",
    "pubmed": "pubmed",
}
CRAWLED = ("crawl", "clinical_cases", "emea")
"""As in the recipe `demo`."""
Row = dict[str, Any]


@dataclass
class Road:
    """What happened to every document of a sample, by document id."""

    read: dict[str, str] = field(default_factory=dict)
    """The text that the reader gave."""
    clean: dict[str, str] = field(default_factory=dict)
    """The kept sentences of the documents that cleaning kept; without those that repeat others."""
    sentences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Sentences that cleaning rejected."""
    rejected: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    removals: dict[str, Removal] = field(default_factory=dict)
    """What dedup removed, with its entry in the ledger."""


def truth(folder: Path) -> list[Row]:
    """The rows of a sample's truth."""
    with (folder / "truth/planted.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def travel(folder: Path) -> Road:
    """The road over the corpora of a sample."""
    road = Road()
    sources = tuple(
        CorpusSource(name=name, format=form, path=str(folder / "corpora" / name)) for name, form in FORMATS.items()
    )
    config = IngestConfig(corpora=sources)
    kept: list[Row] = []
    for group in group_files(config):
        for outcome in read_group(group, config):
            road.rejected |= set(outcome.rejected.column("id").to_pylist()) if outcome.rejected else set()
            road.failed |= set(outcome.failed.column("id").to_pylist()) if outcome.failed else set()
            for document in outcome.data.to_pylist():
                kept += _clean(document, road)
    _dedup(kept, folder, road)
    return road


def _clean(document: Row, road: Road) -> list[Row]:
    name = document["id"]
    road.read[name] = document["text"]
    kept, rejected = clean_document(document, CleanConfig(crawled=CRAWLED))
    for row in kept:
        road.clean[name] = _kept_text(row)
    for row in rejected:
        if row["unit"] == "document":
            road.rejected.add(name)
        else:
            road.sentences[name].append(row["text"])
    return kept


def _dedup(kept: list[Row], folder: Path, road: Road) -> None:
    evaluation = tuple(str(folder / "ner" / name / "report") for name in NER_SETS)
    config = DedupConfig(corpora=tuple(FORMATS), evaluation=evaluation)
    with TemporaryDirectory() as runs:
        run = deduplicate(Path(runs), [kept], config)
        road.removals = {removal.id: removal for removal in removals(run)}
        road.clean |= {row["id"]: _kept_text(row) for row in rows_of(run, "data")}


def _kept_text(row: Row) -> str:
    return join_spans(row["text"], [(span["start"], span["end"]) for span in row["spans"]])


def flat(text: str) -> str:
    """The text with single spaces: readers lay out white space in their own way."""
    return " ".join(text.split())


def happened(row: Row, road: Road) -> bool:
    """Whether what the truth expects did happen."""
    if row["text"] is not None:
        return _text_fared(row, road)
    name, expected = row["id"], row["expect"]
    if expected == "removed":
        return name in road.removals
    if expected == "kept":
        return name in road.clean and name not in road.removals
    ids = road.rejected if expected == "rejected" else road.failed
    return name in ids if name else any(each.startswith(f"{row['corpus']}/{row['path']}#") for each in ids)


def _text_fared(row: Row, road: Road) -> bool:
    name, text = row["id"], flat(row["text"])
    clean = flat(road.clean.get(name, ""))
    if row["expect"] == "removed":
        return name in road.removals or clean.count(text) <= (row["of"] == [name])
    if row["expect"] == "repaired":
        return text not in clean and flat(row["becomes"]) in clean
    return (text in clean) == (row["expect"] == "kept")
