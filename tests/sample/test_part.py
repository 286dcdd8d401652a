import re

import pytest

from bioroberta.sample.contents import (
    COUNTS,
    article_document,
    case,
    copied,
    emea_leaflet,
    patent_text,
    repeated_sentence,
    web_document,
    wiki_page,
)
from bioroberta.sample.part import Part, Prose, copies, pieces, prose, shortened
from bioroberta.sample.truth import containment

PART = Part(7, 3)
DOCUMENTS: tuple[Prose, ...] = (
    case(PART, "clinical_cases", 6),
    article_document(PART, "scielo", 6),
    web_document(PART, 2),  # a leaflet
    web_document(PART, 6),
    wiki_page(PART, 58),  # a town
    wiki_page(PART, 10),
    patent_text(PART, 2),
    emea_leaflet(PART, 2),
)


def test_the_shipped_part_has_no_folder_and_repeats_nothing() -> None:
    part = Part(0)
    assert part.path("a.txt") == "a.txt"
    assert list(copies(part, "crawl", 5, copied("crawl"))) == []
    assert repeated_sentence(part, "crawl", 1) is None
    assert case(part, "clinical_cases", 0) == case(Part(0), "clinical_cases", 0)


def test_documents_of_parts_differ() -> None:
    one, other = (prose(case(Part(7, number), "clinical_cases", 6)) for number in (0, 1))
    assert containment(one, other) < 0.1
    assert prose(case(Part(7, 0), "clinical_cases", 6)) == one


@pytest.mark.parametrize("document", DOCUMENTS)
def test_shortened_documents_lack_their_end(document: Prose) -> None:
    whole, cut = (re.findall(r"\w+", prose(each)) for each in (document, shortened(document)))
    assert 0.5 * len(whole) < len(cut) < len(whole)
    assert len(pieces(shortened(document))) >= len(pieces(document)) - 1


@pytest.mark.parametrize("document", DOCUMENTS)
def test_copies_are_equal_or_shorter_and_similar(document: Prose) -> None:
    for copy in copies(PART, "crawl", 7, copied("crawl")):
        changed = copy.change(document)
        assert (changed == document) == (copy.kind == "exact_duplicate")
        assert containment(prose(changed), prose(document)) > 0.65
        assert len(prose(changed).split()) <= len(prose(document).split()) - bool(copy.share)


def test_copies_are_of_this_part_and_of_parts_before() -> None:
    found = [copy for number in range(12) for copy in copies(Part(7, number), "crawl", 12, copied("crawl"))]
    assert all(copy.source.number is not None and copy.part.number is not None for copy in found)
    numbers = [(copy.source.number or 0, copy.part.number or 0) for copy in found]
    assert all(source <= part for source, part in numbers)
    assert sum(source < part for source, part in numbers) > 0.3 * len(numbers)


def test_copied_documents_share_no_sentence_with_others() -> None:
    shared = [index for corpus in COUNTS for index in copied(corpus) if repeated_sentence(PART, corpus, index)]
    assert shared == []
