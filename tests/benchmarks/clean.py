"""The cleaning stage on one core beside the predecessor's components on the same documents.

Ours is the pure function of the stage, Arrow table in, Arrow tables out. The predecessor's is its components called in
its order, on Python strings; see `peers/predecessor.py`. Both are timed in CPU seconds of their process, models loaded.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa

from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig
from bioroberta.schemas import DOCUMENT, rows_to_table
from bioroberta.text import count_tokens
from tests.benchmarks.frame import Claim, Result, ask, compare, data, table

MIN_MEGABYTES_A_SECOND = 2.0
"""What the project sets itself: 6 GB, a corpus of the size of the published one, in under an hour on one core."""
MIN_RATIO = 8.0
"""What the project sets itself against the predecessor's components."""

CORPUS = "corpora/cantemist_background"
MEGABYTES = (5, 10, 20)
"""Inputs on which both sides run; times in proportion say that none of them grows worse than linearly."""
PEERS = {"ftfy, sentence-splitter, langid": "langid", "the same, fastText before langid": "cascade"}
OURS = "bioroberta"

RECIPE = """
Input: the documents of `{corpus}` in order of name, {sizes} MB of UTF-8 (10^6 bytes); beyond the {whole:.1f} MB of the
corpus it is read again from its start (neither side remembers a text). Ours: `clean_batch` with the default
`CleanConfig`, one Arrow table. Peer: ftfy with NFKC, Moses `sentence-splitter` for Spanish, the predecessor's sentence
rules, langid.py on every sentence that is left. Below it the cascade that the predecessor has by default: fastText first,
langid.py only for Spanish with a confidence of 0.3 or less; no claim is made on it. One thread each, CPU seconds of the
process without loading, sides in turns, medians; a side slower than 1 MB/s runs once.
"""


def measure() -> Result:
    texts = read(data(CORPUS))
    speeds = {megabytes: speeds_at(texts, megabytes * 1_000_000) for megabytes in MEGABYTES}
    last = speeds[MEGABYTES[-1]]
    [claimed, *_] = PEERS
    claims = (
        Claim("MB/s a core", last[OURS], MIN_MEGABYTES_A_SECOND),
        Claim(f"times the speed of {claimed}", last[OURS] / last[claimed], MIN_RATIO),
    )
    whole = sum(map(size, texts)) / 1e6
    recipe = RECIPE.format(corpus=CORPUS, sizes=", ".join(map(str, MEGABYTES)), whole=whole)
    return Result(recipe, table(header(), rows(speeds)), claims)


def read(folder: Path) -> list[str]:
    """The texts of a folder in order of name."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]


def size(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode())


def speeds_at(texts: list[str], wanted: int) -> dict[str, float]:
    """MB/s of every side on `wanted` bytes of the texts."""
    documents = list(take(texts, wanted))
    length = sum(map(size, documents))
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "documents.json"
        written.write_text(json.dumps(documents), encoding="utf-8")
        asked = {name: partial(ask_predecessor, written, language) for name, language in PEERS.items()}
        seconds = compare({OURS: partial(clean, as_table(documents)), **asked}, length)
    return {name: length / 1e6 / statistics.median(each) for name, each in seconds.items()}


def take(texts: list[str], wanted: int) -> Iterator[str]:
    """Texts in order, from the beginning again where they end, until they have `wanted` bytes."""
    taken = 0
    while taken < wanted:
        for text in texts:
            if taken >= wanted:
                return
            taken += size(text)
            yield text


def as_table(texts: list[str]) -> pa.Table:
    """The documents as `ingest` would hand them over."""
    known = {"corpus": "cantemist_background", "record": 0, "license": "CC-BY-4.0", "language": "es"}
    rows = [
        {
            **known,
            "id": f"{number}",
            "path": f"{number}.txt",
            "text": text,
            "tokens": count_tokens(text),
            "bytes": size(text),
        }
        for number, text in enumerate(texts)
    ]
    return rows_to_table(rows, DOCUMENT)


def clean(documents: pa.Table) -> float:
    """CPU seconds of our stage's function."""
    config = CleanConfig()
    clean_batch(documents.slice(0, 1), config)  # the model, and what is compiled at first use
    start = time.process_time()
    clean_batch(documents, config)
    return time.process_time() - start


def ask_predecessor(documents: Path, language: str) -> float:
    """CPU seconds of the predecessor's components."""
    return float(ask("predecessor", {"documents": str(documents), "language": language})["seconds"])


def header() -> list[str]:
    return ["one core", *(f"{megabytes} MB: MB/s" for megabytes in MEGABYTES), f"{MEGABYTES[-1]} MB: ours is"]


def rows(speeds: Mapping[int, Mapping[str, float]]) -> list[list[str | float]]:
    """A line a side: its speeds, and how many times as fast ours is."""
    last = speeds[MEGABYTES[-1]]
    return [[name, *(speeds[each][name] for each in MEGABYTES), f"{last[OURS] / last[name]:.1f}x"] for name in last]
