"""What the walk decided when the stage ran before, as far as it holds.

A decision depends on nothing but the documents before it in the canonical order. So, when documents are added or taken
away, all decisions before the first that is new or gone stand as they are: after a corpus was added last, those of all
others. Only the rest is compared, among itself and with what stands.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bioroberta.commit import whole_markers
from bioroberta.dedup.order import Order, bases
from bioroberta.dedup.shuffle import WORK, Made, Phase, digest, run_phase
from bioroberta.run import Run
from bioroberta.storage import Folder

DECIDED = "decided"
"""The phase that stays."""

DECISION = pa.schema(
    [
        ("id", pa.string()),
        ("text", pa.binary(16)),
        ("status", pa.uint8()),
        ("rule", pa.string()),
        ("value", pa.float64()),
        ("keeper", pa.uint32()),
        ("count", pa.uint32()),
    ]
)
"""What was decided of a document, in canonical order; of a removed one its rule, the value, the keeper's number, and
how many of its n-gram positions stand in the keeper."""


@dataclass(frozen=True)
class Prior:
    """Decisions that hold: those of the documents whose number is below `known`."""

    known: int = 0
    phase: Phase | None = None

    def decisions(self, start: int, end: int) -> pa.Table:
        """Those of the documents from number `start` to `end` that are known."""
        if self.phase is None:
            return DECISION.empty_table()
        return _rows(self.phase, start, min(end, self.known), DECISION.names)

    def removed(self, start: int, end: int) -> pa.Table:
        """Likewise, of those that were removed, with their number."""
        found = self.decisions(start, end)
        numbers = pa.array(np.arange(start, start + len(found), dtype=np.uint32))
        return found.append_column("number", numbers).filter(pc.is_valid(found["rule"]))


def find_prior(run: Run, order: Order) -> Prior:
    """What holds of the decisions that lie in the stage's folder."""
    decided = _finished(run.folder.child(f"{WORK}/{DECIDED}"))
    if decided is None:
        return Prior()
    compared = partial(count_known, order=order, decided=decided)
    [counts] = run_phase(run, "prior", [0], compared, digest(order.phase.digest(), decided.digest())).counts()
    return Prior(counts["known"], decided)


def count_known(_: int, order: Order, decided: Phase) -> Made:
    """How many documents, from the first on, are the same as then."""
    known = 0
    for unit, (start, end) in enumerate(itertools.pairwise(order.bases)):
        now, then = order.homes(unit, ["id", "text"]), _rows(decided, start, end, ["id", "text"])
        now = now.slice(0, len(then))
        same = pc.and_(pc.equal(now["id"], then["id"]), pc.equal(now["text"], then["text"])).to_numpy()
        known += len(same) if same.all() else int(same.argmin())
        if known < end:
            break
    return Made({}, {"known": known})


def _finished(folder: Folder) -> Phase | None:
    markers = whole_markers(folder)
    return Phase(folder, tuple(markers)) if markers and len(markers) == markers[0].counts["ranges"] else None


def _rows(decided: Phase, start: int, end: int, columns: list[str]) -> pa.Table:
    """The decisions from number `start` to `end`, as far as there are any; they lie in ranges of then."""
    found, begins = [DECISION.empty_table().select(columns)], bases([counts["rows"] for counts in decided.counts()])
    for unit, (first, last) in enumerate(itertools.pairwise(begins)):
        if first < end and start < last:
            rows = decided.slice(unit, DECIDED, 0, columns)
            found.append(rows.slice(max(start - first, 0), min(end, last) - max(start, first)))
    return pa.concat_tables(found)
