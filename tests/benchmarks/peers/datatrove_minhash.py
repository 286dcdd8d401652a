"""Datatrove's MinHash chain, for `tests/benchmarks/dedup.py`: its four blocks with its local executor.

MinhashDedupSignature, MinhashDedupBuckets, MinhashDedupCluster and MinhashDedupFilter with their own defaults, but for
the language, Spanish, whose words are spaCy's. Signatures and the filter have a task a worker and the input as many files
of JSON lines; buckets a task each; clusters must have one. Ids of clusters are saved beside what is removed, which it does
only if asked. What is kept is written uncompressed (its default, gzip, is slower). Its processes are started as it does it.

In: {"documents": JSON file of a list of texts, "ngram", "bands", "rows", "workers", "folder": for scratch}.
Out: {"seconds": of wall, "kept": indices, "clusters": by document, a document alone in its cluster has one of its own}.
"""

from __future__ import annotations

import json
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.typeshelper import Languages


def write(documents: str, folder: Path, files: int) -> list[range]:
    """The texts as JSON lines, in order over so many files; returns which stand in each."""
    texts = json.loads(Path(documents).read_text(encoding="utf-8"))
    length, parts = -(-len(texts) // files), []
    folder.mkdir()
    for start in range(0, len(texts), length):
        parts.append(range(start, min(start + length, len(texts))))
        rows = ({"id": str(number), "text": texts[number]} for number in parts[-1])
        with (folder / f"{len(parts):05}.jsonl").open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return parts


def run(request: dict[str, Any], folder: Path) -> None:
    """The chain: reads `input`, writes `signatures`, `buckets`, `removed`, `kept`."""
    config = MinhashConfig(request["ngram"], request["bands"], request["rows"])
    workers, bands = request["workers"], request["bands"]
    at = {name: str(folder / name) for name in ("input", "signatures", "buckets", "removed", "kept")}
    chain = [
        (workers, [JsonlReader(at["input"]), MinhashDedupSignature(at["signatures"], config, Languages.spanish)]),
        (bands, [MinhashDedupBuckets(at["signatures"], at["buckets"], config=config)]),
        (1, [MinhashDedupCluster(at["buckets"], at["removed"], config, save_cluster_id=True)]),
        (
            workers,
            [JsonlReader(at["input"]), MinhashDedupFilter(at["removed"]), JsonlWriter(at["kept"], compression=None)],
        ),
    ]
    for number, (tasks, pipeline) in enumerate(chain):
        LocalPipelineExecutor(pipeline, tasks, min(tasks, workers), str(folder / "logs" / str(number))).run()


def kept(folder: Path) -> Iterator[int]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (int(json.loads(line)["id"]) for line in lines)


def clusters(folder: Path, parts: list[range]) -> list[int]:
    """By document; its files say only which documents of a task share one with another."""
    labels = [-1 - number for part in parts for number in part]
    for task, part in enumerate(parts):
        written = folder / f"{task:06}.clusters"
        for number, label in struct.iter_unpack("<2I", written.read_bytes() if written.exists() else b""):
            labels[part[number]] = label
    return labels


def main() -> None:
    request = json.loads(sys.stdin.read())
    with tempfile.TemporaryDirectory(dir=request["folder"]) as scratch:
        folder = Path(scratch)
        parts = write(request["documents"], folder / "input", request["workers"])
        start = time.perf_counter()
        run(request, folder)
        seconds = time.perf_counter() - start
        answer = {
            "seconds": seconds,
            "kept": list(kept(folder / "kept")),
            "clusters": clusters(folder / "removed", parts),
        }
    print(json.dumps(answer))


if __name__ == "__main__":  # its processes import this module
    main()
