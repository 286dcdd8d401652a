"""Tables of wikitext to lines: a row each, its cells separated by a tab, still in wikitext.

The parser could, but its time grows with the square of their number.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"^[ \t:]*\{\||^[ \t]*\|\}(?!\})", re.MULTILINE)
_NAVIGATION = re.compile(r"\b(?:navbox|metadata|[at]?mbox|toc|noprint)\b", re.IGNORECASE)
_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|\||!!|\|")
_ATTRIBUTES = re.compile(r"\s*(?:[\w-]+\s*=.*|nowrap\s*)?", re.DOTALL)
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_ITEM = re.compile(r"\A[*#:;]+ *(?=\S)")


def rows_as_lines(source: str) -> str:
    """Wikitext with a line for each row of its whole tables; those of navigation taken out, broken ones as they are."""
    starts: list[int] = []
    kept, end = [], 0
    for mark in _TABLE.finditer(source):
        if mark[0].endswith("{|"):
            starts.append(mark.start())
        elif starts:
            start = starts.pop()
            if not starts:
                kept += [source[end:start], _lines(source[start : mark.start()])]
                end = mark.end()
    return "".join([*kept, source[end:]])


def _lines(table: str) -> str:
    head, _, inner = table.partition("\n")
    if _NAVIGATION.search(head):
        return ""
    rows = ("\t".join(_text(cell) for cell in row) for row in _rows(inner))
    return "\n\n" + "\n".join(row for row in rows if row.strip()) + "\n\n"


def _text(cell: list[str]) -> str:
    return " ".join(_BREAK.sub(" ", " ".join(_ITEM.sub("", line.strip()) for line in cell)).split())


def _rows(inner: str) -> list[list[list[str]]]:
    """Rows of cells of lines. The rows of a table within a cell follow it."""
    rows: list[list[list[str]]] = [[]]
    depth = 0
    for line in inner.split("\n"):
        begun = line.lstrip(" \t:")
        if depth or not begun.startswith(("|", "!", "{|")):
            _go_on(rows[-1], line)
        elif begun.startswith(("|-", "|}", "{|")):
            rows.append([])
        else:
            rows[-1] += [[cell] for cell in _cells(begun)]
            rows += [[]] if begun.startswith("|+") else []
        depth = max(depth + line.count("{{") - line.count("}}"), 0)
    return rows


def _go_on(row: list[list[str]], line: str) -> None:
    """A line that belongs to the cell before it; there is none in a row's attributes."""
    if row:
        row[-1].append(line)
    elif line.strip():
        row.append([line])


def _cells(line: str) -> list[str]:
    """The cells of a line without their attributes: `| a || style="b" | c`."""
    separators = ("||", "!!") if line.startswith("!") else ("||",)
    start = 2 if line.startswith("|+") else 1
    cells, first_bar, depth = [], -1, 0
    for mark in _MARK.finditer(line, start):
        if mark[0] in ("{{", "[["):
            depth += 1
        elif mark[0] in ("}}", "]]"):
            depth = max(depth - 1, 0)
        elif depth == 0 and mark[0] in separators:
            cells.append(_content(line, start, first_bar, mark.start()))
            start, first_bar = mark.end(), -1
        elif depth == 0 and first_bar < 0 and mark[0] == "|":
            first_bar = mark.start()
    return [*cells, _content(line, start, first_bar, len(line))]


def _content(line: str, start: int, bar: int, end: int) -> str:
    is_attributes = bar >= 0 and _ATTRIBUTES.fullmatch(line, start, bar)
    return line[bar + 1 : end] if is_attributes else line[start:end]
