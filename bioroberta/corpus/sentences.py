"""Sentence boundaries of Spanish clinical and scientific text, in linear time.

A line break always ends a sentence (headings, list items, paragraphs). Within a line one ends after `.`, `!`, `?` or an
ellipsis, with what closes it, when white space and something that can begin a sentence follow, unless the point belongs
to an abbreviation, to an initial, or to the number of a list item.
"""

from __future__ import annotations

import re

# Each quantifier is possessive and each run is entered only at its start, so that no input makes it quadratic.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?P<closing>[\"'»”’)\]]*+)(?P<gap>[^\S\n]++)"
    r"(?=(?P<next>[¿¡\"'«“‘(\[\-–—•*+±<>≥≤]*+\w?))"
)
_LINE = re.compile(r"[^\n]+")
_WORD_BEFORE = re.compile(r"[\w.ºª/-]*\Z")
_LOOK_BACK = 24
"""Characters in which an abbreviation before a point is looked for; longer words are none."""

_NEVER_LAST = frozenset(
    "dr dra dres sr sra sres srta dña prof profa lic fdo ing st sto sta vs fig figs tab ref refs cap vol núm num "
    "nº pág págs pag pags pp art arts ed eds aprox cf cfr v.g p.ej ej i.e e.g vid tfno tel telf avda hab mín máx "
    "izq izqdo izqda dcho dcha resp bact cast sp spp ssp subsp cv".split()
)
"""Abbreviations that stand before what they belong to, so that a capital or a figure after them begins no sentence."""
_BEFORE_NUMBER = frozenset(("n", "no", "p"))
"""Those that do so only before a figure."""

_ENUMERATOR = re.compile(r"\s*(?:\(?\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]*\Z")
_LOWER = re.compile(r"[a-záéíóúüñ]")


def split(text: str) -> list[tuple[int, int]]:
    """Spans (start, end in code points) of the sentences of a text, in order and disjoint.

    They begin and end with visible characters, and every visible character lies in one.
    """
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        _split_line(text, match.start(), match.end(), spans)
    return spans


def _split_line(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    for match in _END.finditer(text, start, end):
        if _is_boundary(text, start, match):
            _append_trimmed(text, start, match.start("gap"), spans)
            start = match.end("gap")
    _append_trimmed(text, start, end, spans)


def _append_trimmed(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    sentence = text[start:end]
    stripped = sentence.lstrip()
    if stripped:
        start = end - len(stripped)
        spans.append((start, start + len(stripped.rstrip())))


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    following = match["next"][-1:]
    if not following or _LOWER.match(following):
        return False
    if text[match.start()] != "." or match.end("closing") - match.start() > 1:
        return True  # not a lone point
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    if len(before) <= 6 and _ENUMERATOR.match(before):
        return False
    word = _WORD_BEFORE.search(before)
    return word is None or not _is_abbreviation(word[0], following)


def _is_abbreviation(word: str, following: str) -> bool:
    lowered = word.lower()
    if lowered in _BEFORE_NUMBER and following.isdigit():
        return True
    return lowered in _NEVER_LAST or (len(word) == 1 and word.isupper() and following.isupper())
