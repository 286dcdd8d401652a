"""Spans of text and their BIO tags.

A span is a half-open range of characters (Unicode code points) with a label. BIO tags are written over *tokens*, which
are given as character ranges too, so the words of a scorer and the sub-words of a model share these functions.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Range = tuple[int, int]
"""Start and end of a token in characters, half open, not empty."""

WORD = re.compile(r"\w+|[^\w\s]")
"""A word for scoring and for aggregation: a run of word characters, or one other visible character."""


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]` carries `label`; offsets are code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Inexpressible:
    """A span that BIO tags over the given tokens cannot carry, and why."""

    span: Span
    reason: str


def word_ranges(text: str) -> list[Range]:
    """The character ranges of the words of `text` (pattern `WORD`)."""
    return [match.span() for match in WORD.finditer(text)]


def bio_tags(
    spans: Iterable[Span], tokens: Sequence[Range], whole_tokens: bool = True
) -> tuple[list[str], list[Inexpressible]]:
    """BIO tags of `spans`, one per token, and the spans that they do not carry.

    `tokens` are sorted; neighbours may have the same range (the bytes of one character). Of spans that share a token
    the longest is kept, then the first, then the label that sorts first. A repeated span is carried once. With
    `whole_tokens` a span whose boundary lies inside a token is inexpressible; without it, every token that a span
    touches belongs to the span. Spans carried plus spans returned are always the spans given.
    """
    tags = ["O"] * len(tokens)
    left_out: list[Inexpressible] = []
    carried: set[Span] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span)):
        touched = _touched(span, tokens)
        reason = "repeated" if span in carried else _obstacle(touched, tags)
        if not reason and whole_tokens and (tokens[touched.start][0], tokens[touched.stop - 1][1]) != _range(span):
            reason = "boundary inside a token"
        if reason:
            left_out.append(Inexpressible(span, reason))
            continue
        carried.add(span)
        tags[touched.start] = f"B-{span.label}"
        tags[touched.start + 1 : touched.stop] = [f"I-{span.label}"] * (len(touched) - 1)
    return tags, sorted(left_out, key=lambda item: item.span)


def _range(span: Span) -> Range:
    return span.start, span.end


def _touched(span: Span, tokens: Sequence[Range]) -> range:
    """Indices of the tokens that share a character with the span: neighbours, as tokens are sorted."""
    first = bisect_right(tokens, span.start, key=lambda token: token[1])
    return range(first, bisect_left(tokens, span.end, lo=first, key=lambda token: token[0]))


def _obstacle(touched: range, tags: Sequence[str]) -> str:
    """Why no span can be written at these tokens, or an empty string."""
    if not touched:
        return "no token"
    if any(tags[index] != "O" for index in touched):
        return "overlaps a longer or earlier span"
    return ""


def spans_of_tags(tags: Sequence[str], tokens: Sequence[Range]) -> list[Span]:
    """The spans that `tags` over `tokens` carry, in order.

    An `I-X` that continues no `X` opens a span, as in conlleval and in seqeval's default mode.
    """
    return [
        Span(tokens[group.start][0], tokens[group.stop - 1][1], tags[group.start][2:])
        for group in tag_groups(tags)
        if tags[group.start] != "O"
    ]


def tag_groups(tags: Sequence[str]) -> list[range]:
    """Cut the tag sequence into runs of one entity each, and runs of `O`: ranges of indices, in order, without gaps."""
    starts = [index for index in range(len(tags)) if index == 0 or _opens(tags[index - 1], tags[index])]
    return [range(start, stop) for start, stop in pairwise([*starts, len(tags)])]


def _opens(previous: str, tag: str) -> bool:
    """Whether `tag` begins a run after `previous`."""
    if tag == "O" or previous == "O":
        return tag != previous
    return tag.startswith("B-") or tag[2:] != previous[2:]
