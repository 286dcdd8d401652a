"""How corpora overlap: what a rule removed from one for what another, or the same one, keeps."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from bioroberta.commit import Counts, add_counts

EVALUATION_TEXTS = "evaluation texts"
"""What stands for a corpus where an evaluation text is the keeper."""


def overlap(removed: pa.Table, corpora: Sequence[str]) -> Counts:
    """Documents and tokens by rule, corpus and keeper's corpus, of rows that have all four; corpora by their rank."""
    grouped = removed.group_by(["rule", "corpus", "keeper_corpus"])
    total: Counts = {}
    for row in grouped.aggregate([([], "count_all"), ("tokens", "sum")]).to_pylist():
        counts = {"documents": row["count_all"], "tokens": row["tokens_sum"]}
        keeper = EVALUATION_TEXTS if row["keeper_corpus"] is None else corpora[row["keeper_corpus"]]
        total = add_counts(total, {"overlap": {row["rule"]: {corpora[row["corpus"]]: {keeper: counts}}}})
    return total
