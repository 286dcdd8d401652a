"""Invented Spanish prose for generated documents: 24,000 words by Zipf's law, drawn from a seed.

Words are drawn one by one, so two runs of five words are equal by chance once in 10^12. Nothing depends on the machine:
the arithmetic is of integers, the draws are those that Python's `random` repeats for a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

Story = list[list[str]]
"""A text before it is set: sentences, each a list of lower-case words."""

_SMALL = (
    "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este porque esta "
    "entre cuando muy sin sobre también hasta hay donde desde todo durante todos uno ni contra otros ese eso ante esto "
    "antes algunos qué unos otro otras otra tanto esa estos mucho cual poco ella estas algunas algo fue era son ha"
).split()
_ONSETS = "b c d f g l m n p r s t v ll br cr dr fr pr tr bl cl pl".split()
_MIDDLES = "b c d f l m n p r s t v rd nt mp ct rm st".split()
_ENDINGS = (
    "ación ada ado al amente ando ar aria ema encia ente ería ible ico idad ina ismo itis ivo oma osis or ura ía"
).split()
_LONG = [
    f"{onset}{vowel}{middle}{ending}"
    for onset in _ONSETS
    for vowel in "aeiou"
    for middle in _MIDDLES
    for ending in _ENDINGS
]
_STRIDE = 7919
"""A prime that does not divide their number: words of neighbouring ranks are unlike each other."""
WORDS = [*_SMALL, *(_LONG[rank * _STRIDE % len(_LONG)] for rank in range(24_000 - len(_SMALL)))]
"""By rank; all different."""
FREQUENCIES = [10 * len(WORDS) // (10 * rank + 27) or 1 for rank in range(len(WORDS))]
"""Zipf's law as Mandelbrot has it, 1 / (rank + 2.7); the first word makes 4% of a text."""
_BAG = [word for word, frequency in zip(WORDS, FREQUENCIES, strict=True) for _ in range(frequency)]

SENTENCES_A_PARAGRAPH = 5
_SHORTEST, _LONGEST = 6, 18
"""Words of a sentence."""


def draw_words(rng: random.Random, count: int) -> list[str]:
    return rng.choices(_BAG, k=count)


def write(rng: random.Random, count: int) -> Story:
    """So many words in sentences; the last one is longer rather than too short."""
    words, story, start = draw_words(rng, count), Story(), 0
    while count - start >= _LONGEST + _SHORTEST:
        end = start + rng.randint(_SHORTEST, _LONGEST)
        story.append(words[start:end])
        start = end
    return [*story, words[start:]]


def length(story: Story) -> int:
    """In words."""
    return sum(map(len, story))


def edit(rng: random.Random, story: Story, changes: int) -> Story:
    """The same with at most so many words changed."""
    edited = [list(sentence) for sentence in story]
    for word in draw_words(rng, changes):
        changed = rng.choice(edited)
        changed[rng.randrange(len(changed))] = word
    return edited


def print_sentence(words: list[str]) -> str:
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}."


def text_of(story: Iterable[list[str]]) -> str:
    """As it is printed, in paragraphs."""
    printed = [print_sentence(words) for words in story]
    size = SENTENCES_A_PARAGRAPH
    return "\n\n".join(" ".join(printed[start : start + size]) for start in range(0, len(printed), size))
