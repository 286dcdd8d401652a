"""The sections of the page that tell what the run was made from, and how."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bioroberta.report.elements import (
    Column,
    Kind,
    Row,
    Section,
    code,
    definitions,
    details,
    note,
    number,
    table,
    utc,
    visible,
)
from bioroberta.report.facts import Corpus, Facts, StageRun

SHORT = 12
"""Characters of a digest that are shown; `facts.json` has all."""


def sources(facts: Facts) -> Section:
    """The files that were read."""
    titles = ["Format", "Language", "Licence", "Files", "Bytes", "sha256"]
    kinds: list[Kind] = ["text", "text", "text", "number", "number", "text"]
    columns = [Column("Corpus", "text"), *map(Column, titles, kinds)]
    caption = "Files as stored, in rank order: of two equal documents the one of the earlier corpus stays"
    body = table(caption, columns, [Row([visible(corpus.name), *_source_cells(corpus)]) for corpus in facts.corpora])
    return Section("sources", "Sources", body)


def environment(facts: Facts) -> Section:
    """How the stages were run, with which software and settings."""
    titles = ["Started (UTC)", "Seconds", "CPU seconds", "Shards", "Workers", "Fingerprint", "Commit", "Output"]
    kinds: list[Kind] = ["text", "number", "number", "number", "number", "text", "text", "text"]
    text = note(
        "Seconds by the clock, and of work by all processes; shards are units of work, workers those at work at once. "
        "Equal fingerprints mean equal settings and inputs; equal outputs, equal bytes."
    )
    columns = [Column("Stage", "text"), *map(Column, titles, kinds)]
    stages = table("Stages", columns, [Row([stage.name, *_stage_cells(stage)]) for stage in facts.stages])
    seeds = [(f"Seed of {name}", number(seed)) for name, seed in facts.seeds.items()]
    body = text + stages + definitions([*_versions(facts), *seeds])
    return Section("environment", "How it was made", body + details("Settings of the stages", _settings(facts)))


def _source_cells(corpus: Corpus) -> list[str]:
    texts = [visible(text) for text in (corpus.format, corpus.language, corpus.license)]
    return [*texts, number(corpus.files), number(corpus.stored_bytes), code((corpus.sha256 or "")[:SHORT])]


def _stage_cells(stage: StageRun) -> list[str]:
    cpu = stage.worker_cpu_seconds + stage.driver_cpu_seconds
    counts = [f"{stage.wall_seconds:,.1f}", f"{cpu:,.1f}", number(stage.shards), number(stage.workers)]
    digests = [code(text[:SHORT]) for text in (stage.fingerprint, stage.commit or "", stage.output)]
    return [visible(utc(stage.started)), *counts, *digests]


def _versions(facts: Facts) -> Iterator[tuple[str, str]]:
    """Each library with its version; with several where stages were run with different ones."""
    found: dict[str, list[str]] = {}
    for stage in facts.stages:
        for name, version in stage.versions.items():
            found.setdefault(name, []).append(version or "unknown")
    for name, versions in found.items():
        yield visible(name), visible(", ".join(dict.fromkeys(versions)))


def _settings(facts: Facts) -> str:
    columns = [Column("Key", "text"), Column("Value", "text")]
    rows = [
        Row([code(f"{stage.name}.{key}"), code(json.dumps(value, ensure_ascii=False))])
        for stage in facts.stages
        for key, value in stage.settings.items()
    ]
    return table("Settings that decide the output; corpora and tasks apart", columns, rows)
