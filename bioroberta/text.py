"""What the stages agree on about text: equality, words, and what remains of a document after cleaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    r"""The tokens by which documents are compared: runs of `\w` after NFC and casefold."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def normalise(text: str) -> str:
    """Two texts are equal to deduplication when this is equal: `words` joined by one space."""
    return " ".join(words(text))


def count_tokens(text: str) -> int:
    """Whitespace words, the unit of every table for people (the published table's unit, as far as is known)."""
    return len(text.split())


def join_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The kept sentences of a document as one text.

    Sentences are joined by a space, by a line break where the text between them has one, by an empty line where it has
    two: paragraphs survive whatever was removed between them. Offsets are code points into `text`.
    """
    pieces: list[str] = []
    previous = 0
    for start, end in spans:
        if pieces:
            breaks = text.count("\n", previous, start)
            pieces.append(" " if breaks == 0 else "\n" if breaks == 1 else "\n\n")
        pieces.append(text[start:end])
        previous = end
    return "".join(pieces)
