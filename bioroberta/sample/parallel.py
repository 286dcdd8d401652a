"""The parallel corpora: `emea` (Moses files) and `medline` (TMX)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bioroberta.sample import formats, planted
from bioroberta.sample.contents import COUNTS, copied, emea_leaflet, health_article, repeated_sentence
from bioroberta.sample.documents import Parallel
from bioroberta.sample.part import Copy, Part, Shelf, copies, prose
from bioroberta.sample.truth import Place, Row, repetition

Lines = list[tuple[str, str]]

COPIED_LEAFLETS = 2
"""Copies that a numbered part plants in `emea`."""
COPIED_ARTICLES = 2
"""Copies that a numbered part plants in `medline`."""
LEAFLETS_IN_MEDLINE = 2

LINES_PER_DOCUMENT = 200
"""Where no empty lines divide a Moses file, as in the shipped sample: `CorpusSource.lines_per_document`."""
SENTENCE_WORDS = 8
"""Shorter lines of a repeated leaflet count as headings or formulae."""


@dataclass
class Leaflets:
    """A Moses file in the making: leaflets one after the other, in a numbered part with an empty line between them."""

    part: Part
    name: str
    blocks: list[Lines] = field(default_factory=list)

    def add(self, lines: Lines) -> int:
        """Adds a leaflet; its number."""
        self.blocks.append(lines)
        return len(self.blocks) - 1

    def place(self, block: int, line: int = 0) -> Place:
        """The record in which a leaflet's line stands."""
        before = sum(map(len, self.blocks[:block])) + line
        record = before // LINES_PER_DOCUMENT if self.part.number is None else block
        return Place("emea", self.part.path(f"{self.name}.es"), record)

    def side(self, number: int) -> str:
        """The Spanish (0) or the English (1) file."""
        divider = "" if self.part.number is None else "\n"
        return divider.join("".join(f"{line[number]}\n" for line in block) for block in self.blocks)


def emea(part: Part) -> Shelf:
    """Two parallel files, a sentence a line, the leaflets one after the other."""
    shelf = Shelf(part, "emea")
    leaflets = Leaflets(part, "EMEA.en-es")
    for index in range(COUNTS["emea"]):
        block = leaflets.add(list(emea_leaflet(part, index).lines))
        if sentence := repeated_sentence(part, "emea", index):
            spanish = sentence.partition(" ||| ")[0]
            shelf.plant_pieces("repeated_sentence", leaflets.place(block), [spanish], "removed")
    _plant_repeated_leaflet(shelf, leaflets)
    _plant_bad_lines(shelf, leaflets)
    _put(shelf, leaflets)
    if part.number is not None:
        again = Leaflets(part, "EMEA2.en-es")
        for copy in copies(part, "emea", COPIED_LEAFLETS, copied("emea")):
            document, changed = _both(copy)
            block = again.add(list(changed.lines))
            one, other = (leaflet_place(copy.source, copy.index), prose(document)), prose(changed)
            shelf.plant(repetition(copy.kind, one, (again.place(block), other)))
        _put(shelf, again)
    return shelf


def leaflet_place(part: Part, index: int) -> Place:
    """Where the leaflet at an index stands in a numbered part."""
    return Place("emea", part.path("EMEA.en-es.es"), index)


def _both(copy: Copy) -> tuple[Parallel, Parallel]:
    document = emea_leaflet(copy.source, copy.index)
    return document, copy.change(document)


def _put(shelf: Shelf, leaflets: Leaflets) -> None:
    for number, language in enumerate(("es", "en")):
        shelf.add(f"{leaflets.name}.{language}", leaflets.side(number))


def _plant_repeated_leaflet(shelf: Shelf, leaflets: Leaflets) -> None:
    """The second leaflet again: a document of its own only where documents are divided."""
    lines = leaflets.blocks[1]
    block = leaflets.add(lines)
    first, again = leaflets.place(1), leaflets.place(block)
    if leaflets.part.number is not None:
        same = prose(Parallel(tuple(lines)))
        shelf.plant(repetition("exact_duplicate", (first, same), (again, same)))
        return
    for number, (line, _) in enumerate(lines):
        if len(line.split()) >= SENTENCE_WORDS:
            of, place = leaflets.place(1, number).id, leaflets.place(block, number)
            assert of is not None
            shelf.plant(Row("repeated_sentence", place, "removed", (of,), text=line))


def _plant_bad_lines(shelf: Shelf, leaflets: Leaflets) -> None:
    """Lines left in English, mojibake, and rules of the layout."""
    part = shelf.part
    garbled = emea_leaflet(part, "mojibake").lines[:8]
    lines = planted.untranslated(part.rng("emea", "en"), 4)
    lines += [(planted.mojibake(spanish), english) for spanish, english in garbled]
    lines += [(line, line) for line in planted.LAYOUT]
    block = leaflets.add(lines)
    mended = ["", "", "", "", *(spanish for spanish, _ in garbled)]
    for number, (text, _) in enumerate(lines):
        place = leaflets.place(block, number)
        if number < 4:
            shelf.plant(Row("foreign_sentence", place, "rejected", text=text))
        elif number >= len(mended):
            shelf.plant(Row("layout", place, "rejected", text=text))
        elif not text.isascii():
            shelf.plant(Row("mojibake", place, "repaired", text=text, becomes=mended[number]))


def article_place(part: Part, index: int) -> Place:
    """Where the article at an index of `medline` lies."""
    return Place("medline", part.path(f"articulo-{index + 1:03d}.tmx"))


def medline(part: Part) -> Shelf:
    """A TMX file an article of the health library."""
    shelf = Shelf(part, "medline")
    for index in range(COUNTS["medline"]):
        place = shelf.add(f"articulo-{index + 1:03d}.tmx", formats.tmx(health_article(part, index).lines))
        if sentence := repeated_sentence(part, "medline", index):
            shelf.plant_pieces("repeated_sentence", place, [sentence.partition(" ||| ")[0]], "removed")
    document = health_article(part, 2)
    same, place = prose(document), shelf.add("articulo-901.tmx", formats.tmx(document.lines))
    shelf.plant(repetition("exact_duplicate", (article_place(part, 2), same), (place, same)))
    untranslated = planted.untranslated(part.rng("medline", "en"), 6)
    shelf.plant(Row("foreign_document", shelf.add("articulo-902.tmx", formats.tmx(untranslated)), "rejected"))
    shelf.add("articulo-903.tmx", planted.truncated(formats.tmx(health_article(part, 903).lines).encode()))
    shelf.plant(Row("truncated_file", shelf.place("articulo-903.tmx", None), "failed"))
    for number, (copy, document, one) in enumerate(_medline_copies(part), start=911):
        changed = copy.change(document)
        place = shelf.add(f"articulo-{number:03d}.tmx", formats.tmx(changed.lines))
        shelf.plant(repetition(copy.kind, (one, prose(document)), (place, prose(changed))))
    return shelf


def _medline_copies(part: Part) -> Iterator[tuple[Copy, Parallel, Place]]:
    """What a numbered part repeats in `medline`: each with the document and where it stands."""
    for copy in copies(part, "medline", COPIED_ARTICLES, copied("medline")):
        yield copy, health_article(copy.source, copy.index), article_place(copy.source, copy.index)
    for copy in copies(part, "leaflets in medline", LEAFLETS_IN_MEDLINE, copied("emea")):
        yield copy, emea_leaflet(copy.source, copy.index), leaflet_place(copy.source, copy.index)
