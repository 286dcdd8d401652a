"""`python -m tests.drills._dedup_stage REQUEST`: stage `dedup` over a finished `clean`, as the command line runs it.

REQUEST is JSON: "root", the recipe's folder; "workers"; "settings" of the stage; "fine", whether it is cut into many small
parts, so that there are rounds even among few documents.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from typing import Any

from bioroberta.dedup import dedup as stage
from bioroberta.dedup import greedy
from bioroberta.dedup.config import DedupConfig
from bioroberta.lock import owned
from bioroberta.recipe import ExecutionConfig
from bioroberta.session import interruptible, start_ray
from bioroberta.storage import Folder
from tests.finished import finish

PARTS = 6
"""Slices of every table and ranges of documents, about."""
LEFT = 10
"""A tenth of the documents may be left to the walk of one task."""


def cut_finely(documents: int) -> None:
    """Cut into PARTS; a document of `many` has about 60 words and 6 sentences."""
    stage.SLICE_ROWS = tuple(max(1, documents * rows // PARTS) for rows in (1, 60, 14, 6))
    stage.RANGE_DOCUMENTS = max(1, documents // PARTS)
    greedy.WALK_DOCUMENTS, greedy.WALK_ROWS = documents // LEFT, documents * 60 // LEFT


def run(request: dict[str, Any]) -> None:
    import ray

    from bioroberta.run import Run

    root, workers = Folder(request["root"]), request["workers"]
    kept = stage.finished_counts(root.child("clean"))["kept"]
    if request["fine"]:
        cut_finely(sum(corpus["rows"] for corpus in kept.values()))
    share = min(1.0, (os.cpu_count() or 1) / workers)  # more workers than cores share them
    execution = start_ray(ExecutionConfig(workers=workers, cpus_per_worker=share))
    try:
        folder, begun = root.child("dedup"), time.monotonic()
        with owned(folder):
            work = Run(root, "dedup", execution)
            stage.dedup(DedupConfig(**request["settings"]), work)
            finish(folder, results=work.results, wall_seconds=time.monotonic() - begun)
    finally:
        ray.shutdown()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    with interruptible():
        run(json.loads(sys.argv[1]))
