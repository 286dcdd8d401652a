"""What a run did, for people: a table of its stages, its scores, where it lies. Made from manifests only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bioroberta.stages import Job

HEADER = ("stage", "documents in", "tokens in", "kept", "tokens kept", "rejected", "failed", "seconds")


def summarise(planned: Sequence[Job]) -> str:
    """The table of finished jobs, the scores of evaluated tasks and the run's folder."""
    done = [(job, manifest) for job in planned if (manifest := job.manifest()) is not None]
    lines = [*as_columns([HEADER, *(row(job, manifest) for job, manifest in done)]), *scores(done)]
    return "\n".join([*lines, f"run: {planned[0].recipe.root.uri}"])


def row(job: Job, manifest: dict[str, Any]) -> tuple[str, ...]:
    """A stage's documents and tokens in and out. Training stages have none and show their seconds."""
    seconds = f"{manifest['wall_seconds']:.1f}"
    numbers = totals(job, manifest)
    if not numbers:
        return (job.label, "", "", "", "", "", "", seconds)
    shown = {name: f"{number:,}" for name, number in numbers.items()}
    if "blocks" in numbers:
        shown["kept"] = f"{shown['blocks']} blocks"
    if numbers["rejected_sentences"]:
        shown["rejected"] += f" (+{shown['rejected_sentences']} sentences)"
    return (job.label, *(shown[name] for name in COLUMNS), seconds)


COLUMNS = ("documents_in", "tokens_in", "kept", "tokens_kept", "rejected", "failed")


def totals(job: Job, manifest: dict[str, Any]) -> dict[str, int]:
    """A finished stage's numbers over all corpora, by the names of COLUMNS; `blocks` in place of `kept` where it packs
    documents into blocks. Empty for a stage that handles no documents.
    """
    counts = manifest["counts"]
    if not counts:
        return {}
    kept, kept_tokens = _kept(counts)
    documents, failed = rejected(counts, "documents"), sum(_leaves(counts.get("failed", {})))
    came, came_tokens = _came(job, (kept + documents + failed, kept_tokens))
    return {
        "documents_in": came,
        "tokens_in": came_tokens,
        "blocks" if "all" in counts["kept"] else "kept": kept,
        "tokens_kept": kept_tokens,
        "rejected": documents,
        "rejected_sentences": rejected(counts, "sentences"),
        "failed": failed,
    }


def sentence(job: Job, manifest: dict[str, Any]) -> str:
    """A finished stage in one line: `9,011 documents in, 8,938 kept, ...`, or what its training came to."""
    numbers = totals(job, manifest)
    told = [f"{value:,} {_spoken(name)}" for name, value in numbers.items() if name in COLUMNS or value]
    results = () if numbers else _figures(manifest["results"])
    told += [f"{_spoken(name)} {round(value, 4):,}" for name, value in results]
    return ", ".join([*told, f"{manifest['wall_seconds']:.1f} s"])


def _figures(results: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, int | float]]:
    """The numbers of results, those below a name (`exact: {f1: ...}`) with it before theirs."""
    for name, value in sorted(results.items()):  # as a manifest has them once it was written
        if isinstance(value, int | float):
            yield f"{above}{name}", value
        elif name in ("exact", "seqeval"):
            yield from _figures(value, f"{name} ")


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def scores(done: Sequence[tuple[Job, dict[str, Any]]]) -> Iterator[str]:
    """One line an evaluated task."""
    for job, manifest in done:
        if job.stage.name == "evaluate":
            exact, words = manifest["results"]["exact"], manifest["results"]["seqeval"]
            yield (
                f"{job.task}: F1 {exact['f1']:.4f} (precision {exact['precision']:.4f}, recall {exact['recall']:.4f}) "
                f"by exact offsets, {words['f1']:.4f} by seqeval, on {manifest['results']['documents']} documents"
            )


def rejected(counts: dict[str, Any], unit: str) -> int:
    """Rejected "documents" or "sentences", over corpora and rules."""
    return sum(rule.get(unit, 0) for rules in counts.get("rejected", {}).values() for rule in rules.values())


def as_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as aligned text: the first column to the left, numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows]


def _came(job: Job, own: tuple[int, int]) -> tuple[int, int]:
    before = next(job.inputs(), None)
    manifest = before.manifest() if before else None
    return _kept(manifest["counts"]) if manifest else own


def _kept(counts: dict[str, Any]) -> tuple[int, int]:
    by_corpus = counts["kept"].values()
    return sum(corpus["rows"] for corpus in by_corpus), sum(corpus["tokens"] for corpus in by_corpus)


def _leaves(nested: dict[str, Any]) -> Iterator[int]:
    for value in nested.values():
        yield from _leaves(value) if isinstance(value, dict) else (value,)
