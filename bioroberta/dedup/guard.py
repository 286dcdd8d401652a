"""The guard: where a rule would take too much of a corpus, nothing is removed, and what it would take is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from itertools import islice
from typing import Any

from bioroberta.commit import Counts, add_counts
from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.contamination import evaluation_text
from bioroberta.dedup.decisions import Decisions, Entry
from bioroberta.dedup.evidence import PAIRS, Excess, Pair, page
from bioroberta.errors import RunError
from bioroberta.run import Shard
from bioroberta.storage import Folder

LEAST = {"documents": 10, "tokens": 10_000, "sentences": 10}
"""What a rule may always take: of a corpus of three files one copy is a third."""


def excesses(counts: Sequence[Counts], kept: Counts, config: DedupConfig) -> list[Excess]:
    """Where a rule would take more of a corpus than `max_removed`: of its documents, its tokens, or its sentences.

    `counts` are those of the phases, `kept` what cleaning left of each corpus.
    """
    found: Counts = reduce(add_counts, counts, {})
    taken = {
        (rule, corpus): reduce(add_counts, keepers.values(), Counts())
        for rule, corpora in found.get("overlap", {}).items()
        for corpus, keepers in corpora.items()
    }
    taken |= {("sentences", corpus): {"sentences": count} for corpus, count in found.get("sentences", {}).items()}
    return [
        excess
        for (rule, corpus), removed in sorted(taken.items())
        if corpus not in config.accept and (excess := _excess(rule, corpus, removed, kept[corpus], config.max_removed))
    ]


def _excess(rule: str, corpus: str, removed: Counts, kept: Counts, limit: float) -> Excess | None:
    """By the first unit of which it is too much."""
    there = {"documents": kept["rows"], "tokens": kept["tokens"], "sentences": kept["sentences"]}
    for unit, least in LEAST.items():
        if removed.get(unit, 0) > max(least, limit * there[unit]):
            return Excess(rule, corpus, removed[unit], there[unit], unit, limit)
    return None


def refuse(folder: Folder, found: Sequence[Excess], pairs: Sequence[Sequence[Pair]]) -> None:
    """Write a page of evidence for each excess, and raise RunError for the first: its page and some ids."""
    for excess, shown in zip(found, pairs, strict=True):
        folder.write_bytes(_path(excess), page(excess, shown).encode())
    first, ids = found[0], ", ".join(pair.id for pair in pairs[0][:3])
    others = ", ".join(f"{excess.rule} of {excess.corpus}" for excess in found[1:])
    raise RunError(
        f"dedup: rule {first.rule} would remove {first.removed:,} of {first.there:,} {first.unit} of {first.corpus}, "
        f"more than dedup.max_removed {first.limit:g} allows; among them {ids}"
        f"{f'. Too much is also {others}' if others else ''}. Look at {_path(first)} in {folder.uri}. If they are "
        f"copies, add {first.corpus} to dedup.accept in the recipe and give the same command again; until then data/ "
        f"stays as it is"
    )


def _path(excess: Excess) -> str:
    return f"evidence/{excess.rule}-{excess.corpus}.html"


def pairs_of(
    found: Sequence[Excess], shards: Sequence[Shard], decided: Decisions, config: DedupConfig
) -> list[list[Pair]]:
    """For each excess some of what would go, beside what would stay for it; as many shards are read as it takes."""
    pairs: list[list[Pair]] = [[] for _ in found]
    for number, shard in enumerate(shards):
        if all(len(each) >= PAIRS for each in pairs):
            break
        rows = shard.read(["id", "corpus", "text", "spans"]).to_pylist()
        for excess, shown in zip(found, pairs, strict=True):
            wanted = _entries(excess, rows, number, decided)
            texts = partial(_keeper_text, shards=shards, config=config)
            shown += [_pair(rows[row], entry, texts) for row, entry in islice(wanted, PAIRS - len(shown))]
    return pairs


def _entries(
    excess: Excess, rows: Sequence[dict[str, Any]], shard: int, decided: Decisions
) -> Iterator[tuple[int, Entry]]:
    """What an excess is made of in a shard: one entry a row."""
    if excess.rule == "sentences":
        entries = {row: sentences[0] for row, sentences in decided.sentences(shard).items()}
    else:
        entries = decided.removals(shard)
    for row, entry in sorted(entries.items()):
        if rows[row]["corpus"] == excess.corpus and entry["rule"] == excess.rule:
            yield row, entry


def _pair(row: dict[str, Any], entry: Entry, keeper_text: Callable[[Entry], str]) -> Pair:
    text, value, share = row["text"], entry["value"], entry["share"]
    if entry["rule"] == "sentences":
        span = row["spans"][entry["span"]]
        text, value, share = text[span["start"] : span["end"]], 1.0, 1.0
    return Pair(row["id"], entry["keeper"], value, share, text, keeper_text(entry))


def _keeper_text(entry: Entry, shards: Sequence[Shard], config: DedupConfig) -> str:
    if entry["keeper_shard"] is None:
        return evaluation_text(config.evaluation, entry["keeper"])
    text: str = shards[entry["keeper_shard"]].read(["text"])["text"][entry["keeper_row"]].as_py()
    return text
