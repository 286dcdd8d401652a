"""What cleaning says of a document and of its sentences."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end of a sentence in code points of the repaired text."""


@dataclass(frozen=True)
class Rejection:
    """The rule that a sentence or document broke, what it measured, the threshold; of a foreign text the language."""

    rule: str
    value: float
    threshold: float
    language: str | None = None


@dataclass(frozen=True)
class Verdict:
    """The language of a document, its share of the judged text (0 where none could be judged), and what goes: the whole
    document, or those sentences that have a rejection.
    """

    language: str
    score: float
    document: Rejection | None
    sentences: list[Rejection | None]
