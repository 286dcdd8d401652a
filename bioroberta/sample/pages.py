"""The corpora of pages: `crawl` (WARC) and `wikipedia` (MediaWiki dumps)."""

from collections.abc import Sequence
from dataclasses import replace

from bioroberta.sample import encyclopedia, formats, planted, web
from bioroberta.sample.cases import case_place
from bioroberta.sample.contents import COUNTS, case_text, copied, repeated_sentence, site_of, web_document, wiki_page
from bioroberta.sample.documents import Document, Section
from bioroberta.sample.formats import Response
from bioroberta.sample.part import Part, Shelf, copies, prose
from bioroberta.sample.truth import Place, Row, repetition

COPIED_PAGES = 13
"""Copies that a numbered part plants in `crawl`."""
COPIED_WIKI_PAGES = 10
"""Copies in `wikipedia`."""


def page_place(part: Part, index: int) -> Place:
    """Where the page at an index of `crawl` stands."""
    file, number = divmod(index, COUNTS["crawl"] // 2)
    return Place("crawl", part.path(_warc_name(file)), record_of(number))


def record_of(number: int) -> int:
    """The position of an answer in its file: a record of information comes first, a request before each answer."""
    return 2 * number + 2


def _warc_name(file: int) -> str:
    return f"crawl-{file:05d}.warc.gz"


def _page(part: Part, index: int) -> Response:
    return web.page(site_of(index), web_document(part, index), index + 1000 * (part.number or 0))


class _Pages:
    """The answers of one WARC file in the making; the planted ones come with a row of the truth."""

    def __init__(self, shelf: Shelf, file: int, responses: Sequence[Response] = ()) -> None:
        self.shelf, self.file, self.responses = shelf, file, list(responses)

    def add(self, response: Response) -> Place:
        """Adds an answer; its place."""
        self.responses.append(response)
        return self.shelf.place(_warc_name(self.file), record_of(len(self.responses) - 1))

    def data(self) -> bytes:
        """The file."""
        return formats.warc(_warc_name(self.file), self.responses)


def crawl(part: Part) -> Shelf:
    """Three WARC files, the last cut short within a record; in a numbered part a fourth with repeated pages."""
    shelf = Shelf(part, "crawl")
    responses = [_page(part, index) for index in range(COUNTS["crawl"])]
    for index in range(COUNTS["crawl"]):
        if sentence := repeated_sentence(part, "crawl", index):
            shelf.plant_pieces("repeated_sentence", page_place(part, index), [sentence], "removed")
    half = len(responses) // 2
    shelf.add(_warc_name(0), formats.warc(_warc_name(0), responses[:half]))
    second = _Pages(shelf, 1, responses[half:])
    _plant_furniture(second)
    _plant_texts(second)
    shelf.add(_warc_name(1), second.data())
    cut = formats.warc(_warc_name(2), [_page(part, index) for index in range(940, 944)])
    shelf.add(_warc_name(2), planted.truncated(cut, 0.7))
    shelf.plant(Row("truncated_file", shelf.place(_warc_name(2), None), "failed"))
    if part.number is not None:
        _plant_page_copies(_Pages(shelf, 3))
    return shelf


def _plant_furniture(pages: _Pages) -> None:
    """What a crawler stores beside documents."""
    kinds = [
        (kind, make(site))
        for site in web.SITES
        for kind, make in (("robots", web.robots), ("not_found", web.not_found), ("moved", web.moved))
    ]
    first, second, _, fourth, _ = web.SITES
    kinds += [("picture", web.picture(first))]
    kinds += [("links_only", web.menu_only(second)), ("links_only", web.menu_only(fourth))]
    for kind, response in kinds:
        pages.shelf.plant(Row(kind, pages.add(response), "rejected"))


def _plain(title: str, text: str) -> Document:
    return Document(title, "", (Section("", tuple(text.rstrip("\n").split("\n"))),))


def _plant_texts(pages: _Pages) -> None:
    """Pages that repeat something, in another language, in another encoding, spoilt."""
    part, shelf = pages.shelf.part, pages.shelf
    first, second, third, fourth, fifth = web.SITES
    rng = part.rng("crawl", "planted")
    for number, (site, language) in enumerate(((first, "en"), (second, "ca"), (fifth, "pt")), start=901):
        document = _plain("Health" if language == "en" else "Salut", planted.foreign_document(rng, language))
        body = web.html_page(site, document, language)
        place = pages.add(Response(f"https://{site.host}/{language}/{number}", body.encode()))
        shelf.plant(Row("foreign_document", place, "rejected"))
    for number in range(3):
        document = web_document(part, 910 + number)
        place, text = pages.add(web.windows_1252_page(second, document, number)), _accented(document)
        shelf.plant(Row("legacy_encoding", place, "kept", text=text))
    text = case_text(part, 31)
    place = pages.add(web.page(fifth, _plain("Un caso", text), 920))
    shelf.plant(repetition("near_duplicate", (case_place(part, 31), text), (place, text)))
    leaked = planted.evaluation_text(part.seed, "ictusnet", part.turn(2))
    place = pages.add(web.page(first, _plain("Otro caso", leaked.text), 921))
    shelf.plant(Row("evaluation_in_page", place, "removed", (leaked.path,), containment=1.0))
    spoilt = "\n".join(web_document(part, 922).paragraphs())
    place = pages.add(web.page(third, _plain("Consejos", planted.mojibake(spoilt)), 922))
    text, becomes = planted.mojibake_line(spoilt)
    shelf.plant(Row("mojibake", place, "repaired", text=text, becomes=becomes))
    mixed = planted.with_foreign_paragraph(rng, "\n".join(web_document(part, 923).paragraphs()), "en")
    place = pages.add(web.page(fourth, _plain("Hilo abierto", mixed.text), 923))
    shelf.plant_pieces("foreign_paragraph", place, mixed.pieces)
    _plant_printed(pages)


def _accented(document: Document) -> str:
    return next(text for text in document.paragraphs() if not text.isascii())


def _plant_printed(pages: _Pages) -> None:
    """The same page under the address of its form for printers."""
    site, document = site_of(8), web_document(pages.shelf.part, 8)
    place = pages.add(Response(f"https://{site.host}/imprimir/0008", web.html_page(site, document).encode()))
    one = page_place(pages.shelf.part, 8), prose(document)
    pages.shelf.plant(repetition("exact_duplicate", one, (place, prose(document))))


def _plant_page_copies(pages: _Pages) -> None:
    part, shelf = pages.shelf.part, pages.shelf
    for copy in copies(part, "crawl", COPIED_PAGES, copied("crawl")):
        document, site = web_document(copy.source, copy.index), site_of(copy.index)
        changed = replace(copy.change(document), title=document.title)
        number = 1000 * (part.number or 0) + copy.index
        body = web.html_page(site, changed).encode()
        place = pages.add(Response(f"https://{site.host}/copia/{number:04d}", body))
        one = page_place(copy.source, copy.index), prose(document)
        shelf.plant(repetition(copy.kind, one, (place, prose(changed))))
    shelf.add(_warc_name(pages.file), pages.data())


def wikipedia(part: Part) -> Shelf:
    """A MediaWiki dump with its category pages, and the start of a second one; in a numbered part one of copies."""
    shelf = Shelf(part, "wikipedia")
    pages = [wiki_page(part, index) for index in range(COUNTS["wikipedia"])]
    catalan = planted.foreign_document(part.rng("wikipedia", "ca"), "ca")
    doubled = replace(pages[5], title=f"{pages[5].title} (copia)")
    foreign = encyclopedia.Page("Malaltia", encyclopedia.ARTICLE, f"{catalan}\n[[Categoría:Enfermedades]]")
    service = [*encyclopedia.category_pages(), *encyclopedia.service_pages()]
    name, second_name = (f"eswiki-muestra-{number}.xml" for number in (1, 2))
    shelf.add(name, formats.mediawiki([*pages, doubled, foreign, *service]))
    one = dump_place(part, 5), prose(pages[5])
    shelf.plant(repetition("near_duplicate", one, (dump_place(part, len(pages)), prose(doubled))))
    shelf.plant(Row("foreign_document", shelf.place(name, len(pages) + 1), "rejected"))
    for record in range(len(pages) + 2, len(pages) + 2 + len(service)):
        shelf.plant(Row("service_page", shelf.place(name, record), "rejected"))
    other = replace(part, seed=part.seed + 1)
    second = formats.mediawiki(wiki_page(other, index) for index in range(0, 64, 9))
    shelf.add(second_name, planted.truncated(second.encode()))
    shelf.plant(Row("truncated_file", shelf.place(second_name, None), "failed"))
    if part.number is not None:
        _plant_wiki_copies(shelf)
    return shelf


def dump_place(part: Part, index: int) -> Place:
    """Where the page at an index of `wikipedia` stands."""
    return Place("wikipedia", part.path("eswiki-muestra-1.xml"), index)


def _plant_wiki_copies(shelf: Shelf) -> None:
    pages: list[encyclopedia.Page] = []
    for copy in copies(shelf.part, "wikipedia", COPIED_WIKI_PAGES, copied("wikipedia")):
        page = wiki_page(copy.source, copy.index)
        changed = copy.change(page)
        place = shelf.place("eswiki-muestra-3.xml", len(pages))
        shelf.plant(repetition(copy.kind, (dump_place(copy.source, copy.index), prose(page)), (place, prose(changed))))
        pages.append(changed)
    shelf.add("eswiki-muestra-3.xml", formats.mediawiki(pages))
