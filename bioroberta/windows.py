"""Long documents as overlapping windows of sub-word tokens.

A model sees one window at a time. A token lies in up to several windows and is *decided* in exactly one: where its
smaller distance to a window edge is largest (an edge of the document counts as no edge, since nothing lies beyond).
"""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Window:
    """Tokens `start:end` go into the model together; those at `first:last` are decided here."""

    start: int
    end: int
    first: int
    last: int


def cut_windows(length: int, size: int, overlap: int) -> list[Window]:
    """Windows of at most `size` tokens over `length` tokens, neighbours sharing at least `overlap` tokens.

    The last window is moved back so as to be full. Between neighbours the decision changes hands in the middle of
    what they share, which is where the context on either side is equal. Raises ValueError unless 0 <= overlap < size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap {overlap} must be at least 0 and below the window size {size}")
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    starts = [*range(0, length - size, size - overlap), length - size]
    cuts = [0, *(_middle(before + size, after) for before, after in pairwise(starts)), length]
    return [Window(start, start + size, *decided) for start, decided in zip(starts, pairwise(cuts), strict=True)]


def _middle(end_before: int, start_after: int) -> int:
    return (end_before + start_after) // 2
