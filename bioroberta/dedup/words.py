r"""The words of many texts at once, as numbers in arrays: nothing is done word by word in Python.

Words are those of `text.words`: runs of `\w` after NFC and casefold. Texts are laid out one after another as an array
of code points, folded by a table where each stands by itself.
"""

from __future__ import annotations

import itertools
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from bioroberta.dedup.hashing import Counts, Hashes, of_numbers, runs

Points = NDArray[np.uint16] | NDArray[np.uint32]

CHUNK = 1 << 19
"""Code points that are worked on at once, about: their arrays fit the caches of a core."""

_NARROW, _WIDE = np.dtype("<u2"), np.dtype("<u4")


@dataclass(frozen=True)
class Pieces:
    """The pieces (sentences) of some texts that count, in order."""

    texts: Sequence[str]
    counts: Counts
    """How many pieces each text has."""
    starts: Counts
    """Where each piece begins in its text, in code points."""
    ends: Counts


@dataclass(frozen=True)
class Words:
    """The words of some texts in pieces."""

    texts: Counts
    """Where each text's words begin among all, and the end of the last: one more than there are texts."""
    counts: Counts
    """How many pieces each text has."""
    points: Points
    """Code points of the folded texts."""
    begins: Counts
    """Where each piece begins in `points`."""
    letters: NDArray[np.bool_]
    """Which of `points` are of a word."""
    starts: Counts
    """Where each word begins in `points`."""
    ends: Counts

    @cached_property
    def pieces(self) -> Counts:
        """Where each piece's words begin among all, and the end of the last."""
        return _begins(self.starts, self.begins)

    @cached_property
    def hashes(self) -> Hashes:
        """One a word, all texts in a row."""
        return runs(of_numbers(_size(self.points)).take(self.points), self.starts, self.ends)

    def normalised(self) -> Iterator[bytes]:
        """Each text's words, each with one space behind it, in UTF-16 (little endian)."""
        kept = self.letters.copy()
        kept[self.ends] = True
        spaced = self.points.copy()
        spaced[self.ends] = ord(" ")
        joined = spaced[kept]
        lengths = np.concatenate([[0], np.cumsum(self.ends - self.starts + 1)])[self.texts].tolist()
        for start, end in itertools.pairwise(lengths):
            text = joined[start:end].tobytes()
            yield text if joined.itemsize == _NARROW.itemsize else text.decode("utf-32-le").encode("utf-16-le")


def chunks(pieces: Pieces) -> Iterator[Words]:
    """The words of texts, some texts at a time, in order."""
    ends = np.cumsum([0, *map(len, pieces.texts)])
    places = np.concatenate([[0], np.cumsum(pieces.counts)])
    edges = np.flatnonzero(np.diff(ends[:-1] // CHUNK)) + 1
    for first, last in itertools.pairwise([0, *edges.tolist(), len(pieces.texts)]):
        mine = slice(places[first], places[last])
        here = slice(first, last)
        yield find_words(Pieces(pieces.texts[here], pieces.counts[here], pieces.starts[mine], pieces.ends[mine]))


def words(texts: Sequence[Sequence[str]]) -> Words:
    """The words of texts given as lists of pieces."""
    counts = np.array([len(pieces) for pieces in texts], np.int64)
    lengths = np.array([len(piece) for pieces in texts for piece in pieces], np.int64)
    behind = [end for pieces in texts for end in itertools.accumulate(map(_wider, pieces))]
    ends = np.array(behind, np.int64) - 1
    return find_words(Pieces([" ".join(pieces) for pieces in texts], counts, ends - lengths, ends))


def find_words(pieces: Pieces) -> Words:
    """The words of pieces of texts. Two pieces never share a word."""
    laid = _lay_out(pieces)
    odd = _odd(laid, pieces)
    if odd.any():
        laid = _lay_out(_folded_by_themselves(pieces, odd))
        if laid.points.dtype == _WIDE and not odd.all():
            laid = _lay_out(_folded_by_themselves(pieces, np.ones_like(odd)))
    narrow = laid.points.dtype == _NARROW
    letters = _is_word(_size(laid.points)).take(laid.points)
    letters &= _within(laid)
    edges = np.flatnonzero(np.diff(letters)) + 1
    starts, ends = edges[::2], edges[1::2]
    points = _folded().take(laid.points) if narrow else laid.points
    return Words(_begins(starts, laid.texts), pieces.counts, points, laid.starts, letters, starts, ends)


def _begins(starts: Counts, places: Counts) -> Counts:
    """Which of the words is the first from each place on, and how many there are."""
    return np.append(np.searchsorted(starts, places), len(starts))


@dataclass(frozen=True)
class _Laid:
    """Texts one after another, with a space before each and behind the last."""

    points: Points
    texts: Counts
    """Where each text begins."""
    starts: Counts
    """Where each piece begins."""
    ends: Counts


def _lay_out(pieces: Pieces) -> _Laid:
    texts = np.cumsum([1, *map(_wider, pieces.texts)])[:-1]
    of_pieces = np.repeat(texts, pieces.counts)
    points = _points(" ".join(["", *pieces.texts, ""]))
    return _Laid(points, texts, pieces.starts + of_pieces, pieces.ends + of_pieces)


def _wider(text: str) -> int:
    """Its length with a space."""
    return len(text) + 1


def _odd(laid: _Laid, pieces: Pieces) -> NDArray[np.bool_]:
    """Which texts have pieces that touch, or letters that cannot be folded one by one."""
    if laid.points.dtype == _WIDE:
        return np.ones(len(laid.texts), np.bool_)
    odd = np.zeros(len(laid.texts), np.bool_)
    hard = np.flatnonzero(_is_hard().take(laid.points))
    odd[np.searchsorted(laid.texts, hard, side="right") - 1] = True
    touching = np.flatnonzero(laid.starts[1:] <= laid.ends[:-1])
    odd[np.repeat(np.arange(len(odd)), pieces.counts)[touching]] = True
    return odd


def _folded_by_themselves(pieces: Pieces, odd: NDArray[np.bool_]) -> Pieces:
    """With some texts replaced by their folded pieces, a space between two. What is folded stays as it is."""
    texts, starts, ends = list(pieces.texts), pieces.starts.copy(), pieces.ends.copy()
    places = np.concatenate([[0], np.cumsum(pieces.counts)])
    for number in np.flatnonzero(odd).tolist():
        mine = slice(*places[number : number + 2])
        spans = zip(pieces.starts[mine].tolist(), pieces.ends[mine].tolist(), strict=True)
        folded = [unicodedata.normalize("NFC", texts[number][start:end]).casefold() for start, end in spans]
        ends[mine] = np.cumsum([_wider(piece) for piece in folded]) - 1
        starts[mine] = ends[mine] - [len(piece) for piece in folded]
        texts[number] = " ".join(folded)
    return Pieces(texts, pieces.counts, starts, ends)


def _within(laid: _Laid) -> NDArray[np.bool_]:
    """Which points are of a piece; pieces do not touch."""
    borders = np.column_stack([laid.starts, laid.ends]).ravel()
    lengths = np.diff(borders, prepend=0, append=len(laid.points))
    return np.repeat(np.arange(len(lengths)) % 2 == 1, lengths)


@cache
def _is_hard() -> NDArray[np.bool_]:
    """Whether folding a code point of 16 bits hangs on its neighbours, or gives more than one of them."""
    return np.array([not _is_plain(chr(point)) for point in range(1 << 16)], np.bool_)


def _is_plain(character: str) -> bool:
    """Whether it stands by itself in NFC, whatever is beside it (marks and Hangul letters do not), and folds to one."""
    by_itself = unicodedata.category(character)[0] != "M" and not "\u1100" <= character <= "\u11ff"
    return (
        by_itself
        and unicodedata.is_normalized("NFC", character)
        and character.casefold() < "\U00010000"
        and (len(character.casefold()) == 1)
    )


@cache
def _folded() -> NDArray[np.uint16]:
    """What each plain code point of 16 bits folds to; the others stay."""
    folded = [point if hard else ord(chr(point).casefold()) for point, hard in enumerate(_is_hard().tolist())]
    return np.array(folded, _NARROW)


def _points(text: str) -> Points:
    """The code points of a text, in 16 bits where that holds all of them: half of the memory to go through."""
    points: Points = np.frombuffer(text.encode("utf-16-le", errors="surrogatepass"), _NARROW)
    if len(points) == len(text):
        return points
    return np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), _WIDE)


def _size(points: Points) -> int:
    """How many code points there may be."""
    return 1 << 16 if points.dtype == _NARROW else sys.maxunicode + 1


@cache
def _is_word(size: int) -> NDArray[np.bool_]:
    r"""Whether each of the first code points is matched by `\w`, by the interpreter's own Unicode tables."""
    return np.array([chr(point).isalnum() or chr(point) == "_" for point in range(size)], np.bool_)
