"""The category graph of a MediaWiki dump, and the categories below one of them.

A page's categories are the links in its wikitext: `[[Categoría:Enfermedades|Asma]]`. Those that templates add are not
in the dump and do not count. The graph has loops.
"""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from lxml import etree

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.markup import elements, local_name
from bioroberta.errors import InputError, RunError
from bioroberta.storage import Folder

CATEGORIES = "14"
"""MediaWiki's number of the namespace."""

USUAL_NAMES = frozenset(("category", "categoría", "categoria"))
"""`Category` is understood in every wiki; the others where a dump does not tell."""

MOST_NEAR = 3
SHORT_WORD = 3
"""Letters."""

_UNSHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(nowiki|pre|syntaxhighlight)\b[^<>]{0,200}(?<!/)>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"\[\[[ _]*([^\[\]{}|<>:#\n]{2,40}?)[ _]*:((?:[^\[\]{}|<>#\n]|(?<=&)#){1,255})(?:\|[^\[\]\n]{0,255})?\]\]"
)


@dataclass(frozen=True)
class Site:
    """What a dump says of its wiki: names of the category namespace (lower case), and what its addresses begin with."""

    category_names: frozenset[str] = USUAL_NAMES
    base: str = ""


def read_site(siteinfo: etree._Element) -> Site:
    """The wiki by a dump's `<siteinfo>`."""
    named = siteinfo.iterfind(f".//{{*}}namespace[@key='{CATEGORIES}']")
    names = {" ".join((element.text or "").replace("_", " ").split()).lower() for element in named}
    base, slash, _ = (siteinfo.findtext("{*}base") or "").strip().rpartition("/")
    return Site(USUAL_NAMES | (names - {""}), base + slash if base.startswith(("http://", "https://")) else "")


def clean_title(title: str) -> str:
    """A title as MediaWiki compares it: spaces for underscores, the first letter a capital."""
    title = " ".join(unicodedata.normalize("NFC", html.unescape(title)).replace("_", " ").split())
    return title[:1].upper() + title[1:]


def parents(text: str, site: Site) -> tuple[str, ...]:
    """The categories that a page's wikitext puts it in, each once, in order."""
    if "<" in text:
        text = _UNSHOWN.sub("", text)
    found = (clean_title(title) for name, title in _LINK.findall(text) if name.lower() in site.category_names)
    return tuple(dict.fromkeys(title for title in found if title))


def latest_text(page: etree._Element) -> str:
    """The wikitext of a page's last revision."""
    return page.findtext("{*}revision[last()]/{*}text") or ""


def read_category_edges(
    stream: BufferedReader, path: str, source: CorpusSource
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(category, its parents) of every category page of a dump.

    Raises DocumentError where the file cannot go on.
    """
    site = Site()
    for element in elements(stream, ("siteinfo", "page"), source.max_record_bytes):
        if local_name(element) == "siteinfo":
            site = read_site(element)
        elif element.findtext("{*}ns", "").strip() == CATEGORIES:
            _, _, title = (element.findtext("{*}title") or "").partition(":")
            yield clean_title(title), parents(latest_text(element), site)


def category_levels(edges: Iterable[tuple[str, tuple[str, ...]]], root: str, depth: int) -> dict[str, int]:
    """The category `root` and those up to `depth` levels below it, with their level, breadth first.

    Raises InputError, naming near titles, where the graph does not have the root.
    """
    children: dict[str, list[str]] = defaultdict(list)
    titles: set[str] = set()
    for title, above in edges:
        titles.update((title, *above))
        for parent in above:
            children[parent].append(title)
    root = clean_title(root)
    if root not in titles:
        raise InputError(f"there is no category '{root}'{_near(root, titles)}")
    levels, border = {root: 0}, [root]
    for level in range(1, depth + 1):
        border = [child for title in border for child in children[title] if levels.setdefault(child, level) == level]
        border = list(dict.fromkeys(border))
    return levels


def selected(source: CorpusSource) -> frozenset[str] | None:
    """The categories that `corpus.categories` selected for a source; None where all articles count."""
    if not source.category:
        return None
    if not source.selection:
        raise RunError(f"corpus {source.name}: its categories are not selected yet")
    return frozenset(Folder(source.selection).read_json(selection_file(source.name))["levels"])


def selection_file(corpus: str) -> str:
    """Where the selection of a corpus lies below ingest's folder."""
    return f"evidence/categories-{corpus}.json"


def _near(root: str, titles: Iterable[str]) -> str:
    """The most similar titles, of those that begin alike or share a long word: there may be half a million."""
    wanted = _fold(root)
    words = {word for word in wanted.split() if len(word) > SHORT_WORD}
    folded = {_fold(title): title for title in sorted(titles)}
    alike = [title for title in folded if title[:2] == wanted[:2] or not words.isdisjoint(title.split())]
    near = difflib.get_close_matches(wanted, alike, n=MOST_NEAR, cutoff=0.6)
    return f"; near it are {', '.join(repr(folded[title]) for title in near)}" if near else ""


def _fold(title: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", title.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
