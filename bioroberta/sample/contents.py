"""What stands at an index of a corpus: the document that (seed, part, corpus, index) makes.

In a numbered part all documents have invented words, and each fourth one ends (or begins) with a sentence that many
documents of its source share.
"""

from dataclasses import replace

from bioroberta.sample import encyclopedia, web
from bioroberta.sample.documents import (
    Document,
    Parallel,
    Patent,
    Section,
    article,
    clinical_case,
    foreign,
    health_lines,
    leaflet,
    leaflet_lines,
    oncology_case,
    patent,
    web_page,
)
from bioroberta.sample.formats import ArticleMeta
from bioroberta.sample.grammar import Writer, load_rules
from bioroberta.sample.part import Part

COUNTS = {
    "crawl": 78,
    "clinical_cases": 64,
    "scielo": 17,
    "barr2": 58,
    "wikipedia": 64,
    "patents": 36,
    "emea": 20,
    "medline": 25,
    "pubmed": 50,
}
"""Ordinary documents a corpus and part: 70 to 120 kB of text each, more in the crawl. What is planted comes on top."""


def repeated_sentence(part: Part, corpus: str, index: int) -> str | None:
    """The sentence of its source that a document shares with others; "español ||| English" in parallel corpora."""
    sentences = load_rules("repeated").get(corpus)
    ordinary = index < COUNTS[corpus]
    if part.number is None or index % 4 != 1 or not ordinary or sentences is None:
        return None
    return sentences[index % len(sentences)]


def copied(corpus: str) -> range:
    """Indexes of documents that other documents repeat: none ends with a shared sentence."""
    return range(2, COUNTS[corpus], 4)


def case(part: Part, corpus: str, index: int) -> Document:
    """A case of a clinical corpus; every fourth is oncological."""
    genre = oncology_case if index % 4 == 3 else clinical_case
    return part.fresh(genre(part.rng(corpus, index)), corpus, index)


def laid_out(document: Document, index: int) -> str:
    """A case as `clinical_cases` has it: with headings or, every second, paragraphs alone."""
    return (document.text() if index % 2 else "\n".join(document.paragraphs())) + "\n"


def case_text(part: Part, index: int) -> str:
    """The text at an index of `clinical_cases`."""
    text = laid_out(case(part, "clinical_cases", index), index)
    sentence = repeated_sentence(part, "clinical_cases", index)
    return f"{text}{sentence}\n" if sentence else text


def article_meta(part: Part, corpus: str, index: int) -> ArticleMeta:
    """Authors, references and what else stands around an article."""
    rng = part.rng(corpus, index, "meta")
    diseases = {"enfermedad": "diagnóstico", "complicacion": "complicaciones", "factor": "tabaquismo"}
    rules = load_rules("lists", "article")
    writer = Writer(rng, rules, diseases | {"sexo": "m", "quimico": rules["quimico_analitico"]})
    author = "{apellido} {inicial}"
    cited = f"{author}, {author}. Estudio de {{proteina}}. {{revista}}. {{1985-2016}};{{2-80}}:{{1-90}}-{{91-180}}."
    return ArticleMeta(
        identifier=f"S{rng.randint(1000, 9999)}-{index:05d}",
        journal=writer.rule("revista"),
        year=rng.randint(2005, 2017),
        authors=tuple(writer.write(author) for _ in range(rng.randint(2, 4))),
        keywords=tuple(writer.rule("palabra_clave") for _ in range(3)),
        references=tuple(writer.write(cited) for _ in range(6)),
        table=tuple(writer.sentences("tabla", 4)),
        english_abstract=" ".join(foreign(rng, "en", 3)),
    )


def article_document(part: Part, corpus: str, index: int) -> Document:
    """The article of `scielo`, `pubmed` or `pmc` (whole articles of pubmed)."""
    document = part.fresh(article(part.rng(corpus, index)), corpus, index)
    sentence = repeated_sentence(part, corpus, index) if corpus == "scielo" else None
    if sentence is None:
        return document
    return replace(document, sections=(*document.sections, Section("Conflicto de intereses", (sentence,))))


def wiki_page(part: Part, index: int) -> encyclopedia.Page:
    """Diseases, medicines, organs, organisms, towns: by index, so that no title comes twice."""
    rng = part.rng("wikipedia", index)
    kinds = (
        (28, encyclopedia.disease_page),
        (14, encyclopedia.medicine_page),
        (7, encyclopedia.organ_page),
        (9, encyclopedia.organism_page),
        (6, encyclopedia.town_page),
    )
    place = index % sum(count for count, _ in kinds)
    for count, make in kinds:
        if place < count:
            return part.fresh(make(rng, place), "wikipedia", index)
        place -= count
    raise AssertionError(f"page {index} of no kind")


def patent_text(part: Part, index: int) -> Patent:
    """A patent; some are of other fields than medicine."""
    return part.fresh(patent(part.rng("patents", index)), "patents", index)


def emea_leaflet(part: Part, index: object) -> Parallel:
    """A leaflet of `emea`."""
    found = part.fresh(Parallel(tuple(leaflet_lines(part.rng("emea", index)))), "emea", index)
    return _with_shared_line(found, part, "emea", index)


def health_article(part: Part, index: int) -> Parallel:
    """An article of `medline`."""
    found = part.fresh(Parallel(tuple(health_lines(part.rng("medline", index))[1])), "medline", index)
    return _with_shared_line(found, part, "medline", index)


def _with_shared_line(document: Parallel, part: Part, corpus: str, index: object) -> Parallel:
    sentence = repeated_sentence(part, corpus, index) if isinstance(index, int) else None
    if sentence is None:
        return document
    spanish, _, english = sentence.partition(" ||| ")
    return Parallel((*document.lines, (spanish, english)))


def web_document(part: Part, index: int) -> Document:
    """Health pages, and a leaflet as every seventh. The site is that of `site_of`."""
    make = leaflet if index % 7 == 2 else web_page
    document = part.fresh(make(part.rng("crawl", index)), "crawl", index)
    sentence = repeated_sentence(part, "crawl", index)
    return replace(document, sections=(*document.sections, Section("", (sentence,)))) if sentence else document


def site_of(index: int) -> web.Site:
    """The site on which a page of the crawl stands."""
    return web.SITES[index % len(web.SITES)]
