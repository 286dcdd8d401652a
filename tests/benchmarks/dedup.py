"""Global deduplication: what it finds and leaves alone, its speed beside its peers, and what it takes as input grows.

The order is that of price: what is wrong is told within a minute.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks import _dedup_copies as copies
from tests.benchmarks import _dedup_quality as quality
from tests.benchmarks import _dedup_scale as scale
from tests.benchmarks import _dedup_shuffle as shuffle
from tests.benchmarks import _dedup_speed as speed
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks._speedup import embedded_ray
from tests.benchmarks.frame import Claim, Result, data, table

MIN_RATIOS = {speed.TEXTDEDUP: 2.0, speed.DATATROVE: 10.0}
MIN_EXACT = 50.0
"""MB/s of rule `exact`, two workers."""
MIN_OF_COPIES = 0.85
MAX_GIB, MAX_STEEPER = 6.0, 1.3
"""On ten million documents; seconds a document on ten times as many, to those before."""
MIN_SHUFFLE = 2.0
"""What the project asks of its own shuffle before it may stand beside Ray Data's."""

RECIPE = """
Documents stand in Parquet shards as stage `clean` leaves them, about {shard:.1f} MB of text each where nothing else is said;
the stage runs as a recipe runs it, on an embedded Ray that is up, with {workers} workers that have done a small input before.
Seconds are of the wall, from finished `clean` to finished `dedup`; sides in turns, medians of {rounds} rounds; a side slower
than 1 MB/s runs once. No evaluation texts are given, and the guard is off.

Generated, labelled: {labelled:,} documents, seed {seed} (nothing was developed on it), in nine corpora: copies that differ in
case and punctuation, under headers, with 2 to 5% of the words changed, excerpts, joins; and look-alikes: filled-in forms, a
shared quotation, shared headings. The default rules (word 5-grams, containment 0.5), and `near` alone ({threshold} of
Jaccard similarity, 14 bands of 8 rows). Nine corpora with planted copies: {nine:.0f} MB, the share by the manifests' counts.

Real: `{real}`, read by the project's readers, every sentence kept. The two books of `openstax_quimica` share modules that
were rewritten from one for the other; what counts as an error is two modules of one book.

Peers: text-dedup with {workers} processes and its faster hash, datatrove with {workers} workers, as `peers/` says; 5-grams
of words, 14 bands of 8 rows for all. Input: the cases of four corpora, all novels cut into pieces of 1,000 to 6,000
characters, and a tenth of all again with 0.2 to 4% of the words changed. A pair counts as found when not both of its texts
stay; gold are all pairs with a Jaccard similarity of {threshold} or more, found without sketches. The peers verify nothing.
Ours begins and ends with Parquet, checksums and a ledger; theirs with JSON lines or Arrow and JSON lines.

Rule `exact` alone: the novels cut in {cuts} ways, which are as many times other texts.

Two copies: the default rules on the peers' input; a copy is the whole stage over all documents in one process without Ray.

Shuffle: {rows:,} rows of a 64-bit key and a number in {files} Parquet files, brought together by key in {parts} partitions.

Growth: each size with a driver and a Ray of its own; memory is the sum of the proportional set sizes of the driver, Ray and
the workers at its highest. Small documents have four sentences of ten words, every tenth of them one of a thousand, and one
in twenty is a copy; the others repeat each other in every way, a third are links of chains.
"""


def measure() -> Result:
    for corpus in (*quality.REAL, "meddocan"):  # told at once, not after a quarter of an hour
        data(f"corpora/{corpus}")
    tables, claims = list[str](), list[Claim]()
    with embedded_ray():
        for part in (correct, fast, parallel, shuffled):
            with tempfile.TemporaryDirectory() as folder:
                add(part(Path(folder)), tables, claims)
    with tempfile.TemporaryDirectory() as folder:
        add(grown(Path(folder)), tables, claims)
    return Result(recipe(), "\n\n".join(tables), tuple(claims))
