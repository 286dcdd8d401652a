"""Generated documents of which it is known what repeats what, drawn from a seed.

They stand in nine corpora, whose rank is their place in CORPORA.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bioroberta.schemas import document_id
from bioroberta.text import words
from tests.benchmarks._prose import Story, draw_words, edit, length, print_sentence, text_of, write

PUBLISHED = {
    "medical_crawler": 903_558_136,
    "clinical_cases": 102_855_267,
    "scielo": 60_007_289,
    "barr2_background": 24_516_442,
    "wikipedia_life_sciences": 13_890_501,
    "patents": 13_463_387,
    "emea": 5_377_448,
    "mespen_medline": 4_166_077,
    "pubmed": 1_858_966,
}
"""Tokens of the corpora of the published model (model card of bsc-bio-es)."""
CORPORA = tuple(PUBLISHED)

REPEATED = 0.148
"""Of the words of the published corpora, what their global deduplication removed: 963 of 1,130 million stayed."""

SHORTEST, LONGEST = 20, 3000
"""Words of a document."""
TYPICAL = 60
"""Half of the documents that are drawn have more than SHORTEST + TYPICAL words; the tail falls as 1 / words."""


@dataclass(frozen=True)
class Document:
    """A text in its place."""

    id: str
    corpus: str
    path: str
    text: str


Pair = tuple[str, str]
"""Ids of two documents."""
Family = Callable[[random.Random], list[str]]
"""Draws texts that belong together."""


def labelled(seed: int, count: int) -> tuple[list[Document], list[Pair], list[Pair]]:
    """At least so many documents in any order; of all that repeat another (duplicate, origin); pairs that only look alike.

    Of a pair the duplicate is the one that stands later in the canonical order. Nothing else repeats anything.
    """
    rng, documents = random.Random(seed), list[Document]()
    duplicates, look_alikes = list[Pair](), list[Pair]()
    kinds = [alone] * LONERS + [*REPEATING] * REPEATERS + [*LOOKING_ALIKE]
    while len(documents) < count:
        kind = rng.choice(kinds)
        texts, rank = kind(rng), rng.randrange(len(CORPORA))
        ranks = [rank, *(rng.randrange(rank if kind in REPEATING else 0, len(CORPORA)) for _ in texts[1:])]
        family = [place(CORPORA[rank], len(documents) + n, texts[n]) for n, rank in enumerate(ranks)]
        documents += family
        if kind in REPEATING:
            duplicates += [later_first(family[0], other) for other in family[1:]]
        else:
            look_alikes += itertools.combinations([document.id for document in family], 2)
    rng.shuffle(documents)
    return documents, duplicates, look_alikes


def place(corpus: str, number: int, text: str) -> Document:
    path = f"{number:08}.txt"
    return Document(document_id(corpus, path, 0), corpus, path, text)


def later_first(one: Document, other: Document) -> Pair:
    """Two documents, the later one in the canonical order first."""
    earlier, later = sorted(
        [one, other], key=lambda each: (CORPORA.index(each.corpus), -len(words(each.text)), each.id)
    )
    return later.id, earlier.id


def draw_length(rng: random.Random, shortest: int = SHORTEST) -> int:
    """Words of a document, of which some are very long."""
    return min(LONGEST, shortest + TYPICAL * (1 << 32) // (rng.getrandbits(32) + 1) - TYPICAL)


def alone(rng: random.Random) -> list[str]:
    return [text_of(write(rng, draw_length(rng)))]


def copied(rng: random.Random) -> list[str]:
    """A text and up to three copies that differ in case, white space and punctuation."""
    story = write(rng, draw_length(rng))
    return [text_of(story), *(reset(rng, story) for _ in range(rng.choice((1, 1, 2, 3))))]


def reset(rng: random.Random, story: Story) -> str:
    """The story set in another way: the same words to all that compares words."""
    change = rng.choice((str.upper, str.lower, str.title, str))
    stop, gap = rng.choice((" ;", "...", " -", "!")), rng.choice((" ", "\n", " \t "))
    return gap.join(change(print_sentence(sentence)).replace(" y ", ", y ").replace(".", stop) for sentence in story)


def headed(rng: random.Random) -> list[str]:
    """A text, and it again under a header or above a footer of up to a third of its length."""
    story = write(rng, draw_length(rng))
    lines = write(rng, rng.randint(5, max(5, length(story) // 3)))
    return [text_of(story), text_of([*lines, *story] if rng.random() < 0.5 else [*story, *lines])]


def edited(rng: random.Random) -> list[str]:
    """A text, and it again with 2 to 5% of its words changed."""
    story = write(rng, draw_length(rng))
    return [text_of(story), text_of(edit(rng, story, max(1, length(story) * rng.randint(20, 50) // 1000)))]


def excerpted(rng: random.Random) -> list[str]:
    """A text and a part of it, a third or more."""
    story = write(rng, draw_length(rng, 6 * SHORTEST))
    wanted = rng.randint(-(-len(story) // 3), len(story) - 1)
    start = rng.randint(0, len(story) - wanted)
    return [text_of(story), text_of(story[start : start + wanted])]


def joined(rng: random.Random) -> list[str]:
    """A text of two, and the two."""
    parts = [write(rng, draw_length(rng)) for _ in range(2)]
    return [text_of(itertools.chain(*parts)), *map(text_of, parts)]


def letters(rng: random.Random) -> list[str]:
    """Forms filled in: of each a third is the form."""
    form = [draw_words(rng, rng.randint(4, 10)) for _ in range(rng.randint(4, 20))]
    filled = [[[*words, *draw_words(rng, 2 * len(words) + 1)] for words in form] for _ in range(rng.randint(2, 6))]
    return [text_of(story) for story in filled]


def quoting(rng: random.Random) -> list[str]:
    """Texts that quote the same paragraph: a quarter of each at most."""
    quoted = write(rng, rng.randint(20, 80))
    around = [write(rng, draw_length(rng, 4 * length(quoted))) for _ in range(rng.randint(2, 6))]
    return [text_of([*story[:2], *quoted, *story[2:]]) for story in around]


def sectioned(rng: random.Random) -> list[str]:
    """Texts with the same headings."""
    headings = [draw_words(rng, rng.randint(1, 6)) for _ in range(rng.randint(3, 8))]
    return [
        "\n\n".join(f"{' '.join(heading).upper()}\n{text_of(write(rng, rng.randint(20, 100)))}" for heading in headings)
        for _ in range(rng.randint(2, 6))
    ]


REPEATING: tuple[Family, ...] = (copied, headed, edited, excerpted, joined)
"""The first of their texts is the origin of the others, or the other way round."""
LOOKING_ALIKE: tuple[Family, ...] = (letters, quoting, sectioned)
LONERS, REPEATERS = 14, 2
"""Of 27 families half are one document alone, ten repeat and three look alike."""


def nine(seed: int, wanted: int) -> tuple[list[Document], float]:
    """About `wanted` bytes over the nine corpora in their published proportions; REPEATED of the words are in copies.

    Also the share of words that is, to the word. A copy is whole, half of them with up to 3% of the words changed, as long
    as its origin, in the same corpus or another; no text has two.
    """
    rng = random.Random(seed)
    stories: list[Story] = []
    size = planted = 0
    while size * BYTES_A_WORD < wanted * (1 - REPEATED):
        stories.append(write(rng, draw_length(rng)))
        size += length(stories[-1])
    copies: list[Story] = []
    for story in rng.sample(stories, len(stories)):
        if planted + length(story) <= REPEATED * (size + planted + length(story)):
            copies.append(story if rng.random() < 0.5 else edit(rng, story, max(1, length(story) * 3 // 100)))
            planted += length(story)
    texts = [text_of(story) for story in (*stories, *copies)]
    rng.shuffle(texts)
    return scatter(rng, texts, PUBLISHED), planted / (size + planted)


BYTES_A_WORD = 6.7
"""Of this prose, measured."""


def scatter(rng: random.Random, texts: Sequence[str], proportions: Mapping[str, int]) -> list[Document]:
    """The texts in corpora drawn in proportion."""
    corpora = rng.choices(list(proportions), list(proportions.values()), k=len(texts))
    return [place(corpus, number, text) for number, (corpus, text) in enumerate(zip(corpora, texts, strict=True))]
