"""Pieces of HTML. Text becomes HTML in `visible` only; everything else here takes and gives HTML.

The result is well-formed XML too, needs no script and names no other file.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal

Kind = Literal["text", "number", "share"]

UNKNOWN = "–"

HEAT = {"kept": 20, "gone": 60}
"""Per cent of colour behind a cell that has the whole: text stays readable on it."""

HIDDEN = frozenset(["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"])
"""Unicode categories of characters that show nothing, or change how others are shown."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and what its cells hold."""

    title: str
    kind: Kind = "number"


@dataclass(frozen=True)
class Row:
    """A row of a table: cells as HTML, the first one names it; `kind` is a class of the style sheet."""

    cells: Sequence[str]
    kind: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page: its anchor, its heading, its content as HTML."""

    anchor: str
    title: str
    body: str


def visible(text: str) -> str:
    """Any text as HTML: escaped, with the code points of what could not be seen, or would reorder what is."""
    pieces = groupby(text, _is_hidden)
    return "".join(_code_points(run) if hidden else escape("".join(run)) for hidden, run in pieces)


def number(value: int | None) -> str:
    """`1,234,567`; a dash for what is not known."""
    return UNKNOWN if value is None else f"{value:,}"


def figure(value: float) -> str:
    """A measured value: whole numbers whole, others with three decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}"


def percent(part: int | None, whole: int | None) -> str:
    """`12.3%`. 0% and 100% only for exactly that; a dash where there is no whole."""
    if part is None or not whole:
        return UNKNOWN
    if part in (0, whole):
        return "0%" if part == 0 else "100%"
    text = f"{part / whole:.1%}"
    return (
        {"0.0%": "<0.1%", "-0.0%": ">-0.1%", "100.0%": ">99.9%"}.get(text, text)
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )


def bar(part: int | None, whole: int | None) -> str:
    """A share as a bar with its number."""
    width = min(max((part or 0) / whole, 0), 1) if whole else 0
    return f'<span class="bar" aria-hidden="true"><i style="width:{width:.2%}"></i></span>{percent(part, whole)}'


def heat(html: str, colour: str, share: float, title: str = "") -> str:
    """The content of a cell on a colour of HEAT that grows with a share, by its root: small ones are looked for."""
    told = f' title="{title}"' if title else ""
    return f'<span class="heat {colour}" style="--strength:{HEAT[colour] * math.sqrt(share):.1f}%"{told}>{html}</span>'


def utc(moment: str) -> str:
    """A manifest's time as people write it."""
    return moment.replace("T", " ").removesuffix("Z")


def code(text: str) -> str:
    """A name of the run's (a rule, a fingerprint)."""
    return f"<code>{visible(text)}</code>"


def note(html: str) -> str:
    """A line of explanation."""
    return f'<p class="note">{html}</p>'


def table(caption: str, columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """A table that scrolls by itself where it is too wide. Every caption says what the numbers are."""
    heads = "".join(f'<th scope="col" class="{column.kind}">{column.title}</th>' for column in columns)
    body = "\n".join(_row(row, columns) for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="group"><table><caption><span>{caption}</span></caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
    )


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what they stand for."""
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs) + "</dl>\n"


def details(summary: str, body: str) -> str:
    """What opens when it is wanted, and is printed."""
    return f"<details><summary>{summary}</summary>\n{body}</details>\n"


def plural(count: int | None, noun: str) -> str:
    """`1 document`, `1,234 documents`."""
    return f"{number(count)} {noun}" + ("" if count == 1 else "s")


def _row(row: Row, columns: Sequence[Column]) -> str:
    first, *rest = row.cells
    cells = "".join(f'<td class="{column.kind}">{cell}</td>' for column, cell in zip(columns[1:], rest, strict=True))
    kind = f' class="{row.kind}"' if row.kind else ""
    return f'<tr{kind}><th scope="row" class="{columns[0].kind}">{first}</th>{cells}</tr>'


def _is_hidden(character: str) -> bool:
    return character not in " \n" and unicodedata.category(character) in HIDDEN


def _code_points(run: Iterable[str]) -> str:
    return f"<b>{' '.join(f'U+{ord(character):04X}' for character in run)}</b>"
