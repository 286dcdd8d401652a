"""Files made to exhaust a reader, each between two good ones in a corpus that is ingested and cleaned."""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from bioroberta.corpus.clean import clean_batch
from bioroberta.corpus.config import CleanConfig, CorpusSource, IngestConfig
from bioroberta.corpus.ingest import group_files, read_group
from bioroberta.errors import InputError
from bioroberta.schemas import Outcome
from tests.drills import _bombs as bombs
from tests.drills._bombs import Write
from tests.drills._inputs import ADDRESS_SPACE, peak_memory
from tests.drills._seeds import Target, targets
from tests.drills.frame import Fault

SECONDS = 300.0
"""For ingest and clean of an attack and two good files; the longest take a minute."""
GROWTH = 1 << 30
"""Bytes of resident memory above those after a good file: 16 times `max_record_bytes`. A record at that bound is held
as bytes, as text and as what is parsed.
"""
EXPECTED = "repaired or a reason, and both good files kept"
GOOD = ("0-good", "z-good")


@dataclass(frozen=True)
class Attack:
    """A file for a reader: `write` makes it, under a name that ends as `suffix` says."""

    name: str
    target: Target
    suffix: str
    write: Write

    def __str__(self) -> str:
        return f"{self.name} for {self.target.name}"


def attacks() -> Iterator[Attack]:
    """All attacks, each for the readers that it is meant for."""
    by_name = {target.name: target for target in targets()}
    for readers, suffix, name, write in bombs.BOMBS:
        for reader in readers:
            target = by_name[reader]
            ending = suffix if suffix.startswith(("!", "\udcff")) else Path(target.path).suffix + suffix
            yield Attack(name, target, ending.removeprefix("!"), partial(write, reader))


def endure(attack: Attack, folder: Path) -> Fault:
    """Ingest and clean a corpus of the attack between two good files, in a process of its own."""
    begun, corpus = time.monotonic(), folder / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    paths = [
        corpus / f"{GOOD[0]}{Path(attack.target.path).suffix}",
        corpus / f"{GOOD[1]}{Path(attack.target.path).suffix}",
    ]
    for path in paths:
        path.write_bytes(attack.target.seeds[0])
    attack.write(corpus / f"m-attack{attack.suffix}")
    happened, recovered = _run(attack.target, corpus)
    return Fault(str(attack), EXPECTED, happened, time.monotonic() - begun, recovered)


def _run(target: Target, corpus: Path) -> tuple[str, bool]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_ingest, args=(target, str(corpus), sender), daemon=True)
    process.start()
    sender.close()
    try:
        told: tuple[str, bool] = receiver.recv() if receiver.poll(SECONDS) else (f"over {SECONDS:.0f} s", False)
    except EOFError:
        process.join()
        code = process.exitcode or 0
        return (signal.Signals(-code).name if code < 0 else f"ended with {code}"), False
    process.kill()
    process.join()
    return told


def _ingest(target: Target, corpus: str, sender: Connection) -> None:
    """The process: what became of the good files and of the attack, and whether that is as it must be."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    source = CorpusSource.model_validate({**target.source.model_dump(), "path": corpus, "pattern": "*"})
    config = IngestConfig(corpora=(source,))
    start, ends, kept = 0, list[str](), set[str]()
    try:
        groups = group_files(config.with_overrides({"group_bytes": 1}))
    except InputError as refusal:  # before anything is read, with the remedy
        sender.send((f"refused: {str(refusal).replace(corpus, '...')}", True))
        return
    for group in groups:
        for outcome in read_group(group, config):
            clean_batch(outcome.data, CleanConfig())
            kept |= {good for good in GOOD for path in outcome.data["path"].to_pylist() if path.startswith(good)}
            ends += [] if group[1][0].startswith(GOOD) else _ends(outcome)
        start = start or peak_memory()
    grown = peak_memory() - start
    listed = "; ".join(dict.fromkeys(ends[:3])) + (f" and {len(ends) - 3} more" if len(ends) > 3 else "")
    sender.send((f"{listed or 'nothing'}; {grown / 2**20:+,.0f} MB", len(kept) == 2 and bool(ends) and grown < GROWTH))


def _ends(outcome: Outcome) -> Iterator[str]:
    """What became of each record."""
    for row in outcome.data.to_pylist():
        yield f"{len(row['text']):,} characters"
    for row in outcome.rejected.to_pylist() if outcome.rejected else ():
        yield f"left out: {row['rule']}"
    for row in outcome.failed.to_pylist() if outcome.failed else ():
        yield f"failed: {row['error']} ({row['message']})"
