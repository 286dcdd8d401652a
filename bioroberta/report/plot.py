"""A plot as SVG within the page: its colours are those of the style sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from bioroberta.report.elements import plural

LEFT, TOP, RIGHT, BOTTOM = 70, 14, 550, 220
"""Edges of the plot in an image of WIDTH x HEIGHT CSS pixels: around it stand the numbers and names of the axes."""

WIDTH, HEIGHT = 570, 264


def log_log(points: Mapping[int, int], title: str, across: str, up: str) -> str:
    """Counts of sizes (both from 1 on) as dots, both axes logarithmic; `title` is read to who does not see it.

    Of dots at one place one is drawn, so that the image stays small.
    """
    sizes, counts = _decades(points), _decades(points.values())
    dots: dict[tuple[int, int], str] = {}
    for size, count in points.items():
        place = (round(_place(size, sizes, LEFT, RIGHT)), round(_place(count, counts, BOTTOM, TOP)))
        dots.setdefault(place, f"{size:,} documents: {plural(count, 'time')}")
    drawn = (f'<circle cx="{x}" cy="{y}" r="3.5"><title>{said}</title></circle>' for (x, y), said in dots.items())
    middle = (TOP + BOTTOM) // 2
    return (
        f'<div class="wide" tabindex="0" role="group"><svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{title}</title>\n{''.join(_grid(sizes, counts))}{''.join(drawn)}\n"
        f'<text x="{(LEFT + RIGHT) // 2}" y="{HEIGHT - 6}" text-anchor="middle">{across}</text>'
        f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{up}</text></svg></div>\n'
    )


def _decades(values: Iterable[int]) -> int:
    """Powers of ten that an axis from 1 needs to hold all values."""
    return max(1, math.ceil(math.log10(max(values))))


def _place(value: int, decades: int, first: int, last: int) -> float:
    return first + (last - first) * math.log10(value) / decades


def _grid(sizes: int, counts: int) -> Iterator[str]:
    """A line and its number for each power of ten of both axes."""
    for power in range(sizes + 1):
        x = round(_place(10**power, sizes, LEFT, RIGHT))
        yield f'<path d="M{x} {TOP}V{BOTTOM}"/>'
        yield f'<text x="{x}" y="{BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in range(counts + 1):
        y = round(_place(10**power, counts, BOTTOM, TOP))
        yield f'<path d="M{LEFT} {y}H{RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10**power:,}</text>'
