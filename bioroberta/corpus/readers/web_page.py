"""HTML pages to text: furniture of the page taken out of its tree, the rest laid out by the extractor.

Furniture is what a page says of itself: consent dialogs, menus, trails of links, buttons to share. It is known by its
element, role, label, id or class; what holds an article or most of the page's text never goes by its name
(`<body class="has-cookie-banner">`), nor does a sentence by a name that is furniture's only sometimes (`popup-info`,
`share decision`). What a page shows when it is asked to (accordions, tabs) is content, so are captions and, within an
article, asides. Rows of small tables become lines, cells separated by a tab; items of lists and what `<br>` ends become
lines. Deleted text (`<del>`) goes.

The extractor, resiliparse, was held against trafilatura on the pages of the sample and of a real crawl (figures in
DECISIONS): as good with this module before it, and many times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree

from bioroberta.corpus.readers.markup import CELL, ROW, extractor_failures, raise_scripts
from bioroberta.errors import DocumentError

MAX_DEPTH = 512
"""Levels of elements, as in Chromium. The extractor's time grows with more than their square."""
MAX_LISTS = 20
"""Lists within lists: the extractor indents every line by all of them."""
MAX_TAGS = 2_000_000
"""The parser ends the process where it gets no memory; a gigabyte holds as many elements."""
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
SENTENCE = 8
"""Words of a sentence that is content, whatever the name of what holds it."""

_FURNITURE_TAGS = "nav, dialog, del, [role=navigation], [role=menu], [role=menubar], [role=search], [role=alertdialog]"
_FURNITURE_NAMES = re.compile(
    r"cookie|gdpr|rgpd|onetrust|didomi|quantcast|usercentrics|cc-window|fc-consent"
    r"|(?<!informed[-_ ])consent(?!im)"  # `consentimiento informado` is medicine
    r"|breadcrumb|(?<![a-z])migas|miga-de-pan|addtoany|addthis|newsletter|skip-?link"
    r"|(?<![a-z])(?:social[_-]shar(?:e|ing)|shar(?:e|ing)[_-](?:buttons?|bar|links?|icons?))(?![a-z])",
    re.IGNORECASE,
)
_FURNITURE_AT_TIMES = re.compile(r"(?<![a-z])(?:share|sharing|compartir)(?![a-z])|popup|screen-reader", re.IGNORECASE)
_MANAGEMENT = re.compile(r"cmp-|-cmp", re.IGNORECASE)
"""Of consent; also components of a widespread publishing system (`cmp-text`)."""
_CANDIDATES = ", ".join(
    f'[{attribute}*="{part}" i]'
    for attribute in ("class", "id", "aria-label")
    for part in (
        "cookie gdpr rgpd onetrust didomi quantcast usercentrics cc-window consent cmp breadcrumb miga shar compartir "
        "addt newsletter popup skip screen-reader"
    ).split()
)
_NOTICE = re.compile(
    r"cookie|pol[ií]tica de privaci|privacy|suscr[ií]b|newsletter|nuestros (?:\d+ )?socios", re.IGNORECASE
)
"""What a sentence of a consent dialog or of an invitation to subscribe says."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?=[\s¿¡A-ZÁÉÍÓÚÑ])")
"""Elements' texts are not set apart."""
_HIDDEN_NAMES = "hidden invisible collapsed expandable display-none nocontent".split()
_HIDDEN = ", ".join(
    ["[hidden]", '[aria-hidden="true" i]', '[style*="display" i]', '[style*="visibility" i]']
    + [f'[class*="{name}" i]' for name in _HIDDEN_NAMES]
)
_HIDING_NAME = re.compile(
    rf"(?<!\S)(?:(?:is|visually)[_-])?(?:{'|'.join(_HIDDEN_NAMES)})(?:-xs|-sm|-lg|-2?xl)?(?!\S)", re.IGNORECASE
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    "div section article p ul ol li dl dt dd table tbody tr td th blockquote h1 h2 h3 h4 h5 h6 details form".split()
)
_HEADINGS = "h1, h2, h3, h4, h5, h6, dt, summary"
_BUTTON = re.compile(r"</?button(?=[\s/>])[^<>]*>", re.IGNORECASE)
_HOLDS_CONTENT = "main, article, h1, [role=main], [itemprop=articleBody]"
_WRITTEN = "p, td, blockquote, [data-was=figure]"
_UNORDERED = re.compile(r"<(/?)ul(?=[\s/>])", re.IGNORECASE)
_ASIDE = re.compile(r"<(aside|figure|figcaption)(?=[\s/>])", re.IGNORECASE)
_ASIDE_END = re.compile(r"</(?:aside|figure|figcaption)(?=[\s/>])", re.IGNORECASE)
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
    if tags > MAX_TAGS:
        raise DocumentError(f"HTML with over {MAX_TAGS} tags")
    if tags > MAX_OPEN:
        _refuse_open(source)
    with extractor_failures():
        tree = HTMLTree.parse(_renamed(raise_scripts(source)))
        if tree.body is not None:
            if tags > MAX_LISTS:
                _refuse_deep(tree.body)
            _prepare(tree.body)
        title = " ".join((tree.title or "").split())
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return title, _tidy(text)


def _renamed(source: str) -> str:
    """What the extractor drops by its element under another: asides, figures, and lists with bullets that are not deep
    in the page, which it takes for menus.
    """
    source = _ASIDE_END.sub("</div", _ASIDE.sub(r"<div data-was=\1", source))
    return _UNORDERED.sub(r"<\1ol", source)


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
    for node in (*_select(body, _FURNITURE_TAGS), *_named(body), *_menus(body), *_heads(body), *_asides(body)):
        if _is_content(node, whole):
            _bare(node)
        else:
            node.remove()
    _show_hidden(body)
    for row in _select(body, "tr"):
        _flatten(row)
    for heading in _select(body, _HEADINGS):
        _unwrap(heading)


def _bare(node: ElementNode) -> None:
    """Without what the extractor drops an element for."""
    for name in ("class", "id", "role", "hidden", "aria-hidden", "style"):
        node.remove_attribute(name)


def _select(body: ElementNode, selector: str) -> tuple[ElementNode, ...]:
    """The elements at once: a collection looks for each of its members from the start."""
    return tuple(body.query_selector_all(selector)[:])


def _named(body: ElementNode) -> Iterator[ElementNode]:
    for node in _select(body, _CANDIDATES):
        names = _names(node)
        if _FURNITURE_NAMES.search(names):
            if len(node.text or "") <= LARGEST_NOTICE:
                yield node
        elif _FURNITURE_AT_TIMES.search(names) or _MANAGEMENT.search(names):
            if _is_notice(names, node.text or ""):
                yield node
            else:
                _bare(node)


def _is_notice(names: str, text: str) -> bool:
    """Of what has a name that is furniture's at times."""
    if len(text) > LARGEST_NOTICE or _has_sentence(text):
        return False
    return (_FURNITURE_AT_TIMES.search(names) or _NOTICE.search(text)) is not None


def _names(node: ElementNode) -> str:
    return " ".join(node.getattr(name) or "" for name in ("class", "id", "aria-label"))


def _has_sentence(text: str) -> bool:
    """Whether it holds a whole sentence that is none of a notice."""
    return any(
        len(sentence.split()) >= SENTENCE and sentence.rstrip().endswith(".") and not _NOTICE.search(sentence)
        for sentence in _SENTENCE_END.split(text)
    )


def _asides(body: ElementNode) -> Iterator[ElementNode]:
    """Those without a sentence, outside the article and other asides."""
    for node in _select(body, "[data-was=aside]"):
        if _stands_in(node, "main, article, [data-was=aside]") or _has_sentence(node.text or ""):
            _bare(node)
        else:
            yield node


def _stands_in(node: ElementNode, selector: str) -> bool:
    return isinstance(node.parent, ElementNode) and node.parent.closest(selector) is not None


def _show_hidden(body: ElementNode) -> None:
    for node in _select(body, _HIDDEN):
        if _hides(node) and not _stands_in(node, "[data-judged]"):
            node.setattr("data-judged", "")
            for shown in (node, *_select(node, _HIDDEN)) if _is_answer(node) else ():
                _reveal(shown)


def _reveal(node: ElementNode) -> None:
    """By other names than those of what is hidden the extractor may still know it: for a `modal`."""
    for name in ("hidden", "aria-hidden", "style"):
        node.remove_attribute(name)
    node.setattr("class", _HIDING_NAME.sub("", node.getattr("class") or ""))


def _hides(node: ElementNode) -> bool:
    return _is_hidden(node) or _HIDING_NAME.search(node.getattr("class") or "") is not None


def _is_hidden(node: ElementNode) -> bool:
    return (
        node.hasattr("hidden")
        or node.getattr("aria-hidden") == "true"
        or _HIDING.search(node.getattr("style") or "") is not None
    )


def _is_answer(node: ElementNode) -> bool:
    """Whether a hidden element is what a page shows when it is asked to: of an accordion, of a tab, `read more`.

    It is no consent dialog without a name; and nothing for screen readers only, which has no sentence.
    """
    text = node.text or ""
    if len(text) <= LARGEST_NOTICE and _NOTICE.search(text):
        return False
    return (_is_hidden(node) and node.tag in _BLOCKS) or _has_sentence(text)


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


def _unwrap(heading: ElementNode) -> None:
    """The heading of an accordion holds a button, which the extractor drops."""
    if heading.query_selector("button") is not None:
        heading.inner_html = _BUTTON.sub(" ", heading.inner_html)


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())


def _tidy(text: str) -> str:
    lines = (_TABS.sub("\t", line).strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
