"""What deduplication must answer, written to be read: one walk through all documents, all n-grams in memory.

Nothing of the stage is used but what a word is. Rules `evaluation`, `exact` and `containment`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from bioroberta.text import words

NGram = tuple[str, ...]


class Document(Protocol):
    """A document to the walk; `text` is what was kept of it."""

    @property
    def id(self) -> str: ...
    @property
    def corpus(self) -> str: ...
    @property
    def text(self) -> str: ...


class Removal(NamedTuple):
    """Why a document goes: `value` is the share of its n-gram positions that stand in kept documents before it,
    `keeper_share` of those that stand in the keeper. Equal texts have 1; evaluation texts have no keeper.
    """

    id: str
    rule: str
    keeper: str | None
    value: float
    keeper_share: float


def walk(
    documents: Iterable[Document],
    corpora: Sequence[str],
    ngram: int = 5,
    containment: float = 0.5,
    evaluation: Collection[str] = (),
) -> list[Removal]:
    """What goes of the documents, in canonical order: rank of the corpus, more words first, id.

    `evaluation` are the ids of the evaluation texts among them.
    """
    removed: list[Removal] = []
    fates: dict[str, Removal] = {}
    """Of a text that was walked by: what an equal one gets."""
    kept: list[str] = []
    texts: dict[str, list[str]] = {}
    """Of kept documents."""
    first: dict[NGram, int] = {}
    """Of an n-gram: which of the kept documents has it first."""
    for identity, text in in_order(documents, corpora):
        same, grams = " ".join(text), ngrams(text, ngram)
        holders = [first[gram] for gram in grams if gram in first]
        if identity in evaluation:
            removed.append(Removal(identity, "evaluation", None, 1.0, 0.0))
        elif same in fates:
            removed.append(fates[same]._replace(id=identity))
        elif grams and len(holders) / len(grams) > containment:
            keeper = kept[most_frequent(holders)]
            inside = share(grams, set(ngrams(texts[keeper], ngram)))
            fates[same] = Removal(identity, "containment", keeper, len(holders) / len(grams), inside)
            removed.append(fates[same])
        else:
            first |= {gram: len(kept) for gram in grams if gram not in first}
            fates[same] = Removal(identity, "exact", identity, 1.0, 1.0)
            texts[identity] = text
            kept.append(identity)
    return removed


def in_order(documents: Iterable[Document], corpora: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Ids and words of the documents in canonical order."""
    rank = {corpus: number for number, corpus in enumerate(corpora)}
    # interned, for a corpus has few different words and each would be an object wherever it stands
    read = [(each.id, rank[each.corpus], [*map(sys.intern, words(each.text))]) for each in documents]
    read.sort(key=lambda each: (each[1], -len(each[2]), each[0]))
    return [(identity, text) for identity, _, text in read]


def ngrams(text: list[str], size: int) -> list[NGram]:
    """One a position, equal ones again."""
    return list(zip(*(text[start:] for start in range(size)), strict=False))


def share(grams: list[NGram], there: Collection[NGram]) -> float:
    """Of the n-grams, which are not none, those that are there."""
    return sum(gram in there for gram in grams) / len(grams)


def most_frequent(numbers: list[int]) -> int:
    """The smallest of the most frequent ones."""
    return min(Counter(numbers).items(), key=lambda each: (-each[1], each[0]))[0]
