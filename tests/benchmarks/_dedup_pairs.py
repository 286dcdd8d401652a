"""All pairs of texts whose sets of word n-grams are similar, found without any sketch: the gold of near duplicates.

Every n-gram has a number of its own, so nothing collides. Two sets with Jaccard similarity t or more share one of the
first |set| - t |set| + 1 n-grams of each, in whatever order all are put; with the rare ones first few others meet there
(Chaudhuri et al. 2006; Xiao et al. 2008).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bioroberta.text import words

Numbers = NDArray[np.int64]
Pair = tuple[int, int]


def similar_pairs(texts: Sequence[str], ngram: int, threshold: float) -> list[Pair]:
    """Indices (smaller, larger) of the texts whose Jaccard similarity is the threshold or more."""
    sets = gram_sets(texts, ngram)
    counts = np.bincount(np.concatenate([*sets, np.empty(0, np.int64)]))
    postings: dict[int, list[int]] = {}
    for text, grams in enumerate(sets):
        rare_first = grams[np.lexsort((grams, counts[grams]))]
        for gram in rare_first[: prefix(len(grams), threshold)].tolist():
            postings.setdefault(gram, []).append(text)
    met = {pair for owners in postings.values() for pair in itertools.combinations(owners, 2)}
    return sorted(pair for pair in met if similar(sets[pair[0]], sets[pair[1]], threshold))


def prefix(size: int, threshold: float) -> int:
    """How many n-grams of a set of this size must be looked at; none of an empty one."""
    return size - math.ceil(threshold * size - 1e-9) + 1 if size else 0


def similar(one: Numbers, other: Numbers, threshold: float) -> bool:
    """Whether two sets, in order, have that Jaccard similarity or more."""
    if min(len(one), len(other)) < threshold * max(len(one), len(other)):
        return False
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both >= threshold * (len(one) + len(other) - both)


def gram_sets(texts: Iterable[str], ngram: int) -> list[Numbers]:
    """The numbers of each text's different n-grams, in order."""
    spelt: dict[str, int] = {}
    numbers = [np.array([spelt.setdefault(word, len(spelt)) for word in words(text)], np.int64) for text in texts]
    grams, owners = _grams(numbers, ngram)
    place = np.lexsort((grams, owners))
    grams, owners = grams[place], owners[place]
    new = np.ones(len(grams), np.bool_)
    new[1:] = (grams[1:] != grams[:-1]) | (owners[1:] != owners[:-1])
    grams, owners = grams[new], owners[new]
    ends = np.searchsorted(owners, np.arange(len(numbers) + 1)).tolist()
    return [grams[start:end] for start, end in itertools.pairwise(ends)]


def _grams(numbers: Sequence[Numbers], ngram: int) -> tuple[Numbers, Numbers]:
    """The number of the n-gram at each position of each text that has one, and the text's."""
    owners = np.repeat(np.arange(len(numbers)), [len(each) for each in numbers])
    row = np.concatenate([*numbers, np.empty(0, np.int64)])
    grams = row
    for longer in range(1, ngram):  # what stands at a place and the word so far behind it get one number together
        grams = np.unique(grams[: len(row) - longer] << 32 | row[longer:], return_inverse=True)[1]
    within = owners[: len(grams)] == owners[len(owners) - len(grams) :]
    return grams[within], owners[: len(grams)][within]


def found(pairs: Iterable[Pair], removed: Sequence[bool]) -> int:
    """Of how many pairs not both stay; `removed` by text."""
    return sum(removed[one] or removed[other] for one, other in pairs)
