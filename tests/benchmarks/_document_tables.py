"""Generated documents as tables of CLEAN: many that repeat each other in every way, and very many small ones."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bioroberta.schemas import CLEAN, SPAN, rows_to_table
from tests.benchmarks._documents import CORPORA, place
from tests.benchmarks._prose import FREQUENCIES, WORDS, Story, draw_words, edit, length, print_sentence, write

Numbers = npt.NDArray[Any]
"""Unsigned, of 64 bits, where nothing else is said."""

SAME: dict[str, Any] = {"record": 0, "license": "CC0-1.0", "language": "es", "language_score": 1.0}
"""Of all documents."""

MANY_CORPORA = CORPORA[:3]
"""Of the documents of `many`, a third each."""
WORDS_OF_MANY = (40, 80)
REMEMBERED = 10_000
"""Stories that may be repeated, drawn from all so far: a repetition can be anywhere."""
LINK, STEP, LINK_WORDS = 5, 2, 12
"""A link of a chain is a window of five sentences of twelve words, the next begins two further on: they share 60% of the
words, and the walk through a chain in its order keeps every other one."""
CHAINS = (2, 5, 10, 20, 40)
"""Links of a chain."""

SENTENCES, SENTENCE_WORDS = 4, 10
"""Of a small document. Sentences with fewer words are not counted for being repeated."""
STOCK, FROM_STOCK = 1000, 10
"""Sentences that small documents repeat, and one in how many is one of them: at 10 million documents each 4,000 times."""
COPY = 20
"""One in so many small documents is a copy."""
SMALL_BLOCK = 100_000
"""Small documents in a row that are of one corpus."""
BITS, WORDS_A_DRAW = 21, 3
"""Of 64 drawn bits."""

PLACES_A_WORD = 4
FORMS = pa.array(
    [f for word in WORDS for f in (f"{word} ", f"{word.capitalize()} ", f"{word}. ", f"{word}.")], "large_string"
)
"""Every word as it stands in a sentence, first in it, last in it, and last in a document."""
LENGTHS_OF_FORMS: Numbers = pc.utf8_length(FORMS).to_numpy()
"""In characters; of 64 bits with a sign."""
RANKS: Numbers = np.repeat(np.arange(len(WORDS), dtype=np.int32), FREQUENCIES)
"""Of words, each as often as it is frequent; of 32 bits with a sign."""


def many(seed: int, count: int, shard_bytes: int) -> Iterator[pa.Table]:
    """So many documents of about 60 words, in shards of about so many bytes of text."""
    rows, size = list[dict[str, Any]](), 0
    for number, story in enumerate(itertools.islice(repeating(random.Random(seed)), count)):
        rows.append(row(MANY_CORPORA[number * len(MANY_CORPORA) // count], number, story))
        size += rows[-1]["bytes"]
        if size >= shard_bytes or number == count - 1:
            yield rows_to_table(rows, CLEAN)
            rows, size = [], 0


def row(corpus: str, number: int, story: Story) -> dict[str, Any]:
    """A row of CLEAN, all of whose text is kept."""
    sentences = [print_sentence(words) for words in story]
    ends = list(itertools.accumulate((len(each) for each in sentences), lambda end, more: end + 1 + more))
    document = place(corpus, number, " ".join(sentences))
    return {
        **vars(document),
        **SAME,
        "spans": [{"start": end - len(each), "end": end} for end, each in zip(ends, sentences, strict=True)],
        "tokens": length(story),
        "bytes": len(document.text.encode()),
    }


def repeating(rng: random.Random) -> Iterator[Story]:
    """Stories without end, some of which repeat others or parts of them."""
    remembered = list[Story]()
    for number in itertools.count():
        [kind] = rng.choices(KINDS, SHARES)
        stories = kind(rng, rng.choice(remembered) if remembered else write(rng, rng.randint(*WORDS_OF_MANY)))
        yield from stories
        if len(remembered) < REMEMBERED:
            remembered.append(stories[0])
        elif (at := rng.randrange(number)) < REMEMBERED:
            remembered[at] = stories[0]


def fresh(rng: random.Random, _: Story) -> list[Story]:
    return [write(rng, rng.randint(*WORDS_OF_MANY))]


def copied(_: random.Random, story: Story) -> list[Story]:
    return [story]


def edited(rng: random.Random, story: Story) -> list[Story]:
    """The story with one to eight words changed: from nearly all to less than half of its n-grams stay."""
    return [edit(rng, story, rng.randint(1, 8))]


def excerpted(rng: random.Random, story: Story) -> list[Story]:
    """Up to three sentences of the story, and as many others or none."""
    start = rng.randrange(len(story))
    others = rng.choice((0, 20, 40))
    return [[*story[start : start + 3], *(write(rng, others) if others else [])]]


def chained(rng: random.Random, _: Story) -> list[Story]:
    """A chain, in its order or any."""
    links = chain(rng, rng.choice(CHAINS))
    return links if rng.random() < 0.5 else rng.sample(links, len(links))


def chain(rng: random.Random, links: int) -> list[Story]:
    """Overlapping windows over one long text."""
    words = draw_words(rng, (LINK + STEP * links) * LINK_WORDS)
    sentences = [words[start : start + LINK_WORDS] for start in range(0, len(words), LINK_WORDS)]
    return [sentences[STEP * link : STEP * link + LINK] for link in range(links)]


KINDS = (fresh, copied, edited, excerpted, chained)
SHARES = (70, 10, 10, 7, 3)
"""Of what is written next; a third of all documents are links of chains."""


def small(seed: int, first: int, count: int) -> pa.Table:
    """So many documents from a number on, each of four short sentences. The same number is always the same document."""
    numbers = np.arange(first, first + count, dtype=np.uint64)
    forms = forms_of(seed, sentences_of(seed, originals(seed, numbers)))
    printed = FORMS.take(pa.array(forms.ravel()))
    _, offsets, text = printed.buffers()
    ends = np.frombuffer(offsets, np.int64)[:: SENTENCES * SENTENCE_WORDS]
    columns = {
        **names(numbers),
        "text": pa.LargeStringArray.from_buffers(count, pa.py_buffer(ends.copy()), text),
        "spans": spans(LENGTHS_OF_FORMS[forms].sum(axis=2)),
        "tokens": pa.repeat(pa.scalar(SENTENCES * SENTENCE_WORDS), count),
        "bytes": pa.array(np.diff(ends)),
    }
    constant = {name: pa.repeat(pa.scalar(value, CLEAN.field(name).type), count) for name, value in SAME.items()}
    empty = {name: pa.nulls(count, CLEAN.field(name).type) for name in ("title", "url", "date")}
    columns |= constant | empty
    return pa.table([columns[name] for name in CLEAN.names], schema=CLEAN)


def originals(seed: int, numbers: Numbers) -> Numbers:
    """Of every document the number of the one whose text it has, mostly its own."""
    origin = numbers.copy()
    while (copies := (drawn(seed, 0, origin) % COPY == 0) & (origin > 0)).any():
        origin[copies] = drawn(seed, 1, origin[copies]) % origin[copies]
    return origin


def sentences_of(seed: int, numbers: Numbers) -> Numbers:
    """Numbers of their sentences, documents x SENTENCES; the first STOCK are the stock."""
    own = STOCK + SENTENCES * numbers[:, None] + np.arange(SENTENCES, dtype=np.uint64)
    return np.where(drawn(seed, 2, own) % FROM_STOCK == 0, drawn(seed, 3, own) % STOCK, own)


def forms_of(seed: int, sentences: Numbers) -> Numbers:
    """Places in FORMS of the words of these sentences, documents x SENTENCES x SENTENCE_WORDS."""
    draws = -(-SENTENCE_WORDS // WORDS_A_DRAW)
    bits = drawn(seed, 4, draws * sentences[..., None] + np.arange(draws, dtype=np.uint64))[..., None]
    parts = (bits >> (BITS * np.arange(WORDS_A_DRAW, dtype=np.uint64))) & ((1 << BITS) - 1)
    words = RANKS[(parts.reshape(*sentences.shape, -1)[..., :SENTENCE_WORDS] * len(RANKS)) >> BITS]
    forms: Numbers = PLACES_A_WORD * words
    forms[..., 0] += 1
    forms[..., -1] += 2
    forms[:, -1, -1] += 1
    return forms


def drawn(seed: int, stream: int, numbers: Numbers) -> Numbers:
    """64 random bits for each of the numbers, others in every stream."""
    return mixed(numbers ^ mixed(np.array([seed << 8 | stream], np.uint64)))


def mixed(bits: Numbers) -> Numbers:
    """The finish of splitmix64 (Steele et al. 2014): every bit depends on all."""
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB
    bits ^= bits >> 31
    return bits


def spans(lengths: Numbers) -> pa.ListArray:
    """Of sentences that follow each other, by their characters with the space behind; documents x SENTENCES."""
    ends = lengths.cumsum(axis=1)
    starts = ends - lengths
    ends[:, :-1] -= 1
    pieces = pa.StructArray.from_arrays([starts.ravel(), ends.ravel()], fields=list(SPAN))
    return pa.ListArray.from_arrays(np.arange(len(lengths) + 1, dtype=np.int32) * SENTENCES, pieces)


def names(numbers: Numbers) -> dict[str, pa.Array]:
    """Where small documents stand."""
    paths = pc.binary_join_element_wise(pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), 8, "0"), ".txt", "")
    corpora = pa.array(CORPORA).take(pa.array(numbers // SMALL_BLOCK % len(CORPORA)))
    ids = pc.binary_join_element_wise(pc.binary_join_element_wise(corpora, paths, "/"), "0", "#")
    return {"id": ids, "corpus": corpora, "path": paths}
