"""Losses that are no cleaning: a corpus that mostly fails, or of which nothing is left."""

from __future__ import annotations

from collections.abc import Collection

from bioroberta.commit import Counts
from bioroberta.errors import RunError

REASONS_TOLD = 3


def refuse_failures(stage: str, counts: Counts, limit: float) -> None:
    """Raise RunError when more than the share `limit` of a corpus's documents failed."""
    for corpus, reasons in counts.get("failed", {}).items():
        failed = sum(reasons.values())
        kept = counts.get("kept", {}).get(corpus, {}).get("rows", 0)
        total = failed + kept + sum(_rejected(counts, corpus).values())
        if failed / total > limit:
            raise RunError(
                f"{stage}: {failed} of {total} documents of {corpus} failed ({failed / total:.1%}, the limit is "
                f"{limit:.1%}); look into failed/, then mend the input or raise {stage}.max_failed_share"
            )


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
