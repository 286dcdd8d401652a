"""Articles in XML: JATS (SciELO, PMC), citations of PubMed and MEDLINE, and CNXML (OpenStax)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from lxml import etree

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.dates import earliest, iso_date, parse_date
from bioroberta.corpus.readers.escaped import unescaped
from bioroberta.corpus.readers.languages import matches
from bioroberta.corpus.readers.markup import XML_LANG, Layout, elements, line, local_name, paragraphs
from bioroberta.corpus.readers.medlineplus import TOPIC, health_topic
from bioroberta.corpus.records import Broken, RawDocument, Record, Skipped
from bioroberta.errors import DocumentError

JATS = Layout(
    blocks=frozenset("p title sec list list-item def-item def caption disp-quote abstract body subtitle label".split()),
    dropped=frozenset(
        "table disp-formula tex-math graphic inline-graphic media ref-list fn fn-group table-wrap-foot object-id "
        "counts alt-text long-desc email ext-link-uri".split()
    ),
)
"""Cells of tables are left out: without their rows and columns they are debris. Their captions stay."""

PUBMED = Layout(blocks=frozenset(), dropped=frozenset())

CNXML = Layout(
    blocks=frozenset(
        "para title section list item note example exercise problem solution figure caption equation definition "
        "meaning quote rule statement proof code newline".split()
    ),
    dropped=frozenset("metadata table media image iframe preformat".split()),
)

CITATION = "MedlineCitation"

REFERENCES = {"es": {"figure": "Figura", "table": "Tabla", "example": "Ejemplo", "equation": "Ecuación"}}
"""By language, what a page of the book shows for a link without text, but for the number, which only the book knows."""


def read_jats(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Articles of JATS: title, abstract and body in the source's language, be it the article's or a translation's."""
    yield from _read(stream, ("article",), source)


def read_pubmed(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Citations of PubMed and of the older MEDLINE files, full articles of PMC, and health topics of MedlinePlus."""
    yield from _read(stream, ("PubmedArticle", CITATION, "PubmedBookArticle", "article", TOPIC), source)


def read_cnxml(stream: BufferedReader, path: str, source: CorpusSource) -> Iterator[Record]:
    """Modules of a textbook, one a file."""
    yield from _read(stream, ("document",), source)


def _read(stream: BufferedReader, names: tuple[str, ...], source: CorpusSource) -> Iterator[Record]:
    record = 0
    for element in elements(stream, names, source.max_record_bytes):
        if element.find(f"{{*}}{CITATION}") is not None:
            continue  # the shell of a citation that has been read
        try:
            yield CONVERSIONS.get(local_name(element), _citation)(record, element, source)
        except DocumentError as error:
            yield Broken(record, "bad record", str(error))
        record += 1


def _article(record: int, article: etree._Element, source: CorpusSource) -> Record:
    language = article.get(XML_LANG)
    if matches(language, source.language):
        title, parts = _own_text(article, source)
    else:
        title, parts = _translated_text(article, source)
    if not parts:
        return Skipped(record, "empty" if matches(language, source.language) else "language")
    doi = _first(article, "./{*}front//{*}article-id[@pub-id-type='doi']")
    url = f"https://doi.org/{line(doi, JATS)}" if doi is not None else None
    date = earliest(_stated_date(node) for node in _all(article, "./{*}front/{*}article-meta/{*}pub-date"))
    return RawDocument(record, "\n\n".join([title, *parts] if title else parts), title or None, url, date=date)


def _own_text(article: etree._Element, source: CorpusSource) -> tuple[str, list[str]]:
    front = _first(article, "./{*}front/{*}article-meta", "./{*}front-stub", "./{*}front")
    title = _first(front, "./{*}title-group/{*}article-title")
    parts = [
        text
        for abstract in _all(front, "./{*}abstract")
        if matches(abstract.get(XML_LANG), source.language)
        for text in _paragraphs(abstract)
    ]
    body = _first(article, "./{*}body")
    return line(title, JATS), parts + (_paragraphs(body) if body is not None else [])


def _paragraphs(element: etree._Element) -> list[str]:
    """SciELO writes its oldest articles as one paragraph of escaped HTML (`specific-use="quirks-mode"`)."""
    return unescaped(paragraphs(element, JATS))


def _stated_date(element: etree._Element) -> str | None:
    """The date of a JATS `pub-date`, PubMed's `ArticleDate` or `PubDate`; a season or a range by its beginning."""
    parts = {local_name(part).lower(): line(part, PUBMED) for part in element}
    if "medlinedate" in parts:
        return parse_date(parts["medlinedate"])
    return iso_date(parts.get("year", ""), parts.get("month") or parts.get("season", ""), parts.get("day", ""))


def _translated_text(article: etree._Element, source: CorpusSource) -> tuple[str, list[str]]:
    """A sub-article in the language, else the translated title and abstract."""
    for translation in _all(article, "./{*}sub-article"):
        if translation.get(XML_LANG) and matches(translation.get(XML_LANG), source.language):
            return _own_text(translation, source)
    meta = _first(article, "./{*}front/{*}article-meta")
    abstracts = [node for node in _all(meta, "./{*}trans-abstract") if _states(node, source)]
    groups = [node for node in _all(meta, "./{*}title-group/{*}trans-title-group") if _states(node, source)]
    title = _first(groups[0], "./{*}trans-title") if groups else None
    return line(title, JATS), [text for abstract in abstracts for text in _paragraphs(abstract)]


def _states(element: etree._Element, source: CorpusSource) -> bool:
    return bool(element.get(XML_LANG)) and matches(element.get(XML_LANG), source.language)


def _citation(record: int, citation: etree._Element, source: CorpusSource) -> Record:
    """MEDLINE gives the abstract in English under Abstract, and in the article's language under OtherAbstract."""
    languages = [line(node, PUBMED) for node in _all(citation, ".//{*}Language")]
    others = [node for node in _all(citation, ".//{*}OtherAbstract") if matches(node.get("Language"), source.language)]
    if languages and not others and not any(matches(language, source.language) for language in languages):
        return Skipped(record, "language")
    title = _first(citation, ".//{*}VernacularTitle", ".//{*}ArticleTitle", ".//{*}BookTitle")
    abstract = others[0] if others else _first(citation, ".//{*}Article/{*}Abstract", ".//{*}Abstract")
    texts = [line(title, PUBMED), *(_section(node) for node in _all(abstract, "./{*}AbstractText"))]
    if not any(texts):
        return Skipped(record, "empty")
    number = line(_first(citation, ".//{*}PMID"), PUBMED)
    url = f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else None
    date = earliest(
        _stated_date(node) for name in ("PubDate", "ArticleDate") for node in _all(citation, f".//{{*}}{name}")
    )
    return RawDocument(record, "\n\n".join(text for text in texts if text), texts[0] or None, url, date=date)


def _section(abstract_text: etree._Element) -> str:
    label, text = abstract_text.get("Label"), line(abstract_text, PUBMED)
    return f"{label}: {text}" if label and text else text


def _module(record: int, module: etree._Element, source: CorpusSource) -> Record:
    _name_references(module, REFERENCES.get(source.language.partition("-")[0], {}))
    title = line(_first(module, "./{*}title"), CNXML)
    content = _first(module, "./{*}content")
    texts = paragraphs(content, CNXML) if content is not None else []
    if not texts:
        return Skipped(record, "empty")
    return RawDocument(record, "\n\n".join([title, *texts] if title else texts), title or None)


def _name_references(module: etree._Element, names: dict[str, str]) -> None:
    """Fill in empty links to elements of the module: `La <link target-id="f1"/> muestra` has no subject otherwise."""
    kinds = {element.get("id"): local_name(element) for element in module.iter() if element.get("id")}
    for link in module.iter("{*}link"):
        if not len(link) and not link.text:
            link.text = names.get(kinds.get(link.get("target-id"), ""))


CONVERSIONS = {"article": _article, "document": _module, TOPIC: health_topic}
"""By local name; all others are citations."""


def _first(element: etree._Element | None, *paths: str) -> etree._Element | None:
    """The first element that one of the paths, tried in turn, leads to."""
    found = (element.find(path) for path in paths) if element is not None else iter(())
    return next((node for node in found if node is not None), None)


def _all(element: etree._Element | None, path: str) -> list[etree._Element]:
    return element.findall(path) if element is not None else []
