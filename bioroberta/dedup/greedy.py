"""The greedy walk over all documents in canonical order, done in rounds by tasks that each see a part.

The walk itself: a document is removed when more than `containment` of its n-gram positions stand in kept documents
before it, or when a kept document before it is verified as near; else it is kept. In rounds: a document's *low* is the
share of its positions that stand in an earlier kept document, *high* the share in an earlier document that is not
removed. Low over the threshold removes, high up to it keeps, all others wait. The first waiting document is always
decided, for before it nothing waits; so the rounds end, and with the walk's answer. What a kept document holds is
settled for all after it, so that only n-grams among waiting documents go into the next round. When they are few, one
task walks through what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bioroberta.dedup.arrays import Numbers, starts
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.order import Order
from bioroberta.dedup.prior import Prior
from bioroberta.dedup.shuffle import Made, Phase, column, cut, digest, run_phase, table, whole
from bioroberta.run import Run

WAITS, KEPT, REMOVED = np.uint8(0), np.uint8(1), np.uint8(2)

WALK_ROWS = 500_000
"""Postings among waiting documents that one task walks through: some megabytes, less than a second."""

WALK_DOCUMENTS = 500_000
"""Likewise; the first round decides whatever shares nothing."""

TALLY = pa.schema([("number", pa.uint32()), ("settled", pa.uint32()), ("open", pa.uint32())])
"""Of a waiting document, positions that a kept document before it has, and those that only waiting ones have."""

STATE = pa.schema([("status", pa.uint8()), ("settled", pa.uint32())])
"""Of each document of a range, in order."""

Status = NDArray[np.uint8]


@dataclass(frozen=True)
class Case:
    """What the walk goes by."""

    config: DedupConfig
    order: Order
    postings: Phase
    edges: Phase | None
    """Near documents, where they are looked for."""
    prior: Prior

    @property
    def digest(self) -> str:
        """Of all that is decided by."""
        return digest(
            self.order.phase.digest(), self.postings.digest(), self.edges and self.edges.digest(), self.prior.known
        )


def decide(run: Run, case: Case) -> tuple[Phase, int]:
    """The phase whose `state` says of every document whether it is kept, and how many rounds that took."""
    rounds, made, source, order = 0, case.digest, case.postings, case.order
    slices, ranges = range(len(source.markers)), range(order.ranges)
    state = run_phase(run, "begin", ranges, partial(begin, case=case), made) if case.prior.known else None
    waiting = order.bases[-1] - case.prior.known
    while waiting > WALK_DOCUMENTS or (waiting and _rows(source) > WALK_ROWS):
        rounds += 1
        tallied = partial(tally, order=order, source=source, state=state)
        source = run_phase(run, f"round-{rounds:03d}-tally", slices, tallied, made)
        judged = partial(judge, case=case, tallies=source, state=state)
        state = run_phase(run, f"round-{rounds:03d}-judge", ranges, judged, source.digest())
        made, waiting = state.digest(), sum(counts["waiting"] for counts in state.counts())
    if waiting or state is None:
        walked = partial(walk, case=case, source=source, state=state)
        left = run_phase(run, "walk", [0], walked, made)
        state = run_phase(run, "state", ranges, partial(merge, order=order, walked=left, state=state), left.digest())
    return state, rounds


def begin(unit: int, case: Case) -> Made:
    """The state of a range before the first round."""
    start, end = case.order.bases[unit : unit + 2]
    status = np.full(end - start, WAITS)
    known = column(case.prior.decisions(start, end), "status")
    status[: len(known)] = known
    return Made({"state": whole(table(STATE, status=status, settled=np.zeros(end - start)))}, {})


def statuses(numbers: Numbers, order: Order, state: Phase | None) -> Status:
    """What has been decided of documents by number, one range at a time."""
    found = np.full(len(numbers), WAITS)
    if state is None:
        return found
    ranges = order.ranges_of(numbers)
    for number in np.unique(ranges).tolist():
        here = ranges == number
        known = column(state.slice(number, "state", 0, ["status"]), "status")
        found[here] = known[numbers[here] - order.bases[number]]
    return found


def tally(unit: int, order: Order, source: Phase, state: Phase | None) -> Made:
    """What the n-grams of a slice say of each waiting document, and the postings that may still say something."""
    postings = source.slice(unit, "postings", 0)
    settled, left, first = _sort_out(postings, order, state)
    numbers, place = np.unique(np.concatenate([_numbers(settled), _numbers(left)]), return_inverse=True)
    sums = np.zeros((2, len(numbers)), np.int64)
    np.add.at(sums[0], place[: len(settled)], column(settled, "count"))
    np.add.at(sums[1], place[len(settled) :], np.where(first, 0, column(left, "count")))
    rows = table(TALLY, number=numbers, settled=sums[0], open=sums[1])
    alone = np.bincount(column(left, "group").astype(np.int64)) == 1 if len(left) else np.empty(0, np.bool_)
    useful = left.filter(pa.array(~alone[column(left, "group")] if len(left) else [], pa.bool_()))
    return Made({"tallies": cut(rows, order.ranges_of(numbers), order.ranges), "postings": whole(useful)}, {})


def _sort_out(postings: pa.Table, order: Order, state: Phase | None) -> tuple[pa.Table, pa.Table, NDArray[np.bool_]]:
    """Of waiting documents: the postings behind a kept document of the same n-gram; the others; and which of these
    others are the first of their n-gram.
    """
    numbers, groups = _numbers(postings), column(postings, "group")
    status = statuses(numbers, order, state)
    earliest = first_kept(numbers, groups, status)
    waits = status == WAITS
    left = postings.filter(pa.array(waits & (numbers < earliest)))
    return postings.filter(pa.array(waits & (numbers > earliest))), left, starts(column(left, "group"))


def first_kept(numbers: Numbers, groups: Numbers, status: Status) -> Numbers:
    """For each posting the first kept document that has its n-gram; the largest number where none is kept."""
    kept = np.where(status == KEPT, numbers, np.uint32(0xFFFFFFFF))
    begins = starts(groups)
    first: Numbers = np.minimum.reduceat(kept, np.flatnonzero(begins))[np.cumsum(begins) - 1] if len(kept) else kept
    return first


def judge(unit: int, case: Case, tallies: Phase, state: Phase | None) -> Made:
    """Decide what can be decided of the documents of a range."""
    order, config = case.order, case.config
    status, settled = _before(unit, order, state)
    found = tallies.all_of("tallies", unit)
    place = _numbers(found) - order.bases[unit]
    still_open = np.zeros(len(status), np.int64)
    np.add.at(settled, place, column(found, "settled"))
    np.add.at(still_open, place, column(found, "open"))
    positions = positions_of(order.homes(unit, ["words"]), config.ngram)
    low, high = exceeds(settled, positions, config), exceeds(settled + still_open, positions, config)
    by_kept, by_any = _near(unit, order, state, case.edges)
    waits = status == WAITS
    status[waits & (low | by_kept)] = REMOVED
    status[waits & ~high & ~by_any] = KEPT
    waiting = int((status == WAITS).sum())
    return Made({"state": whole(table(STATE, status=status, settled=settled))}, {"waiting": waiting})


def _before(unit: int, order: Order, state: Phase | None) -> tuple[Status, NDArray[np.int64]]:
    if state is None:
        documents = order.bases[unit + 1] - order.bases[unit]
        return np.full(documents, WAITS), np.zeros(documents, np.int64)
    rows = state.slice(unit, "state", 0)
    return column(rows, "status").copy(), column(rows, "settled").astype(np.int64)


def positions_of(homes: pa.Table, ngram: int) -> NDArray[np.int64]:
    """The n-gram positions of documents."""
    positions: NDArray[np.int64] = np.maximum(column(homes, "words") - ngram + 1, 0)
    return positions


def exceeds(counts: NDArray[np.int64], positions: NDArray[np.int64], config: DedupConfig) -> Any:
    """Whether more than the allowed share of the positions was counted."""
    limit = np.inf if config.containment is None else config.containment
    return counts / np.maximum(positions, 1) > limit


def _near(
    unit: int, order: Order, state: Phase | None, edges: Phase | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a kept document, and whether any not removed one, is near each document of a range and before it."""
    documents = order.bases[unit + 1] - order.bases[unit]
    if edges is None:
        return np.zeros(documents, np.bool_), np.zeros(documents, np.bool_)
    found = edges.slice(unit, "edges", 0)
    later, status = _numbers(found) - order.bases[unit], statuses(column(found, "before"), order, state)
    by_kept, by_any = (
        np.bincount(later[here], minlength=documents) > 0 for here in (status == KEPT, status != REMOVED)
    )
    return by_kept, by_any


def walk(_: int, case: Case, source: Phase, state: Phase | None) -> Made:
    """Decide the waiting documents one after another, by the rule itself."""
    config, order = case.config, case.order
    waiting = _waiting(config, order, state)
    settled, left = _gathered(order, source, state)
    numbers, positions = _numbers(waiting), column(waiting, "positions")
    counts = column(waiting, "settled").copy()
    np.add.at(counts, np.searchsorted(numbers, _numbers(settled)), column(settled, "count"))
    near, removed = _open_edges(numbers, order, state, case.edges)
    removed |= exceeds(counts, positions, config)
    mine = _by_document(np.searchsorted(numbers, _numbers(left)), column(left, "group"), column(left, "count"))
    seen = np.zeros(int(column(left, "group").max(initial=0)) + 1, np.bool_)
    for number in sorted({*mine, *near}):
        groups, found = mine.get(number, _NOTHING)
        count = counts[number] + found[seen[groups]].sum()
        if not removed[number] and not exceeds(count, positions[number], config):
            removed[number] = not removed[near.get(number, _NOTHING[0])].all()
        else:
            removed[number] = True
        if not removed[number]:
            seen[groups] = True
    rows = pa.table({"number": numbers, "status": np.where(removed, REMOVED, KEPT)})
    return Made({"decided": cut(rows, order.ranges_of(numbers), order.ranges)}, {})


_NOTHING = np.empty(0, np.int64), np.empty(0, np.int64)


def _waiting(config: DedupConfig, order: Order, state: Phase | None) -> pa.Table:
    """The documents that wait, with their positions and what is settled of them."""
    parts = []
    for unit in range(order.ranges):
        status, settled = _before(unit, order, state)
        positions = positions_of(order.homes(unit, ["words"]), config.ngram)
        numbers = np.arange(order.bases[unit], order.bases[unit + 1], dtype=np.uint32)
        part = pa.table({"number": numbers, "positions": positions, "settled": settled})
        parts.append(part.filter(pa.array(status == WAITS)))
    return pa.concat_tables(parts)


def _gathered(order: Order, source: Phase, state: Phase | None) -> tuple[pa.Table, pa.Table]:
    """The settled and the open postings of all slices, their n-grams told apart."""
    settled, left, first = [], [], 0
    for unit in range(len(source.markers)):
        postings = source.slice(unit, "postings", 0)
        behind, others, _ = _sort_out(postings, order, state)
        groups = column(others, "group").astype(np.int64) + first
        settled.append(behind)
        left.append(others.set_column(0, "group", pa.array(groups)))
        first = int(groups.max(initial=first)) + 1
    return pa.concat_tables(settled), pa.concat_tables(left)


def _by_document(
    documents: NDArray[np.int64], groups: NDArray[np.int64], counts: NDArray[np.int64]
) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The n-grams and counts of each document."""
    place = np.argsort(documents, kind="stable")
    numbers, begins = np.unique(documents[place], return_index=True)
    ends = np.append(begins, len(place))[1:]
    return {
        number: (groups[place[start:end]], counts[place[start:end]].astype(np.int64))
        for number, start, end in zip(numbers.tolist(), begins.tolist(), ends.tolist(), strict=True)
    }


def _open_edges(
    numbers: Numbers, order: Order, state: Phase | None, edges: Phase | None
) -> tuple[dict[int, NDArray[np.int64]], NDArray[np.bool_]]:
    """By each waiting document's place among them: those near it and before it; and whether a kept one is."""
    by_kept = np.zeros(len(numbers), np.bool_)
    if edges is None:
        return {}, by_kept
    slices = edges.slices("edges", 0)
    found = pa.concat_tables(rows.filter(pa.array(np.isin(_numbers(rows), numbers))) for rows in slices)
    later, before = np.searchsorted(numbers, _numbers(found)), column(found, "before")
    status = statuses(before, order, state)
    by_kept[later[status == KEPT]] = True
    waits = status == WAITS
    place = np.searchsorted(numbers, before[waits])
    return {number: near for number, (near, _) in _by_document(later[waits], place, place).items()}, by_kept


def merge(unit: int, order: Order, walked: Phase, state: Phase | None) -> Made:
    """The state of a range with what the walk decided."""
    status, settled = _before(unit, order, state)
    decided = walked.slice(0, "decided", unit)
    status[_numbers(decided) - order.bases[unit]] = column(decided, "status")
    return Made({"state": whole(table(STATE, status=status, settled=settled))}, {"waiting": 0})


def _rows(source: Phase) -> int:
    """The postings of a phase."""
    return sum(file.rows for marker in source.markers for file in marker.files if file.part == "postings")


def _numbers(rows: pa.Table) -> Numbers:
    numbers: Numbers = column(rows, "number")
    return numbers
