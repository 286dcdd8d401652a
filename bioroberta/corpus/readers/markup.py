"""Text of XML elements and of HTML: paragraphs, superscripts, formulas; and elements of big files one at a time.

Exponents are kept as Unicode superscripts: leaving the tag out of 10<sup>6</sup> would make it 106.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from lxml import etree
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLParserException, HTMLTree

from bioroberta.errors import DocumentError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

CELL, ROW = 200, 500
"""Characters in a cell and a row of a table that holds data; others lay out a page."""

_SUPERSCRIPT = str.maketrans("0123456789+-−=()noa", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿºª")
_SUBSCRIPT = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = re.compile(r"[-+−=()0-9,. ]+|[noa]")
_SCRIPT_TAG = re.compile(
    r"<(su[pb])\b[^<>]{0,200}>((?:[^<>]|<(?!/?su[pb]\b)[^<>]{0,200}>){0,50}?)</\1\s*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")

_PARAGRAPH, _LINE, _BLANK, _CELL, _WORD = "\f", "\v", "\x1d", "\x1f", "\x1e"
"""Borders in the text as it is gathered: white space that XML cannot hold."""
_NO_WORD = re.compile(rf"""(?<!{_WORD}){_WORD}++(?=[,.;:!?)\]»”"'/%–-])|(?<=[(\[«“"'¿¡/–-]){_WORD}++""")
_CELL_NAMES = frozenset(("td", "th", "entry", "cell"))


@dataclass(frozen=True)
class Layout:
    """Which elements (local names) of a format stand for a paragraph of their own, and which are left out.

    `breaks` end a line, `rows` with cells are one. Where `inline` is given, the vocabulary is not known: other elements
    are words of their own when nothing stands between them, and line breaks in the text of paragraphs are the text's.
    """

    blocks: frozenset[str]
    dropped: frozenset[str]
    breaks: frozenset[str] = frozenset(("br", "break"))
    rows: frozenset[str] = frozenset()
    inline: frozenset[str] | None = None


def superscript(text: str) -> str:
    """`6` -> `⁶`, `-3` -> `⁻³`, `o` -> `º` (as in nº, ºC); words stay as they are."""
    return text.translate(_SUPERSCRIPT) if _RAISED.fullmatch(text) else text


def subscript(text: str) -> str:
    """`2` -> `₂`; words stay as they are."""
    return text.translate(_SUBSCRIPT) if _RAISED.fullmatch(text) else text


def raise_scripts(source: str) -> str:
    """HTML or wikitext with `<sup>` and `<sub>` of short text replaced by Unicode characters."""
    return _SCRIPT_TAG.sub(_raised, source)


def _raised(match: re.Match[str]) -> str:
    text = _TAG.sub("", match[2])
    return superscript(text) if match[1].lower() == "sup" else subscript(text)


def read_html(source: str, main_content: bool) -> tuple[str, str]:
    """Title and text of HTML, `main_content` without menus and footers; without what is marked as deleted.

    Raises DocumentError where that fails.
    """
    with extractor_failures():
        tree = HTMLTree.parse(raise_scripts(source))
        for node in tuple(tree.body.query_selector_all("del")[:]) if tree.body is not None else ():
            node.remove()
        title = " ".join((tree.title or "").split())
        text = extract_plain_text(tree, main_content=main_content, alt_texts=False, list_bullets=False)
    return title, text.strip()


@contextmanager
def extractor_failures() -> Iterator[None]:
    """What the HTML extractor raises for a page as DocumentError: one page may not end a corpus."""
    try:
        yield
    except HTMLParserException:
        raise DocumentError("the HTML extractor failed") from None
    except UnicodeEncodeError:  # it takes UTF-8; JSON can spell what has none
        raise DocumentError("half of a surrogate pair, which is no character") from None


MAX_TAGS = 2_000_000
"""In a record of XML: in memory an empty element takes forty times the four bytes that it has in the file."""


class _Bounded:
    """A stream that gives up when too much is read without an element being finished."""

    def __init__(self, stream: BufferedReader, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.restart()

    def restart(self) -> None:
        """Count anew: an element is finished."""
        self._size = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)  # `read` would lose what it has when compressed data break off
        self._size += len(data)
        self._tags += data.count(b"<")
        if self._size > self._limit:
            raise DocumentError(f"an XML record is larger than {self._limit} bytes")
        if self._tags > MAX_TAGS:
            raise DocumentError(f"an XML record has over {MAX_TAGS} tags")
        return data


def elements(stream: BufferedReader, names: tuple[str, ...], limit: int) -> Iterator[etree._Element]:
    """The elements of these local names, one after another; each is emptied when the next is asked for.

    No DTD is loaded and no entity expanded. Raises DocumentError where the file is not well-formed or ends early, or an
    element with what lies before it is larger than `limit` bytes.
    """
    bounded = _Bounded(stream, limit)
    found = etree.iterparse(
        bounded,
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in found:
            bounded.restart()
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        # Only the kind of the error: its message may quote the document.
        log: Any = error.error_log
        kind = log.last_error.type_name if log.last_error is not None else "unknown"
        raise DocumentError(f"XML broken at line {error.position[0]}: {kind}") from None


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for entities and other nodes that are no elements."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def paragraphs(root: etree._Element, layout: Layout) -> list[str]:
    """The text below an element, a string for each paragraph; white space collapsed but for lines and tabs of cells."""
    pieces: list[str] = []
    _walk(root, layout, pieces)
    found = (_lines(part) for part in _words("".join(pieces)).split(_PARAGRAPH))
    return [text for text in found if text]


def _words(text: str) -> str:
    """With no end of a word beside the marks that stand close to it."""
    return _NO_WORD.sub("", text) if _WORD in text else text


def _lines(paragraph: str) -> str:
    kept = (line for line in paragraph.split(_LINE) if line == _BLANK or line.strip())
    lines = ("\t".join(" ".join(cell.split()) for cell in line.split(_CELL)) for line in kept)
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def line(element: etree._Element | None, layout: Layout) -> str:
    """The text below an element as one line; empty for None."""
    return " ".join(" ".join(paragraphs(element, layout)).split()) if element is not None else ""


def _walk(element: etree._Element, layout: Layout, pieces: list[str]) -> None:
    name = local_name(element)
    if name in layout.dropped:
        pieces.append(_WORD if layout.blocks else "")  # in a format of segments they are codes within words
    elif not name:
        pieces.append(_entity(element))
    elif name in ("sup", "sub"):
        pieces.append(_script(element, name, layout))
    elif name == "math":
        pieces.append(_formula(element))
    elif name == "xref" and element.get("ref-type") == "bibr" and not re.search(r"[^\W\d_]", _flat(element)):
        pieces.append(_WORD)  # the number of a reference would stick to the word before it
    elif name in layout.rows and any(local_name(child) in _CELL_NAMES for child in element):
        _walk_row(element, layout, pieces)
    else:
        border = _border(element, name, layout)
        pieces.append(border)
        _walk_children(element, name in layout.blocks, layout, pieces)
        pieces.append(border)


def _walk_children(element: etree._Element, block: bool, layout: Layout, pieces: list[str]) -> None:
    border = _PARAGRAPH if block else ""
    shown = _lined if _keeps_lines(element, block, layout) else _plain
    pieces.append(border + shown(element.text))
    before: etree._Element | None = None
    for child in element:
        if before is not None and not before.tail:
            pieces.append(_between(before, child, layout))
        _walk(child, layout, pieces)
        pieces.append(shown(child.tail))
        before = child
    pieces.append(border)


def _keeps_lines(element: etree._Element, block: bool, layout: Layout) -> bool:
    """Whether line breaks in the text are its own, not those of a file that is set out for the eye."""
    if layout.inline is None:
        return False
    if (block or element.getparent() is None) and element.find("*") is None:
        return True
    stated = (node.get(XML_SPACE) for node in (element, *element.iterancestors()))
    return next((value for value in stated if value), "") == "preserve"


def _border(element: etree._Element, name: str, layout: Layout) -> str:
    """What an element ends: a line; a word where its meaning is not known and it is empty or holds several words."""
    if name in layout.breaks:
        return _LINE
    if layout.inline is None or name in layout.inline:
        return ""
    return "" if not len(element) and len((element.text or "").split()) == 1 else _WORD


def _between(before: etree._Element, after: etree._Element, layout: Layout) -> str:
    """The end of a word where two elements touch, but for typography: `<dato>disnea</dato><dato>tos</dato>`."""
    if layout.inline is None:
        return ""
    names = {local_name(before), local_name(after)}
    return "" if names <= layout.inline or not names.isdisjoint(("sup", "sub", "")) else _WORD


def _walk_row(row: etree._Element, layout: Layout, pieces: list[str]) -> None:
    """A line with its cells; paragraphs where the cells hold so much that they lay out a page."""
    cells: list[str] = []
    for child in row:
        parts: list[str] = []
        _walk(child, layout, parts)
        cells.append("".join([*parts, _plain(child.tail)]))
    texts = [" ".join(_words(cell).split()) for cell in cells]
    if sum(map(len, texts)) > ROW or max(map(len, texts)) > CELL:
        pieces.append(_PARAGRAPH.join(["", *cells, ""]))
    else:
        pieces.append(_LINE + _CELL.join(texts) + _LINE)


def _plain(text: str | None) -> str:
    return text or ""


def _lined(text: str | None) -> str:
    return _BLANK_LINES.sub(f"{_LINE}{_BLANK}{_LINE}", text).replace("\n", _LINE) if text else ""


def _flat(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _script(element: etree._Element, name: str, layout: Layout) -> str:
    pieces: list[str] = []
    _walk_children(element, False, layout, pieces)
    text = "".join(pieces).strip()
    return superscript(text) if name == "sup" else subscript(text)


def _entity(element: etree._Element) -> str:
    """The character of a named HTML entity (DTDs of articles define the same names).

    Any other one would have to be expanded from the document's own DTD, which bombs are made of: DocumentError.
    """
    reference = element.text or ""
    character = html.unescape(reference)
    if character == reference:
        raise DocumentError("XML entity that is not one of HTML's; not expanded")
    return character


def _formula(element: etree._Element) -> str:
    """MathML as a line of text: fractions with a slash, exponents and indices as Unicode where they have one."""
    name, parts = local_name(element), [_formula(child) for child in element if local_name(child) != "annotation"]
    if not parts:
        return " ".join((element.text or "").split())
    if name in ("msup", "msub", "mfrac") and len(parts) == 2:
        base, other = parts
        return {"msup": base + superscript(other), "msub": base + subscript(other), "mfrac": f"{base}/{other}"}[name]
    if name == "msubsup" and len(parts) == 3:
        return parts[0] + subscript(parts[1]) + superscript(parts[2])
    return "".join(parts)
