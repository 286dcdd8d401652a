"""Committed shards read one at a time, and the tally and samples of what a stage rejected."""

from __future__ import annotations

import hashlib
import heapq
import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from bioroberta.commit import finished_markers, read_table
from bioroberta.corpus.sentences import split
from bioroberta.logs import fields
from bioroberta.report.facts import RuleSamples, Sample, add
from bioroberta.report_config import ReportConfig
from bioroberta.stages import Job

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LINES = 10.0

CUT = 300
"""Characters of a sample: a person sees by then what it is, and the page stays small."""

TALLIED = ("corpus", "rule", "unit", "language")


@dataclass(frozen=True)
class Tally:
    """What a rule rejected of a corpus, by unit ("document" or "sentence") and by the language found, if any.

    `sentences` are those within the rejected documents too; None where they are not known.
    """

    corpus: str
    rule: str
    unit: str
    language: str | None
    rows: int
    sentences: int | None
    tokens: int


@dataclass
class Samples:
    """For each (rule, unit) the rows with the smallest hash of (seed, id, start), whatever the order they come in.

    Only rows whose own corpus, and whose keeper's, is one of `corpora` are taken.
    """

    config: ReportConfig
    corpora: Collection[str]
    found: dict[tuple[str, str], list[tuple[int, str, int, Sample]]] = field(default_factory=dict)
    allowed: dict[tuple[str, str], int] = field(default_factory=dict)

    def offer(self, rejected: pa.Table) -> None:
        """Look at the rows of a table of REJECTED."""
        names = ("rule", "unit", "id", "start", "corpus", "keeper")
        columns = (rejected[name].to_pylist() for name in names)
        for index, (rule, unit, document, start, corpus, keeper) in enumerate(zip(*columns, strict=True)):
            if corpus not in self.corpora or not self._is_open(rule, keeper):
                continue
            self.allowed[rule, unit] = self.allowed.get((rule, unit), 0) + 1
            heap = self.found.setdefault((rule, unit), [])
            rank = _rank(self.config.seed, document, start)
            if len(heap) < self.config.samples:
                heapq.heappush(heap, (-rank, document, start, _sample(rejected, index)))
            elif heap and -rank > heap[0][0]:
                heapq.heapreplace(heap, (-rank, document, start, _sample(rejected, index)))

    def chosen(self, stage: str, tallies: Collection[Tally]) -> list[RuleSamples]:
        """The samples of every rule that rejected something, in order of their hashes."""
        total: dict[tuple[str, str], int] = {}
        for tally in tallies:
            total[tally.rule, tally.unit] = total.get((tally.rule, tally.unit), 0) + tally.rows
        return [
            RuleSamples(stage, rule, unit, rows, self.allowed.get((rule, unit), 0), self._ordered(rule, unit))
            for (rule, unit), rows in sorted(total.items(), key=lambda item: (item[0][1], item[0][0]))
        ]

    def _is_open(self, rule: str, keeper: str | None) -> bool:
        """A removed document has its keeper's text; the keeper of `evaluation` is no document of a corpus."""
        return keeper is None or rule == "evaluation" or keeper.partition("/")[0] in self.corpora

    def _ordered(self, rule: str, unit: str) -> tuple[Sample, ...]:
        return tuple(entry[3] for entry in sorted(self.found.get((rule, unit), []), reverse=True))


def read_part(job: Job, part: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The tables of a part (`data`, `rejected`) of a finished stage, in order; says now and then how far it is."""
    manifest = job.manifest()
    assert manifest is not None
    files = [file for marker in finished_markers(job.folder, manifest) for file in marker.files if file.part == part]
    told = time.monotonic()
    for number, file in enumerate(files, 1):
        yield read_table(job.folder, file, columns)
        if time.monotonic() - told > SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            line = "report: %d/%d files of %s/%s read"
            log.info(line, number, len(files), job.label, part, extra=fields(stage=job.label, done=number))


def read_rejections(job: Job, samples: Samples) -> list[Tally]:
    """What a finished stage rejected, tallied; `samples` sees every row."""
    total: dict[tuple[str, str, str, str | None], tuple[int, int | None, int]] = {}
    for table in read_part(job, "rejected"):
        samples.offer(table)
        for row in _tally(table, count_within=job.stage.name == "clean"):
            key = (row["corpus"], row["rule"], row["unit"], row["language"])
            rows, sentences, tokens = total.get(key, (0, 0, 0))
            total[key] = (rows + row["count_all"], add(sentences, row["sentences_sum"]), tokens + row["tokens_sum"])
    return [Tally(*key, *numbers) for key, numbers in total.items()]


def _tally(table: pa.Table, count_within: bool) -> list[dict[str, Any]]:
    units = table["unit"].to_pylist()
    sentences = [
        1 if unit == "sentence" else len(split(table["text"][index].as_py())) if count_within else None
        for index, unit in enumerate(units)
    ]
    counted = table.select([*TALLIED, "tokens"]).append_column("sentences", pa.array(sentences, pa.int64()))
    wanted = [([], "count_all"), ("sentences", "sum"), ("tokens", "sum")]
    rows: list[dict[str, Any]] = counted.group_by(list(TALLIED)).aggregate(wanted).to_pylist()
    return rows


def _rank(seed: int, document: str, start: int) -> int:
    digest = hashlib.blake2b(f"{seed} {start} {document}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _sample(rejected: pa.Table, index: int) -> Sample:
    row = rejected.slice(index, 1).to_pylist()[0]
    text = row["text"] or ""
    names = ("id", "value", "threshold", "keeper", "language")
    return Sample(**{name: row[name] for name in names}, characters=len(text), text=text[:CUT])
