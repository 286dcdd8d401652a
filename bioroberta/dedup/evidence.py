"""The page for people when a rule would remove too much of a corpus: removed documents beside their keepers.

One HTML file that runs nothing and loads nothing, whatever the texts hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bioroberta.text import words

PAIRS = 10
"""Shown at most: a person has judged the rule by then."""

RUN = 5
"""Words of the shortest passage that is marked: the n-gram of the rules by default."""

SHOWN = 3000
"""Characters of a text that are shown, about a page of print."""

BEFORE = 300
"""Of these, those before the first shared passage."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"

STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c2024; --soft: #5b636d; --line: #d9dde2; --mark: #cfe8ea; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181c; --ink: #e6e8eb; --soft: #a3abb5; --line: #353b43; --mark: #1f4a4f; }
}
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Noto Sans", "Liberation Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 0.8rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0; border-top: 1px solid var(--line); padding-top: 0.8rem; }
h3 { font-size: 0.85rem; font-weight: 500; color: var(--soft); margin: 0; }
code, pre { font: 0.9em "DejaVu Sans Mono", "Liberation Mono", monospace; overflow-wrap: anywhere; }
code { unicode-bidi: isolate; }
header p { max-width: 46rem; }
p.about { margin: 0 0 0.6rem; color: var(--soft); font-size: 0.9rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.pair > div { min-width: 0; }
.pair > div + div { border-left: 1px solid var(--line); padding-left: 2rem; }
blockquote { margin: 0; white-space: pre-line; overflow-wrap: anywhere; overflow: clip; unicode-bidi: isolate;
  font-size: 0.92rem; }
mark { background: var(--mark); color: inherit; }
@media (max-width: 40rem) {
  .pair { grid-template-columns: 1fr; gap: 1rem; }
  .pair > div + div { border-left: 0; padding-left: 0; }
}
"""

_WORD = re.compile(r"\w+")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
"""Control characters, which HTML must not hold, as the signs that stand for them."""

Span = tuple[int, int]
Words = list[tuple[str, Span]]
"""The words of a text as they are compared, each with its place."""


@dataclass(frozen=True)
class Pair:
    """A document that a rule would remove, and its keeper: the rule's `value`, and the share of the document's n-grams
    that stand in this keeper alone.
    """

    id: str
    keeper: str
    value: float
    keeper_share: float
    text: str
    keeper_text: str


@dataclass(frozen=True)
class Excess:
    """What a rule would remove of a corpus: `removed` of the documents, tokens or sentences (`unit`) that are `there`,
    a larger share than `limit`.
    """

    rule: str
    corpus: str
    removed: int
    there: int
    unit: str
    limit: float


def page(excess: Excess, pairs: Sequence[Pair]) -> str:
    """The whole page, with the first PAIRS of the pairs."""
    shown = pairs[:PAIRS]
    title = f"Deduplication stopped at {_html(excess.corpus)}"
    sections = "".join(_pair(number, pair, excess) for number, pair in enumerate(shown, 1))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{title}</h1>\n{_explanation(excess, len(shown))}</header>\n"
        f"<main>\n{sections}</main>\n</body>\n</html>\n"
    )


def shared_passages(text: Words, other: Words) -> tuple[list[Span], Span]:
    """The passages of `text` of RUN or more words that `other` has too, and where the first of them begins in each."""
    first: dict[tuple[str, ...], int] = {}
    for index, run in enumerate(_runs(other)):
        first.setdefault(run, other[index][1][0])
    passages: list[Span] = []
    begins = None
    for index, run in enumerate(_runs(text)):
        if run not in first:
            continue
        start, end = text[index][1][0], text[index + RUN - 1][1][1]
        begins = begins or (start, first[run])
        if passages and start <= passages[-1][1]:
            start = passages.pop()[0]
        passages.append((start, end))
    return passages, begins or (0, 0)


def placed_words(text: str) -> Words:
    """`text.words` of a text in NFC, each with the place of the run of letters that it is (a part) of."""
    return [(word, match.span()) for match in _WORD.finditer(text) for word in words(match.group())]


def _runs(found: Words) -> Iterator[tuple[str, ...]]:
    compared = [word for word, _ in found]
    return zip(*(compared[offset:] for offset in range(RUN)), strict=False)


def _explanation(excess: Excess, shown: int) -> str:
    noun, share = _noun(excess), f"{excess.removed / excess.there:.1%}"
    return (
        f"<p>The rule <code>{_html(excess.rule)}</code> would remove {excess.removed:,} of the {excess.there:,} "
        f"{excess.unit} of <code>{_html(excess.corpus)}</code> ({share}), more than the {excess.limit:.1%} that "
        f"<code>dedup.max_removed</code> allows. So the stage stopped before anything was removed. Below, {shown} of "
        f"the {noun}s that would go stand beside the documents that they would go for; passages of {RUN} or more words "
        f"that both have are marked.</p>\n"
        f"<p>If they are copies, put the corpus into <code>dedup.accept</code> of the recipe, and give the same "
        f"command again:</p>\n"
        f'<pre>dedup:\n  accept: ["{_html(excess.corpus)}"]</pre>\n'
        f"<p>If they are not, the rule is too strict for this corpus: change its settings and the run's name.</p>\n"
    )


def _noun(excess: Excess) -> str:
    return "sentence" if excess.rule == "sentences" else "document"


def _pair(number: int, pair: Pair, excess: Excess) -> str:
    texts = [unicodedata.normalize("NFC", text) for text in (pair.text, pair.keeper_text)]
    removed, kept = map(placed_words, texts)
    passages, (start, keeper_start) = shared_passages(removed, kept)
    kept_as = "Evaluation text" if excess.rule == "evaluation" else "Kept"
    keeper_passages, _ = shared_passages(kept, removed)
    return (
        f"<section>\n<h2>Pair {number}</h2>\n"
        f'<p class="about">The rule measured {pair.value:.1%}; of the {_noun(excess)}, {pair.keeper_share:.1%} stands '
        f'in the other text.</p>\n<div class="pair">\n'
        f"{_column(f'Would be removed: {_code(pair.id)}', texts[0], passages, start)}"
        f"{_column(f'{kept_as}: {_code(pair.keeper)}', texts[1], keeper_passages, keeper_start)}</div>\n</section>\n"
    )


def _column(title: str, text: str, passages: Iterable[Span], start: int) -> str:
    """A text around the place `start`, its passages marked."""
    first = max(0, min(start - BEFORE, len(text) - SHOWN))
    last = min(len(text), first + SHOWN)
    part = f"characters {first + 1:,} to {last:,} of " if last - first < len(text) else ""
    return (
        f'<div>\n<h3>{title}</h3>\n<p class="about">{part}{len(text):,} characters</p>\n'
        f'<blockquote dir="auto" lang="">{"".join(_marked(text, passages, first, last))}</blockquote>\n</div>\n'
    )


def _marked(text: str, passages: Iterable[Span], first: int, last: int) -> Iterator[str]:
    for start, end in passages:
        if first < end and start < last:
            yield f"{_html(text[first:start])}<mark>{_html(text[max(first, start) : min(end, last)])}</mark>"
            first = end
    yield _html(text[first:last])


def _code(text: str) -> str:
    return f"<code>{_html(text)}</code>"


def _html(text: str) -> str:
    return escape(text.translate(_CONTROLS))
