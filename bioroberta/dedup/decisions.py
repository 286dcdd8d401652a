"""What was decided of the rows of each shard of `clean`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bioroberta.commit import Counts
from bioroberta.dedup.shuffle import Phase, digest

Entry = dict[str, Any]
"""Rule, value, threshold, keeper; of a document also the keeper's place and share."""


@dataclass(frozen=True)
class Decisions:
    """The phases that hold them."""

    exact: Phase
    ledger: Phase
    repeated: Phase | None

    def removals(self, shard: int) -> dict[int, Entry]:
        """The documents that go, by their row in a shard."""
        found = {row["row"]: row for row in self.ledger.all_of("removals", shard).to_pylist()}
        for row in self.exact.all_of("evaluated", shard).to_pylist():
            facts = {"rule": "evaluation", "value": row["shared"], "threshold": 0.0, "keeper": row["evaluation"]}
            found[row["row"]] = {**facts, "keeper_shard": None, "share": row["shared"]}
        return found

    def sentences(self, shard: int) -> dict[int, list[Entry]]:
        """The sentences that go from documents that stay, by their row in a shard, in their order."""
        found: dict[int, list[Entry]] = {}
        for row in self.repeated.all_of("repeated", shard).sort_by("span").to_pylist() if self.repeated else []:
            found.setdefault(row["row"], []).append({**row, "rule": "sentences", "share": None})
        return found

    def counts(self) -> Iterator[Counts]:
        """What the phases counted."""
        for phase in (self.exact, self.ledger, self.repeated):
            yield from phase.counts() if phase else ()

    @property
    def digest(self) -> str:
        """Of all that was decided."""
        return digest(self.exact.digest(), self.ledger.digest(), self.repeated and self.repeated.digest())
