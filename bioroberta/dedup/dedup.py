"""Stage `dedup`: decide over all corpora at once, then split every shard into what stays and what goes.

One look at the text makes signatures; all else works on hashes and numbers, in phases (`shuffle.py`):

    signatures -> exact -> order -> postings -> (near) -> rounds -> ledger -> sentences -> data/ and rejected/

The signatures stay in `work/` beside the result: when a shard of `clean` is taken away, changed or added, the others
are not read again.
"""

from __future__ import annotations

import io
import json
import logging
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial, reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bioroberta.commit import Counts, add_counts, read_manifest
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import EvaluationTexts, evaluation_texts, read_evaluation
from bioroberta.dedup.decisions import Decisions, Entry
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
from bioroberta.hand_out import as_tasks
from bioroberta.run import Run, Shard
from bioroberta.schemas import CLEAN, REJECTED, Outcome, rows_to_table
from bioroberta.storage import Folder
from bioroberta.text import count_tokens

log = logging.getLogger(__name__)

EVALUATION_FILE = f"{WORK}/evaluation.parquet"

SLICE_ROWS = (1_000_000, 6_000_000, 6_000_000, 3_000_000)
"""Documents, n-grams, bands and sentences in a slice, about."""

RANGE_DOCUMENTS = 1_000_000
""" Documents in a range of the canonical order, about."""


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
    found = excesses(list(decided.counts()), kept, config)
    if found:
        refuse(run.folder, found, pairs_of(found, shards, decided, config))
    if config.contamination == "list":
        write_listed(run.folder, exact)
    units = list(enumerate(shards))
    run.map_units(
        units, partial(split, decided=decided), CLEAN, [digest(decided.digest, shard.file.sha256) for shard in shards]
    )
    clusters = run_phase(run, "clusters", range(order.ranges), partial(count_clusters, ledger=ledger), ledger.digest())
    run.record(rounds=rounds, overlap=overlap_rows(decided), **reduce(add_counts, clusters.counts(), Counts()))
    if removed:
        keep_decisions(run, order, removed)
    clear(run.folder)


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


def split(unit: tuple[int, Shard], decided: Decisions) -> Iterator[Outcome]:
    """A shard of CLEAN into the documents that stay and a row of REJECTED for each document or sentence that goes."""
    place, shard = unit
    yield split_table(shard.read(), decided.removals(place), decided.sentences(place))


def split_table(batch: pa.Table, removals: Mapping[int, Entry], repeated: Mapping[int, list[Entry]]) -> Outcome:
    """A table of CLEAN split by the entries of its rows: documents that go, and sentences that go from others.

    A document that would lose all its sentences keeps them: others may have gone for it.
    """
    rejected: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    lengths = batch["spans"].combine_chunks().value_lengths().to_pylist()
    repeated = {place: gone for place, gone in repeated.items() if len(gone) < lengths[place]}
    touched = sorted({*removals, *repeated})
    for place, row in zip(touched, batch.take(pa.array(touched, pa.int64())).to_pylist(), strict=True):
        if place in removals:
            rejected.append(_document(row, removals[place]))
        else:
            left, gone = _without(row, repeated[place])
            changed.append({**left, "place": place})
            rejected += gone
    untouched = np.ones(len(batch), np.bool_)
    untouched[touched] = False
    if not changed:
        return Outcome(batch.filter(pa.array(untouched)) if touched else batch, rows_to_table(rejected, REJECTED))
    places = np.concatenate([np.flatnonzero(untouched), [row.pop("place") for row in changed]])
    kept = pa.concat_tables([batch.filter(pa.array(untouched)), rows_to_table(changed, CLEAN)])
    return Outcome(kept.take(pa.array(np.argsort(places))), rows_to_table(rejected, REJECTED))


def _without(row: dict[str, Any], repeated: list[Entry]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A row of CLEAN without some of its sentences, and their rows of REJECTED."""
    gone = {entry["span"]: entry for entry in repeated}
    spans = [span for place, span in enumerate(row["spans"]) if place not in gone]
    texts = [row["text"][span["start"] : span["end"]] for span in spans]
    rejected = [
        {**_about(row, entry), "unit": "sentence", **_excerpt(row, row["spans"][place])}
        for place, entry in sorted(gone.items())
    ]
    tokens, size = sum(map(count_tokens, texts)), sum(len(text.encode()) for text in texts)
    return {**row, "spans": spans, "tokens": tokens, "bytes": size}, rejected


def _excerpt(row: dict[str, Any], span: dict[str, int]) -> dict[str, Any]:
    text = row["text"][span["start"] : span["end"]]
    return {**span, "text": text, "tokens": count_tokens(text)}


def _document(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    facts = {"start": 0, "end": len(row["text"]), "text": row["text"], "tokens": row["tokens"]}
    return {**_about(row, entry), "unit": "document", **facts}


def _about(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    names = ("rule", "value", "threshold", "keeper", "share")
    return {"id": row["id"], "corpus": row["corpus"], **{name: entry[name] for name in names}}


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
