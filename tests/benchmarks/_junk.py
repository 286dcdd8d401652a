"""Junk for the benchmark `retention`: what surrounds text on the web, in PDFs and in databases, drawn from a seed.

It is written from knowledge of such pages, not of the filters that it tests. An item is junk to a careful reader without
doubt: a row of figures without a label, never a laboratory value. Templates have slots (`§word§`), filled from lists.

Of every list of phrases and templates a third is held back: the development seeds, on which thresholds may be set, never
draw from it. Other seeds draw from all, and say of each item whether something held back is in it.
"""

from __future__ import annotations

import itertools
import random
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

DEVELOPMENT_SEEDS = range(1, 6)
_HELD_BACK_EVERY = 3
_FEW = 3
"""Lists of fewer entries hold nothing back."""
_SLOT = re.compile(r"§(\w+)§")


@dataclass(frozen=True)
class Item:
    """A piece of junk: one line or several. `fresh`: something of it is held back from the development seeds."""

    kind: str
    sort: str
    text: str
    fresh: bool


class Dice:
    """Seeded choices, which know what is held back."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._all = seed not in DEVELOPMENT_SEEDS
        self.fresh = False

    def choose(self, options: Sequence[T]) -> T:
        """One of the options; one that is held back only with a seed that is not for development."""
        at = self.random.randrange(len(options))
        if len(options) < _FEW or at % _HELD_BACK_EVERY:
            return options[at]
        if not self._all:
            return options[at + 1 if at + 1 < len(options) else 1]
        self.fresh = True
        return options[at]

    def several(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Between `low` and `high` different options, as far as there are as many, in any order."""
        wanted, chosen = self.random.randint(low, high), list[T]()
        for _ in range(4 * wanted):
            option = self.choose(options)
            if option not in chosen and len(chosen) < wanted:
                chosen.append(option)
        return chosen

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def count(self, low: int, high: int) -> int:
        return self.random.randint(low, high)


Sort = Callable[[Dice], str]
"""Draws the text of one sort of junk."""


def items(kind: str, sorts: Mapping[str, Sort], seed: int, wanted: int) -> Iterator[Item]:
    """So many different items of a kind, its sorts in turns."""
    dice, seen, turns = Dice(seed), set[str](), itertools.cycle(sorts.items())
    while len(seen) < wanted:
        sort, draw = next(turns)
        dice.fresh = False
        text = draw(dice).strip()
        if text and text not in seen:
            seen.add(text)
            yield Item(kind, sort, text, dice.fresh)


def fill(template: str, words: Mapping[str, Sequence[str]], dice: Dice) -> str:
    """The template with its slots filled: `§n§` and the like by `NUMBERS`, others from the lists, whose entries may have
    slots again.
    """

    def filled(slot: re.Match[str]) -> str:
        name = slot[1]
        if name in NUMBERS:
            return NUMBERS[name](dice)
        return fill(dice.choose(words[name]), words, dice)

    return _SLOT.sub(filled, template)


def _letters(dice: Dice, alphabet: str, low: int, high: int) -> str:
    return "".join(dice.random.choices(alphabet, k=dice.count(low, high)))


NUMBERS: dict[str, Callable[[Dice], str]] = {
    "n": lambda dice: str(dice.count(1, 99)),
    "nn": lambda dice: str(dice.count(100, 99999)),
    "page": lambda dice: str(dice.count(2, 480)),
    "year": lambda dice: str(dice.count(1998, 2024)),
    "date": lambda dice: f"{dice.count(1, 28):02}/{dice.count(1, 12):02}/{dice.count(2001, 2024)}",
    "time": lambda dice: f"{dice.count(0, 23):02}:{dice.count(0, 59):02}:{dice.count(0, 59):02}",
    "ip": lambda dice: ".".join(str(dice.count(1, 254)) for _ in range(4)),
    "hex": lambda dice: _letters(dice, "0123456789abcdef", 6, 6),
    "hash": lambda dice: _letters(dice, "0123456789abcdef", 32, 40),
    "base64": lambda dice: _letters(dice, string.ascii_letters + string.digits + "+/", 60, 300),
    "token": lambda dice: _letters(dice, string.ascii_letters + string.digits, 8, 20),
    "decimal": lambda dice: f"{dice.count(0, 60)}{dice.choose('.,')}{dice.count(0, 99)}",
}


MAX_SHARE = 1 / 3
"""Of the characters of a document."""
ALONE = 0.15
"""Share of the junk that is a document by itself."""
MOST = 5
"""Items in a document."""


def inject(documents: Sequence[Sequence[str]], junk: Sequence[Item], seed: int) -> list[list[str | Item]]:
    """Junk between the lines of documents, which are used in turns as often as there is junk for them; some of it, and
    what is too long for any, as documents of its own.
    """
    dice, shuffled = random.Random(seed), list(junk)
    dice.shuffle(shuffled)
    rooms = [sum(map(len, lines)) * MAX_SHARE / (1 - MAX_SHARE) for lines in documents]
    first = int(len(shuffled) * ALONE)
    waiting = [item for item in shuffled[first:] if len(item.text) <= max(rooms)]
    mixed: list[list[str | Item]] = [[item] for item in shuffled if item not in waiting]
    for lines, room in itertools.cycle(zip(documents, rooms, strict=True)):
        if not waiting:
            break
        mixed.append(_mix(lines, _take(waiting, room), dice))
    return mixed


def _take(waiting: list[Item], room: float) -> list[Item]:
    """Remove from the waiting ones the first that fit."""
    taken: list[Item] = []
    for item in waiting[: 4 * MOST]:
        if len(taken) < MOST and len(item.text) <= room:
            taken.append(item)
            waiting.remove(item)
            room -= len(item.text)
    return taken


def _mix(lines: Sequence[str], taken: Sequence[Item], dice: random.Random) -> list[str | Item]:
    mixed: list[str | Item] = list(lines)
    for item in taken:
        mixed.insert(dice.randint(0, len(mixed)), item)
    return mixed
