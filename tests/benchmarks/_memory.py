"""The resident memory of one process that does a worker's part of `ingest` and `clean`, one unit after another."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable
from pathlib import Path

import psutil

from bioroberta.commit import commit, markers, read_table
from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig, CorpusSource, IngestConfig
from bioroberta.corpus.ingest import group_files, read_group
from bioroberta.schemas import CLEAN, DOCUMENT
from bioroberta.storage import Folder
from tests.benchmarks.frame import CannotRun

SECONDS_BETWEEN_LOOKS = 0.02
"""A shard takes some seconds: its peak is not missed."""


def peak_on(folder: Path, texts: Iterable[str]) -> int:
    """Bytes of resident memory at their highest while a new process ingests and cleans the texts as one JSON lines file.

    Raises CannotRun when the process fails. Looked at from outside: what the system itself keeps of a process's peak begins
    with that of the process which started it.
    """
    source = folder / "documents.jsonl"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    process = multiprocessing.get_context("spawn").Process(target=ingest_and_clean, args=(str(source), str(folder)))
    process.start()
    peak, watched = 0, psutil.Process(process.pid)
    while process.is_alive():
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:  # it has just ended
            break
        process.join(SECONDS_BETWEEN_LOOKS)
    process.join()
    if process.exitcode:
        raise CannotRun(f"the process whose memory is measured ended with {process.exitcode}; its error stands above")
    return peak


def ingest_and_clean(source: str, root: str) -> None:
    """What workers do with the units of both stages, with shards of the default size, in this process."""
    config = IngestConfig(corpora=(CorpusSource(name="background", format="jsonl", path=source),))
    ingest, clean = (Folder(root).child(stage) for stage in ("ingest", "clean"))
    for unit, group in enumerate(group_files(config)):
        commit(ingest, unit, read_group(group, config), DOCUMENT)
    files = [file for marker in markers(ingest) for file in marker.files]
    if {file.part for file in files} != {"data"}:
        raise CannotRun("some documents did not get through ingest: the memory measured would be of fewer")
    for unit, file in enumerate(files):
        commit(clean, unit, [clean_batch(read_table(ingest, file), CleanConfig(crawled=("background",)))], CLEAN)
