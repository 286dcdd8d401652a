"""Parts: what is written as one piece of work, from the seed and the part's number alone.

The sample that ships is one part without a number. A grown sample is any count of numbered parts, each the sample over
again with documents of its own. Since a document follows from (seed, part, corpus, index), a part can repeat documents
of parts before it without being told of them, and a larger sample begins with the parts of a smaller one.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, Self, TypeVar

from bioroberta.sample.grammar import stream
from bioroberta.sample.lexicon import Renewal, change_words, count_words
from bioroberta.sample.truth import Expectation, Place, Row


class Prose(Protocol):
    """A written document of any genre."""

    def mapped(self, change: Callable[[str], str]) -> Self:
        """The document with `change` called on its title and each piece of its prose, in their order."""
        ...


P = TypeVar("P", bound=Prose)

_SENTENCE_END = re.compile(r"(?:(?<=\w\w\.)|(?<=\)\.))\s+(?=\S)")
"""Not after the number of a claim."""


def pieces(document: Prose) -> list[str]:
    """Title and prose of a document in pieces, without headings and markup."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    document.mapped(note)
    return found


def prose(document: Prose) -> str:
    """Title and prose of a document as one text."""
    return "\n".join(pieces(document))


def shortened(document: P) -> P:
    """The document without its last sentence, or its last piece where each piece is one sentence."""
    ends = [max((found.start() for found in _SENTENCE_END.finditer(piece)), default=0) for piece in pieces(document)]
    last = max((number for number, end in enumerate(ends) if end), default=len(ends) - 1)
    numbers = itertools.count()

    def cut(text: str) -> str:
        return text[: ends[last]] + text[len(text.rstrip()) :] if next(numbers) == last else text

    return document.mapped(cut)


@dataclass(frozen=True)
class Part:
    """A part of a grown sample; without a number the sample as it ships."""

    seed: int
    number: int | None = None

    def rng(self, *key: object) -> random.Random:
        """The random stream of a document or of what is planted; the key begins with the corpus."""
        return stream(self.seed, *key) if self.number is None else stream(self.seed, "part", self.number, *key)

    def fresh(self, document: P, *key: object) -> P:
        """The document, in a grown sample with invented words of its own (`lexicon`)."""
        if self.number is None:
            return document
        return document.mapped(Renewal(self.rng("words", *key)).renew)

    def path(self, name: str) -> str:
        """Where a file of a corpus lies: numbered parts have folders."""
        return name if self.number is None else f"{self.number:05d}/{name}"

    def turn(self, place: int) -> int:
        """`place`, another one in each part."""
        return place + (self.number or 0)


@dataclass(frozen=True)
class Copy:
    """The copy at a place (`number`) of a part: of which part's document, and with which share of its words changed."""

    part: Part
    number: int
    source: Part
    index: int
    share: float

    def change(self, document: P) -> P:
        """The copy of the document: equal where no share is to change, else changed and cut at its end."""
        if not self.share:
            return document
        cut = shortened(document)
        rng = self.part.rng("copy", self.number, self.index)
        return cut.mapped(change_words(rng, self.share, count_words(prose(cut))))

    @property
    def kind(self) -> str:
        """The kind of the truth row."""
        return "near_duplicate" if self.share else "exact_duplicate"


SHARES = (0.0, 0.01, 0.0, 0.05, 0.0, 0.03, 0.0)
"""Changed words of the copies, one after the other. A changed word ends five 5-grams: of 5% changed words 75% stay at
least. In the clinical folders of the real data most repetitions are exact, too."""


def copies(part: Part, corpus: str, count: int, indexes: Iterable[int]) -> Iterator[Copy]:
    """What a numbered part repeats of a corpus, every second time from a part before it; no document twice."""
    if part.number is None:
        return
    rng = part.rng("copies", corpus)
    drawn = rng.sample(list(indexes), count)
    for number, index in enumerate(drawn):
        source = Part(part.seed, rng.randint(0, part.number)) if number % 2 else part
        yield Copy(part, number, source, index, SHARES[number % len(SHARES)])


@dataclass
class Shelf:
    """A corpus of a part in the making: its files, and what is planted in them."""

    part: Part
    corpus: str
    files: dict[str, bytes] = field(default_factory=dict)
    """Path below the corpus -> bytes."""
    rows: list[Row] = field(default_factory=list)

    def place(self, name: str, record: int | None = 0) -> Place:
        """A record of one of the part's files."""
        return Place(self.corpus, self.part.path(name), record)

    def add(self, name: str, data: str | bytes) -> Place:
        """Puts a file there; its first record."""
        self.files[self.part.path(name)] = data.encode() if isinstance(data, str) else data
        return self.place(name)

    def plant(self, *rows: Row) -> None:
        """Rows of the truth."""
        self.rows += rows

    def plant_pieces(self, kind: str, place: Place, pieces: Iterable[str], expect: Expectation = "rejected") -> None:
        """A row for each of these pieces of a record."""
        self.plant(*(Row(kind, place, expect, text=piece) for piece in pieces))
