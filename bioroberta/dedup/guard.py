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

LEAST = 10
"""Documents or sentences that a rule may always take: of a corpus of three files one copy is a third."""


def excesses(counts: Sequence[Counts], kept: Counts, config: DedupConfig) -> list[Excess]:
    """Where a rule would take more of a corpus than `max_removed`: of its documents, or of its sentences.

    `counts` are those of the phases, `kept` what cleaning left of each corpus.
    """
    found: Counts = reduce(add_counts, counts, {})
    taken = {
        (rule, corpus): (sum(each["documents"] for each in keepers.values()), kept[corpus]["rows"])
        for rule, corpora in found.get("overlap", {}).items()
        for corpus, keepers in corpora.items()
    }
    for corpus, sentences in found.get("sentences", {}).items():
        taken["sentences", corpus] = (sentences, kept[corpus]["sentences"])
    return [
        Excess(rule, corpus, removed, there, config.max_removed)
        for (rule, corpus), (removed, there) in sorted(taken.items())
        if corpus not in config.accept and removed > max(LEAST, config.max_removed * there)
    ]


def refuse(folder: Folder, found: Sequence[Excess], pairs: Sequence[Sequence[Pair]]) -> None:
    """Write a page of evidence for each excess, and raise RunError for the first: its page and some ids."""
    for excess, shown in zip(found, pairs, strict=True):
        folder.write_bytes(_path(excess), page(excess, shown).encode())
    first, ids = found[0], ", ".join(pair.id for pair in pairs[0][:3])
    more = f" (and {len(found) - 1} more such)" if len(found) > 1 else ""
    raise RunError(
        f"dedup: rule {first.rule} would remove {first.removed:,} of {first.documents:,} "
        f"{'sentences' if first.rule == 'sentences' else 'documents'} of {first.corpus}{more}, more than "
        f"dedup.max_removed {first.limit:g} allows; among them {ids}. Look at {_path(first)} in {folder.uri}. If they "
        f"are copies, add {first.corpus} to dedup.accept in the recipe"
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
