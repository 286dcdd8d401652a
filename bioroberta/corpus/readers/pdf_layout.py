"""Lines of PDF pages to paragraphs: furniture of the pages dropped, lines and divided words joined.

Columns come in the order in which the extractor gives them.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bioroberta.corpus.readers.hyphens import HYPHENS, join, words
from bioroberta.corpus.readers.markup import subscript, superscript


@dataclass(frozen=True)
class Line:
    """A line of text and its place: points from the page's lower left; `base` is the height of its baseline.

    `apart`: a space stands before it; `scripts`: it has exponents or indices.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    apart: bool = False
    scripts: bool = False


@dataclass(frozen=True)
class Page:
    """Lines in reading order."""

    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Placed:
    """A line with its page's number and the edges of the column that it stands in, as the lines about it show them."""

    line: Line
    page: int
    left: float
    right: float


EDGE = 0.2
"""Share of a page's height, and width, within which furniture stands. LaTeX's page numbers stand at 0.16."""
OUTERMOST = 3
"""Lines from the top and from the bottom that can be furniture."""
LONGEST_FURNITURE = 200
"""Characters."""
SAME_HEIGHT = 8.0
"""Points between the places of a running head on different pages, at the most."""

WIDEST = 2.5
"""In sizes: the distance of lines in a manuscript with a blank line after each."""
GAP = 1.2
"""Times the usual distance of lines at which a paragraph begins."""
WIDE_GAP = 1.5
"""Likewise within a sentence, and beside exponents: browsers make room for those (1.33 times in Chromium) and for
characters of another font.
"""
INDENT = (0.8, 6.0)
"""In sizes of the line: how far the first line of a paragraph stands off."""
SHORT, VERY_SHORT = 0.15, 0.35
"""Shares of a column's width that a paragraph's last line, and a heading or an item of a list, leaves empty."""
OTHER_SIZE = 0.15
AROUND = 3
"""Lines before and after one that show where its column begins and ends."""

_NUMBER = re.compile(r"\d{1,9}")
_ROMAN = re.compile(r"(\W*)([ivxlc]{1,7})(\W*)")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ENDS = re.compile(r"[.:;!?…][\"»”’)\]]*$")
_ITEM = re.compile(r"[•·▪●○■□–—*✓➢➔-] |\(?(?:\d{1,2}|[a-z])[.)] ")
_OPENS = re.compile(r"[\"«“‘(\[¿¡]*[A-ZÁÉÍÓÚÜÑ\d]")

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SYMBOLS = {
    0xF000 + code: character
    for first, characters in (
        (0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
        (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
        (0xA3, "≤"),
        (0xAE, "→"),
        (0xB0, "°±"),
        (0xB3, "≥×"),
        (0xB7, "•"),
        (0xB9, "≠"),
        (0xBB, "≈"),
    )
    for code, character in enumerate(characters, first)
}
"""The font Symbol where a file does not say what its characters are (Word writes such files): private use area."""
_CONTROLS = dict.fromkeys(range(0x20))
"""What PDFium gives for a glyph without a character."""
_CHARACTERS = str.maketrans(_CONTROLS | _LIGATURES | _SYMBOLS | {0xAD: "-"})
_BULLET = re.compile("^[\uf000-\uf0ff] ?(?=.)")
"""The fonts Symbol and Wingdings share codes; what stands first in a line is a bullet."""
_LOOSE_ACCENT = re.compile(" ?([´`¨˜]) ?([aeiouıAEIOUnN])")
_ACCENTED = {
    "´": str.maketrans("aeiouıAEIOU", "áéíóúíÁÉÍÓÚ"),
    "`": str.maketrans("aeiouıAEIOU", "àèìòùìÀÈÌÒÙ"),
    "¨": str.maketrans("aeiouıAEIOU", "äëïöüïÄËÏÖÜ"),
    "˜": str.maketrans("aonAON", "ãõñÃÕÑ"),
}


def page_of(answer: dict[str, Any]) -> Page:
    """A page as the extractor's process answers it."""
    texts = ["", *(line[0] for line in answer["lines"])]
    apart = (before[-1:].isspace() or text[:1].isspace() for before, text in itertools.pairwise(texts))
    lines = (
        replace(_line(*line), apart=spaced, scripts=bool(line[-1]))
        for line, spaced in zip(answer["lines"], apart, strict=True)
    )
    return Page(answer["width"], answer["height"], tuple(line for line in lines if line.text))


def _line(text: str, *rest: Any) -> Line:
    *place, scripts = rest
    characters = list(text)
    for mark in scripts:
        change = superscript if mark > 0 else subscript
        characters[abs(mark) - 1] = change(characters[abs(mark) - 1])
    return Line(_clean("".join(characters)), *place)


def _clean(text: str) -> str:
    text = _BULLET.sub("• ", " ".join(text.split())).translate(_CHARACTERS)
    return _LOOSE_ACCENT.sub(_compose, text) if any(mark in text for mark in _ACCENTED) else text


def _compose(match: re.Match[str]) -> str:
    """`informaci´on` -> `información`: old TeX sets accents as characters of their own."""
    letter = match[2].translate(_ACCENTED[match[1]])
    return match[0] if letter == match[2] else letter


def read_pages(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a document."""
    whole = [replace(page, lines=tuple(_rejoin(page.lines))) for page in pages]
    placed = [line for number, page in enumerate(without_furniture(whole)) for line in _place(page.lines, number)]
    known = words(place.line.text for place in placed)
    distances = _distances(placed)
    return [_flow(paragraph, known) for paragraph in _paragraphs(placed, distances)]


def _rejoin(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines as they are seen: the extractor begins a new one where an exponent is raised."""
    held: Line | None = None
    for line in lines:
        if held is not None and _continues(held, line):
            space = " " if line.apart or line.left - held.right > 0.15 * held.size else ""
            held = replace(
                held,
                text=f"{held.text}{space}{line.text}",
                right=line.right,
                bottom=min(held.bottom, line.bottom),
                top=max(held.top, line.top),
                scripts=held.scripts or line.scripts,
            )
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _continues(before: Line, line: Line) -> bool:
    overlap = min(before.top, line.top) - max(before.bottom, line.bottom)
    beside = -0.1 * before.size < line.left - before.right < before.size
    return beside and overlap > 0.3 * min(before.top - before.bottom, line.top - line.bottom)


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without running heads, footers and page numbers.

    That is what stands at the top or bottom of at least two pages at about the same height, but for a number that grows
    with the pages; and text that runs up a margin. Nothing that stands on one page only goes.
    """
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    edges = [[(line, _furniture_keys(line, number)) for line in _edge(page)] for number, page in enumerate(pages)]
    for number, lines in enumerate(edges):
        for key in (key for _, keys in lines for key in keys):
            found[key].add(number)
    dropped = [{line for line, keys in lines if any(_repeats(key, found) for key in keys)} for lines in edges]
    return [
        replace(page, lines=tuple(line for line in page.lines if line not in gone))
        for page, gone in zip(pages, dropped, strict=True)
    ]


def _edge(page: Page) -> list[Line]:
    """The lines that can be furniture by their place."""
    level = sorted({round(line.base) for line in page.lines if not _is_upright(line)})
    low, high = level[:OUTERMOST], level[-OUTERMOST:]
    return [
        line
        for line in (line for line in page.lines if len(line.text) <= LONGEST_FURNITURE)
        if (_is_upright(line) and _is_outside(line.left, line.right, page.width))
        or (round(line.base) in low and line.top < EDGE * page.height)
        or (round(line.base) in high and line.bottom > (1 - EDGE) * page.height)
    ]


def _is_upright(line: Line) -> bool:
    """Whether it runs up the page."""
    return len(line.text) > 3 and line.top - line.bottom > 3 * (line.right - line.left)


def _is_outside(left: float, right: float, width: float) -> bool:
    return right < EDGE * width or left > (1 - EDGE) * width


def _furniture_keys(line: Line, page: int) -> list[tuple[str, int]]:
    """Its text; also with the first or the last number less the page's, which is the same for all page numbers."""
    text, height = line.text.casefold(), round(line.base / SAME_HEIGHT)
    if roman := _ROMAN.fullmatch(text):
        return [(f"{roman[1]}{_roman(roman[2]) - page:+}{roman[3]}", height)]
    numbers = list(_NUMBER.finditer(text))
    counted = (
        [
            f"{text[: number.start()]}{int(number[0]) - page:+}{text[number.end() :]}"
            for number in (numbers[0], numbers[-1])
        ]
        if numbers
        else []
    )
    return [(key, height) for key in (text, *counted)]


def _roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _repeats(key: tuple[str, int], found: dict[tuple[str, int], set[int]]) -> bool:
    text, height = key
    on = [found.get((text, near), frozenset[int]()) for near in (height - 1, height, height + 1)]
    return len(on[0] | on[1] | on[2]) > 1


def _place(lines: Sequence[Line], page: int) -> Iterator[Placed]:
    for number, line in enumerate(lines):
        about = lines[max(number - AROUND, 0) : number + AROUND + 1]
        same = [other for other in about if _overlaps(other, line)] or [line]
        yield Placed(line, page, min(other.left for other in same), max(other.right for other in same))


def _overlaps(one: Line, other: Line) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _is_below(before: Placed, here: Placed) -> bool:
    return before.page == here.page and before.line.base > here.line.base and _overlaps(before.line, here.line)


def _distances(placed: Sequence[Placed]) -> dict[int, float]:
    """The usual distance of baselines, by size of the letters: the lower quartile, for paragraphs only add to it."""
    found: dict[int, list[float]] = defaultdict(list)
    for before, here in itertools.pairwise(placed):
        if _is_below(before, here) and not _differs_in_size(before.line, here.line):
            found[round(here.line.size)].append(before.line.base - here.line.base)
    usual = {size: statistics.quantiles(gaps, n=4)[0] if len(gaps) > 1 else gaps[0] for size, gaps in found.items()}
    return {size: min(gap, WIDEST * size) for size, gap in usual.items()}


def _differs_in_size(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) > OTHER_SIZE * max(before.size, line.size)


def _paragraphs(placed: Iterable[Placed], distances: dict[int, float]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    before: Placed | None = None
    for here in placed:
        if before is not None and _begins(before, here, distances):
            yield paragraph
            paragraph = []
        paragraph.append(here.line.text)
        before = here
    if paragraph:
        yield paragraph


def _begins(before: Placed, here: Placed, distances: dict[int, float]) -> bool:
    """Whether a line begins a paragraph, by the line before it."""
    if _differs_in_size(before.line, here.line):
        return True
    if before.line.text.endswith(tuple(HYPHENS)):
        return False
    opens = _OPENS.match(here.line.text) is not None
    if _ITEM.match(here.line.text) or (opens and _ends_early(before)):
        return True
    if not _is_below(before, here):
        return opens and _ENDS.search(before.line.text) is not None
    return _is_spaced(before, here, distances) or (_may_end(before) and _is_indented(before, here))


def _ends_early(place: Placed) -> bool:
    empty = (place.right - place.line.right) / max(place.right - place.left, 1.0)
    return empty > VERY_SHORT or (empty > SHORT and _ENDS.search(place.line.text) is not None)


def _may_end(place: Placed) -> bool:
    """Not the first line of an item or a reference, whose other lines hang."""
    return not _ITEM.match(place.line.text) and (_ENDS.search(place.line.text) is not None or _ends_early(place))


def _is_spaced(before: Placed, here: Placed, distances: dict[int, float]) -> bool:
    is_within = not (_ENDS.search(before.line.text) or _ends_early(before))
    least = WIDE_GAP if is_within or before.line.scripts or here.line.scripts else GAP
    return before.line.base - here.line.base > least * distances.get(round(here.line.size), 0.0)


def _is_indented(before: Placed, here: Placed) -> bool:
    least, most = (times * here.line.size for times in INDENT)
    return least < here.line.left - here.left < most and before.line.left - before.left < least


def _flow(paragraph: Sequence[str], known: frozenset[str]) -> str:
    text = paragraph[0]
    for line in paragraph[1:]:
        text = join(text, line, known)
    return text.rstrip("\ufffe") + ("-" if text.endswith("\ufffe") else "")
