"""Sentence boundaries of Spanish clinical and scientific text, in linear time.

A line break always ends a sentence (headings, list items, paragraphs). Within a line one ends after `.`, `!`, `?` or an
ellipsis, with what closes it, when white space and something that can begin a sentence follow, unless the point belongs
to an abbreviation, to an initial, or to the number of a list item; also where the gold corpus forgets to end one
(`5,5 UI/L. El electroencefalograma`).
"""

from __future__ import annotations

import re

# Each quantifier is possessive and each run is entered only at its start, so that no input makes it quadratic.
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'»”’)\]]*+(?P<gap>[^\S\n]++)"
    r"(?=(?P<opening>[¿¡\"'«“‘(\[\-–—•*+±<>≥≤]*+)(?P<next>[^\Wa-zß-öø-ÿªº]|(?<=[\-–—•*])\s))"
)
_LINE = re.compile(r"[^\n]+")
_LONG = 6
"""Letters before a point that make a word too long for an abbreviation."""
_LOOK_BACK = 24
"""Characters in which the words before a point are looked for."""
_PARENTHESIS = 80
"""Characters in which the beginning of a parenthesis is looked for."""

NEVER_LAST = frozenset(
    "dr dra dres dras sr sra sres sras srta dña prof profa lic fdo ing excmo excma ilmo ilma st sto sta vs fig figs "
    "tab ref refs cap vol núm num nº pág págs pag pags pp art arts ed eds aprox cf cfr v.g p.ej ej i.e e.g vid tfno "
    "tel telf avda av dpto depto mín máx izq izqdo izqda dcho dcha resp bact ac ag".split()
)
"""Abbreviations that stand before what they belong to, so that a capital or a figure after them begins no sentence."""
BEFORE_NUMBER = frozenset("n no p ene feb abr jun jul ago sept oct nov dic".split())
"""Those that do so only before a figure."""
BEFORE_PARENTHESIS = frozenset("al col cols colab etc".split())
"""Those that do so only before a parenthesis, as all with a point within: `i.v. (1 g/12 h)`, `et al. (2010)`."""
_LINKS = frozenset("a al con de del e el en la las los o ante para por y".split())
"""After one of these a lone capital is a name's initial (`por E. Coli`); after another word it is a label that can end
a sentence (`grado I. En`)."""

_ENUMERATOR = re.compile(r"(?:\(?\d{1,2}[a-zA-Z]?|[a-zA-Z]|[ivxIVX]{1,4})[.)]*")
_DOTTED = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+")
_NO_VOWEL = re.compile(r"[bcdfghjklmnñpqrstvwxz]{2,4}", re.IGNORECASE)


def split(text: str) -> list[tuple[int, int]]:
    """Spans (start, end in code points) of the sentences of a text, in order and disjoint.

    They begin and end with visible characters, and every visible character lies in one.
    """
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        _split_line(text, match.start(), match.end(), spans)
    return spans


def _split_line(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    end = start + len(line.strip())
    for match in _END.finditer(text, start, end):
        if _is_boundary(text, start, match):
            gap, following = match.span("gap")
            spans.append((start, gap))
            start = following
    if start < end:
        spans.append((start, end))


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    point = match.start()
    if text[point] != "." or match.start("gap") - point > 1:
        return True  # not a lone point
    if text[max(start, point - _LONG) : point].isalpha() and point - start >= _LONG:
        return True
    if point - start <= 6 and _ENUMERATOR.fullmatch(text, start, point):
        return False
    words = text[max(start, point - _LOOK_BACK) : point].split()
    if not words:
        return True
    word = words[-1].lstrip("([«\"'¿¡")
    return not (_is_abbreviation(word, words[:-1], match) or _is_in_parenthesis(word, text, start, point))


def _is_abbreviation(word: str, before: list[str], match: re.Match[str]) -> bool:
    following = match["next"]
    if len(word) == 1 and word.isupper() and following.isupper():
        return not before or not before[-1].islower() or before[-1] in _LINKS
    lowered = word.lower()
    if match["opening"].startswith(("(", "[")):
        return lowered in BEFORE_PARENTHESIS or _DOTTED.fullmatch(word) is not None
    if following.isdigit() and lowered in BEFORE_NUMBER:
        return True
    return lowered in NEVER_LAST and not word.isupper()  # ST is a segment, St. a saint


def _is_in_parenthesis(word: str, text: str, start: int, point: int) -> bool:
    """Whether the point abbreviates a word within a parenthesis: `(v.n. 10)`, `(400 cc. Fig. 1)`."""
    if not (_DOTTED.fullmatch(word) or _NO_VOWEL.fullmatch(word)):
        return False
    start = max(start, point - _PARENTHESIS)
    return text.rfind("(", start, point) > text.rfind(")", start, point)
