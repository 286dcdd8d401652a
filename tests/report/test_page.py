"""The page: one well-formed file that needs no other and runs nothing, and has the numbers of the facts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from bioroberta.recipe import Recipe
from bioroberta.report.facts import Facts, Language, Line, Lines, RuleSamples, Sample
from bioroberta.report.page import SECTIONS, page
from bioroberta.report.report import gather
from bioroberta.report.rules import MEANINGS
from bioroberta.report_config import ReportConfig
from tests.report.conftest import Run

BAD = "<script>alert(1)</script>\"'&]]>\x00\x1b[2J\u202e\u2066\u200b\ufeff<img src=x onerror=alert(1)>"
LIMIT = 5 * 10**6
"""Bytes that a page may have."""


@pytest.fixture
def facts(recipe: Recipe, run: Run) -> Facts:
    return gather(run(recipe, "dedup"))


def parsed(html: str) -> etree._Element:
    return etree.fromstring(html.removeprefix("<!DOCTYPE html>\n").encode())


def sample(text: str, **values: Any) -> Sample:
    known = {"id": "web/1#0", "value": 0.5, "threshold": 0.1, "keeper": None, "language": None}
    return Sample(**{**known, "characters": len(text), "text": text, **values})


def test_it_needs_no_other_file_and_runs_nothing(facts: Facts) -> None:
    html = page(facts)
    root = parsed(html)
    assert not root.xpath("//script | //link | //img | //iframe | //object | //*[@src]")
    assert all(link.startswith("#") for link in root.xpath("//@href"))
    assert not re.search(r"url\(|@import|https?:", html)
    assert root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")


def test_every_section_can_be_reached_and_every_table_is_labelled(facts: Facts) -> None:
    root = parsed(page(facts))
    anchors = root.xpath("//nav//a/@href")
    assert len(anchors) == len([section for section in SECTIONS if section(facts)])
    assert all(len(root.xpath(f"//section[@id='{anchor[1:]}']")) == 1 for anchor in anchors)
    for table in root.iter("table"):
        assert "".join(table.find("caption").itertext()).strip()
        assert all(cell.get("scope") == "col" for cell in table.iterfind("thead/tr/th"))
        width = len(table.findall("thead/tr/th"))
        for row in table.iterfind("tbody/tr"):
            assert row[0].get("scope") == "row"
            assert len(row) == width


def test_sizes_stand_on_the_page_as_in_the_facts(facts: Facts) -> None:
    [words, documents, sentences, lengths] = parsed(page(facts)).xpath("//section[@id='corpora']//table")
    for measure, table in zip(
        ("tokens", "documents", "sentences", "bytes"), (words, documents, sentences, lengths), strict=True
    ):
        for corpus, row in zip(facts.corpora, table.iterfind("tbody/tr"), strict=False):
            shown = ["".join(cell.itertext()) for cell in row][:4]
            sizes = [getattr(corpus.sizes[stage], measure) for stage in ("ingest", "clean", "dedup")]
            assert shown == [corpus.name, *(f"{value:,}" for value in sizes)]


def test_bytes_with_and_without_white_space_are_not_compared(facts: Facts) -> None:
    tables = parsed(page(facts)).xpath("//section[@id='corpora']//table")
    heads = [["".join(head.itertext()) for head in table.iterfind("thead/tr/th")] for table in tables]
    assert [any(head == "Removed" for head in each) for each in heads] == [True, True, True, False]


def test_hostile_text_is_shown_and_does_nothing(facts: Facts) -> None:
    hostile = replace(
        facts,
        recipe=BAD,
        corpora=tuple(replace(corpus, license=BAD) for corpus in facts.corpora),
        lines=Lines("dedup", 9, 1, (Line(3, {BAD: 3}, BAD),)),
        samples=(RuleSamples("clean", BAD, "sentence", 1, 1, (sample(BAD, id=BAD, keeper=BAD, language=BAD),)),),
    )
    html = page(hostile)
    root = parsed(html)  # well-formed: nothing broke out, no control character is in it
    assert not root.xpath("//script | //img | //@onerror")
    assert not set("\x00\x1b\u202e\u2066\u200b\ufeff") & set(html)
    assert html.count("&lt;script&gt;") >= 8
    assert "U+202E" in html


def test_the_largest_page_stays_below_the_limit(facts: Facts) -> None:
    """As many samples as may be asked for, a rule, of text that grows most when it is shown."""
    most = next(item.le for item in ReportConfig.model_fields["samples"].metadata if hasattr(item, "le"))
    worst = sample("\u200b<" * 150, id="web/" + "carpeta/" * 15 + "1.html#0", keeper="web/" + "carpeta/" * 15)
    rules = [(stage, rule) for stage, known in MEANINGS.items() for rule in known]
    samples = tuple(RuleSamples(stage, rule, "sentence", 1000, 1000, (worst,) * most) for stage, rule in rules)
    assert len(page(replace(facts, samples=samples)).encode()) < LIMIT


def test_many_languages_share_a_column(facts: Facts) -> None:
    found = [Language("cases", "es", "es", True, 9, 90)]
    found += [Language("cases", "es", f"x{number}", False, 1, 20 - number) for number in range(15)]
    root = parsed(page(replace(facts, languages=tuple(found))))
    table = root.xpath("//section[@id='languages']//table")[1]
    heads = ["".join(cell.itertext()) for cell in table.iterfind("thead/tr/th")]
    assert heads == ["Corpus", "Declared", "es, kept", *(f"x{number}" for number in range(10)), "others", "Not kept"]
    cases = ["".join(cell.itertext()) for cell in table.findall("tbody/tr")[1]]
    assert cases[-2:] == [str(sum(20 - number for number in range(10, 15))), "68.4%"]


def test_what_is_not_finished_is_said_in_its_place(recipe: Recipe, run: Run) -> None:
    root = parsed(page(gather(run(recipe, "ingest"))))
    assert "Not finished: clean, dedup" in "".join(root.find(".//p[@class='notice']").itertext())
    for anchor in ("languages", "lines"):
        assert "Not known before clean" in "".join(root.xpath(f"//section[@id='{anchor}']")[0].itertext())


def test_one_corpus_is_no_corpora(facts: Facts) -> None:
    alone = replace(facts, corpora=facts.corpora[:1])
    assert '<p class="lead">1 corpus: ' in page(alone)
