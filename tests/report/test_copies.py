"""The section on copies: every removed document is in one cell of each table, and the totals are theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from lxml import etree

from bioroberta.report.copies import LARGEST, copies
from bioroberta.report.elements import HEAT
from bioroberta.report.facts import Copies, Corpus, Facts, Overlap, Size

BAD = "<script>alert(1)</script>\x00\u202e"
OVERLAP = (
    Overlap("containment", "meddocan", "codiesp", 12, 3456),
    Overlap("exact", "meddocan", "codiesp", 3, 44),
    Overlap("exact", "web", "web", 1000, 250),
    Overlap("evaluation", "web", "evaluation texts", 7, 500),
    Overlap("near", "web", "meddocan", 1, 9),
)
"""Written in another order than that of corpora and rules."""
SIZES = {"codiesp": Size(500, 9, 90_000, 9), "meddocan": Size(1000, 9, 7000, 9), "web": Size(2000, 9, 1000, 9)}


def facts(found: Copies | None) -> Facts:
    corpora = tuple(
        Corpus(name, "CC0-1.0", "es", "text", True, 1, 1, "0", {"clean": size}) for name, size in SIZES.items()
    )
    total = {"clean": Size(3500, 27, 98_000, 27)}
    return Facts("small", (), (), corpora, total, (), (), None, found, (), {})


def section(overlap: Sequence[Overlap] = OVERLAP, clusters: dict[int, int] | None = None) -> etree._Element:
    made = copies(facts(Copies(tuple(overlap), clusters or {}, 4)))
    assert made is not None
    return etree.fromstring(f"<section>{made.body}</section>")


def grid(table: etree._Element) -> dict[tuple[str, str], str]:
    """Cells by the names of their row and column."""
    heads = ["".join(head.itertext()) for head in table.iterfind("thead/tr/th")]
    return {
        ("".join(row[0].itertext()), head): "".join(cell.itertext())
        for row in table.iterfind("tbody/tr")
        for head, cell in zip(heads[1:], row[1:], strict=True)
    }


def test_it_is_left_out_where_the_manifest_does_not_tell() -> None:
    assert copies(facts(None)) is None


def test_nothing_removed_is_said() -> None:
    assert "No document was removed" in "".join(section([]).itertext())


def test_a_cell_has_documents_and_their_share_of_the_words_of_its_row() -> None:
    cells = grid(section().findall(".//table")[0])
    assert cells["meddocan", "codiesp"] == "15 50.0%"
    assert cells["web", "web"] == "1,000 25.0%"
    assert cells["web", "evaluation texts"] == "7 50.0%"
    assert cells["codiesp", "web"] == "0"
    assert cells["All", "codiesp"] == "15 3.6%"
    assert cells["web", "All"] == "1,008 75.9%"
    assert cells["All", "All"] == "1,023 4.3%"


def test_rows_and_columns_stand_in_the_order_of_the_recipe_and_of_the_rules() -> None:
    where, why = section().findall(".//table")
    names = ["".join(head.itertext()) for head in where.iterfind("thead/tr/th")]
    assert names == ["Corpus", "codiesp", "meddocan", "web", "evaluation texts", "All"]
    assert ["".join(row[0].itertext()) for row in where.iterfind("tbody/tr")] == [*SIZES, "All"]
    rules = ["".join(head.itertext()) for head in why.iterfind("thead/tr/th")]
    assert rules == ["Corpus", "exact", "containment", "near", "evaluation", "All"]


@pytest.mark.parametrize(("index", "named"), [(0, lambda item: item.keeper), (1, lambda item: item.rule)])
def test_tables_have_every_removed_document_once(index: int, named: Callable[[Overlap], str]) -> None:
    cells = {
        key: int(said.split()[0].replace(",", "")) for key, said in grid(section().findall(".//table")[index]).items()
    }
    for (corpus, name), documents in cells.items():
        chosen = [item for item in OVERLAP if corpus in ("All", item.corpus) and name in ("All", named(item))]
        assert documents == sum(item.documents for item in chosen)


def test_a_rule_of_a_later_version_is_shown_too() -> None:
    cells = grid(section([*OVERLAP, Overlap("another", "web", "web", 5, 5)]).findall(".//table")[1])
    assert cells["web", "another"] == "5 0.5%"


def test_colour_grows_with_the_share_and_totals_have_none() -> None:
    where = section().findall(".//table")[0]
    heat = {
        (row[0].text, float(cell.get("style").removeprefix("--strength:").removesuffix("%"))): cell.get("title")
        for row in where.iterfind("tbody/tr")
        for cell in row.iterfind("td/span[@class='heat gone']")
    }
    assert {strength for corpus, strength in heat if corpus == "All"} == {0}
    assert heat["web", HEAT["gone"] / 2] == "1,000 of 2,000 documents (50.0%), 250 of 1,000 words (25.0%)"


def test_sizes_that_are_not_known_make_no_shares() -> None:
    unknown = facts(Copies(OVERLAP, {}, 1))
    unknown = replace(unknown, total={}, corpora=tuple(replace(corpus, sizes={}) for corpus in unknown.corpora))
    made = copies(unknown)
    assert made is not None
    cells = grid(etree.fromstring(f"<section>{made.body}</section>").findall(".//table")[0])
    assert cells["meddocan", "codiesp"] == "15 –"


def test_clusters_are_plotted_and_the_largest_are_listed() -> None:
    clusters = {size: 100 - size for size in range(2, 40)}
    root = section(clusters=clusters)
    listed = [["".join(cell.itertext()) for cell in row] for row in root.findall(".//table")[2].iterfind("tbody/tr")]
    assert listed[0] == ["39", "61", f"{38 * 61:,}"]
    assert len(listed) == LARGEST
    assert len(root.findall(".//circle")) == len(clusters)
    kept, removed = sum(clusters.values()), sum((size - 1) * count for size, count in clusters.items())
    assert f"{kept:,} kept documents stand for {removed:,} removed ones" in "".join(root.itertext())


def test_hostile_names_are_shown_and_do_nothing() -> None:
    root = section([Overlap(BAD, "web", BAD, 1, 1)])
    assert not root.xpath("//script")
    assert "<script>alert(1)</script>U+0000 U+202E" in "".join(root.itertext())
