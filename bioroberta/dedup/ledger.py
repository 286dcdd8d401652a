"""The ledger: for every removed document its rule, the kept document that stands for it, and what was measured.

The keeper is the kept document before it in which most of its n-grams stand first (of equals the first), and the share
of the document's n-grams that stands in this one alone is measured by itself. Of a near duplicate it is the most
similar kept document before it. A copy has the keeper of the first document with its text, where that was removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import Numbers, contains, pair, sums, unpair
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.greedy import KEPT, REMOVED, Case, exceeds, first_kept, positions_of, statuses
from bioroberta.dedup.order import NONE, Order
from bioroberta.dedup.overlap import overlap
from bioroberta.dedup.prior import DECIDED, DECISION, Prior
from bioroberta.dedup.shuffle import Made, Phase, column, cut, digest, run_phase, table, whole
from bioroberta.run import Run

FIRST = pa.schema([("number", pa.uint32()), ("keeper", pa.uint32()), ("count", pa.uint32())])
"""How many n-gram positions of a removed document stand first in a kept one."""
KEEPER = pa.schema([("number", pa.uint32()), ("rule", pa.string()), ("value", pa.float64()), ("keeper", pa.uint32())])
DIRECT = pa.schema([("number", pa.uint32()), ("count", pa.uint32())])
"""How many positions of a removed document stand in its keeper."""
REMOVED_ROW = pa.schema([*KEEPER, ("count", pa.uint32())])
"""A removed document, and how many of its positions stand in the keeper."""
REMOVAL = pa.schema(
    [
        ("row", pa.uint32()),
        ("rule", pa.string()),
        ("value", pa.float64()),
        ("threshold", pa.float64()),
        ("keeper", pa.string()),
        ("keeper_shard", pa.uint32()),
        ("keeper_row", pa.uint32()),
        ("share", pa.float64()),
        ("tokens", pa.int64()),
    ]
)
"""A removed document by its row in the shard; `share` is that of its n-gram positions in the keeper alone."""
STANDS_FOR = pa.schema([("number", pa.uint32()), ("documents", pa.uint32())])


@dataclass(frozen=True)
class Found:
    """The keepers of removed documents, and what these have of them."""

    keepers: Phase
    direct: Phase
    state: Phase
    prior: Prior

    @property
    def digest(self) -> str:
        """Of all that the entries are made from."""
        return digest(self.keepers.digest(), self.direct.digest(), self.prior.known)

    def removed(self, unit: int, order: Order) -> pa.Table:
        """The removed documents of a range, with what was decided of them."""
        start, end = order.bases[unit : unit + 2]
        chosen = self.keepers.slice(unit, "keepers", 0)
        counts, rows = np.zeros(end - start, np.int64), self.direct.all_of("direct", unit)
        np.add.at(counts, column(rows, "number") - np.uint32(start), column(rows, "count"))
        mine = counts[column(chosen, "number") - np.uint32(start)]
        before = self.prior.removed(start, end).select(REMOVED_ROW.names)
        return pa.concat_tables([before, _with(chosen, count=pa.array(mine, pa.uint32())).select(REMOVED_ROW.names)])


def find_keepers(run: Run, case: Case, state: Phase) -> Found:
    """The keeper of every document that the walk removed."""
    order, slices = case.order, range(len(case.postings.markers))
    counted = partial(count_first, case=case, state=state)
    firsts = run_phase(run, "keepers-firsts", slices, counted, digest(case.digest, state.digest()))
    chosen = partial(choose, case=case, firsts=firsts, state=state)
    keepers = run_phase(run, "keepers", range(order.ranges), chosen, digest(firsts.digest(), state.digest()))
    measured = partial(measure, case=case, keepers=keepers)
    direct = run_phase(run, "keepers-direct", slices, measured, digest(firsts.digest(), keepers.digest()))
    return Found(keepers, direct, state, case.prior)


def write_ledger(run: Run, config: DedupConfig, order: Order, found: Found | None) -> Phase:
    """The phase whose `removals` are the ledger, cut by shard; its counts have the overlap of corpora."""
    made = digest(order.phase.digest(), found and found.digest)
    return run_phase(run, "ledger", range(order.ranges), partial(enter, config=config, order=order, found=found), made)


def count_first(unit: int, case: Case, state: Phase) -> Made:
    """Of the n-grams of slice `unit` in removed documents: in which kept one before it each stands first."""
    rows, order = case.postings.slice(unit, "postings", 0), case.order
    numbers, groups = column(rows, "number"), column(rows, "group")
    status = statuses(numbers, order, state)
    first = first_kept(numbers, groups, status)
    seen = (status == REMOVED) & (first < numbers) & (numbers >= case.prior.known)
    found = table(FIRST, number=numbers[seen], keeper=first[seen], count=column(rows, "count")[seen])
    summed = _summed(found)
    return Made({"firsts": cut(summed, order.ranges_of(column(summed, "number")), order.ranges)}, {})


def choose(unit: int, case: Case, firsts: Phase, state: Phase) -> Made:
    """The rule and the keeper of each removed document of a range."""
    order, config = case.order, case.config
    base, positions = order.bases[unit], positions_of(order.homes(unit, ["words"]), config.ngram)
    found = _summed(firsts.all_of("firsts", unit))
    union = np.zeros(len(positions), np.int64)
    np.add.at(union, column(found, "number") - base, column(found, "count"))
    contained = exceeds(union, positions, config)
    best = found.filter(pa.array(contained[column(found, "number") - base]))
    numbers, keepers, _ = _best(best, "count")
    share = union[numbers - base] / positions[numbers - base]
    parts = [table(KEEPER, number=numbers, rule=["containment"] * len(numbers), value=share, keeper=keepers)]
    if case.edges is not None:
        near = case.edges.slice(unit, "edges", 0)
        kept = statuses(column(near, "before"), order, state) == KEPT
        near = near.filter(pa.array(kept & ~contained[column(near, "number") - base]))
        near = near.rename_columns(["number", "keeper", "similarity"])
        numbers, keepers, values = _best(near, "similarity")
        parts.append(table(KEEPER, number=numbers, rule=["near"] * len(numbers), value=values, keeper=keepers))
    return Made({"keepers": whole(pa.concat_tables(parts).sort_by("number"))}, {})


def measure(unit: int, case: Case, keepers: Phase) -> Made:
    """Of the n-grams of slice `unit`: how many positions of each removed document its keeper has as well."""
    rows, order = case.postings.slice(unit, "postings", 0), case.order
    numbers, groups = column(rows, "number"), column(rows, "group")
    there = pair(groups, numbers)
    keeper = _keepers(numbers, order, keepers)
    removed = np.flatnonzero(keeper != NONE)
    wanted = pair(groups[removed], keeper[removed])
    shared = removed[contains(there, wanted)]
    found, counts = sums(numbers[shared], column(rows, "count")[shared])
    return Made({"direct": cut(table(DIRECT, number=found, count=counts), order.ranges_of(found), order.ranges)}, {})


def enter(unit: int, config: DedupConfig, order: Order, found: Found | None) -> Made:
    """The entries of a range's documents and of their copies, cut by shard, and what each keeper stands for."""
    homes = order.homes(unit, ["shard", "row", "corpus", "words", "tokens"])
    removed = found.removed(unit, order) if found else REMOVED_ROW.empty_table()
    places = column(removed, "number") - np.uint32(order.bases[unit])
    gone = homes.select(["shard", "row", "corpus", "tokens"]).take(pa.array(places))
    gone = _with(gone, rule=removed["rule"], value=removed["value"], keeper=removed["keeper"])
    gone = _with(gone, share=pa.array(column(removed, "count") / positions_of(homes, config.ngram)[places]))
    entries = _with_keepers(pa.concat_tables([gone, _copies(unit, order, gone, places)]), order)
    thresholds = [_threshold(rule, config) for rule in entries["rule"].to_pylist()]
    entries = _with(entries, threshold=pa.array(thresholds, pa.float64()))
    shards, numbers = column(entries, "shard").astype(np.int64), column(entries, "number")
    keepers, stands = np.unique(numbers, return_counts=True)
    tables = {
        "removals": cut(entries.select(REMOVAL.names).cast(REMOVAL), shards, len(order.rows)),
        "stands": cut(table(STANDS_FOR, number=keepers, documents=stands), order.ranges_of(keepers), order.ranges),
    }
    return Made(tables, overlap(entries, config.corpora))


def keep_decisions(run: Run, order: Order, found: Found) -> None:
    """Leave what was decided for the next run of the stage."""
    left = partial(decisions, order=order, found=found)
    run_phase(run, DECIDED, range(order.ranges), left, digest(order.phase.digest(), found.digest))


def decisions(unit: int, order: Order, found: Found) -> Made:
    """What was decided of the documents of a range."""
    homes, removed = order.homes(unit, ["id", "text"]), found.removed(unit, order)
    numbers = pa.array(np.arange(order.bases[unit], order.bases[unit + 1], dtype=np.uint32))
    status = found.state.slice(unit, "state", 0, ["status"])["status"]
    rows = _with(homes, status=status, number=numbers)
    rows = rows.join(removed, "number", join_type="left outer").sort_by("number").select(DECISION.names)
    return Made({DECIDED: whole(rows.cast(DECISION))}, {"rows": len(rows), "ranges": order.ranges})


def _copies(unit: int, order: Order, gone: pa.Table, places: NDArray[np.uint32]) -> pa.Table:
    """The copies of a range's documents: of a removed one with its entry, of a kept one with itself as keeper."""
    copies = order.phase.slice(unit, "copies", 0)
    entry = np.full(order.bases[unit + 1] - order.bases[unit], -1, np.int64)
    entry[places] = np.arange(len(places))
    entry = entry[column(copies, "first") - order.bases[unit]]
    kept = copies.filter(pa.array(entry < 0))
    exact = _with(
        kept.drop_columns("first"),
        rule=pa.array(["exact"] * len(kept), pa.string()),
        value=pa.array(np.ones(len(kept))),
        keeper=kept["first"],
        share=pa.array(np.ones(len(kept))),
    )
    same = copies.filter(pa.array(entry >= 0)).drop_columns("first")
    shared = gone.take(pa.array(entry[entry >= 0])).select(["rule", "value", "keeper", "share"])
    return pa.concat_tables([exact, _with(same, **{name: shared[name] for name in shared.column_names})])


def _with_keepers(entries: pa.Table, order: Order) -> pa.Table:
    """Entries with their keeper's id, place and corpus instead of its number, which becomes `number`."""
    numbers = column(entries, "keeper")
    keepers = order.attributes(numbers, ["id", "shard", "row", "corpus"])
    return _with(
        entries.drop_columns("keeper"),
        number=pa.array(numbers),
        keeper=keepers["id"],
        keeper_shard=keepers["shard"],
        keeper_row=keepers["row"],
        keeper_corpus=keepers["corpus"],
    )


def count_clusters(unit: int, ledger: Phase) -> Made:
    """How many keepers of a range stand for how many documents, themselves included."""
    stands = ledger.all_of("stands", unit)
    _, documents = sums(column(stands, "number"), column(stands, "documents"))
    sizes, clusters = np.unique(documents + 1, return_counts=True)
    counts = {str(size): count for size, count in zip(sizes.tolist(), clusters.tolist(), strict=True)}
    return Made({}, {"clusters": counts})


def _threshold(rule: str, config: DedupConfig) -> float:
    if rule == "near" and config.near:
        return config.near.threshold
    return config.containment or 0.0 if rule == "containment" else 1.0


def _keepers(numbers: Numbers, order: Order, keepers: Phase) -> Numbers:
    """The keeper of each document by number, one range at a time; NONE for one that has none."""
    found, ranges = np.full(len(numbers), NONE), order.ranges_of(numbers)
    for unit in np.unique(ranges).tolist():
        here, rows = ranges == unit, keepers.slice(unit, "keepers", 0, ["number", "keeper"])
        known = np.full(order.bases[unit + 1] - order.bases[unit], NONE)
        known[column(rows, "number") - order.bases[unit]] = column(rows, "keeper")
        found[here] = known[numbers[here] - order.bases[unit]]
    return found


def _summed(rows: pa.Table) -> pa.Table:
    """Counts of equal (document, keeper) in one row."""
    pairs, counts = sums(pair(column(rows, "number"), column(rows, "keeper")), column(rows, "count"))
    numbers, keepers = unpair(pairs)
    return table(FIRST, number=numbers, keeper=keepers, count=counts)


def _best(rows: pa.Table, by: str) -> tuple[Numbers, Numbers, NDArray[Any]]:
    """For each document the keeper with the largest value, of equals the first in canonical order; and the value."""
    numbers, keepers, values = (column(rows, name) for name in ("number", "keeper", by))
    place = np.lexsort((keepers, -values.astype(np.float64), numbers))
    numbers, first = np.unique(numbers[place], return_index=True)
    return numbers, keepers[place][first], values[place][first]


def _with(rows: pa.Table, **columns: pa.Array | pa.ChunkedArray) -> pa.Table:
    for name, values in columns.items():
        rows = rows.append_column(name, values)
    return rows
