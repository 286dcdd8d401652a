"""The category graph of a dump."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioroberta.corpus.config import CorpusSource
from bioroberta.corpus.readers.wiki_categories import Site, category_levels, clean_title, parents, read_category_edges
from bioroberta.errors import DocumentError, InputError
from tests.corpus.readers.test_mediawiki import dump, page

SOURCE = CorpusSource(name="wiki", format="mediawiki", path="unused")


def edges(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    return list(read_category_edges(io.BufferedReader(io.BytesIO(data)), "a.xml", SOURCE))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Categoría:Asma]] [[category:gripe|clave]] [[ CATEGORÍA : Fiebre_alta ]]", ("Asma", "Gripe", "Fiebre alta")),
        ("[[Categoría:Asma| ]][[Categoría:Asma]]", ("Asma",)),
        ("[[:Categoría:Asma]] [[Archivo:a.png]] [[Categoría:]] [[Categorías:A]] [[Asma]]", ()),
        ("<!-- [[Categoría:A]] --> <nowiki>[[Categoría:B]]</nowiki> <nowiki/>[[Categoría:C]]", ("C",)),
        ("[[Categoría:A]] <!-- [[Categoría:B]]", ("A",)),
        ("[[Categoría:L&#39;asma &amp; altres]]", ("L'asma & altres",)),
        ("[[Kategorie:A]]", ()),
        ("[[Categoría:" * 20_000, ()),
        ("<!--" * 50_000 + "<nowiki>" * 20_000, ()),
    ],
)
def test_the_categories_of_a_page(text: str, expected: tuple[str, ...]) -> None:
    assert parents(text, Site()) == expected


def test_edges_of_a_dump_with_names_of_its_own() -> None:
    names = '<namespaces><namespace key="14">Kategorie</namespace></namespaces>'
    pages = page("Kategorie:medizin", "[[Kategorie:Wissenschaft]] [[Category:Leben]]", 14) + page("Asthma", "", 0)
    assert edges(dump(pages, siteinfo=names)) == [("Medizin", ("Wissenschaft", "Leben"))]


def test_a_dump_that_breaks_off() -> None:
    data = dump(page("Categoría:A", "[[Categoría:B]]", 14))
    with pytest.raises(DocumentError):
        edges(data[:-5])


GRAPH = [("B", ("A",)), ("C", ("B", "A")), ("D", ("C",)), ("A", ("D",)), ("E", ("D",)), ("Z", ())]


def test_levels_are_the_shortest_ways_and_loops_end() -> None:
    assert category_levels(GRAPH, "a", 5) == {"A": 0, "B": 1, "C": 1, "D": 2, "E": 3}
    assert category_levels(GRAPH, "A", 1) == {"A": 0, "B": 1, "C": 1}
    assert category_levels(GRAPH, "Z", 5) == {"Z": 0}


def test_a_category_that_is_not_there() -> None:
    graph = [("Ciencias de la vida", ("Ciencia",)), ("Ciencias de la Tierra", ("Ciencia",)), ("Municipios", ())]
    with pytest.raises(InputError, match="'Ciencia de la vida'; near it are 'Ciencias de la vida'"):
        category_levels(graph, "Ciencia_de_la_vida", 5)
    with pytest.raises(InputError, match="there is no category 'Xyz'$"):
        category_levels(graph, "xyz", 5)


titles = st.sampled_from("ABCDEFGH")


@given(st.lists(st.tuples(titles, st.lists(titles).map(tuple))), st.integers(0, 6), st.randoms())
def test_levels_hold_for_any_graph_in_any_order(
    graph: list[tuple[str, tuple[str, ...]]], depth: int, rng: object
) -> None:
    graph = [*graph, ("A", ())]
    levels = category_levels(graph, "A", depth)
    assert levels == category_levels(rng.sample(graph, len(graph)), "A", depth)  # type: ignore[attr-defined]
    assert max(levels.values()) <= depth
    for title, level in levels.items():
        above = [levels.get(parent, 99) for child, ups in graph if child == title for parent in ups]
        assert level == 0 if title == "A" else level == min(above) + 1


@given(st.text(st.sampled_from("aáÁñ _:'-()ß")))
def test_clean_titles_stay(title: str) -> None:
    once = clean_title(title)
    assert clean_title(once) == once
    assert parents(f"[[Categoría:{title}]]", Site()) == ((once,) if once else ())
