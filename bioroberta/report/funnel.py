"""From records read to documents kept: what went at which step, by which rule, and what languages were met."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bioroberta.corpus.config import CorpusSource
from bioroberta.report.facts import MEASURES, Kind, Language, Size, Step, add
from bioroberta.report.shards import Tally

Manifests = Mapping[str, Mapping[str, Any]]
"""Of the finished stages, by name."""

Tallies = Mapping[str, Collection[Tally]]
"""What each finished stage rejected."""

LEVELS = {"ingest": "Read into documents", "clean": "Cleaned", "dedup": "Deduplicated"}
UNKNOWN = "unknown"


def size(stage: str, corpora: Collection[str], manifests: Manifests, tallies: Tallies) -> Size:
    """What is left of corpora after a finished stage. Sentences before cleaning are those that cleaning counted: kept,
    rejected, and within rejected documents.
    """
    counted = manifests[stage]["counts"].get("kept", {})
    kept = [counted.get(corpus, {}) for corpus in corpora]
    documents, tokens, length = (sum(each.get(name, 0) for each in kept) for name in ("rows", "tokens", "bytes"))
    if stage != "ingest":
        return Size(documents, sum(each.get("sentences", 0) for each in kept), tokens, length)
    sentences = None
    if "clean" in manifests:
        left = size("clean", corpora, manifests, tallies).sentences
        sentences = _sum([left, *(tally.sentences for tally in tallies["clean"] if tally.corpus in corpora)])
    return Size(documents, sentences, tokens, length)


def steps(corpora: Collection[str], manifests: Manifests, tallies: Tallies) -> Iterator[Step]:
    """The funnel of corpora taken together, over the finished stages: levels, and between them what went."""
    before: Size | None = None
    for stage, name in LEVELS.items():
        if stage not in manifests:
            continue
        after = size(stage, corpora, manifests, tallies)
        gone = [*_rejected(stage, corpora, tallies[stage]), *_failed(stage, corpora, manifests[stage])]
        if stage == "ingest":
            found = _sum([after.documents, *(step.documents for step in gone)])
            yield Step(stage, "level", "Records in the files", found)
        yield from gone
        if stage == "clean" and before is not None:
            yield from _repair(before, after, gone)
        yield Step(stage, "level", name, after.documents, after.sentences, after.tokens)
        before = after


def languages(
    sources: Iterable[CorpusSource], wanted: str, manifests: Manifests, tallies: Tallies
) -> Iterator[Language]:
    """What cleaning found, corpus by corpus: what it kept as `wanted`, and what it rejected for its language."""
    for source in sources:
        left = size("clean", [source.name], manifests, tallies)
        yield Language(source.name, source.language, wanted, True, left.sentences or 0, left.tokens or 0)
        found: dict[str, tuple[int, int]] = {}
        for tally in tallies["clean"]:
            if (tally.corpus, tally.rule) == (source.name, "language"):
                name = tally.language or UNKNOWN
                sentences, tokens = found.get(name, (0, 0))
                found[name] = (sentences + (tally.sentences or 0), tokens + tally.tokens)
        for name, numbers in sorted(found.items()):
            yield Language(source.name, source.language, name, False, *numbers)


def total(sizes: Iterable[Size]) -> Size:
    """The sum of sizes, measure by measure."""
    listed = list(sizes)
    return Size(*(_sum([getattr(each, name) for each in listed]) for name in MEASURES))


def _rejected(stage: str, corpora: Collection[str], tallies: Collection[Tally]) -> list[Step]:
    """A step a rule and unit: documents first, then the rule that took most words."""
    found: dict[tuple[str, str], list[Tally]] = {}
    for tally in tallies:
        if tally.corpus in corpora:
            found.setdefault((tally.unit, tally.rule), []).append(tally)
    steps = [_step(stage, unit, rule, items) for (unit, rule), items in found.items()]
    return sorted(steps, key=lambda step: (step.kind, -(step.tokens or 0), -(step.documents or 0), step.name))


def _step(stage: str, unit: str, rule: str, tallies: list[Tally]) -> Step:
    kind: Kind = "document" if unit == "document" else "sentence"
    documents = sum(tally.rows for tally in tallies) if kind == "document" else None
    tokens = None if stage == "ingest" else sum(tally.tokens for tally in tallies)
    return Step(stage, kind, rule, documents, _sum([tally.sentences for tally in tallies]), tokens)


def _failed(stage: str, corpora: Collection[str], manifest: Mapping[str, Any]) -> list[Step]:
    found: dict[str, int] = {}
    for corpus, reasons in manifest["counts"].get("failed", {}).items():
        if corpus in corpora:
            for reason, number in reasons.items():
                found[reason] = found.get(reason, 0) + number
    return [Step(stage, "failed", reason, number) for reason, number in sorted(found.items())]


def _repair(before: Size, after: Size, gone: list[Step]) -> Iterator[Step]:
    """The words that are in no table: repair joins and splits some, and those of failed documents were not counted."""
    difference = (before.tokens or 0) - (after.tokens or 0) - sum(step.tokens or 0 for step in gone)
    if difference:
        failed = any(step.kind == "failed" for step in gone)
        yield Step("clean", "repair", "repair and failed documents" if failed else "repair", tokens=difference)


def _sum(numbers: Iterable[int | None]) -> int | None:
    total: int | None = 0
    for number in numbers:
        total = add(total, number)
    return total
