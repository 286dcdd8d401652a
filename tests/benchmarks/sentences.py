"""Sentence boundaries on gold clinical cases beside four other splitters, and speed.

A boundary is where a sentence ends, told by how many visible characters of the document stand before it, so that what a
splitter does to white space does not count.
"""

from __future__ import annotations

import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest import mock

from bioroberta.corpus import sentences as ours
from tests.benchmarks.frame import Claim, Result, ask, compare, data, table

MIN_F1 = 0.996
"""What the project sets itself; the best published figure on this corpus is 0.9875 (OpenNLP, trained on it)."""
MIN_MEGABYTES_A_SECOND = 20.0
"""What the project sets itself: a tenth of the time that cleaning may take."""

GOLD = "sentences/spaccc"
PEERS = {"Moses sentence-splitter": "moses", "pySBD": "pysbd", "BlingFire": "blingfire", "sentencex": "sentencex"}
OURS, FOLDED = "bioroberta", "bioroberta, abbreviations of other folds only"
FOLDS = 10
TURNS = 10
"""Readings of the corpus in one measurement of ours: one alone takes a twentieth of a second."""
CLOSING = frozenset(".,;:!?…)]}»”’'\"")

RECIPE = """
Input: the {documents} documents of `{gold}`, {size:.2f} MB, the gold sentences of each joined by single spaces; {gold_count}
gold boundaries, ends of documents among them. The {left_out} that a lower-case letter or closing punctuation follows are
errors of annotation and count for nobody, neither as found nor as missed; the raw columns count them. CPU seconds of the
process without loading, one thread, sides in turns, medians; a side slower than 1 MB/s runs once.

Nothing of ours is trained. The rules were written while looking at these documents, all of them, so F1 is a figure of
development. What could fit single documents is the list of abbreviations; the claims are therefore made on the row below
the first: the documents in {folds} folds, and in each only those abbreviations that stand before a point in another fold.
Of the errors that are left, most are sentences that the gold does not end (`5,5 UI/L. El electroencefalograma`, `fenitoína
i.v. No había`); no rule of ours follows it there.
"""


@dataclass(frozen=True)
class Document:
    """A text and what the gold says of it."""

    text: str
    gold: frozenset[int]
    left_out: frozenset[int]


@dataclass(frozen=True)
class Score:
    """Counts over all documents."""

    found: int
    wrong: int
    missed: int

    @property
    def errors(self) -> int:
        return self.wrong + self.missed

    @property
    def f1(self) -> float:
        return 2 * self.found / (2 * self.found + self.errors)


def measure() -> Result:
    documents = [document(path.read_text(encoding="utf-8")) for path in sorted(data(GOLD).glob("*.txt"))]
    texts = [each.text for each in documents]
    size = sum(len(text.encode()) for text in texts)
    found: dict[str, list[list[str]]] = {OURS: [split(text) for text in texts], FOLDED: split_in_folds(texts)}
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "documents.json"
        written.write_text(json.dumps(texts), encoding="utf-8")
        sides: dict[str, Callable[[], float]] = {name: partial(ask_peer, name, written, found) for name in PEERS}
        seconds = compare({OURS: partial(seconds_of_ours, texts), **sides}, size)
    speeds = {name: size / 1e6 / statistics.median(each) for name, each in seconds.items()}
    scores = {name: (score(documents, each), score(documents, each, raw=True)) for name, each in found.items()}
    return Result(recipe(documents, size), table(HEADER, rows(scores, speeds)), claims(scores, speeds))


def document(gold: str) -> Document:
    """The document of a gold file: one sentence a line."""
    lines = [stripped for line in gold.splitlines() if (stripped := line.strip())]
    ends = boundaries(lines)
    firsts = zip(ends, [line[0] for line in lines[1:]], strict=False)
    left_out = frozenset(end for end, first in firsts if first.islower() or first in CLOSING)
    return Document(" ".join(lines), frozenset(ends), left_out)


def boundaries(pieces: Iterable[str]) -> list[int]:
    """Visible characters before the end of each sentence."""
    ends, visible = [], 0
    for piece in pieces:
        visible += len("".join(piece.split()))
        ends.append(visible)
    return ends


def score(documents: Sequence[Document], found: Sequence[Sequence[str]], raw: bool = False) -> Score:
    """Boundaries found, wrong and missed; those that are left out count only in the raw score."""
    hits = wrong = missed = 0
    for each, pieces in zip(documents, found, strict=True):
        ignored = frozenset() if raw else each.left_out
        gold, ends = each.gold - ignored, set(boundaries(pieces)) - ignored
        hits, wrong, missed = hits + len(gold & ends), wrong + len(ends - gold), missed + len(gold - ends)
    return Score(hits, wrong, missed)


def split(text: str) -> list[str]:
    """Our sentences."""
    return [text[start:end] for start, end in ours.split(text)]


def split_in_folds(texts: Sequence[str]) -> list[list[str]]:
    """Our sentences, of each document without the abbreviations that stand in no other fold."""
    before_point = [set(re.findall(r"[\w.º]+(?=\.\s)", text.lower())) for text in texts]
    found: list[list[str]] = [[] for _ in texts]
    for fold in range(FOLDS):
        elsewhere = set().union(*(words for at, words in enumerate(before_point) if at % FOLDS != fold))
        lists = {name: getattr(ours, name) & elsewhere for name in LISTS}
        with mock.patch.multiple(ours, **lists):
            found[fold::FOLDS] = [split(text) for text in texts[fold::FOLDS]]
    return found


LISTS = ("NEVER_LAST", "BEFORE_NUMBER", "BEFORE_PARENTHESIS")


def seconds_of_ours(texts: Sequence[str]) -> float:
    """CPU seconds of one reading."""
    start = time.process_time()
    for _ in range(TURNS):
        for text in texts:
            ours.split(text)
    return (time.process_time() - start) / TURNS


def ask_peer(name: str, documents: Path, found: dict[str, list[list[str]]]) -> float:
    """CPU seconds of a peer, whose sentences go to `found`."""
    answer = ask(PEERS[name], {"documents": str(documents)})
    found[name] = answer["sentences"]
    return float(answer["seconds"])


def recipe(documents: Sequence[Document], size: int) -> str:
    return RECIPE.format(
        documents=len(documents),
        gold=GOLD,
        size=size / 1e6,
        gold_count=sum(len(each.gold) for each in documents),
        left_out=sum(len(each.left_out) for each in documents),
        folds=FOLDS,
    )


HEADER = ("splitter", "F1", "errors", "wrong", "missed", "raw F1", "raw errors", "MB/s")


def rows(scores: dict[str, tuple[Score, Score]], speeds: dict[str, float]) -> list[list[str | int | float]]:
    return [
        [
            name,
            f"{fair.f1:.4f}",
            fair.errors,
            fair.wrong,
            fair.missed,
            f"{raw.f1:.4f}",
            raw.errors,
            speeds.get(name, ""),
        ]
        for name, (fair, raw) in scores.items()
    ]


def claims(scores: dict[str, tuple[Score, Score]], speeds: dict[str, float]) -> tuple[Claim, ...]:
    errors = scores[FOLDED][0].errors
    return (
        Claim("F1", scores[FOLDED][0].f1, MIN_F1),
        *(Claim(f"errors that {name} has more", scores[name][0].errors - errors, 1) for name in PEERS),
        Claim("MB/s a core", speeds[OURS], MIN_MEGABYTES_A_SECOND),
    )
