"""Stage `dedup`: decide over all corpora at once, then split every shard into what stays and what goes.

One look at the text makes signatures; all else works on hashes and numbers, in phases (`shuffle.py`):

    signatures -> exact -> order -> (pairs) -> postings -> (near) -> rounds -> ledger -> sentences -> data/, rejected/

The signatures stay in `work/` beside the result: when a shard of `clean` is taken away, changed or added, the others
are not read again.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from functools import cache, partial, reduce
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.commit import Counts, add_counts, read_manifest
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import EvaluationTexts, evaluation_texts, read_evaluation
from bioroberta.dedup.decisions import Decisions
from bioroberta.dedup.exact import LISTED, part_copies
from bioroberta.dedup.greedy import Case, decide
from bioroberta.dedup.guard import excesses, pairs_of, refuse
from bioroberta.dedup.ledger import Found, count_clusters, find_keepers, keep_decisions, write_ledger
from bioroberta.dedup.near import find_edges, propose_pairs
from bioroberta.dedup.order import Order, bases, number, splitters
from bioroberta.dedup.postings import Grams, find_postings
from bioroberta.dedup.prior import DECIDED, find_prior
from bioroberta.dedup.sentences import find_repeated
from bioroberta.dedup.shuffle import WORK, Made, Phase, digest, remove_unnamed, run_phase
from bioroberta.dedup.signatures import COLUMNS, Slices, sign
from bioroberta.dedup.split import split
from bioroberta.hand_out import as_tasks
from bioroberta.run import Run, Shard
from bioroberta.schemas import CLEAN
from bioroberta.storage import Folder

EVALUATION_FILE = f"{WORK}/evaluation.parquet"

SLICE_ROWS = (1_000_000, 6_000_000, 6_000_000, 3_000_000)
"""Documents, n-grams, bands and sentences in a slice, about."""

RANGE_DOCUMENTS = 1_000_000
"""Documents in a range of the canonical order, about."""


def dedup(config: DedupConfig, run: Run) -> None:
    """Decide, then write the kept documents to `data/` and the others, each with its keeper, to `rejected/`.

    Raises RunError where a rule would take more of a corpus than the recipe allows.
    """
    shards = run.shards("clean")
    if not shards:
        return
    run = replace(run, hand_out=as_tasks)
    kept = finished_counts(run.stage_folder("clean"))["kept"]
    plan = make_plan(run.folder, kept, config)
    signatures = write_signatures(run, shards, config, plan)
    exact, order = find_order(run, signatures, config, plan, [shard.file.rows for shard in shards])
    removed, rounds = find_removed(run, config, signatures, order)
    ledger = write_ledger(run, config, order, removed)
    state = removed.state if removed else None
    repeated = find_repeated(run, config, signatures, order, state) if config.sentences else None
    decided = Decisions(exact, ledger, repeated)
    run.folder.delete("evidence")  # of a run before: it may show documents that were taken out since
    stop_at_excess(run.folder, kept, shards, decided, config)
    if config.contamination == "list":
        write_listed(run.folder, exact)
    made = [digest(decided.digest, shard.file.sha256) for shard in shards]
    run.map_units(list(enumerate(shards)), partial(split, decided=decided), CLEAN, made)
    clusters = run_phase(run, "clusters", range(order.ranges), partial(count_clusters, ledger=ledger), ledger.digest())
    run.record(rounds=rounds, overlap=overlap_rows(decided), **reduce(add_counts, clusters.counts(), Counts()))
    if removed:
        keep_decisions(run, order, removed)
    clear(run.folder)


def stop_at_excess(folder: Folder, kept: Counts, shards: list[Shard], decided: Decisions, config: DedupConfig) -> None:
    """Raise RunError, and leave pages of evidence, where a rule would take more of a corpus than the recipe allows."""
    found = excesses(list(decided.counts()), kept, config)
    if found:
        refuse(folder, found, pairs_of(found, shards, decided, config))


def make_plan(folder: Folder, kept: Counts, config: DedupConfig) -> Slices:
    """How finely to cut: so that a slice takes a task seconds and some hundreds of megabytes.

    A plan that was made before holds while the corpora have not grown fourfold: its signatures need not be made again.
    """
    rows, tokens, sentences = (
        sum(corpus[name] for corpus in kept.values()) for name in ("rows", "tokens", "sentences")
    )
    bands = rows * config.near.bands if config.near else 0
    plan = Slices(
        *(
            math.ceil(max(size, 1) / each)
            for size, each in zip((rows, tokens, bands, sentences), SLICE_ROWS, strict=True)
        )
    )
    path = f"{WORK}/plan.json"
    if folder.exists(path):
        before = Slices(**folder.read_json(path))
        if all(new <= 4 * old for new, old in zip(vars(plan).values(), vars(before).values(), strict=True)):
            return before
    folder.write_bytes(path, json.dumps(vars(plan)).encode())
    return plan


def write_signatures(run: Run, shards: list[Shard], config: DedupConfig, plan: Slices) -> Phase:
    """The phase `signatures`: the one look at the text of every shard."""
    buffer = io.BytesIO()
    pq.write_table(read_evaluation(config.evaluation), buffer)
    run.folder.write_bytes(EVALUATION_FILE, buffer.getvalue())
    signed = partial(sign_shard, folder=run.folder, config=config, slices=plan)
    return run_phase(run, "signatures", shards, signed, [digest(shard.file.sha256, vars(plan)) for shard in shards])


def sign_shard(shard: Shard, folder: Folder, config: DedupConfig, slices: Slices) -> Made:
    """The signatures of a shard."""
    return sign(shard.read(COLUMNS), config, _evaluation(folder), slices)


@cache
def _evaluation(folder: Folder) -> EvaluationTexts:
    """The evaluation texts; read once a worker."""
    return evaluation_texts(pq.read_table(io.BytesIO(folder.read_bytes(EVALUATION_FILE))))


def find_order(run: Run, signatures: Phase, config: DedupConfig, plan: Slices, rows: list[int]) -> tuple[Phase, Order]:
    """The phase `exact`, and the canonical order of what it leaves."""
    ranges = math.ceil(sum(rows) / RANGE_DOCUMENTS)
    borders = splitters(pa.concat_tables(signatures.slices("sample", 0)), ranges)
    parted = partial(part_copies, signatures=signatures, splitters=borders, config=config)
    exact = run_phase(run, "exact", range(plan.documents), parted, signatures.digest())
    begins = bases([exact.rows("alive", each) for each in range(ranges)])
    numbered = partial(number, exact=exact, shards=len(rows))
    units = list(enumerate(begins[:-1]))
    return exact, Order(run_phase(run, "order", units, numbered, exact.digest()), begins, tuple(rows))


def find_removed(run: Run, config: DedupConfig, signatures: Phase, order: Order) -> tuple[Found | None, int]:
    """What the rules on n-grams remove and keep, and in how many rounds; None where no such rule is at work."""
    if config.containment is None and not config.near:
        return None, 0
    prior = find_prior(run, order)
    grams = Grams(order, signatures, prior.known)
    pairs = propose_pairs(run, grams) if config.near else None
    postings = find_postings(run, grams, pairs if config.containment is None else None)
    edges = find_edges(run, config.near, order, pairs, postings) if config.near and pairs else None
    case = Case(config, order, postings, edges, prior)
    state, rounds = decide(run, case)
    return find_keepers(run, case, state), rounds


def overlap_rows(decided: Decisions) -> list[dict[str, Any]]:
    """The overlap of corpora for the manifest: a row a rule, corpus and keeper's corpus."""
    found: Counts = reduce(add_counts, decided.counts(), Counts())
    return [
        {"rule": rule, "corpus": corpus, "keeper": keeper, **counts}
        for rule, corpora in sorted(found.get("overlap", {}).items())
        for corpus, keepers in sorted(corpora.items())
        for keeper, counts in sorted(keepers.items())
    ]


def write_listed(folder: Folder, exact: Phase) -> None:
    """The documents that quote an evaluation text and stay, for people to look at."""
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, LISTED) as writer:
        for rows in exact.slices("listed", 0):
            writer.write_table(rows)
    folder.write_bytes("evidence/evaluation.parquet", buffer.getvalue())


def clear(folder: Folder) -> None:
    """Remove all phases but those that a later run may use, and of these what no marker names."""
    work, stay = folder.child(WORK), {"signatures", DECIDED}
    for name in sorted({file.path.split("/")[0] for file in work.files() if "/" in file.path} - stay):
        work.delete(name)
    for name in stay:
        remove_unnamed(work.child(name))


def finished_counts(folder: Folder) -> Counts:
    """What a finished stage counted."""
    manifest = read_manifest(folder)
    assert manifest is not None
    counts: Counts = manifest["counts"]
    return counts
