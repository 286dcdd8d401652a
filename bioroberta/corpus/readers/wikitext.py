"""Wikitext to prose: headings, paragraphs, items of lists and rows of tables, without templates, files and references.

Of templates stays what the few show that stand within sentences (`wiki_templates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import mwparserfromhell
from mwparserfromhell.nodes import Argument, ExternalLink, Heading, HTMLEntity, Node, Tag, Template, Text, Wikilink
from mwparserfromhell.wikicode import Wikicode

from bioroberta.corpus.readers.markup import raise_scripts
from bioroberta.corpus.readers.wiki_tables import rows_as_lines
from bioroberta.corpus.readers.wiki_templates import Call, find
from bioroberta.errors import DocumentError

MAX_LENGTH = 4 << 20
"""Characters. MediaWiki's own bound on a page is 2 MiB (`$wgMaxArticleSize`)."""
MAX_UNCLOSED = 200
"""Openings of a kind without their end: the parser's time grows with their square. Articles have a handful."""

_NAMESPACED = re.compile(r"\s*:?[^\W\d][\w ]{1,30}:\S")
"""`Archivo:`, `Categoría:`, interlanguage links: targets whose text is no part of the article's prose."""
_TAIL_SECTIONS = re.compile(
    r"^=+\s*(v[eé]ase tambi[eé]n|referencias|bibliograf[ií]a|enlaces externos|notas( y referencias)?)\s*=+\s*$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_SWITCH = re.compile(r"__[A-ZÁÉÍÓÚÑ]{3,30}__")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_INVISIBLE_TAGS = frozenset(
    "ref references gallery del math timeline score syntaxhighlight source code graph imagemap inputbox categorytree "
    "section templatedata hiero".split()
)
_LINE_TAGS = frozenset(("br", "hr"))
_ROW_TAGS = frozenset(("tr", "table", "caption"))
_CELL_TAGS = frozenset(("td", "th"))

_CLOSINGS = {"{{": "}}", "[[": "]]", "[http": r"(?<!\])\](?!\])", "<!--": "-->", "{|": r"\|\}"}
"""By opening a pattern of what ends it."""
_TAG = re.compile(r"<(/?)([A-Za-z]{1,20})(?:\s[^<>]{0,500})?(/?)>")
_SINGLE_TAGS = frozenset("br wbr hr meta link img li dt dd th td tr".split())


def plain_text(source: str) -> str:
    """Prose and headings of wikitext, also without the sections of links at its end.

    Raises DocumentError for text that would take the parser very long; may raise the parser's own ParserError, and
    RecursionError.
    """
    source = _SWITCH.sub("", rows_as_lines(_TAIL_SECTIONS.sub("", raise_scripts(source))))
    _refuse_slow(source)
    code = mwparserfromhell.parse(source, skip_style_tags=False)
    lines = (line.rstrip(" \t") for line in "".join(_shown(code)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _refuse_slow(source: str) -> None:
    if len(source) > MAX_LENGTH:
        raise DocumentError(f"wikitext of over {MAX_LENGTH} characters")
    for opening, closing in _CLOSINGS.items():
        if source.count(opening) > MAX_UNCLOSED and _unclosed(source, opening, closing) > MAX_UNCLOSED:
            raise DocumentError(f"wikitext with over {MAX_UNCLOSED} {opening} that are not closed")
    if source.count("<") > MAX_UNCLOSED and _unclosed_tags(source) > MAX_UNCLOSED:
        raise DocumentError(f"wikitext with over {MAX_UNCLOSED} tags that are not closed")


def _unclosed(source: str, opening: str, closing: str) -> int:
    depth = 0
    for mark in re.finditer(f"{re.escape(opening)}|{closing}", source):
        depth = depth + 1 if mark[0] == opening else max(depth - 1, 0)
    return depth


def _unclosed_tags(source: str) -> int:
    depths: dict[str, int] = {}
    for closes, name, empty in _TAG.findall(source):
        if not empty and name.lower() not in _SINGLE_TAGS:
            depths[name.lower()] = max(depths.get(name.lower(), 0) + (-1 if closes else 1), 0)
    return sum(depths.values())


def _shown(code: Wikicode) -> Iterator[str]:
    """The pieces of text that a reader of the page sees.

    One walk: the parser's own way, to remove nodes and then to strip the rest, looks for each of them from the start.
    """
    before = ""
    for node in code.nodes:
        if isinstance(node, Text):
            yield str(node)
        elif isinstance(node, HTMLEntity):
            yield _character(node)
        elif isinstance(node, Tag):
            yield from _tag(node)
        elif isinstance(node, Template):
            yield _inline(node, before)
        else:
            inner = _inner(node)
            if inner is not None:
                yield from _shown(inner)
        before = str(node) if isinstance(node, Text) else ""


def _inner(node: Node) -> Wikicode | None:
    """What is shown of a link, a heading or a parameter; None for comments and files."""
    if isinstance(node, Wikilink):
        return None if _NAMESPACED.match(str(node.title)) else node.title if node.text is None else node.text
    if isinstance(node, ExternalLink):
        return node.title if node.brackets else node.url
    if isinstance(node, Heading):
        return node.title
    return node.default if isinstance(node, Argument) else None


def _tag(tag: Tag) -> Iterator[str]:
    name = str(tag.tag).strip().lower()
    if name in _LINE_TAGS:
        yield "\n"
    elif tag.contents and name in _CELL_TAGS:
        yield " ".join("".join(_shown(tag.contents)).split()) + "\t"
    elif tag.contents and name not in _INVISIBLE_TAGS:
        yield from _shown(tag.contents)
        yield "\n" if name in _ROW_TAGS else ""


def _character(entity: HTMLEntity) -> str:
    try:
        return str(entity.normalize())
    except (ValueError, OverflowError):  # &#x110000;
        return ""


def _inline(template: Template, before: str) -> str:
    show = find("".join(_shown(template.name)))
    if show is None:
        return ""
    values = {str(item.name).strip(): "".join(_shown(item.value)).strip() for item in template.params}
    placed = [value for name, value in values.items() if name.isdecimal()]
    return show(Call(placed, values, before))
