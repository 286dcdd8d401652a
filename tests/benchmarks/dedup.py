"""Global deduplication: what it finds and leaves alone, its speed beside its peers, and what it takes as input grows.

The order is that of price: what is wrong is told within a minute.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from tests.benchmarks import _dedup_copies as copies
from tests.benchmarks import _dedup_quality as quality
from tests.benchmarks import _dedup_scale as scale
from tests.benchmarks import _dedup_shuffle as shuffle
from tests.benchmarks import _dedup_speed as speed
from tests.benchmarks import _dedup_stage as stage
from tests.benchmarks._speedup import embedded_ray
from tests.benchmarks.frame import ROUNDS, Claim, Result, data, table

MIN_RATIOS = {speed.TEXTDEDUP: 2.0, speed.DATATROVE: 10.0}
MIN_EXACT = 50.0
"""MB/s of rule `exact`, two workers."""
MIN_OF_COPIES = 0.85
MAX_GIB, MAX_STEEPER = 6.0, 1.3
"""On ten million documents; seconds a document on ten times as many, to those before."""
MIN_SHUFFLE = 2.0
"""What the project asks of ways of its own before they may stand beside Ray Data's."""

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
Units handed out: {units} of {unit_seconds} s of a core each, on two workers.

Growth: each size with a driver and a Ray of its own; memory is the sum of the proportional set sizes of the driver, Ray and
the workers at its highest. Small documents have four sentences of ten words, every tenth of them one of a thousand, and one
in twenty is a copy; the others repeat each other in every way, a third are links of chains.
"""


Part = tuple[str, Sequence[Claim]]
"""A table and what is claimed of it."""


def measure() -> Result:
    for corpus in quality.REAL:  # told at once, not after a quarter of an hour
        data(f"corpora/{corpus}")
    parts = list[Part]()
    with embedded_ray():
        parts += [in_folder(part) for part in (correct, fast, shuffled)]
    parts.append(in_folder(grown))
    claims = tuple(claim for _, claimed in parts for claim in claimed)
    return Result(recipe(), "\n\n".join(told for told, _ in parts), claims)


def in_folder(part: Callable[[Path], Part]) -> Part:
    """A part, in a temporary folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bioroberta-bench-") as folder:
        return part(Path(folder))


def correct(_: Path) -> Part:
    """What is found and what is left alone."""
    found = [
        quality.generated(stage.DEFAULT),
        quality.generated(stage.NEAR),
        quality.planted(),
        quality.real(),
    ]
    told = table(quality.HEADER, [row for each in found for row in shown(each.rows)])
    return told, [claim for each in found for claim in each.claims]


def shown(rows: Sequence[tuple[str, str, float, int]]) -> list[tuple[str, str, str, int]]:
    """Shares with four digits behind the point."""
    return [(where, what, f"{share:.4f}", of) for where, what, share, of in rows]


def fast(root: Path) -> Part:
    """`near` beside its peers, two workers beside two copies on the same documents, and rule `exact`."""
    speed.warm(root / "warm")
    texts = speed.documents(speed.SEED)
    stage.write_clean(root / "mixed", speed.as_shards(texts))
    size = stage.clean_bytes(root / "mixed")
    compared = speed.compare_near(root / "mixed", texts)
    recall = speed.recalls(texts, compared.removed, quality.THRESHOLD)
    seconds = copies.measure_copies(root / "mixed", [speed.CORPUS])
    exact, exact_size = speed.exact_seconds(root / "exact")
    near = table(NEAR_HEADER, speed.near_rows(compared, recall, size))
    both = table(COPIES_HEADER, copies.rows(seconds, size))
    alone = table(EXACT_HEADER, [[exact_size / 1e6, exact, exact_size / 1e6 / exact]])
    return "\n\n".join([near, alone, both]), [
        *near_claims(compared.seconds, {name: found for name, (found, _) in recall.items()}),
        Claim("MB/s of rule exact, two workers", exact_size / 1e6 / exact, MIN_EXACT),
        Claim("two workers, to two independent copies", copies.of_copies(seconds), MIN_OF_COPIES),
    ]


NEAR_HEADER = (
    "near duplicates, two workers",
    "wall seconds",
    "MB/s",
    "ours is",
    "recall on verified pairs",
    "documents removed",
    "of them in no verified pair",
)
EXACT_HEADER = ("rule exact alone, two workers: MB", "wall seconds", "MB/s")
COPIES_HEADER = ("the default rules", "wall seconds", "MB/s", "speed-up")


def near_claims(seconds: Mapping[str, Sequence[float]], recall: Mapping[str, float]) -> list[Claim]:
    """Of wall seconds and recall by side."""
    ours = median(seconds[speed.OURS])
    times = [Claim(f"times the speed of {peer}", median(seconds[peer]) / ours, bar) for peer, bar in MIN_RATIOS.items()]
    found = [
        Claim(f"recall on verified pairs, to that of {peer}", recall[speed.OURS] / recall[peer], 1.0)
        for peer in MIN_RATIOS
    ]
    return [*times, *found]


def shuffled(root: Path) -> Part:
    """Shuffles through files and units as tasks, beside Ray Data's own."""
    told, claims = [], []
    sides = {"shuffle": (shuffle.measure_shuffles(root), shuffle.OURS)}
    sides["units handed out"] = shuffle.measure_hand_out(), shuffle.TASKS
    for what, (measured, ours) in sides.items():
        seconds = {name: median(each) for name, each in measured.items()}
        least = min(each for name, each in seconds.items() if name != ours)
        told.append(table((what, "wall seconds", "ours is"), beside(seconds, ours)))
        claims.append(Claim(f"{what}: Ray Data's faster way, to ours in seconds", least / seconds[ours], MIN_SHUFFLE))
    return "\n\n".join(told), claims


def beside(seconds: Mapping[str, float], ours: str) -> list[list[str | float]]:
    """A line a side."""
    return [[name, each, f"{each / seconds[ours]:.1f}x"] for name, each in seconds.items()]


def grown(root: Path) -> Part:
    """Seconds and memory as the input grows."""
    small, many = scale.small_curve(root), scale.many_curve(root)
    rows = [*scale.rows("exact, sentences", small), *scale.rows("exact, containment", many)]
    peak = small[max(small)].peak / 2**30
    return table(GROWTH_HEADER, rows), [
        Claim(f"{MAX_GIB:g} GiB, to the memory on {max(small):,} documents", MAX_GIB / peak, 1.0),
        *(
            Claim(
                f"seconds a document on {min(taken):,}, to those on {max(taken):,}: {rules}",
                scale.flatness(taken),
                1 / MAX_STEEPER,
            )
            for rules, taken in {"exact and sentences": small, "containment": many}.items()
        ),
    ]


GROWTH_HEADER = ("rules", "documents", "MB", "wall seconds", "microseconds a document", "MB/s", "peak GiB")


def recipe() -> str:
    return RECIPE.format(
        shard=stage.SHARD_BYTES / 1e6,
        workers=speed.WORKERS,
        rounds=ROUNDS,
        labelled=quality.LABELLED,
        seed=quality.SEED,
        threshold=quality.THRESHOLD,
        nine=quality.NINE_BYTES / 1e6,
        real=", ".join(quality.REAL),
        cuts=speed.CUTS,
        rows=shuffle.ROWS,
        files=shuffle.FILES,
        parts=shuffle.PARTITIONS,
        units=shuffle.UNITS,
        unit_seconds=shuffle.UNIT_SECONDS,
    )


def show(part: str) -> None:
    """Measure one part and print it."""
    with nullcontext() if part == "grown" else embedded_ray():
        told, claims = in_folder({"correct": correct, "fast": fast, "shuffled": shuffled, "grown": grown}[part])
    print(told, *(claim.line(part) for claim in claims), sep="\n")


if __name__ == "__main__":  # `python -m tests.benchmarks.dedup PART`, for the work on one: nothing is written down
    show(sys.argv[1])
