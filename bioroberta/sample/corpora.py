"""The nine corpora of a part."""

from collections.abc import Callable

from bioroberta.sample.cases import barr2, clinical_cases
from bioroberta.sample.pages import crawl, wikipedia
from bioroberta.sample.parallel import emea, medline
from bioroberta.sample.part import Part, Shelf
from bioroberta.sample.publications import patents, pubmed, scielo
from bioroberta.sample.truth import RANK, Row

_CORPORA: tuple[Callable[[Part], Shelf], ...] = (
    crawl,
    clinical_cases,
    scielo,
    barr2,
    wikipedia,
    patents,
    emea,
    medline,
    pubmed,
)


def corpora(part: Part) -> tuple[dict[str, bytes], list[Row]]:
    """The files of a part, as path below the sample -> bytes, and the truth about them."""
    shelves = [make(part) for make in _CORPORA]
    assert tuple(shelf.corpus for shelf in shelves) == RANK
    files = {f"corpora/{shelf.corpus}/{path}": data for shelf in shelves for path, data in shelf.files.items()}
    return files, [row for shelf in shelves for row in shelf.rows]
