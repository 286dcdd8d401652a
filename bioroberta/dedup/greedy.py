"""The decisions: one walk over all documents in canonical order, each judged against the kept ones before it.

This is the rule itself, run by one process, with one entry of a Python dict for every distinct n-gram of kept text. It
suits what one machine's memory holds (tens of millions of words).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bioroberta.dedup.config import DedupConfig
from bioroberta.dedup.containment import Hashes


@dataclass(frozen=True)
class Signature:
    """What the rules need to know of a document."""

    id: str
    corpus: str
    path: str
    tokens: int
    r"""Words by `text.words`."""
    text: bytes
    """`exact.text_hash` of the kept text."""
    ngrams: Hashes
    evaluation: str | None
    """The evaluation document that it is, if any."""


@dataclass(frozen=True)
class Removal:
    """Why a document goes. `value` is what the rule measured; for containment the share of its n-gram positions that
    stand in any kept document before it, while `keeper` is the one of them in which most of these n-grams stand first
    (the first of equals).
    """

    id: str
    rule: str
    value: float
    threshold: float
    keeper: str


def canonical_order(signatures: Iterable[Signature], corpora: tuple[str, ...]) -> list[Signature]:
    """Corpus rank, then longer first, then id: never the order of arrival."""
    rank = {corpus: number for number, corpus in enumerate(corpora)}
    return sorted(signatures, key=lambda item: (rank.get(item.corpus, len(rank)), -item.tokens, item.id))


def decide(ordered: Iterable[Signature], config: DedupConfig) -> Iterator[Removal]:
    """The removals of documents in canonical order. Only kept documents remove others, so no text disappears that is
    not kept elsewhere; a document shorter than an n-gram is left to `exact`.
    """
    kept_texts: dict[bytes, str] = {}
    first: dict[int, int] = {}
    kept_ids: list[str] = []
    for document in ordered:
        if document.evaluation is not None:
            yield Removal(document.id, "evaluation", 1.0, 0.0, document.evaluation)
            continue
        if document.text in kept_texts:
            yield Removal(document.id, "exact", 1.0, 1.0, kept_texts[document.text])
            continue
        grams = document.ngrams.tolist()
        seen = [first[gram] for gram in grams if gram in first]
        if grams and len(seen) / len(grams) > config.containment:
            yield Removal(document.id, "containment", len(seen) / len(grams), config.containment, kept_ids[_most(seen)])
            continue
        kept_texts[document.text] = document.id
        for gram in grams:
            first.setdefault(gram, len(kept_ids))
        kept_ids.append(document.id)


def _most(numbers: list[int]) -> int:
    counts = Counter(numbers)
    return min(counts, key=lambda number: (-counts[number], number))
