"""Losses that are no cleaning: a corpus that mostly fails, or of which nothing is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from bioroberta.commit import Counts, markers, read_table
from bioroberta.errors import RunError
from bioroberta.storage import Folder

REASONS_TOLD = 3
LOOKED_INTO = 8
"""Shards in which the commonest message is looked for."""


def refuse_failures(stage: str, counts: Counts, limit: float, folder: Folder) -> None:
    """Raise RunError when more than the share `limit` of a corpus's documents failed, with the commonest reason and
    its message, from the stage's folder.
    """
    for corpus, reasons in counts.get("failed", {}).items():
        failed = sum(reasons.values())
        kept = counts.get("kept", {}).get(corpus, {}).get("rows", 0)
        total = failed + kept + sum(_rejected(counts, corpus).values())
        if failed / total > limit:
            reason, count = max(reasons.items(), key=lambda item: item[1])
            message = _message(folder, corpus, reason)
            raise RunError(
                f"{stage}: {failed} of {total} documents of {corpus} failed ({failed / total:.1%}, the limit is "
                f"{limit:.1%}); the commonest reason: {reason}{message} ({count}). Look into failed/, then mend the "
                f"input or raise {stage}.max_failed_share"
            )


def _message(folder: Folder, corpus: str, reason: str) -> str:
    """The commonest message of a reason in the first shards that have it."""
    found = [marker for marker in markers(folder) if reason in marker.counts.get("failed", {}).get(corpus, {})]
    files = [file for marker in found[:LOOKED_INTO] for file in marker.files if file.part == "failed"]
    rows = [row for file in files for row in read_table(folder, file).to_pylist()]
    told = Counter(row["message"] for row in rows if (row["corpus"], row["error"]) == (corpus, reason))
    message = next((message for message, _ in told.most_common(1)), "")
    return f": {message}" if message else ""


def refuse_empty(stage: str, counts: Counts, corpora: Collection[str]) -> None:
    """Raise RunError for the first of `corpora` that has no document left, with the reasons that took most of them."""
    for corpus in corpora:
        if not counts.get("kept", {}).get(corpus, {}).get("rows"):
            raise RunError(
                f"{stage}: nothing of corpus {corpus} is left ({_reasons(counts, corpus)}); look into rejected/ and "
                f"failed/, then correct its format, encoding or language, or the rules of {stage}. If it may be so, "
                f"give the corpus may_be_empty: true"
            )


def _reasons(counts: Counts, corpus: str) -> str:
    reasons = {**_rejected(counts, corpus), **counts.get("failed", {}).get(corpus, {})}
    most = sorted(reasons.items(), key=lambda item: -item[1])[:REASONS_TOLD]
    return ", ".join(f"{count} {reason}" for reason, count in most) or "its files hold no document"


def _rejected(counts: Counts, corpus: str) -> dict[str, int]:
    """Rejected documents by rule."""
    rules = counts.get("rejected", {}).get(corpus, {})
    return {rule: numbers["documents"] for rule, numbers in rules.items() if "documents" in numbers}
