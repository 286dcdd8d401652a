"""Words divided at the end of a line.

The rule, in this order, for what stands before the hyphen and what begins the next line:
1. After a space or nothing the hyphen is a dash: both lines are joined by a space.
2. Before a digit or after one, beside a single letter, and in an address the hyphen is the text's own and stays:
   `IL-|6`, `5-|fluorouracilo`, `β-|bloqueante`, `e-|mail`.
3. Where the document writes one of the two forms elsewhere within a line, that one is taken: `hipertensión` is joined,
   `coste-efectividad` keeps its hyphen.
4. Before a capital the hyphen stays: `anti-|TNF`, `VIH-|SIDA`, `García-|Pérez`.
5. Where both parts have a written accent the hyphen stays: a Spanish word has one (`médico-|quirúrgico`).
6. Anything else is a word that was divided, and joined: `hiper-|tensión`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

HYPHENS = "-\u2010\u00ad\ufffe"
"""Hyphen-minus, hyphen, soft hyphen, and what PDFium writes for one at the end of a line."""

LOOK = 300
"""Characters before a hyphen that are looked at: longer than words and most addresses."""

_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_BEFORE = re.compile(r"[^\W_]+$")
_AFTER = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_ACCENT = re.compile("[áéíóúÁÉÍÓÚ]")


def words(lines: Iterable[str]) -> frozenset[str]:
    """The words and hyphenated compounds that stand whole within a line, in lower case."""
    found: set[str] = set()
    for text in lines:
        stem = text.rstrip(HYPHENS)
        whole = (match[0] for match in _WORD.finditer(stem) if match.end() < len(stem) or stem == text)
        found.update(word.replace("\u2010", "-").casefold() for word in whole)
    return frozenset(found)


def join(before: str, after: str, known: Set[str]) -> str:
    """Two lines as one, `before` without its hyphen where that only divided a word."""
    stem = before.rstrip(HYPHENS)
    if stem == before:
        return f"{before} {after}"
    left, right = _BEFORE.search(stem[-LOOK:]), _AFTER.match(after)
    if not left:
        return f"{stem}- {after}" if right or not stem else f"{stem}-{after}"
    if not right or _is_own(stem, left[0], right[0], known):
        return f"{stem}-{after}"
    return stem + after


def _is_own(stem: str, left: str, right: str, known: Set[str]) -> bool:
    if left[-1].isdigit() or right[0].isdigit() or 1 in (len(left), len(right)) or _ADDRESS.search(stem[-LOOK:]):
        return True
    whole, compound = f"{left}{right}".casefold(), f"{left}-{right}".casefold()
    if (whole in known) != (compound in known):
        return compound in known
    return right[0].isupper() or bool(_ACCENT.search(left) and _ACCENT.search(right))
