"""The corpora of publications: `scielo`, `pubmed` and `patents`."""

from dataclasses import replace

from bioroberta.sample import formats, planted
from bioroberta.sample.contents import (
    COUNTS,
    article_document,
    article_meta,
    copied,
    patent_text,
    repeated_sentence,
)
from bioroberta.sample.documents import Document, Section
from bioroberta.sample.part import Part, Shelf, copies, prose
from bioroberta.sample.truth import Place, Row, repetition

PMC_ARTICLES = 3
COPIED_ARTICLES = 2
"""Copies that a numbered part plants in `scielo`."""
COPIED_CITATIONS = 3
"""Copies in `pubmed`, beside those of `scielo`: whole articles, and abstracts alone."""
COPIED_PATENTS = 6
"""Copies in `patents`; a third of them is of other fields."""

MEDICAL = ("A61B", "A61C", "A61F", "A61H", "A61K", "A61L", "A61M", "A61P")
"""Codes of the published corpus's patents (model card of bsc-bio-es)."""


def article_place(part: Part, index: int) -> Place:
    """Where the article at an index of `scielo` lies."""
    return Place("scielo", part.path(f"art-{index + 1:04d}.xml"))


def jats(part: Part, corpus: str, index: int, header: bool = True) -> str:
    """The article at an index as JATS."""
    return formats.jats(article_document(part, corpus, index), article_meta(part, corpus, index), header)


def scielo(part: Part) -> Shelf:
    """A JATS file an article."""
    shelf = Shelf(part, "scielo")
    for index in range(COUNTS["scielo"]):
        place = shelf.add(f"art-{index + 1:04d}.xml", jats(part, "scielo", index))
        if sentence := repeated_sentence(part, "scielo", index):
            shelf.plant_pieces("repeated_sentence", place, [sentence], "removed")
    same = prose(article_document(part, "scielo", 3))
    copy_place = shelf.add("art-0901.xml", jats(part, "scielo", 3))
    shelf.plant(repetition("exact_duplicate", (article_place(part, 3), same), (copy_place, same)))
    texts = [planted.foreign_document(part.rng(name), "pt") for name in "ABC"]
    sections = tuple(Section(name, (text,)) for name, text in zip("ABC", texts, strict=True))
    portuguese = formats.jats(Document("Estudo de coorte", "", sections), article_meta(part, "scielo", 902))
    place = shelf.add("art-0902.xml", portuguese.replace('"es"', '"pt"', 1))
    shelf.plant(Row("foreign_document", place, "rejected"))
    shelf.add("art-0903.xml", planted.truncated(jats(part, "scielo", 903).encode()))
    shelf.plant(Row("truncated_file", shelf.place("art-0903.xml", None), "failed"))
    _plant_mojibake(shelf)
    for copy in copies(part, "scielo", COPIED_ARTICLES, copied("scielo")):
        document = article_document(copy.source, "scielo", copy.index)
        changed = copy.change(document)
        data = formats.jats(changed, article_meta(copy.source, "scielo", copy.index))
        one = article_place(copy.source, copy.index), prose(document)
        shelf.plant(repetition(copy.kind, one, (shelf.add(f"art-{911 + copy.number:04d}.xml", data), prose(changed))))
    return shelf


def _plant_mojibake(shelf: Shelf) -> None:
    document = article_document(shelf.part, "scielo", 904)
    place = shelf.add("art-0904.xml", planted.mojibake(jats(shelf.part, "scielo", 904)))
    text, becomes = planted.mojibake_line("\n".join(document.sections[1].paragraphs))
    shelf.plant(Row("mojibake", place, "repaired", text=text, becomes=becomes))


def citation_place(part: Part, index: int) -> Place:
    """Where the citation at an index of `pubmed` stands."""
    file, record = divmod(index, COUNTS["pubmed"] // 2)
    return Place("pubmed", part.path(f"pubmed-{file + 1:04d}.xml"), record)


def citation(part: Part, index: int, document: Document | None = None) -> str:
    """The PubMed record at an index, or one with its number and the text of `document`."""
    number = 19_000_000 + index + 1000 * (part.number or 0)
    document, meta = document or article_document(part, "pubmed", index), article_meta(part, "pubmed", index)
    return formats.pubmed_record(number, document, meta, spanish_first=not index % 3)


def abstract(document: Document) -> Document:
    """An article's title and abstract."""
    return replace(document, sections=document.sections[:1])


def pubmed(part: Part) -> Shelf:
    """Citations with Spanish abstracts in two files, a third cut short, and a set of whole articles."""
    shelf = Shelf(part, "pubmed")
    records = [citation(part, index) for index in range(COUNTS["pubmed"])]
    half = len(records) // 2
    shelf.add("pubmed-0001.xml", formats.pubmed(records[:half]))
    shelf.add("pubmed-0002.xml", formats.pubmed([*records[half:], records[0]]))
    _plant_same_citation(shelf, 0, shelf.place("pubmed-0002.xml", len(records) - half))
    shortened = planted.truncated(formats.pubmed(records[:3]).encode())
    shelf.add("pubmed-0003.xml", shortened)
    for index in range(shortened.count(b"</PubmedArticle>")):
        _plant_same_citation(shelf, index, shelf.place("pubmed-0003.xml", index))
    shelf.plant(Row("truncated_file", shelf.place("pubmed-0003.xml", None), "failed"))
    whole = [jats(part, "pmc", index, header=False) for index in range(PMC_ARTICLES)]
    whole.append(jats(part, "scielo", 2, header=False))
    shelf.add("pmc-0001.xml", formats.pmc(whole))
    same = prose(article_document(part, "scielo", 2))
    place = shelf.place("pmc-0001.xml", PMC_ARTICLES)
    shelf.plant(repetition("exact_duplicate", (article_place(part, 2), same), (place, same)))
    if part.number is not None:
        _plant_citation_copies(shelf)
    return shelf


def _plant_same_citation(shelf: Shelf, index: int, place: Place) -> None:
    same = prose(abstract(article_document(shelf.part, "pubmed", index)))
    shelf.plant(repetition("exact_duplicate", (citation_place(shelf.part, index), same), (place, same)))


def _plant_citation_copies(shelf: Shelf) -> None:
    """`pubmed-0004.xml`: citations again, and citations of articles that stand whole in `scielo`."""
    records: list[str] = []
    for copy in copies(shelf.part, "pubmed", COPIED_CITATIONS, copied("pubmed")):
        document = abstract(article_document(copy.source, "pubmed", copy.index))
        changed = copy.change(document)
        one = citation_place(copy.source, copy.index), prose(document)
        place = shelf.place("pubmed-0004.xml", len(records))
        shelf.plant(repetition(copy.kind, one, (place, prose(changed))))
        records.append(citation(copy.source, copy.index, changed))
    for copy in copies(shelf.part, "abstracts of scielo", 3, copied("scielo")):
        document = article_document(copy.source, "scielo", copy.index)
        one = article_place(copy.source, copy.index), prose(document)
        place = shelf.place("pubmed-0004.xml", len(records))
        shelf.plant(repetition("near_duplicate", one, (place, prose(abstract(document)))))
        records.append(citation(shelf.part, 900 + copy.number, document))
    shelf.add("pubmed-0004.xml", formats.pubmed(records))


def patents(part: Part) -> Shelf:
    """JSON lines in two files: rows in Spanish, one in English, some outside medicine, one line broken."""
    shelf = Shelf(part, "patents")
    rows = [_patent_row(part, index) for index in range(COUNTS["patents"])]
    lines = [formats.json_line(row) for row in rows]
    half = len(lines) // 2
    second = [planted.broken_json(lines[3]), *lines[half:], _english_patent(part)]
    second.append(formats.json_line(rows[1] | {"publication_number": "EP-2300001-A1", "country_code": "EP"}))
    shelf.add("patentes-000.jsonl", "".join(lines[:half]))
    shelf.add("patentes-001.jsonl", "".join(second))
    for index in range(len(rows)):
        if not is_medical(part, index):
            shelf.plant(Row("other_field", patent_place(part, index), "rejected"))
    shelf.plant(Row("broken_record", shelf.place("patentes-001.jsonl", 0), "failed"))
    shelf.plant(Row("foreign_document", shelf.place("patentes-001.jsonl", len(second) - 2), "rejected"))
    _plant_same_patent(shelf, len(second) - 1)
    if part.number is not None:
        _plant_patent_copies(shelf)
    return shelf


def is_medical(part: Part, index: int) -> bool:
    """Whether a patent has one of the codes of the published corpus."""
    return any(code.startswith(MEDICAL) for code in patent_text(part, index).codes)


def patent_place(part: Part, index: int) -> Place:
    """Where the patent at an index stands; a broken line begins the second file."""
    half = COUNTS["patents"] // 2
    file, record = (0, index) if index < half else (1, index - half + 1)
    return Place("patents", part.path(f"patentes-{file:03d}.jsonl"), record)


def _patent_row(part: Part, index: int) -> dict[str, object]:
    number = f"ES-{2300000 + 37 * (index + 36 * (part.number or 0))}-{'B1' if index % 3 else 'A1'}"
    return formats.google_patent(number, patent_text(part, index))


def _english_patent(part: Part) -> str:
    english = _patent_row(part, 2) | {"publication_number": "WO-2011000001-A1", "country_code": "WO"}
    for key in ("title_localized", "abstract_localized", "description_localized", "claims_localized"):
        text = planted.foreign_document(part.rng("patents", key), "en")
        english[key] = [{"text": text, "language": "en", "truncated": False}]
    return formats.json_line(english)


def _plant_same_patent(shelf: Shelf, record: int) -> None:
    place = shelf.place("patentes-001.jsonl", record)
    if not is_medical(shelf.part, 1):
        shelf.plant(Row("other_field", place, "rejected"))
        return
    same = prose(patent_text(shelf.part, 1))
    shelf.plant(repetition("exact_duplicate", (patent_place(shelf.part, 1), same), (place, same)))


def _plant_patent_copies(shelf: Shelf) -> None:
    """`patentes-002.jsonl`: patents again. One outside medicine is no repetition but left out."""
    lines: list[str] = []
    for copy in copies(shelf.part, "patents", COPIED_PATENTS, copied("patents")):
        document = patent_text(copy.source, copy.index)
        changed = copy.change(document)
        place = shelf.place("patentes-002.jsonl", len(lines))
        one = patent_place(copy.source, copy.index), prose(document)
        medical = is_medical(copy.source, copy.index)
        gone = repetition(copy.kind, one, (place, prose(changed))) if medical else Row("other_field", place, "rejected")
        shelf.plant(gone)
        number = f"EP-{2300001 + 100 * (shelf.part.number or 0) + copy.number}-A1"
        lines.append(formats.json_line(formats.google_patent(number, changed)))
    shelf.add("patentes-002.jsonl", "".join(lines))
