"""HTML pages to text: furniture of the page taken out of its tree, the rest laid out by the extractor.

Furniture is what a page says of itself: consent dialogs, menus, trails of links, buttons to share. It is known by its
element, role, label, id or class; what holds an article or most of the page's text never goes by its name
(`<body class="has-cookie-banner">`). Rows of small tables become lines, cells separated by a tab; items of lists and
what `<br>` ends become lines.

The extractor, resiliparse, was held against trafilatura on the pages of the sample and of a real crawl (figures in
DECISIONS): as good with this module before it, and many times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from bioroberta.corpus.readers.markup import extractor_failures, raise_scripts
from bioroberta.errors import DocumentError

MAX_DEPTH = 512
"""Levels of elements, as in Chromium. The extractor's time grows with more than their square."""
MAX_LISTS = 20
"""Lists within lists: the extractor indents every line by all of them."""
MAX_OPEN = 20_000
"""Elements of a kind that are not closed: the parser's time can grow with their square."""

LARGEST_SHARE = 0.7
"""Of the page's text that an element can hold and still be taken out by its name."""
LARGEST_NOTICE = 4000
"""Characters in a consent dialog, with all its purposes and partners."""
LINK_SHARE = 0.8
"""Text in links among a menu's."""
MENU_ITEM = 60
"""Characters of a menu's items on average; references to literature are longer."""
CELL, ROW = 200, 500
"""Characters in a cell and a row of a table that holds data; others lay out a page."""

_FURNITURE_TAGS = "nav, dialog, [role=navigation], [role=menu], [role=menubar], [role=search], [role=alertdialog]"
_NAMED = re.compile(
    r"cookie|gdpr|rgpd|onetrust|didomi|quantcast|usercentrics|cc-window|fc-consent|cmp-|-cmp"
    r"|consent(?!im)"  # `consentimiento informado` is medicine
    r"|breadcrumb|migas|miga-de-pan|(?:^|[\s_-])(?:share|sharing|compartir|addtoany|addthis)(?:$|[\s_-])"
    r"|newsletter|popup|skip-?link|screen-reader",
    re.IGNORECASE,
)
_CANDIDATES = ", ".join(
    f'[{attribute}*="{part}" i]'
    for attribute in ("class", "id", "aria-label")
    for part in (
        "cookie gdpr rgpd onetrust didomi quantcast usercentrics cc-window consent cmp breadcrumb miga shar compartir "
        "addt newsletter popup skip screen-reader"
    ).split()
)
_HOLDS_CONTENT = "main, article, h1, [role=main], [itemprop=articleBody]"
_WRITTEN = "p, td, blockquote, figure"
_UNORDERED = re.compile(r"<(/?)ul(?=[\s/>])", re.IGNORECASE)
_OPENING = re.compile(r"<(/?)([a-z][a-z0-9]{0,20})", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNNESTED = frozenset(
    "p li td tr th dt dd option thead tbody br img input hr meta link area base col embed source track wbr".split()
)
"""Elements without an end, and those that the next one of their kind ends."""
_CELL_BREAKS = "p, div, br, ul, ol, li, h1, h2, h3, h4, h5, h6"
_CELL_BREAK = re.compile(r"</?(?:p|div|br|ul|ol|li|h[1-6])(?=[\s/>])[^<>]*>", re.IGNORECASE)
_TABS = re.compile(r" *\t[\t ]*")
_BLANK_LINES = re.compile(r"\n{3,}")

_DEEP = "*" + " > *" * MAX_DEPTH
_DEEP_LISTS = "li " * MAX_LISTS + "li"


def read_page(source: str) -> tuple[str, str]:
    """Title and text of an HTML page. Raises DocumentError where the extractor fails or would take very long."""
    tags = source.count("<")
    if tags > MAX_OPEN:
        _refuse_open(source)
    with extractor_failures():
        # To the extractor a list with bullets that is not deep in the page is a menu; one with numbers is not.
        tree = HTMLTree.parse(_UNORDERED.sub(r"<\1ol", raise_scripts(source)))
        if tree.body is not None:
            if tags > MAX_LISTS:
                _refuse_deep(tree.body)
            _prepare(tree.body)
        title = " ".join((tree.title or "").split())
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return title, _tidy(text)


def _refuse_open(source: str) -> None:
    counts: dict[str, int] = {}
    for closes, name in _OPENING.findall(_COMMENT.sub("", source)):
        counts[name] = max(counts.get(name, 0) + (-1 if closes else 1), 0)
    nested = {name: count for name, count in counts.items() if name.lower() not in _UNNESTED}
    if max(nested.values(), default=0) > MAX_OPEN:
        raise DocumentError(f"HTML with over {MAX_OPEN} elements of a kind that are not closed")


def _refuse_deep(body: ElementNode) -> None:
    if body.query_selector(_DEEP) is not None or body.query_selector(_DEEP_LISTS) is not None:
        raise DocumentError(f"HTML nested over {MAX_DEPTH} levels deep, or over {MAX_LISTS} lists")


def _prepare(body: ElementNode) -> None:
    for node in _select(body, "script, style, noscript, template"):
        node.remove()
    whole = len(body.text or "")
    for node in (*_select(body, _FURNITURE_TAGS), *_named(body), *_menus(body), *_heads(body)):
        if not _is_content(node, whole):
            node.remove()
            continue
        for name in ("class", "id", "role"):  # the extractor goes by some of these names too
            node.remove_attribute(name)
    for row in _select(body, "tr"):
        _flatten(row)


def _select(body: ElementNode, selector: str) -> tuple[ElementNode, ...]:
    """The elements at once: a collection looks for each of its members from the start."""
    return tuple(body.query_selector_all(selector)[:])


def _named(body: ElementNode) -> Iterator[ElementNode]:
    for node in _select(body, _CANDIDATES):
        names = " ".join(node.getattr(name) or "" for name in ("class", "id", "aria-label"))
        if _NAMED.search(names) and len(node.text or "") <= LARGEST_NOTICE:
            yield node


def _menus(body: ElementNode) -> Iterator[ElementNode]:
    """Lists of little but short links, outside written text."""
    for node in _select(body, "ol, menu"):
        links, items = _select(node, "a"), _select(node, "li")
        text = len(_squeeze(node.text))
        linked = sum(len(_squeeze(link.text)) for link in links)
        short = text <= MENU_ITEM * max(len(items), 1)
        if len(links) > 1 and linked >= LINK_SHARE * text and short and node.closest(_WRITTEN) is None:
            yield node


def _heads(body: ElementNode) -> Iterator[ElementNode]:
    """The site's own head and foot; articles have some too."""
    for node in _select(body, "header, footer"):
        if node.closest("main, article, section") is None:
            yield node


def _is_content(node: ElementNode, whole: int) -> bool:
    """Whether it must not be taken out for its name."""
    if node.tag in ("html", "body", "main", "article", "h1") or node.query_selector(_HOLDS_CONTENT) is not None:
        return True
    return len(node.text or "") > LARGEST_SHARE * whole and node.tag != "nav"


def _flatten(row: ElementNode) -> None:
    """Each cell of a row of data as one line: the extractor would tear the row at every paragraph in it."""
    cells = [cell for cell in row.children[:] if cell.tag in ("td", "th")]
    texts = [_squeeze(cell.text) for cell in cells]
    if len(cells) < 2 or sum(map(len, texts)) > ROW or max(map(len, texts)) > CELL:
        return
    for cell in cells:
        if cell.query_selector(_CELL_BREAKS) is not None:
            cell.inner_html = _CELL_BREAK.sub(" ", cell.inner_html)


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())


def _tidy(text: str) -> str:
    lines = (_TABS.sub("\t", line).strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
