"""Rule `sentences`: of a sentence that a source or all corpora repeat, the first copies in canonical order stay.

Counted are the sentences of kept documents that have enough words. A sentence goes where `copies` equal ones stand
before it, or `copies_per_source` of its source do. The first one always stays, so nothing is lost that is not kept.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import starts
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.greedy import KEPT, statuses
from bioroberta.dedup.order import NONE, Order
from bioroberta.dedup.shuffle import Made, Phase, column, cut, digest, run_phase, table
from bioroberta.run import Run

REPEATED = pa.schema(
    [
        ("row", pa.uint32()),
        ("span", pa.uint32()),
        ("value", pa.float64()),
        ("threshold", pa.float64()),
        ("keeper", pa.string()),
        ("keeper_shard", pa.uint32()),
        ("keeper_row", pa.uint32()),
    ]
)
"""A sentence that goes, by its document's row and its place among the spans; `value` is how many equal ones stood
before it (in its source, or in all corpora), of which `threshold` stay; `keeper` has the first of all."""


def find_repeated(run: Run, config: DedupConfig, signatures: Phase, order: Order, state: Phase | None) -> Phase:
    """The phase whose `repeated` are the sentences that go, cut by shard."""
    counted = partial(count_sentences, config=config, signatures=signatures, order=order, state=state)
    made = digest(signatures.digest(), order.phase.digest(), state and state.digest())
    return run_phase(run, "sentences", range(signatures.count("sentences")), counted, made)


def count_sentences(unit: int, config: DedupConfig, signatures: Phase, order: Order, state: Phase | None) -> Made:
    """The sentences that go, of slice `unit` of all; cut by shard."""
    caps = config.sentences
    assert caps
    rows = _of_kept(unit, signatures, order, state)
    place = np.lexsort((rows["span"], rows["number"], rows["key"]))
    rows = {name: values[place] for name, values in rows.items()}
    overall, first = _ranks(starts(rows["key"]))
    by_source = np.lexsort((rows["source"], rows["key"]))  # stable: canonical order within a source
    new = starts(rows["key"][by_source]) | starts(rows["source"][by_source])
    in_source = np.empty(len(new), np.int64)
    in_source[by_source] = _ranks(new)[0]
    local, general = in_source >= caps.copies_per_source, overall >= caps.copies
    gone = np.flatnonzero(local | general)
    keepers = order.attributes(rows["number"][first[gone]], ["id", "shard", "row"])
    found = table(
        REPEATED,
        row=rows["row"][gone],
        span=rows["span"][gone],
        value=np.where(local, in_source, overall)[gone],
        threshold=np.where(local, caps.copies_per_source, caps.copies)[gone],
        keeper=keepers["id"],
        keeper_shard=keepers["shard"],
        keeper_row=keepers["row"],
    )
    ranks, counts = np.unique(column(order.attributes(rows["number"][gone], ["corpus"]), "corpus"), return_counts=True)
    counted = {
        "sentences": {config.corpora[rank]: count for rank, count in zip(ranks.tolist(), counts.tolist(), strict=True)}
    }
    return Made({"repeated": cut(found, rows["shard"][gone].astype(np.int64), len(order.rows))}, counted)


def _of_kept(unit: int, signatures: Phase, order: Order, state: Phase | None) -> dict[str, NDArray[Any]]:
    """The sentences of kept documents, with the documents' numbers and shards."""
    parts: dict[str, list[NDArray[Any]]] = {}
    for shard, slice in enumerate(signatures.slices("sentences", unit)):
        numbers = order.numbers(shard)[column(slice, "row")]
        here = np.flatnonzero(numbers != NONE)
        if state is not None:
            here = here[statuses(numbers[here], order, state) == KEPT]
        columns = {name: column(slice, name)[here] for name in slice.column_names}
        for name, values in {**columns, "number": numbers[here], "shard": np.full(len(here), shard, np.uint32)}.items():
            parts.setdefault(name, []).append(values)
    return {name: np.concatenate(values) for name, values in parts.items()}


def _ranks(begins: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place of each value in its run, and where the run begins."""
    first = np.flatnonzero(begins)
    run = first[np.cumsum(begins) - 1] if len(begins) else first
    return np.arange(len(begins)) - run, run
