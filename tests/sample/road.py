"""Ingest, clean and dedup as pure functions over a sample, and what became of everything that its truth names."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bioroberta.corpus.clean import clean_document
from bioroberta.corpus.config import CleanConfig, CorpusSource, Format, IngestConfig
from bioroberta.corpus.ingest import group_files, read_group
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import read_evaluation
from bioroberta.dedup.dedup import signature
from bioroberta.dedup.greedy import canonical_order, decide
from bioroberta.sample.annotated import NER_SETS
from bioroberta.text import join_spans

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
    """The kept sentences of the documents that cleaning kept."""
    sentences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Sentences that cleaning rejected."""
    rejected: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    removals: dict[str, Any] = field(default_factory=dict)
    """What dedup removed, with its `Removal`."""


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
        road.clean[name] = join_spans(row["text"], [(span["start"], span["end"]) for span in row["spans"]])
    for row in rejected:
        if row["unit"] == "document":
            road.rejected.add(name)
        else:
            road.sentences[name].append(row["text"])
    return kept


def _dedup(kept: list[Row], folder: Path, road: Road) -> None:
    config = DedupConfig(corpora=tuple(FORMATS))
    evaluation = read_evaluation([str(folder / "ner" / name / "report") for name in NER_SETS])
    signatures = [signature(row, config, evaluation) for row in kept]
    road.removals = {removal.id: removal for removal in decide(canonical_order(signatures, config.corpora), config)}


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
