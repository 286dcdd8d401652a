"""What a report knows, as plain values: the page shows them, and `facts.json` is nothing else.

`tokens` are words between white space, `bytes` UTF-8. None stands for what is not known: its stage is not finished.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

STAGES = ("ingest", "clean", "dedup")
"""The stages that make the corpus, in order."""

MEASURES = ("documents", "sentences", "tokens", "bytes")

Kind = Literal["level", "document", "sentence", "failed", "repair"]


@dataclass(frozen=True)
class Size:
    """How much text there is."""

    documents: int | None = None
    sentences: int | None = None
    tokens: int | None = None
    bytes: int | None = None


@dataclass(frozen=True)
class Corpus:
    """A corpus of the recipe, and its size after each finished stage."""

    name: str
    license: str
    language: str
    format: str
    samples: bool
    """Whether pieces of its text may be shown."""
    files: int | None
    stored_bytes: int | None
    sha256: str | None
    """Of the files as they were read."""
    sizes: dict[str, Size]


@dataclass(frozen=True)
class Step:
    """A line of a funnel: how much there is at a level, or how much went, by which rule."""

    stage: str
    kind: Kind
    name: str
    documents: int | None = None
    sentences: int | None = None
    tokens: int | None = None


@dataclass(frozen=True)
class Funnel:
    """All steps of a corpus, in order; `corpus` is None for all corpora together."""

    corpus: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Language:
    """What was found of a language in a corpus; `kept` is what stayed, the rest went by the rule `language`."""

    corpus: str
    declared: str
    found: str
    kept: bool
    sentences: int
    tokens: int


@dataclass(frozen=True)
class Sample:
    """A rejected sentence, or the beginning of a rejected document; `characters` is its whole length."""

    id: str
    value: float
    threshold: float
    keeper: str | None
    language: str | None
    characters: int
    text: str


@dataclass(frozen=True)
class RuleSamples:
    """Samples of what a rule rejected. `allowed` counts those that may be shown, of `rejected` ones."""

    stage: str
    rule: str
    unit: str
    rejected: int
    allowed: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Line:
    """A repeated line: how often it stands in each corpus. The text is None where it may not be shown."""

    count: int
    corpora: dict[str, int]
    text: str | None


@dataclass(frozen=True)
class Lines:
    """The most repeated lines of the text that `stage` kept: the first of all that stand in it more than `bound` times.

    `considered` lines had enough words.
    """

    stage: str
    considered: int
    bound: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Overlap:
    """What a rule removed of `corpus` for kept documents of `keeper`, a corpus or the evaluation texts."""

    rule: str
    corpus: str
    keeper: str
    documents: int
    tokens: int


@dataclass(frozen=True)
class Copies:
    """Where removed documents stood and where their kept copies stand.

    `clusters` counts kept documents by how many documents they stand for (themselves and those removed for them), from
    two on. The rules were decided in `rounds`.
    """

    overlap: tuple[Overlap, ...]
    clusters: dict[int, int]
    rounds: int


@dataclass(frozen=True)
class StageRun:
    """How a finished stage was run: from its manifest."""

    name: str
    fingerprint: str
    commit: str | None
    started: str
    wall_seconds: float
    worker_cpu_seconds: float
    driver_cpu_seconds: float
    shards: int
    workers: int
    output: str
    """sha256 over the content of `data/`, `rejected/` and `failed/`."""
    versions: dict[str, str | None]
    settings: dict[str, Any]
    """The stage's config by dotted key, corpora left out."""


@dataclass(frozen=True)
class Facts:
    """Everything a report shows."""

    recipe: str
    missing: tuple[str, ...]
    """Stages that are not finished."""
    stages: tuple[StageRun, ...]
    corpora: tuple[Corpus, ...]
    total: dict[str, Size]
    """Size of all corpora after each finished stage."""
    funnels: tuple[Funnel, ...]
    """All corpora together, then each."""
    languages: tuple[Language, ...]
    lines: Lines | None
    copies: Copies | None
    """None before deduplication, and where its manifest does not tell."""
    samples: tuple[RuleSamples, ...]
    seeds: dict[str, int]

    def as_json(self) -> bytes:
        """The facts as a JSON object."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def add(left: int | None, right: int | None) -> int | None:
    """The sum; what is not known makes it unknown."""
    return None if left is None or right is None else left + right
