"""The cleaning stage: on one core beside its peers on the same documents, with two workers, and in a worker's memory.

Ours is the pure function of the stage, Arrow table in, Arrow tables out. The predecessor's is its components called in
its order, on Python strings; see `peers/predecessor.py`. Datatrove's are its blocks, on its documents; see
`peers/datatrove.py`. All are timed in CPU seconds of their process, models loaded.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig, IngestConfig
from bioroberta.schemas import DOCUMENT, rows_to_table
from bioroberta.text import count_tokens
from tests.benchmarks import _memory, _speedup
from tests.benchmarks.frame import Claim, Result, ask, compare, data, table

MIN_MEGABYTES_A_SECOND = 2.0
"""What the project sets itself: 6 GB, a corpus of the size of the published one, in under an hour on one core."""
PREDECESSOR, CASCADE = "ftfy, sentence-splitter, langid", "the same, fastText before langid"
DATATROVE = "datatrove's blocks"
MIN_RATIOS = {PREDECESSOR: 8.0, DATATROVE: 10.0}
"""What the project sets itself against its peers."""
MIN_OF_SPEEDUP = 0.9
"""What the project sets itself: of the speed-up that the machine gives, as two copies of the pure function show it."""
MIN_FLATNESS = 1 / 1.1
"""What the project sets itself: ten times the input may take a tenth more of a worker's memory."""

CORPUS = "corpora/cantemist_background"
MEGABYTES = (5, 10, 20)
"""Inputs on which all sides run; times in proportion say that none of them grows worse than linearly."""
PEERS: dict[str, tuple[str, dict[str, str]]] = {
    PREDECESSOR: ("predecessor", {"language": "langid"}),
    CASCADE: ("predecessor", {"language": "cascade"}),
    DATATROVE: ("datatrove", {}),
}
"""By what a side is called: the peer's script, and what it is asked beside the documents."""
OURS, CRAWLED = "bioroberta", "bioroberta, with the rules for crawled pages"
CONFIGS = {OURS: CleanConfig(), CRAWLED: CleanConfig(crawled=("cantemist_background",))}

SHARDS, SHARD_BYTES = 6, IngestConfig.model_fields["shard_bytes"].default
"""For the workers: what `ingest` writes, as much for each of two; half a minute of one worker in all."""
FED_MEGABYTES = (100, 1000)
"""Inputs at which a worker's memory is looked at."""

RECIPE = """
Input: the documents of `{corpus}` in order of name, {sizes} MB of UTF-8 (10^6 bytes); beyond the {whole:.1f} MB of the
corpus it is read again from its start (no side remembers a text). Ours: `clean_batch` with the default `CleanConfig`, as a
recipe has it for this corpus; below it, without a claim, with the rules for menus, notices and tables' debris that corpora
of pages have as well. One Arrow table, one thread each, CPU seconds of the process without loading, sides in turns,
medians; a side slower than 1 MB/s runs once.

The predecessor: ftfy with NFKC, Moses `sentence-splitter` for Spanish, its sentence rules, langid.py on every sentence that
is left. Below it the cascade that it has by default: fastText first, langid.py only for Spanish with a confidence of 0.3 or
less; no claim is made on it.

Datatrove: FTFYFormatter, LanguageFilter, GopherRepetitionFilter, GopherQualityFilter and C4QualityFilter with their own
defaults, but for Spanish stop words, the model `lid.176.ftz` (its `lid.176.bin` is a download) and C4's rules on sentences
instead of lines. Without a counterpart there: language told sentence by sentence where a document is mixed or in doubt,
close languages told apart, a score, rule, value and threshold for every sentence that goes, and offsets by which kept and
rejected text rebuild the document. Without a counterpart in ours: its table of repeated n-grams within a document.

Workers: {shards} shards of {shard:.1f} MB, the default size. Wall seconds, sides in turns, medians: `clean_batch` in one
process and in {workers} at once, each on all shards; stage `clean` through `Run.map_shards` with one worker and with {workers}, on
an embedded Ray that is already up.

Memory: one process that does what a worker does, `ingest` of one JSON lines file of {fed} MB of text and then
`clean` of its shards, which have the default size; its resident memory at its highest, libraries and models included.
"""


def measure() -> Result:
    texts = read(data(CORPUS))
    speeds = {megabytes: speeds_at(texts, megabytes * 1_000_000) for megabytes in MEGABYTES}
    seconds = worker_seconds(texts)
    peaks = {megabytes: peak_at(texts, megabytes * 1_000_000) for megabytes in FED_MEGABYTES}
    recipe = RECIPE.format(
        corpus=CORPUS,
        sizes=listed(MEGABYTES),
        whole=sum(map(size, texts)) / 1e6,
        shards=SHARDS,
        shard=SHARD_BYTES / 1e6,
        workers=_speedup.WORKERS,
        fed=listed(FED_MEGABYTES),
    )
    return Result(recipe, tables(speeds, seconds, peaks), claims(speeds[MEGABYTES[-1]], seconds, peaks))


def claims(
    speeds: Mapping[str, float], seconds: Mapping[str, Sequence[float]], peaks: Mapping[int, int]
) -> tuple[Claim, ...]:
    """What is claimed of MB/s by side, of wall seconds of workers and copies, and of peaks in bytes by input."""
    [small, large] = peaks
    copies, workers = _speedup.speedups(seconds)
    return (
        Claim("MB/s a core", speeds[OURS], MIN_MEGABYTES_A_SECOND),
        *(Claim(f"times the speed of {peer}", speeds[OURS] / speeds[peer], bar) for peer, bar in MIN_RATIOS.items()),
        Claim("speed-up of two workers, to that of two copies", workers / copies, MIN_OF_SPEEDUP),
        Claim(f"memory at {small} MB, to that at {large} MB", peaks[small] / peaks[large], MIN_FLATNESS),
    )


def tables(
    speeds: Mapping[int, Mapping[str, float]], seconds: Mapping[str, Sequence[float]], peaks: Mapping[int, int]
) -> str:
    """The three tables of the page."""
    memory = [[f"{megabytes} MB", f"{peak / 2**20:.0f}"] for megabytes, peak in peaks.items()]
    return "\n\n".join(
        [
            table(header(), rows(speeds)),
            table(["two workers", "wall seconds", "speed-up"], _speedup.rows(seconds)),
            table(["a worker fed with", "peak MiB"], memory),
        ]
    )


def worker_seconds(texts: list[str]) -> dict[str, list[float]]:
    """Wall seconds of workers and copies by side."""
    documents = as_table(list(take(texts, SHARDS * SHARD_BYTES)))
    length = -(-documents.num_rows // SHARDS)
    shards = [documents.slice(start, length) for start in range(0, documents.num_rows, length)]
    with tempfile.TemporaryDirectory() as folder, _speedup.embedded_ray():
        return _speedup.measure_speedups(Path(folder), shards)


def peak_at(texts: list[str], wanted: int) -> int:
    """Bytes of memory that a worker takes for `wanted` bytes of the texts."""
    with tempfile.TemporaryDirectory() as folder:
        return _memory.peak_on(Path(folder), take(texts, wanted))


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
        asked = {
            name: partial(ask_peer, peer, {"documents": str(written), **wish}) for name, (peer, wish) in PEERS.items()
        }
        table_of_all = as_table(documents)
        ours = {name: partial(clean, table_of_all, config) for name, config in CONFIGS.items()}
        seconds = compare({**ours, **asked}, length)
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


def clean(documents: pa.Table, config: CleanConfig) -> float:
    """CPU seconds of our stage's function."""
    clean_batch(documents.slice(0, 1), config)  # the model, and what is compiled at first use
    start = time.process_time()
    clean_batch(documents, config)
    return time.process_time() - start


def ask_peer(peer: str, request: Mapping[str, str]) -> float:
    """CPU seconds of a peer."""
    return float(ask(peer, request)["seconds"])


def listed(numbers: Sequence[int]) -> str:
    """`5, 10, 20`."""
    return ", ".join(map(str, numbers))


def header() -> list[str]:
    return ["one core", *(f"{megabytes} MB: MB/s" for megabytes in MEGABYTES), f"{MEGABYTES[-1]} MB: ours is"]


def rows(speeds: Mapping[int, Mapping[str, float]]) -> list[list[str | float]]:
    """A line a side: its speeds, and how many times as fast ours is."""
    last = speeds[MEGABYTES[-1]]
    return [[name, *(speeds[each][name] for each in MEGABYTES), f"{last[OURS] / last[name]:.1f}x"] for name in last]
