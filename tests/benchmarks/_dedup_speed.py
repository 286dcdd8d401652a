"""The speed of stage `dedup`: `near` beside its peers, rule `exact`, and the documents that they get."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bioroberta.config import Config
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks._dedup_pairs import found, similar_pairs
from tests.benchmarks.frame import ROUNDS, ask, compare, data

WORKERS = 2
SEED = 20_262
CORPUS = "mixed"
"""All documents stand in one corpus: peers know none."""

CASES = ("corpora/codiesp", "corpora/codiesp_background", "corpora/cantemist_background", "corpora/meddocan")
NOVELS = "corpora/conha19_novels"
PIECE = (1000, 6000)
"""Characters of a document that is cut from a novel: as long as cases are."""
GROWN = 10
"""One document in so many stands there again with some words changed."""
CHANGED = (0.002, 0.04)
"""Of its words, from a Jaccard similarity of 5-grams of 0.98 down to 0.67."""

CUTS = 4
"""Times that the novels are cut anew for rule `exact`, to which pieces cut at other places are other texts."""

OURS, TEXTDEDUP, DATATROVE = "bioroberta", "text-dedup", "datatrove"
PEERS: dict[str, tuple[str, dict[str, str]]] = {
    TEXTDEDUP: ("textdedup", {"hash": "xxh3"}),
    DATATROVE: ("datatrove_minhash", {}),
}
"""By what a side is called: the peer's script, and what it is asked beside the rest."""


@dataclass(frozen=True)
class Compared:
    """Seconds of every side by name, and which of the texts each removed, at last."""

    seconds: dict[str, list[float]]
    removed: dict[str, list[bool]]


def cases() -> list[str]:
    """All clinical cases in order of name."""
    return [path.read_text(encoding="utf-8") for folder in CASES for path in sorted(data(folder).rglob("*.txt"))]


def novels(seed: int) -> Iterator[str]:
    """All novels, cut into documents at random places."""
    rng = random.Random(seed)
    for path in sorted(data(NOVELS).rglob("*.txt")):
        text, start = path.read_text(encoding="utf-8"), 0
        while start < len(text):
            end = start + rng.randint(*PIECE)
            if piece := text[start:end].strip():
                yield piece
            start = end


def documents(seed: int) -> list[str]:
    """Cases, pieces of novels, and some of both again with words changed; in any order."""
    rng, texts = random.Random(seed), [*cases(), *novels(seed)]
    texts += [change(rng, text) for text in rng.sample(texts, len(texts) // GROWN)]
    rng.shuffle(texts)
    return texts


def change(rng: random.Random, text: str) -> str:
    """The text with some of its words replaced by others of its own."""
    there = text.split(" ")
    for _ in range(max(1, round(rng.uniform(*CHANGED) * len(there)))):
        there[rng.randrange(len(there))] = rng.choice(there)
    return " ".join(there)


def as_shards(texts: Iterable[str]) -> Iterator[Any]:
    """The texts as tables of CLEAN, each under its number."""
    return stage.shards_of(stage.clean_row(CORPUS, f"{number:08}.txt", text) for number, text in enumerate(texts))


def warm(root: Path) -> None:
    """Let all workers import and make what they make at first use."""
    texts = [text[:1000] for text in cases()[: 8 * WORKERS]]
    stage.write_clean(root, (table for text in texts for table in as_shards([text])))
    for settings in (stage.NEAR, stage.DEFAULT):
        stage.run_stage(root, [CORPUS], settings, WORKERS)


def compare_near(root: Path, texts: Sequence[str]) -> Compared:
    """`near` and its peers on the same texts, which stand in `clean` below `root`. Ray has been started."""
    removed: dict[str, list[bool]] = {}
    sides: dict[str, Callable[[], float]] = {OURS: partial(our_near, root, len(texts), removed)}
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "documents.json"
        written.write_text(json.dumps(texts), encoding="utf-8")
        request = {**near_parameters(), "documents": str(written), "folder": folder, "workers": WORKERS}
        for name, (peer, wish) in PEERS.items():
            sides[name] = partial(their_near, name, peer, {**request, **wish}, removed)
        seconds = compare(sides, stage.clean_bytes(root))
    return Compared(seconds, removed)


def near_parameters() -> dict[str, int]:
    """Words of a shingle, bands and rows: the stage's own, for all sides."""
    near: Config = stage.NEAR["near"]
    return {"ngram": 5, **near.model_dump(include={"bands", "rows"})}


def our_near(root: Path, count: int, removed: dict[str, list[bool]]) -> float:
    seconds = stage.run_stage(root, [CORPUS], stage.NEAR, WORKERS)
    gone = {row["id"] for row in stage.removals(root)}
    removed[OURS] = [f"{CORPUS}/{number:08}.txt#0" in gone for number in range(count)]
    return seconds


def their_near(name: str, peer: str, request: Mapping[str, Any], removed: dict[str, list[bool]]) -> float:
    answer = ask(peer, request)
    kept = set(answer["kept"])
    removed[name] = [number not in kept for number in range(len(answer["clusters"]))]
    return float(answer["seconds"])


def recalls(texts: Sequence[str], removed: Mapping[str, Sequence[bool]], threshold: float) -> dict[str, list[float]]:
    """By side: of the similar pairs, the share of which not both stay; and documents removed that are in no such pair."""
    pairs = similar_pairs(texts, near_parameters()["ngram"], threshold)
    paired = {text for pair in pairs for text in pair}
    return {
        name: [
            found(pairs, gone) / max(1, len(pairs)),
            sum(each and number not in paired for number, each in enumerate(gone)),
        ]
        for name, gone in removed.items()
    }


def exact_seconds(root: Path) -> tuple[float, int]:
    """Wall seconds of rule `exact` alone, and the bytes of text that it saw. Ray has been started."""
    stage.write_clean(root, as_shards(text for cut in range(CUTS) for text in novels(SEED + cut)))
    return median(stage.run_stage(root, [CORPUS], stage.EXACT, WORKERS) for _ in range(ROUNDS)), stage.clean_bytes(root)


def near_rows(compared: Compared, recall: Mapping[str, Sequence[float]], size: int) -> list[list[str | float]]:
    """A line a side."""
    ours = median(compared.seconds[OURS])
    return [
        [
            name,
            median(each),
            size / 1e6 / median(each),
            f"{median(each) / ours:.1f}x",
            f"{recall[name][0]:.4f}",
            sum(compared.removed[name]),
            recall[name][1],
        ]
        for name, each in compared.seconds.items()
    ]
